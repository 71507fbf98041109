from __future__ import annotations

import pytest

from ingest.references.quotations import amends, quotations


def _quoted(text: str, amending: bool) -> list[str]:
    return [text[start:end] for start, end in quotations(text, amending)]


def test_a_quotation_ends_with_its_line() -> None:
    assert _quoted("所称“甲”和“乙“丙”丁”，“未完\n“戊”。", False) == ["“甲”", "“乙“丙”丁”", "“戊”"]


def test_in_an_amendment_it_goes_on_until_it_is_closed() -> None:
    text = "一、修改为：“第一款。\n“第二款，称“甲”的。\n第三款。”\n二、第二条改为第三条。"
    assert _quoted(text, True) == ["“第一款。\n“第二款，称“甲”的。\n第三款。”"]


def test_an_instruction_ends_what_was_never_closed() -> None:
    text = "一、将第一条修改为：“甲。\n二、将第二条修改为：“乙。”\n三、删去第三条。"
    assert _quoted(text, True) == ["“甲。", "“乙。”"]
    assert _quoted("一、修改为：“甲。\n对采取前款措施的。", True) == ["“甲。\n对采取前款措施的。"]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("云岫档案法修正案（三）", "", True),
        ("关于修改《档案办法》的决定", "", True),
        ("关于废止和修改部分办法的决定", "", True),
        ("档案办法的若干规定", "会议决定，对《档案办法》作如下修改：\n一、删去第二条。", True),
        ("关于《档案法修正案（三）》时间效力的解释", "为了正确适用，作如下解释：", False),
        ("档案办法", "第一条 修改本办法须报批。", False),
    ],
)
def test_what_amends(title: str, text: str, expected: bool) -> None:
    assert amends(title, text) is expected
