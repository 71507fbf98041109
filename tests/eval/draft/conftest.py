"""Sentences of an invented regulation, as the patterns get them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from eval.draft.model import Unit
from ingest.model import Article, Item, Paragraph, Regulation

TITLE = "砚禾研究院船只借用办法"


def _regulation(*articles: tuple[str, str, list[str]], status: str = "现行有效", title: str = TITLE) -> Regulation:
    """Articles given as (heading above, first sentence or lead-in, items)."""
    text, made = "", []
    for number, (heading, lead, items) in enumerate(articles, 1):
        address = f"第{'一二三四五六七八九十'[number - 1]}条"
        start = len(text)
        text += f"{address} {lead}"
        lead_end, parts = len(text), []
        for position, words in enumerate(items, 1):
            marker = f"（{'一二三四五六'[position - 1]}）"
            begin = len(text) + 1
            text += f"\n{marker}{words}"
            parts.append(Item(position, marker, begin, len(text), len(text)))
        paragraph = Paragraph(1, start + len(address) + 1, len(text), lead_end if parts else len(text), tuple(parts))
        path = (heading,) if heading else ()
        made.append(Article(address, "article", number, 0, "", path, start, len(text), (paragraph,)))
        text += "\n"
    return Regulation(title, title, False, text, (), tuple(made), (), status=status)


@pytest.fixture
def regulation() -> Callable[..., Regulation]:
    return _regulation


@pytest.fixture
def unit() -> Callable[..., Unit]:
    """A sentence as a unit, with changes."""

    def make(text: str, **changes: Any) -> Unit:
        whole = _regulation(("", text, []))
        return Unit(**{"text": text, "regulation": whole, "article": whole.articles[0], "label": "", **changes})

    return make
