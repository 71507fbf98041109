"""What a browser would not show."""

from __future__ import annotations

import pytest
from lxml import html

from ingest.formats.html_hidden import hidden_by


def hidden(element: str, sheet: str = "") -> bool:
    root = html.document_fromstring(f"<style>{sheet}</style><body>{element}</body>")
    [found] = root.iter("x", "p", "div", "dialog", "span")
    return hidden_by(root)(found)


@pytest.mark.parametrize(
    "element",
    [
        "<p hidden>甲</p>",
        '<p style="display:none">甲</p>',
        '<p style="color:red; DISPLAY : none !important">甲</p>',
        '<p style="visibility:hidden">甲</p>',
        '<span style="mso-hide:all">甲</span>',
        '<span style="font-size:0px">甲</span>',
        "<dialog>甲</dialog>",
    ],
)
def test_hidden_by_itself(element: str) -> None:
    assert hidden(element)


@pytest.mark.parametrize(
    "element",
    [
        "<p>甲</p>",
        "<p hidden=until-found>甲</p>",
        '<p style="display:block">甲</p>',
        '<span style="font-size:0.9em">甲</span>',
        "<dialog open>甲</dialog>",
    ],
)
def test_shown(element: str) -> None:
    assert not hidden(element)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (".off{display:none}", True),
        ("p.off{display:none}", True),
        ("#tip , .x {color:red;display: none;}", True),
        ("/* .x */ <!-- .off{display:none} -->", True),
        ("@import 'a.css'; .off{display:none}", True),
        ("@media print{.x{color:red}} .off{display:none}", True),
        (".off{display:none} .off{display:block}", False),
        ("@media print{.off{display:none}}", False),
        ("@supports (a:b){@media print{.off{display:none}} .off{display:none}}", False),
        ("div.off{display:none}", False),
        (".menu .off{display:none}", False),
        (".off:hover{display:none}", False),
        (".offer{display:none}", False),
        (".off{color:red", False),
    ],
)
def test_style_sheets(sheet: str, expected: bool) -> None:
    assert hidden('<p id="tip" class="big off">甲</p>', sheet) is expected


def test_the_elements_own_style_wins() -> None:
    assert not hidden('<p class=off style="display:block">甲</p>', ".off{display:none}")
