from typing import Any

import pytest

from ingest.formats.docx import read

_STYLES = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
_CENTRED = '<w:jc w:val="center"/>'


def _headings(data: bytes) -> list[str]:
    found = read(data, "a.docx")
    assert all(mark.value == "1" for mark in found.marks if mark.kind == "heading")
    return [found.text[mark.start : mark.end] for mark in found.marks if mark.kind == "heading"]


def test_the_style_title(word: Any) -> None:
    body = word.p("砚禾研究院文件", style="t") + word.p("砚办发〔2024〕3号") + word.p("报销须知", style="t")
    body += word.p("第一章　总则", style="t") + word.p("第一条　甲")
    assert _headings(word.file(body, styles=_STYLES)) == ["报销须知"]


def test_a_title_styled_over_two_paragraphs_is_marked_at_its_first(word: Any) -> None:
    body = word.p("关于加强采购管理的", style="t") + word.p("实施意见", style="t") + word.p("一、总则")
    body += word.p("第二份须知", style="t") + word.p("一、总则")
    assert _headings(word.file(body, styles=_STYLES)) == ["关于加强采购管理的", "第二份须知"]


@pytest.mark.parametrize("opening", ["第一条　甲", "第一章　总则"])
def test_the_one_centred_line_above_the_first_article(word: Any, opening: str) -> None:
    body = (
        word.p("院内各部门注意。") + word.p("报销须知", _CENTRED) + word.p() + word.p("（2024年3月1日通过）", _CENTRED)
    )
    assert _headings(word.file(body + word.p(opening))) == ["报销须知"]


@pytest.mark.parametrize(
    "lines",
    [
        ["砚禾研究院", "报销须知"],
        ["砚禾研究院文件"],
        ["砚办发〔2024〕3号"],
        ["2024年3月1日印发"],
        ["目　录"],
        ["附件1"],
        ["为了规范报销，制定本须知。"],
        ["须知"],
    ],
)
def test_where_it_is_not_sure_nothing_is_marked(word: Any, lines: list[str]) -> None:
    body = "".join(word.p(line, _CENTRED) for line in lines)
    assert _headings(word.file(body + word.p("第一条　甲"))) == []


def test_a_line_that_is_not_centred_or_is_followed_by_no_article(word: Any) -> None:
    assert _headings(word.file(word.p("报销须知") + word.p("第一条　甲"))) == []
    assert _headings(word.file(word.p("报销须知", _CENTRED) + word.p("各部门：") + word.p("第二条　甲"))) == []


def test_the_first_article_may_be_numbered_by_word(word: Any) -> None:
    numbering = word.lists(word.level(0, "第%1条", "chineseCounting"))
    assert _headings(word.file(word.p("报销须知", _CENTRED) + word.p("甲", num=(1, 0)), numbering=numbering)) == [
        "报销须知"
    ]
