"""The article that answers, picked by a language model among those that might."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.chain import Search
from app.choose import choose
from app.llm.line import Line
from app.llm.rivals import promoted, rivals
from ingest.address import reference
from vectorstore.retrieval import Retrieval, RetrievedArticle

MAX_TOKENS = 32

_EXCERPT = 300  # characters of an article that are shown
_NUMBER = re.compile(r"[\[［【（(]?([0-9])[\]］】）)]?[。.]?")


class Reranker:
    """Asks the model; :meth:`__call__` is an ``app.chain.Improve``."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __call__(self, found: Retrieval, index: Any, search: Search, until: float) -> Retrieval:
        """``found`` with the article that the model picked in the first place; unchanged where it picked none."""
        likely = rivals(found)
        if not likely:
            return found
        articles = "\n\n".join(_excerpts(found, likely, index))
        number = picked(self._line.ask(until, question=found.question_used, articles=articles), len(likely))
        return found if number is None else promoted(found, likely[number - 1])


def picked(reply: str, most: int) -> int | None:
    """The number, 1 to ``most``, that a model's ``reply`` is; None where it is anything else."""
    only = _NUMBER.fullmatch(reply)
    return int(only[1]) if only and 1 <= int(only[1]) <= most else None


def _excerpts(found: Retrieval, articles: Sequence[RetrievedArticle], index: Any) -> list[str]:
    """What each article would be quoted with, numbered."""
    shown = []
    for number, each in enumerate(articles, 1):
        regulation = index.regulations[each.regulation_id]
        article = regulation.article(each.address)
        best = choose(regulation, article, each.passages, found.query)[0]
        text = "\n".join(regulation.text[start:end] for start, end in best.spans)
        shown.append(f"[{number}] {reference(regulation.title, best.label)}\n{text[:_EXCERPT]}")
    return shown
