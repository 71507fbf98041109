"""No character of a page is lost or doubled on the way, whatever its markup: compared with another parser's view."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser

import pytest

from ingest.formats.html import read

SENTENCE = "值班人员应当按时到岗，认真填写交接记录。"


class _Visible(HTMLParser):
    """Another parser's view of the text on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "title", "template")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "title", "template") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def characters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s|\u200b", "", unicodedata.normalize("NFKC", text)))


def visible(page: str) -> Counter[str]:
    walk = _Visible()
    walk.feed(page)
    walk.close()
    return characters("".join(walk.texts))


def test_cells_that_span_rows_are_the_only_thing_repeated() -> None:
    page = f"""<p>第一条 {SENTENCE}</p><table border="1"><tr><td rowspan="2">类别</td><td colspan="2">标准</td></tr>
<tr><td>白班</td><td>夜班</td></tr><tr><td>平日</td><td>100</td><td>150</td></tr></table><footer>版权所有</footer>"""
    found = characters(read(page.encode(), "页.html").text)
    assert not visible(page) - found
    assert found - visible(page) == Counter("类别" + "|" * 5)


_TAGS = (
    *(
        "div",
        "p",
        "span",
        "b",
        "i",
        "a",
        "font",
        "table",
        "tr",
        "td",
        "th",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "br",
    ),
    *(
        "hr",
        "center",
        "form",
        "section",
        "article",
        "header",
        "footer",
        "nav",
        "pre",
        "caption",
        "thead",
        "tbody",
        "em",
    ),
    *(
        "select",
        "option",
        "button",
        "details",
        "u",
        "s",
        "del",
        "label",
        "fieldset",
        "noscript",
        "main",
        "aside",
        "body",
    ),
)
_CLASSES = ("", "", "nav", "footer", "content", "title", "share", "hide", "header", "TRS_Editor", "related", "info")
_WORDS = (
    *("第{}条 值班人员应当到岗，认真填写。", "（{}）停水；", "甲{}", "{}\n", "附件{}", "2024年{}月1日"),
    *("当前位置：首页 &gt; {}", "发布时间：2024-01-01 浏览：{}", "{}&nbsp;", "版权所有 {} "),
)


def soup(seed: int) -> str:
    """Random markup, mostly wrong."""
    rnd = random.Random(seed)
    parts = [f"<style>.hide{{display:none}}</style><body><p>第一条 {SENTENCE}</p>"]
    for number in range(rnd.choice([5, 20, 80, 200])):
        tag, chance = rnd.choice(_TAGS), rnd.random()
        if chance < 0.5:
            parts.append(f"<{tag} class='{rnd.choice(_CLASSES)}'{' href=a.pdf' * (tag == 'a')}>")
        elif chance < 0.85:
            parts.append(f"</{tag}>")
        if rnd.random() < 0.7:
            parts.append(rnd.choice(_WORDS).format(number))
    return "".join(parts)


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_no_markup_loses_or_doubles_a_character(start: int) -> None:
    for seed in range(start, start + 50):
        page = soup(seed)
        found, wanted = characters(read(page.encode(), "页.html").text), visible(page)
        assert not wanted - found, f"lost, seed {seed}"
        assert set(found - wanted) <= {"|"}, f"doubled, seed {seed}"
