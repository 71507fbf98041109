"""Numbers that a browser prints and no text holds."""

from __future__ import annotations

import pytest
from lxml import html

from ingest.formats.html_lists import Numbering


def numbers(markup: str) -> list[str] | None:
    element = html.fromstring(markup)
    numbering = Numbering.of(element)
    return [numbering.next(item) for item in element.iter("li")] if numbering else None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. ", "2. "]),
        ("<ol start=3><li>甲<li value=9>乙<li>丙</ol>", ["3. ", "9. ", "10. "]),
        ("<ol reversed><li>甲<li>乙<li>丙</ol>", ["3. ", "2. ", "1. "]),
        ("<ol type=a><li>甲<li>乙</ol>", ["a. ", "b. "]),
        ("<ol type=A><li>甲</ol>", ["A. "]),
        ("<ol type=i><li>甲<li>乙</ol>", ["i. ", "ii. "]),
        ("<ol type=I start=4><li>甲</ol>", ["IV. "]),
        ('<ol style="list-style-type: cjk-ideographic"><li>甲<li>乙</ol>', ["一、", "二、"]),
        ('<ol style="list-style:upper-roman inside"><li>甲</ol>', ["I. "]),
        ("<ol start=x><li>甲</ol>", ["1. "]),
        ("<ol start=99999999999999><li>甲</ol>", ["100000000. "]),
        ('<ol style="list-style:none"><li>甲</ol>', None),
        ("<ol><li>（一）甲<li>（二）乙</ol>", None),
        ("<ol><li><p>1.甲</p><li><p>2.乙</p></ol>", None),
        ("<ol></ol>", None),
    ],
)
def test_numbers_of_lists(markup: str, expected: list[str] | None) -> None:
    assert numbers(markup) == expected
