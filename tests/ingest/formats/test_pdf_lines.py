"""Characters → lines: baselines, blanks, columns apart, superscripts, imitated bold."""

from __future__ import annotations

from ingest.formats.pdf_lines import joined, side_by_side, visual_lines
from ingest.formats.pdf_text import Glyph


def _set(text: str, x: float = 100, baseline: float = 50, size: float = 10, *, step: float = 1.0) -> list[Glyph]:
    """Characters in a row; ``step`` stretches the distance between them."""
    glyphs = []
    for character in text:
        width = size if character > "\u2e80" else size / 2
        if character != "_":  # a gap without a character
            glyphs.append(Glyph(character, x, x + width, baseline, size))
        x += width * step
    return glyphs


def _texts(glyphs: list[Glyph]) -> list[str]:
    return [line.text for line in visual_lines(glyphs, 1)[0]]


def test_a_line_and_its_place() -> None:
    (line,), doubled = visual_lines(_set("第一条　值班"), 3)
    assert (line.text, line.page, line.x0, line.x1, line.size) == ("第一条　值班", 3, 100, 160, 10)
    assert line.position == "100,41,160,51"
    assert doubled == 0


def test_blanks_are_those_that_are_written_or_part_latin_words() -> None:
    assert _texts(_set("the_rule")) == ["the rule"]
    assert _texts(_set("the rule")) == ["the rule"]
    assert _texts(_set("共12页")) == ["共12页"]
    assert _texts(_set("按照规定办理", step=1.4)) == ["按照规定办理"]


def test_blanks_at_the_ends_are_no_text() -> None:
    (line,), _ = visual_lines(_set("　　按规定 "), 1)
    assert (line.text, line.x0, line.spaced) == ("按规定", 120, True)


def test_columns_stay_apart() -> None:
    glyphs = _set("左栏的字") + _set("右栏的字", x=160)
    assert _texts(glyphs) == ["左栏的字", "右栏的字"]


def test_lines_are_read_from_above_whatever_the_order_in_the_file() -> None:
    glyphs = _set("第二行", baseline=70) + _set("第一行", baseline=50)
    assert _texts(glyphs) == ["第一行", "第二行"]


def test_latin_type_on_the_same_baseline_belongs_to_the_line() -> None:
    glyphs = _set("第") + _set("12", x=110, size=11) + _set("条", x=121)
    assert _texts(glyphs) == ["第12条"]


def test_a_superscript_joins_the_line_it_touches() -> None:
    glyphs = _set("见注", baseline=50) + _set("①", x=120, baseline=45, size=6) + _set("处", x=126)
    assert _texts(glyphs) == ["见注①处"]


def test_imitated_bold_counts_once() -> None:
    lines, doubled = visual_lines(_set("总则") + _set("总则", x=100.4), 1)
    assert ([line.text for line in lines], doubled) == (["总则"], 2)


def test_equal_neighbours_are_no_copies() -> None:
    assert _texts(_set("ll 一一")) == ["ll 一一"]


def test_a_cell_is_read_line_by_line() -> None:
    glyphs = _set("由综合办", baseline=70) + _set("公室办理", baseline=84) + _set("注", x=170, baseline=70)
    assert joined(glyphs) == ["由综合办 注", "公室办理"]


def test_stretches_put_side_by_side() -> None:
    left, right = visual_lines(_set("姓名") + _set("单位", x=200), 1)[0]
    line = side_by_side(left, right)
    assert (line.text, line.x0, line.x1) == ("姓名 单位", 100, 220)
