"""The lines a page draws, in the coordinates of the page as it is seen."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.formats.pdf_rules import Rules
from ingest.formats.pdf_text import open_pdf, pages


def _rules(press: Any, draw: Any) -> Rules:
    canvas, made = press.canvas()
    draw(canvas)
    for y in (10, 15, 20):  # a page with next to nothing on it is not searched
        canvas.line(300, y, 310, y + 5)
    canvas.save()
    page = next(pages(open_pdf(made.getvalue(), "甲.pdf")))
    assert page
    return page.rules


def test_lines_and_boxes(press: Any) -> None:
    def draw(canvas: Any) -> None:
        canvas.line(100, 742, 300, 742)
        canvas.rect(100, 542, 50, 100)
        canvas.rect(200, 600, 80, 0.8, stroke=0, fill=1)

    found = _rules(press, draw)
    assert sorted((round(r.at), round(r.start), round(r.end)) for r in found.level) == [
        (100, 100, 300),
        (200, 100, 150),
        (242, 200, 280),
        (300, 100, 150),
    ]
    assert sorted((round(r.at), round(r.start), round(r.end)) for r in found.upright) == [
        (100, 200, 300),
        (150, 200, 300),
    ]


def test_what_is_not_seen_does_not_count(press: Any) -> None:
    def draw(canvas: Any) -> None:
        canvas.setStrokeColor("white")
        canvas.line(100, 742, 300, 742)
        path = canvas.beginPath()
        path.rect(100, 100, 200, 200)
        canvas.clipPath(path, stroke=0, fill=0)

    found = _rules(press, draw)
    assert [r for r in found.level if r.end - r.start > 50] == []


def test_lines_in_a_form_that_is_moved(press: Any) -> None:
    def draw(canvas: Any) -> None:
        canvas.beginForm("F", 0, 0, 200, 200)
        canvas.line(0, 0, 100, 0)
        canvas.endForm()
        canvas.translate(50, 642)
        canvas.scale(2, 2)
        canvas.doForm("F")

    (rule,) = [r for r in _rules(press, draw).level if r.end - r.start > 50]
    assert (rule.at, rule.start, rule.end) == pytest.approx((200, 50, 250), abs=0.5)
