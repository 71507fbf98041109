"""Lines → paragraphs: each rule by itself, on lines set by hand."""

from __future__ import annotations

import pytest

from ingest.formats.pdf_columns import Block
from ingest.formats.pdf_page import VisualLine
from ingest.formats.pdf_paragraphs import Paragraph, glue, paragraphs
from ingest.formats.pdf_setting import Frame, setting_of

WIDTH, SIZE, LEADING = 20, 10.0, 16.0
FILL = "按照本院规定的程序办理有关手续并且如实填写各项内容经审核后归档保存"


def _set(*lines: str, y: float = 100, page: int = 1, leading: float = LEADING) -> list[VisualLine]:
    """Lines on a measure of twenty characters; leading blanks indent, ``_`` is a character of a full line."""
    made = []
    for line in lines:
        indent = len(line) - len(line.lstrip("　"))
        text = line.lstrip("　")
        if text.endswith("_"):
            text = (text[:-1] + FILL)[: WIDTH - indent]
        x = 50 + indent * SIZE
        made.append(VisualLine(text, page, x, y - SIZE, x + len(text) * SIZE, y, SIZE))
        y += leading
    return made


def _joined(*blocks: list[VisualLine], body: float = SIZE) -> list[int]:
    """How many lines each paragraph has."""
    made = [Block(lines[0].page, 300, "", list(lines)) for lines in blocks]
    return [len(p.lines) for p in paragraphs(made, body) if isinstance(p, Paragraph)]


INDENTED = ("　　第一条_", "_", "到此为止。", "　　第二条_", "_", "_", "完。", "　　第三条_", "结束。")


def test_indented_paragraphs() -> None:
    assert _joined(_set(*INDENTED)) == [3, 4, 2]


def test_across_pages_and_the_first_article_after_the_break() -> None:
    first, second = _set(*INDENTED, "　　第四条_"), _set("_", "续完。", "　　第五条_", "完。", page=2)
    assert _joined(first, second) == [3, 4, 2, 3, 2]
    ended = _set(*INDENTED[:-1], FILL[:19] + "。")
    assert _joined(ended, _set("　　第四条_", "完。", page=2)) == [3, 4, 2, 2]


def test_a_reference_at_the_beginning_of_a_full_paragraphs_line_opens_nothing() -> None:
    assert _joined(_set(*INDENTED, "　　第四条_", "第三条规定的_", "执行。")) == [3, 4, 2, 3]


def test_without_indents_a_short_line_a_number_or_space_ends_the_paragraph() -> None:
    assert _joined(_set("第一条_", "_", "完。", "第二条_", "_", "完。", "第三条_", "完。")) == [3, 3, 2]
    full = FILL[:19] + "。"
    assert _joined(_set("第一条_", "_", full, "第二条_", "完。", "第三条_", "完。")) == [3, 2, 2]
    assert _joined([*_set("第一条_", "_", "_", full), *_set("本款_", "_", "完。", y=100 + 4 * LEADING + 6)]) == [4, 3]


def test_hanging_paragraphs() -> None:
    lines = (
        "（一）_",
        "　　　_",
        "　　　完。",
        "（二）_",
        "　　　_",
        "　　　完。",
        "说明_",
        "　　　完。",
        "备注_",
        "　　　完。",
    )
    assert _joined(_set(*lines)) == [3, 3, 2, 2]


def test_lines_that_a_long_word_leaves_short() -> None:
    ragged = ("　　第一条_", FILL[:19], FILL[:19], "完。")
    lines = _set(*ragged, "　　第二条_", FILL[:16], "GB/T9704—2012" + FILL[:6], "执行。", *ragged)
    assert _joined(lines) == [4, 4, 4]


def test_titles_over_several_lines() -> None:
    def big(text: str, y: float) -> VisualLine:
        width = 16 * len(text)
        return VisualLine(text, 1, 150 - width / 2, y - 16, 150 + width / 2, y, 16)

    title = [big("砚禾研究院仪器", 40), big("管理办法", 64)]
    assert _joined([*title, *_set(*INDENTED)]) == [2, 3, 4, 2]
    masthead = [big("砚禾研究院文件", 40), big("管理办法", 64)]
    assert _joined([*masthead, *_set(*INDENTED)]) == [1, 1, 3, 4, 2]


def test_chapters_are_no_part_of_the_text_around() -> None:
    assert _joined(_set(*INDENTED, "　　　　　　第二章　附则", *INDENTED)) == [3, 4, 2, 1, 3, 4, 2]


def test_a_contents_page_keeps_its_lines() -> None:
    lines = _set("第一章　总则…………………………1", "第二章　分则…………………………3", "第三章　附则…………………………9", *INDENTED)
    assert _joined(lines) == [1, 1, 1, 3, 4, 2]


def test_small_print_between_does_not_interrupt() -> None:
    note = VisualLine("注：见附表", 1, 50, 692, 85, 699, 7)
    first = [*_set(*INDENTED, "　　第四条_", "_"), note]
    made = [Block(1, 300, "", [*first]), Block(2, 300, "", [*_set("_", "续完。", *INDENTED, page=2)])]
    found = [p for p in paragraphs(made, SIZE) if isinstance(p, Paragraph)]
    assert [len(p.lines) for p in found] == [3, 4, 2, 4, 1, 3, 4, 2]
    assert found[4].lines == [note]


def test_a_gap_is_more_than_the_usual_space() -> None:
    lines = [*_set(*INDENTED), *_set(*INDENTED, y=100 + 9 * LEADING + 20)]
    made = [p for p in paragraphs([Block(1, 300, "", list(lines))], SIZE) if isinstance(p, Paragraph)]
    assert [p.gap for p in made] == [False, False, False, True, False, False]


def _word(text: str, spaced: bool = False) -> VisualLine:
    return VisualLine(text, 1, 0, 0, 10, 10, 10, spaced)


@pytest.mark.parametrize(
    ("line", "after", "blanks", "between"),
    [
        ("按照规", "定办理", False, ""),
        ("共计12", "人", False, ""),
        ("按照GB", "标准", False, ""),
        ("the", "rule", False, " "),
        ("rule,", "then", False, " "),
        ("exam", "ple", True, ""),
        ("GB/", "T9704", False, ""),
    ],
)
def test_what_stands_between_lines(line: str, after: str, blanks: bool, between: str) -> None:
    assert glue(_word(line), _word(after), blanks=blanks) == between
    assert glue(_word(line, True), _word(after), blanks=True) in (between, " ")


def test_a_divided_word_keeps_a_soft_hyphen() -> None:
    made = Paragraph([_word("the regu-"), _word("lation COVID-"), _word("19")], [Frame(0, 10)] * 3)
    assert made.text(blanks=False) == "the regu\u00adlation COVID-19"


def test_the_setting_is_measured() -> None:
    lines = _set(*INDENTED)
    setting = setting_of([Block(1, 300, "", list(lines))])
    (frame,) = setting.frames.values()
    assert (frame.left, frame.right) == (50, 250)
    assert (setting.indented, setting.hanging, setting.justified) == (True, False, True)
    assert setting.leading == {10: LEADING}
    assert frame.indent(lines[0]) == 2
    assert frame.rest(lines[2]) == 15
