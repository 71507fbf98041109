from __future__ import annotations

from collections.abc import Callable

import pytest

from app.claims import Passage, check

TEXT = "借阅人应当在三十日以内归还图书，逾期的，停止借阅。遗失图书的，照价赔偿。"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("根据第八条，借阅人应当在三十日以内归还图书", "address"),
        ("根据《砚禾研究院采购办法》，借阅人应当在三十日以内归还图书", "title"),
        ("借阅人应当在六十日以内归还图书", "number"),
        ("借阅人不得在三十日以内归还图书", "critical"),
        ("借阅人应当在三十日以内归还桌椅", "unsupported"),
        ("借阅人应当归还图书", "omitted"),
        ("遗失图书的，停止借阅", "mixed"),
        ("归还", "empty"),
        ("借阅人应当“尽快”归还图书", "quotation"),
    ],
)
def test_reasons(passage: Callable[..., Passage], sentence: str, reason: str) -> None:
    assert check(f"{sentence}[1]。", {1: passage(TEXT.replace("。遗失", "。\n遗失"), label="第九条")}).reason == reason
