"""Official words for colloquial ones, from a language model: what they find decides between articles that the question
itself found."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from app.chain import Search
from app.llm.line import Line
from app.llm.rivals import promoted, rivals
from vectorstore.retrieval import Retrieval

MAX_TOKENS = 64

_MOST = 5
_LONGEST = 100  # characters of a reply
_BETWEEN = re.compile(r"[、，,；;。\s]+")
_TERM = re.compile(r"[㐀-鿿]{2,8}")
_NOT_A_TERM = re.compile(r"[不未非无没勿莫免禁别〇零一二两三四五六七八九十百千万第]")  # it would change what is asked


class Expander:
    """Asks the model and searches once more; :meth:`__call__` is an ``app.chain.Improve``."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __call__(self, found: Retrieval, index: Any, search: Search, until: float) -> Retrieval:
        """``found``, where the question with the model's words finds another of its likely articles first: with that
        one first."""
        likely = rivals(found)
        if not likely:
            return found
        question = found.question_used
        words = terms(self._line.ask(until, question=question), question, index.retriever.knows)
        if not words:
            return found
        wider = search(f"{question.rstrip('？?。 ')} {' '.join(words)}")
        if wider.citations or not wider.articles or wider.articles[0].score < wider.threshold:
            return found
        best = next((article for article in likely if article.article_id == wider.articles[0].article_id), None)
        return found if best is None else promoted(found, best)


def terms(reply: str, question: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The words in a model's ``reply`` that may be searched for: Chinese, new to ``question``, ``known`` to the
    regulations, neither number nor negation; five at most."""
    if len(reply) > _LONGEST:
        return ()
    words = dict.fromkeys(word for word in _BETWEEN.split(reply) if _TERM.fullmatch(word))
    fit = (word for word in words if word not in question and not _NOT_A_TERM.search(word) and known(word))
    return tuple(fit)[:_MOST]
