"""落款 and the words that end a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.grammar.closing import closing_start, tail_start
from ingest.model import Regulation
from ingest.passages import passages

Read = Callable[..., Regulation]
LAST = "第三条 本办法自发布之日起施行。"


@pytest.mark.parametrize(
    "closing",
    [
        ["砚禾研究院办公室", "2024年1月8日"],
        ["砚禾研究院 云岫市财政局", "二〇二四年一月八日"],
        ["砚禾研究院办公室 2024年1月8日"],
        ["2024年1月8日"],
        ["砚禾研究院（盖章）", "2024年1月8日", "（此件公开发布）"],
        ["院长：张三", "2024年1月8日"],
        ["砚禾研究院办公室", "2024年1月8日", "抄送：各科室。", "砚禾研究院办公室 2024年1月9日印发"],
        ["砚禾研究院办公室"],
    ],
)
def test_who_signed_and_when(closing: list[str]) -> None:
    assert closing_start(["第一条 省纸。", LAST, *closing]) == 2


@pytest.mark.parametrize(
    "lines",
    [
        ["第一条 省纸。", LAST],
        ["一、成员单位：", "砚禾研究院办公室"],
        ["第一条 截止日期为2024年1月8日"],
        ["联系电话：1234"],
        ["第一条 省纸。", "联系人：张三"],
    ],
)
def test_no_closing(lines: list[str]) -> None:
    assert closing_start(lines) == len(lines)


def test_it_is_a_unit_of_its_own_that_is_never_searched(regulation: Read) -> None:
    found = regulation(f"打印办法\n第一条 省纸。\n第二条 双面。\n{LAST}\n砚禾研究院办公室\n2024年1月8日\n")
    closing = found.articles[-1]
    assert (closing.address, closing.kind) == ("落款", "closing")
    assert found.text[closing.start : closing.end] == "砚禾研究院办公室\n2024年1月8日"
    assert found.articles[-2].end < closing.start
    assert not any(p.article_id.endswith("落款") for p in passages(found))


def test_it_may_stand_before_the_annexes(regulation: Read) -> None:
    found = regulation(
        f"打印办法\n第一条 省纸。\n{LAST.replace('三', '二')}\n附件：1.登记表\n砚禾研究院办公室\n2024年1月8日\n"
        "附件1\n登记表\n填写科室。"
    )
    assert [a.address for a in found.articles] == ["第一条", "第二条", "落款", "附件1"]
    assert found.notices == ()


def test_the_words_that_end_a_text() -> None:
    assert tail_start(["删去第五条。", "本决定自2024年1月8日起施行。", "根据本决定，重新公布。"]) == 1
    assert tail_start(["同意。", "此复。"]) == 1
    assert tail_start(["双面打印。"]) == 1
