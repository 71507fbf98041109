"""One article as a fragment of HTML: what the source panel fetches to read on before and after a quotation."""

from __future__ import annotations

from app.answer import quote
from app.ui.escape import escape
from app.ui.record import background, record
from ingest.model import Regulation, article_id

MISSING = "链接所指的条文不在现有制度中，可能已被新版本取代。请直接提问，或到制度目录中查找。"


def fragment(regulation: Regulation, place: int, root_path: str = "") -> str:
    """The article at ``place`` as the panel shows it, nothing marked, with buttons to its neighbours.

    A button carries the neighbour's article id in ``data-article``.
    """
    article = regulation.articles[place]
    whole = quote(regulation, article, [(article.start, article.end)], article.address, 0.0, 1).to_dict(root_path)
    known = background(whole, {regulation.id: regulation})
    buttons = _button("previous", "上一条", regulation, place - 1) + _button("next", "下一条", regulation, place + 1)
    reading_on = f'<nav class="tw-neighbours" aria-label="前后条文">{buttons}</nav>' if buttons else ""
    return record({**whole, "spans": []}, known, "panel") + reading_on


def missing() -> str:
    """What the panel shows where there is no such article."""
    return f'<p class="tw-note">{MISSING}</p>'


def _button(kind: str, words: str, regulation: Regulation, place: int) -> str:
    if not 0 <= place < len(regulation.articles):
        return ""
    address = regulation.articles[place].address
    identity = escape(article_id(regulation.id, address))
    return (
        f'<button type="button" class="tw-button tw-neighbour tw-{kind}" data-article="{identity}">'
        f'{words} <span class="tw-neighbour-address">{escape(address)}</span></button>'
    )
