"""Trees of bad markup hold all of its text."""

from __future__ import annotations

import re

import pytest

from ingest.formats.html_tree import parse, source_row, words_in


def words(markup: str) -> str:
    root = parse(markup, "甲.html")
    assert root is not None
    return re.sub(r"\s+", "", words_in(root))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("甲", "甲"),
        ("<p>甲<div>乙</p>丙</div>丁", "甲乙丙丁"),
        ("<b><p>甲</b>乙</p>丙", "甲乙丙"),
        ("<p>甲</p></body></html><div>乙</div></html>丙", "甲乙丙"),
        ("<html><body>甲<html><body bgcolor=red>乙", "甲乙"),
        ("<table>甲<tr>乙<td>丙</table>", "甲乙丙"),
        ("<p>甲<!-- 注 -->乙<![if !x]>丙<![endif]><?pi x?>丁", "甲乙丙丁"),
        ("甲\0乙", "甲乙"),
        ("<p>甲 < 乙 & 丙 &lt; &unknown;", "甲<乙&丙<&unknown;"),
        ("<meta charset=gb2312><p>值班", "值班"),
        ('<?xml version="1.0" encoding="gbk"?><html><body><p>甲<![CDATA[乙 < 丙]]></p></body></html>', "甲乙<丙"),
    ],
)
def test_no_text_is_lost(markup: str, text: str) -> None:
    assert words(markup) == text


@pytest.mark.parametrize("markup", ["", "   ", "<!-- x -->"])
def test_nothing(markup: str) -> None:
    assert parse(markup, "甲.html") is None


@pytest.mark.parametrize("tag", ["div", "font", "span", "ul><li", "table><tr><td", "blockquote"])
def test_a_hundred_thousand_levels(tag: str) -> None:
    assert words(f"<body>{f'<{tag}>' * 100_000}深处。</div></span><p>末尾。") == "深处。末尾。"


def test_tags_never_closed_cost_no_paragraph() -> None:
    lines = [f"第{number}条 值班。" for number in range(3000)]
    root = parse(
        "".join(f"<p><font><b>{line}</p>" if n % 2 else f"<font>{line}<br>" for n, line in enumerate(lines)), "x"
    )
    assert root is not None
    assert words_in(root) == "".join(lines)
    assert len(list(root.iter("br", "p"))) == 3000


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "甲甲"><!ENTITY b "&a;&a;">]><p>&b;</p>'
    assert words(bomb) == "]>&b;"


def test_a_very_long_text() -> None:
    assert len(words(f"<p>{'值班。' * 4_000_000}</p>")) == 12_000_000


def test_rows_of_the_source() -> None:
    root = parse("<body>\n\n<p>甲</p>\r\n<p\nclass=x>乙</p>", "x")
    assert root is not None
    assert [source_row(p) for p in root.iter("p")] == [3, 5]
