"""The parser's units, as they are compared with labels."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from eval.parsing.structure import HeadingPath, Unit, digest, parsed_units, printed
from ingest.formats.archive import Member
from ingest.pipeline import parse_member
from ingest.sources import Limits

Units = Callable[[str], list[Unit]]


@pytest.fixture
def units() -> Units:
    """Text of a file → the units the parser makes of it."""

    def run(text: str) -> list[Unit]:
        report, parsed = parse_member(Member("某办法.md", text.encode()), Limits())
        removed = [(edit.start, edit.end) for edit in report.left_out]
        return parsed_units(text, [each.regulation for each in parsed], removed)

    return run


LAW = """# 砚禾研究院借书办法

## 第一章 总则

第一条 为方便借书，制定本办法。

借书须登记。

## 第二章 停借

第二条 有下列情形的，停借：

（一）逾期；

（二）损坏：

1.撕页的；

2.涂写的。

期满恢复。
"""


def test_every_part_has_an_address_and_the_digest_of_its_source_text(units: Units) -> None:
    found = {unit.address: unit.digest for unit in units(LAW)}
    items = "（一）逾期；（二）损坏：1.撕页的；2.涂写的。"
    assert found == {
        "第一章": digest("第一章 总则"),
        "第二章": digest("第二章 停借"),
        "第一条": digest("第一条 为方便借书，制定本办法。借书须登记。"),
        "第一条第一款": digest("第一条 为方便借书，制定本办法。"),
        "第一条第二款": digest("借书须登记。"),
        "第二条": digest(f"第二条 有下列情形的，停借：{items}期满恢复。"),
        "第二条第一款": digest(f"第二条 有下列情形的，停借：{items}"),
        "第二条第一款第（一）项": digest("（一）逾期；"),
        "第二条第一款第（二）项": digest("（二）损坏：1.撕页的；2.涂写的。"),
        "第二条第一款第（二）项第1目": digest("1.撕页的；"),
        "第二条第一款第（二）项第2目": digest("2.涂写的。"),
        "第二条第二款": digest("期满恢复。"),
    }


def test_the_digest_is_of_the_source_not_of_the_repaired_text(units: Units) -> None:
    [_, article, _] = units("打印办法\n第一条 省纸,,双面。\n第二条 完。")[:3]
    assert article.digest == digest("第一条 省纸,,双面。") != digest("第一条 省纸，双面。")


def test_numbered_texts(units: Units) -> None:
    found = units(
        "关于节约用纸的意见\n各室：\n一、总体要求\n（一）双面打印。\n（二）少印。\n二、保障措施\n按月公布。\n"
    )
    assert [unit.address for unit in found] == ["一", "（一）", "（二）", "二"]
    assert found[0].digest == digest("一、总体要求")
    assert found[3].digest == digest("二、保障措施按月公布。")
    assert {unit.kind for unit in found} == {"numbered"}


def test_digests_leave_out_white_space_and_markdown_signs_only() -> None:
    assert digest("## 甲 ，\n**乙**") == digest("甲，乙") != digest("甲,乙")
    assert len(digest("甲")) == 12


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("第二十条之一", "article"),
        ("第二十条", "article"),
        ("第二条第一款", "paragraph"),
        ("第二条第一款第（二）项", "item"),
        ("第二条第一款第（二）项第1目", "subitem"),
        ("第一编第二章第一节", "heading"),
        ("标题", "heading"),
        ("（一）", "numbered"),
    ],
)
def test_kinds(address: str, kind: str) -> None:
    assert Unit(address, "").kind == kind


def test_headings_are_addressed_below_those_above_them() -> None:
    path = HeadingPath()
    lines = ["## 第一编 总则", "### 第一章　总　则", "#### 第一节 甲", "### 第二章 乙", "## 附则", "## 第二编 丙"]
    assert [path.address(line) for line in lines] == [
        "第一编",
        "第一编第一章",
        "第一编第一章第一节",
        "第一编第二章",
        "标题",
        "第二编",
    ]


def test_printed_numbers_in_one_way_of_writing() -> None:
    assert [printed(each) for each in ("一、", "(一)", "１．", "1、", "（1）", "2)")] == [
        "一",
        "（一）",
        "1.",
        "1.",
        "（1）",
        "（2）",
    ]
