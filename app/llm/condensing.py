"""A follow-up written out by a language model, taken only where it says nothing that the user did not say.

What the model reads is hostile: the answers of the conversation come from whoever calls the API. So a question counts
only if it has all that was asked, and of numbers, addresses, titles and negations only those of the user's own
questions; what it has of other words is little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import partial

from langchain_core.messages import AIMessage, HumanMessage, trim_messages
from langchain_core.messages.utils import count_tokens_approximately

from app.chain import Turn, tidy
from app.llm.line import Line
from ingest.citation import find
from ingest.numeral import parse_numeral
from vectorstore.words import FUNCTION_WORDS

MAX_TOKENS = 160

_LONGEST = 120  # characters of a question
_HISTORY = 600  # tokens of the conversation that are shown; a Chinese character is about one
_ANSWER = 200  # characters of an answer in it
_KNOWN = 0.6  # share of the pairs of characters that must be the user's
_STRANGE = 4  # pairs in a row that are not are something else that is asked
_PREFIX = re.compile(r"^(?:改写后的)?问题[：:]\s*")
_QUOTED = re.compile(r"^[“\"「『](?P<inside>[^“”\"「」『』]*)[”\"」』]$")
_MARKUP = re.compile(r"[<>{}\[\]|\\`*#_~^=@$]|//|www\.", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿]+")
_TITLE = re.compile(r"《([^《》]*)》")
_NEGATION = re.compile(r"[不未非无没勿莫免禁别](?:[㐀-鿿])?")
_HAN = re.compile(r"[㐀-鿿]+")
_GRAMMAR = re.compile("|".join(sorted((*map(re.escape, FUNCTION_WORDS), "换成"), key=len, reverse=True)))


class Condenser:
    """Asks the model; :meth:`__call__` is an ``app.chain.Condense``."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __call__(self, question: str, turns: Sequence[Turn], until: float) -> str:
        """``question`` written out from the ``turns`` before it, oldest first; empty where the model does not help."""
        if len(question) > _LONGEST:
            return ""
        shown = _shown(turns)
        if not shown:
            return ""
        reply = self._line.ask(until, history=shown, question=question)
        return accepted(reply, question, [turn.question for turn in turns])


def accepted(reply: str, question: str, previous: Sequence[str]) -> str:
    """The question in a model's ``reply``; empty unless it keeps to what the user asked, now and before."""
    written = _PREFIX.sub("", reply)
    if quoted := _QUOTED.match(written):
        written = quoted["inside"]
    if not written or len(written) > _LONGEST or tidy(written) != written or _MARKUP.search(written):
        return ""
    made, asked, said = _plain(written), _plain(question), "\n".join(map(_plain, (*previous, question)))
    invented = (
        _numbers(made) - _numbers(said)
        or _addresses(made) - _addresses(said)
        or not _titles_from(made, said)
        or not _all_in(_NEGATION.findall(made), said)
    )
    lost = (
        _numbers(asked) - _numbers(made)
        or _addresses(asked) - _addresses(made)
        or not _all_in(_NEGATION.findall(asked), made)
        or not _all_in(_terms(asked), made)
    )
    pairs, own = _pairs(made), set(_pairs(said))
    known = [pair in own for pair in pairs]
    strange = (
        not pairs
        or len(own.intersection(pairs)) < _KNOWN * len(set(pairs))
        or any(not any(known[at : at + _STRANGE]) for at in range(len(known) - _STRANGE + 1))
    )
    return "" if invented or lost or strange else written


def _shown(turns: Sequence[Turn]) -> str:
    """The last turns as the prompt shows them, a line each for question and answer."""
    messages = [
        message
        for turn in turns
        if turn.question
        for message in (HumanMessage(f"问：{turn.question}"), AIMessage(f"答：{tidy(turn.answer)[:_ANSWER]}"))
    ]
    kept = trim_messages(
        messages,
        max_tokens=_HISTORY,
        token_counter=partial(count_tokens_approximately, chars_per_token=1.0),
        start_on="human",
    )
    return "\n".join(message.text for message in kept)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _numbers(text: str) -> set[str]:
    return {_value(written) for written in _NUMBER.findall(text)}


def _value(written: str) -> str:
    try:
        return written if "." in written else str(parse_numeral(written))
    except ValueError:
        return written


def _addresses(text: str) -> set[str]:
    return {cited.article_address + cited.sublabel for cited, _, _ in find(text)}


def _titles_from(made: str, said: str) -> bool:
    titles = _TITLE.findall(made)
    whole = made.count("《") == made.count("》") == len(titles)
    return whole and all(title and title in said for title in titles)


def _all_in(words: Iterable[str], text: str) -> bool:
    return all(word in text for word in words)


def _terms(question: str) -> list[str]:
    """What is left of a question without numbers and the words of grammar and asking."""
    return [term for run in _HAN.findall(_NUMBER.sub(" ", question)) for term in _GRAMMAR.sub(" ", run).split()]


def _pairs(text: str) -> list[str]:
    return [run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1)]
