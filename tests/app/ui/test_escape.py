from __future__ import annotations

from html.parser import HTMLParser

import pytest

from app.ui.escape import escape

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "**粗** _斜_ `码` [链](javascript:alert(1)) ![图](//evil.invalid/x.png)",
    "$$x^2$$ \\(y\\) \\[z\\]",
    "${alert(1)} {{constructor}} {%raw%}",
    "https://evil.invalid/ www.evil.invalid a@evil.invalid",
    "&lt;b&gt; &#60;b&#62; &amp;amp;",
    "```html\n<b>x</b>\n```",
    "</p></div></section></body>\n\n# 标题\n\n- 项\n\n<b>x</b>",
]


class Reader(HTMLParser):
    """Collects tags and text the way a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_browser_reads_back_the_very_text(hostile: str) -> None:
    reader = Reader()
    reader.feed(f'<p title="{escape(hostile)}">{escape(hostile)}</p>')
    assert reader.tags == ["p"]
    assert reader.text == hostile


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_is_left_that_markdown_tex_or_a_template_reads(hostile: str) -> None:
    assert not set(escape(hostile)) & set("<>\"'\n`*_~[]{}$\\|^@")


def test_characters_that_hide_or_reverse_text_are_made_visible() -> None:
    assert escape("甲\x00乙\u202e丙\u2067丁\ud800") == "甲\ufffd乙\ufffd丙\ufffd丁\ufffd"


def test_line_ends_of_every_kind_are_one_line_break() -> None:
    assert escape("甲\r\n乙\r丙\n丁") == "甲&#10;乙&#10;丙&#10;丁"
