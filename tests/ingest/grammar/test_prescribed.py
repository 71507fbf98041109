"""What an amending text prescribes is not its own."""

from __future__ import annotations

from collections.abc import Callable

from ingest.grammar.prescribed import prescribed
from ingest.lines.line import Line
from ingest.model import Regulation

LaidOut = Callable[[str], list[Line]]
Read = Callable[..., Regulation]
DECISION = """关于修改《打印办法》的决定

决定对《打印办法》作如下修改：
一、将第二条修改为：“双面打印。
“下列除外：
“（一）图纸；
“（二）证书。”
二、增加一条，作为第三条：
“第三条 领用要登记。
代领的由代领人登记。”
三、删去第五条。
四、将第六条修改为：
第六条 每月盘点。
盘点结果报办公室。
五、第七条改为第八条。
本决定自公布之日起施行。
根据本决定，《打印办法》重新公布。
"""


def flagged(laid_out: LaidOut, text: str) -> list[str]:
    lines = laid_out(text)
    return [line.text for line, flag in zip(lines, prescribed(lines), strict=True) if flag]


def test_quotations_over_several_lines_and_without_marks(laid_out: LaidOut) -> None:
    assert flagged(laid_out, DECISION) == [
        "“下列除外：",
        "“（一）图纸；",
        "“（二）证书。”",
        "“第三条 领用要登记。",
        "代领的由代领人登记。”",
        "第六条 每月盘点。",
        "盘点结果报办公室。",
    ]


def test_a_decision_counts_its_instructions(regulation: Read) -> None:
    found = regulation(DECISION)
    assert [a.address for a in found.articles] == ["引言", "一", "二", "三", "四", "五", "结尾"]
    first, tail = found.articles[1], found.articles[-1]
    assert len(first.paragraphs) == 1 and found.text[first.start : first.end].endswith("“（二）证书。”")
    assert found.text[tail.start : tail.end] == "本决定自公布之日起施行。\n根据本决定，《打印办法》重新公布。"


def test_a_forgotten_closing_mark_ends_with_the_next_instruction(laid_out: LaidOut) -> None:
    text = "一、将第二条修改为：“双面打印。\n“图纸除外。\n二、删去第五条。\n三、将第六条修改为：“每月盘点。”\n完。"
    assert flagged(laid_out, text) == ["“图纸除外。"]


def test_what_is_prescribed_may_lead_into_a_list(laid_out: LaidOut) -> None:
    text = "一、将第二条修改为：“下列除外：\n“（一）图纸；\n“（二）证书。”\n二、删去第三条。"
    assert flagged(laid_out, text) == ["“（一）图纸；", "“（二）证书。”"]


def test_without_marks_the_next_number_ends_it(laid_out: LaidOut) -> None:
    text = "一、要求。\n（一）限额修改为：\n1.十张；\n2.二十张。\n（二）按月登记。\n（三）按季盘点。"
    assert flagged(laid_out, text) == ["1.十张；", "2.二十张。"]
    text = "一、将第二条修改为：\n双面打印。\n删去第三条。\n将第四条修改为：“省纸。\n将纸送回仓库。”\n二、完。"
    assert flagged(laid_out, text) == ["双面打印。", "将纸送回仓库。”"]


def test_points_that_instruct(regulation: Read) -> None:
    found = regulation(
        "关于修改两个办法的决定\n\n一、修改《打印办法》\n1.将第一条修改为：\n“省纸：\n1.双面；\n2.少印。”\n2.删去第二条。\n"
        "二、修改《复印办法》\n1.将第三条修改为：\n“（一）登记；\n（二）盘点。”\n2.条文顺序作相应调整。\n"
    )
    assert [a.address for a in found.articles] == ["一", "二"]
    items = [[found.text[i.start : i.end] for i in a.paragraphs[0].items] for a in found.articles]
    assert items == [
        ["1.将第一条修改为：\n“省纸：\n1.双面；\n2.少印。”", "2.删去第二条。"],
        ["1.将第三条修改为：\n“（一）登记；\n（二）盘点。”", "2.条文顺序作相应调整。"],
    ]


def test_an_amendment_that_counts_articles(ingested: Callable) -> None:  # type: ignore[type-arg]
    _, [parsed] = ingested(
        "章程修正案\n第三十二条 章程第一条增加一款，作为第二款：“省纸。”\n"
        "第三十三条 增加一节，作为第七节；增加两条，作为第四十条、第四十一条。内容如下：\n"
        "“第七节 仓库\n第四十条 仓库管纸。\n第四十一条 仓库管墨。”\n第七节相应改为第八节。\n"
        "第三十四条 第五十条改为第五十二条。"
    )
    articles = parsed.regulation.articles
    assert [a.address for a in articles] == ["第三十二条", "第三十三条", "第三十四条"]
    assert parsed.warnings == () and parsed.regulation.headings == ()
    assert [len(a.paragraphs) for a in articles] == [1, 2, 1]


def test_an_ordinary_text_prescribes_nothing(laid_out: LaidOut) -> None:
    for text in (
        "第一条 应当包括下列内容：\n（一）甲。\n第二条 完。",
        "第一条 通知下列人员作为第三人参加：\n（一）甲。",
        "第一条 本办法下列用语的含义：\n“甲”是指纸。\n“乙”是指墨。",
        "第一条 作如下修改：\n一、甲。",
    ):
        assert flagged(laid_out, text) == []
