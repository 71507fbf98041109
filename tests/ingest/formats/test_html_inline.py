"""White space on a line, raised digits."""

from __future__ import annotations

import pytest

from ingest.formats.html_inline import Line, collapse, preserved


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("值班\n    人员", "值班人员"),
        ("值班 人员", "值班 人员"),
        ("共\n12 人", "共 12 人"),
        ("the\nroom", "the room"),
        ("第一条\xa0\xa0打印", "第一条  打印"),
        ("\u2003甲\u200b乙\xad丙\ufeff", " 甲乙丙"),
        ("　　第一条　打印", "　　第一条　打印"),
    ],
)
def test_white_space_as_a_browser_sets_it(raw: str, text: str) -> None:
    assert collapse(raw) == text


def test_preformatted_text_keeps_its_spaces() -> None:
    assert preserved("a   b\r") == "a   b"


def text_of(line: Line) -> str:
    return "".join(text for text, _ in line.pieces)


def test_pieces_join_without_a_gap_but_where_there_was_one() -> None:
    line = Line()
    for text in ("　 值", "班 ", " 人员", "到岗", " "):
        line.add(text, 1)
    assert line.finish()
    assert text_of(line) == "值班 人员到岗"


def test_a_blank_line_is_nothing() -> None:
    line = Line()
    line.add(" ", 1)
    line.add("　", 1)
    assert not line.finish()


@pytest.mark.parametrize(
    ("sign", "raised", "text"),
    [("sup", "5", "10⁵"), ("sup", "-2", "10⁻²"), ("sub", "2", "10₂"), ("sup", "[1]", "10[1]"), ("", "5", "105")],
)
def test_raised_digits_are_no_part_of_a_number(sign: str, raised: str, text: str) -> None:
    line = Line()
    line.add("10", 1)
    line.add(raised, 1, sign=sign)
    assert text_of(line) == text


def test_a_break_in_a_heading() -> None:
    chinese, latin = Line(), Line()
    for line, first, second in ((chinese, "砚禾研究院", "值班办法"), (latin, "Duty", "rules")):
        line.add(first, 1)
        line.join()
        line.add(second, 2)
    assert (text_of(chinese), text_of(latin)) == ("砚禾研究院值班办法", "Duty rules")
