from __future__ import annotations

from xml.etree import ElementTree

import pytest

from eval.report.drawing import INK, SERIES, as_svg, axes, colour, marker, printable, sheet, styled

NAME = "a</text><script>alert(1)</script> $x^2$ \x07--> \ud800"


@styled
def drawn(name: str = "plot") -> str:
    figure = sheet(200, 100)
    area = axes(figure, 40, 10, 10, 20)
    area.plot([0, 1], [0, 1], color=colour(0), marker=marker(0))
    area.bar([0.5], [1], color=colour(1), alpha=0.5)
    area.annotate("条问：九成", (0.5, 0.5), color=INK)
    return as_svg(figure, name, "标题", "说明")


def test_text_stays_text_without_a_font_of_its_own() -> None:
    root = ElementTree.fromstring(drawn())
    assert "条问：九成" in [text.text for text in root.iter("text")]
    assert "font-family" not in drawn() and "DejaVu" not in drawn()
    assert root.attrib["viewBox"] == "0 0 200 100"


def test_colours_are_those_of_the_page() -> None:
    svg = drawn()
    assert "var(--series-0)" in svg and "var(--series-1)" in svg and "var(--ink)" in svg
    assert "#0000" not in svg


def test_colours_and_shapes_begin_again_after_the_last() -> None:
    assert colour(len(SERIES)) == colour(0)
    assert marker(1) != marker(2)


def test_nothing_but_shapes_and_text_is_left() -> None:
    svg = drawn()
    root = ElementTree.fromstring(svg)
    assert {element.tag for element in root.iter()} <= {"svg", "title", "desc", "g", "defs", "clipPath"} | {
        "path", "rect", "text", "use"
    }  # fmt: skip
    assert "<!--" not in svg and "http" not in svg and "DOCTYPE" not in svg


def test_ids_belong_to_their_plot_and_each_reference_has_its_id() -> None:
    root = ElementTree.fromstring(drawn("one"))
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert ids and len(ids) == len(set(ids)) and all(name.startswith("one-") for name in ids)
    for element in root.iter("use"):
        assert element.attrib["href"].removeprefix("#") in ids
    assert root.attrib["aria-labelledby"].split() == ["one-title", "one-desc"]


def test_the_same_drawing_is_the_same_text() -> None:
    assert drawn() == drawn()


@styled
def named(name: str) -> str:
    figure = sheet(200, 100)
    axes(figure, 40, 10, 10, 20).annotate(printable(name), (0, 0))
    return as_svg(figure, "p", name, name)


def test_a_hostile_name_is_only_text(recwarn: pytest.WarningsRecorder) -> None:
    root = ElementTree.fromstring(named(NAME))
    assert printable(NAME) in [text.text for text in root.iter("text")]
    assert not list(root.iter("script"))
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]
