from __future__ import annotations

import pytest

from app.claims.model import Passage
from app.claims.quotations import are_verbatim

PASSAGE = Passage(1, "砚禾研究院借阅办法", (), "第三条", (), "借阅人应当按期归还，逾期不还的，\n设立“流动书架”。")


@pytest.mark.parametrize(
    "words", ["“按期归还”", "「按期归还，逾期不还的」", '"流动书架"', "“按期 归还，”", "『借阅人』", "无引号"]
)
def test_stands_so(words: str) -> None:
    assert are_verbatim(f"规定{words}", [PASSAGE])


@pytest.mark.parametrize(
    "words", ["“尽快归还”", "“按期归还逾期不还的”", "“”", "“按期归还", "按期归还”", "“归还设立”", '"按期']
)
def test_does_not_stand_so(words: str) -> None:
    assert not are_verbatim(f"规定{words}", [PASSAGE])
