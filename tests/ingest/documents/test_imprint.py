"""What stands below the last sentence of a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.documents.imprint import drop_imprint
from ingest.lines.line import Line

LaidOut = Callable[[str], list[Line]]
TEXT = "第一条 甲。\n\n第二条 乙。\n\n第三条 丙。\n\n"


@pytest.mark.parametrize("last", ["春天的青石 李四", "主办：青石镇办公室 地址：青石街1号"])
def test_captions_and_addresses(laid_out: LaidOut, last: str) -> None:
    body = laid_out(TEXT + last)
    assert [edit.text for edit in drop_imprint(body)] == [last]
    assert len(body) == 3


@pytest.mark.parametrize("last", ["第四条 丁。", "2024年3月5日", "（此件公开）", "未完的一句，"])
def test_the_texts_own_end_stays(laid_out: LaidOut, last: str) -> None:
    body = laid_out(TEXT + last)
    assert drop_imprint(body) == [] and len(body) == 4


def test_a_very_short_text_stays(laid_out: LaidOut) -> None:
    assert drop_imprint(laid_out("第一条 甲。\n\n李四")) == []
