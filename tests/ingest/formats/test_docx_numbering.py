from typing import Any

import pytest

from ingest.formats.docx import read

_ARTICLE = "chineseCountingThousand"


def _lines(data: bytes) -> list[str]:
    return read(data, "某文件.docx").text.split("\n")


def test_articles_run_on_through_the_chapters(word: Any) -> None:
    levels = word.level(0, "第%1章", _ARTICLE) + word.level(1, "第%2条", _ARTICLE, more='<w:lvlRestart w:val="0"/>')
    body = "".join(
        word.p(text, num=(1, at)) for text, at in (("总则", 0), ("甲", 1), ("乙", 1), ("附则", 0), ("丙", 1))
    )
    assert _lines(word.file(body, numbering=word.lists(levels))) == [
        "第一章　总则",
        "第一条　甲",
        "第二条　乙",
        "第二章　附则",
        "第三条　丙",
    ]


def test_a_level_starts_again_after_a_higher_one(word: Any) -> None:
    levels = word.level(0, "第%1条", _ARTICLE) + word.level(1, "（%2）", _ARTICLE) + word.level(2, "%3.")
    wanted = (
        (0, "第一条　"),
        (1, "（一）"),
        (2, "1. "),
        (2, "2. "),
        (1, "（二）"),
        (2, "1. "),
        (0, "第二条　"),
        (1, "（一）"),
    )
    body = "".join(word.p("文", num=(1, at)) for at, _ in wanted)
    assert _lines(word.file(body, numbering=word.lists(levels))) == [f"{text}文" for _, text in wanted]


def test_a_level_may_start_again_after_a_certain_level_only(word: Any) -> None:
    levels = word.level(0, "%1、") + word.level(1, "（%2）") + word.level(2, "%3.", more='<w:lvlRestart w:val="1"/>')
    order = [0, 1, 2, 1, 2, 0, 2]
    body = "".join(word.p("文", num=(1, at)) for at in order)
    numbers = [line.rstrip("文").strip() for line in _lines(word.file(body, numbering=word.lists(levels)))]
    assert numbers == ["1、", "（1）", "1.", "（2）", "2.", "2、", "1."]


def test_lists_of_one_definition_share_their_count_and_an_override_starts_anew(word: Any) -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    nums = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    nums += f'<w:num w:numId="3"><w:abstractNumId w:val="0"/>{again}</w:num>'
    numbering = word.lists(word.level(0, "%1."), nums=nums)
    body = "".join(word.p("文", num=(each, 0)) for each in (1, 2, 3, 3, 1))
    assert _lines(word.file(body, numbering=numbering)) == ["1. 文", "2. 文", "7. 文", "8. 文", "9. 文"]


def test_an_override_replaces_a_level(word: Any) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{word.level(0, "第%1条", _ARTICLE, start=5)}</w:lvlOverride>'
    nums = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{own}</w:num>'
    data = word.file(word.p("文", num=(2, 0)), numbering=word.lists(word.level(0, "%1."), nums=nums))
    assert _lines(data) == ["第五条　文"]


def test_a_skipped_level_counts_as_begun(word: Any) -> None:
    levels = word.level(0, "%1") + word.level(1, "%1.%2")
    body = word.p("文", num=(1, 1)) + word.p("文", num=(1, 0))
    assert _lines(word.file(body, numbering=word.lists(levels))) == ["1.1 文", "2 文"]


def test_legal_numbering_is_arabic_and_a_bullet_above_prints_nothing(word: Any) -> None:
    levels = word.level(0, "%1、", _ARTICLE) + word.level(1, "%1.%2", _ARTICLE, more="<w:isLgl/>")
    levels += word.level(2, "•", "bullet") + word.level(3, "%3%4)")
    body = "".join(word.p("文", num=(1, at)) for at in (0, 1, 2, 3))
    assert _lines(word.file(body, numbering=word.lists(levels))) == ["一、文", "1.1 文", "• 文", "1) 文"]


@pytest.mark.parametrize(
    ("suffix", "text", "printed"),
    [
        ("tab", "第%1条", "第一条　文"),
        ("space", "第%1条", "第一条　文"),
        ("nothing", "第%1条", "第一条　文"),
        ("nothing", "%1", "一文"),
        ("space", "%1", "一 文"),
        ("tab", "（%1）", "（一）文"),
        ("tab", "%1、", "一、文"),
        ("tab", "第%1条、", "第一条、文"),
        ("nothing", "第%1条  ", "第一条　文"),
        ("nothing", "%1 ", "一 文"),
        ("tab", "%1 ", "一 文"),
    ],
)
def test_the_gap_after_the_number(word: Any, suffix: str, text: str, printed: str) -> None:
    data = word.file(word.p("文", num=(1, 0)), numbering=word.lists(word.level(0, text, _ARTICLE, suffix=suffix)))
    assert _lines(data) == [printed]


def test_numbering_through_a_style_and_a_list_style(word: Any) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="总"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="条"/><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="d"><w:name w:val="项"/><w:basedOn w:val="b"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="表"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = word.level(0, "第%1章", _ARTICLE) + word.level(1, "第%2条", _ARTICLE, more='<w:pStyle w:val="c"/>')
    levels += word.level(2, "（%3）", _ARTICLE)
    numbering = word.lists(levels, '<w:numStyleLink w:val="L"/>')
    body = (
        word.p("总", style="b")
        + word.p("甲", style="c")
        + word.p("乙", style="d")
        + word.p("丙", style="c", num=(0, 0))
    )
    assert _lines(word.file(body, styles=styles, numbering=numbering)) == ["第一章　总", "第一条　甲", "（一）乙", "丙"]


def test_a_custom_format_with_zeros(word: Any) -> None:
    level = word.level(0, "%1").replace(
        '<w:numFmt w:val="decimal"/>',
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>',
    )
    assert _lines(word.file(word.p("文", num=(1, 0)), numbering=word.lists(level))) == ["001 文"]


def test_an_empty_cell_prints_its_number_and_an_empty_bullet_nothing(word: Any) -> None:
    numbering = word.lists(word.level(0, "%1"), word.level(0, "\uf0b7", "bullet"))
    numbered = f"<w:tcPr/>{word.p(num=(1, 0))}"
    table = word.table([["序号", "品名"], [numbered, "笔"], [numbered, "纸"]])
    assert _lines(word.file(table + word.p(num=(2, 0)) + word.p("点", num=(2, 0)), numbering=numbering)) == [
        "序号 | 品名",
        "1 | 笔",
        "2 | 纸",
        "",
        "• 点",
    ]


@pytest.mark.parametrize(
    ("sign", "printed"), [("\uf06c", "•"), ("o", "•"), ("●", "●"), ("—", "—"), ("（注）", "（注）")]
)
def test_bullets(word: Any, sign: str, printed: str) -> None:
    data = word.file(word.p("文", num=(1, 0)), numbering=word.lists(word.level(0, sign, "bullet")))
    assert _lines(data) == [f"{printed} 文"]
    assert read(data, "a.docx").notices == ()


def test_numbers_are_counted_and_missing_definitions_named(word: Any) -> None:
    found = read(
        word.file(word.p("甲", num=(1, 0)) + word.p("乙", num=(9, 0)), numbering=word.lists(word.level(0, "%1."))), "a"
    )
    assert found.text == "1. 甲\n乙"
    assert "自动编号1处" in found.notices[0]
    assert "1段的自动编号在文件中没有定义" in found.notices[1]


def test_nonsense_in_the_numbering_is_no_crash(word: Any) -> None:
    looped = '<w:numStyleLink w:val="L"/>'
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>'
    )
    body = word.p("甲", num=(1, 0)) + word.p("乙", num=(2, 99), style="x") + word.p("丙", num=(2, -3))
    numbering = word.lists(looped, word.level(0, "%1.") + '<w:lvl w:ilvl="x"/>')
    assert _lines(word.file(body, styles=styles, numbering=numbering)) == ["甲", "乙", "1. 丙"]
