"""The words of an index, cut and counted once, when it is built."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage
from vectorstore.postings import Numbers, Postings, read_array, write_array
from vectorstore.words import Segmenter, pairs

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_PORTION = 20_000
_SIZE = "size.npy"


def searched_text(passage: Passage) -> str:
    """What is counted of a passage: its place (title and headings), then its words."""
    return f"{passage.context}\n{passage.text}"


def sentences(text: str) -> list[str]:
    """The sentences, clauses and lines of ``text``: no word goes over their borders."""
    return [found for found in _SENTENCE.findall(text) if found.strip()]


class Counted:
    """What is known of the words of an index: ``words`` and ``pairs`` answer queries, ``tokens_of`` tells the words of
    a sentence without cutting it again."""

    def __init__(
        self, words: Postings, pairs: Postings, keys: NDArray[np.uint64], starts: Numbers, tokens: NDArray[np.int32]
    ) -> None:
        self.words = words
        self.pairs = pairs
        self._keys, self._starts, self._tokens = keys, starts, tokens
        if len(starts) != len(keys) + 1 or starts[-1] != len(tokens):
            raise ValueError("sentences do not fit together")

    @property
    def size(self) -> int:
        """How many texts were counted."""
        return self.words.size

    def tokens_of(self, sentence: str) -> frozenset[str] | None:
        """The words of a sentence (of :func:`sentences`), None for one that no text has."""
        key = _key(sentence)
        at = int(np.searchsorted(self._keys, key))
        if at == len(self._keys) or self._keys[at] != key:
            return None
        known = self.words.tokens
        return frozenset([known[n] for n in self._tokens[self._starts[at] : self._starts[at + 1]].tolist()])

    def write(self, folder: Path) -> None:
        """Write to files in ``folder``, which is made."""
        folder.mkdir()
        self.words.write(folder, "words")
        self.pairs.write(folder, "pairs")
        write_array(folder / _SIZE, np.array([self.size], np.int64))
        for name, part in (("keys", self._keys), ("starts", self._starts), ("tokens", self._tokens)):
            write_array(folder / f"sentences-{name}.npy", part)

    @classmethod
    def read(cls, folder: Path) -> Counted:
        """What :meth:`write` wrote. Raises ``ValueError`` or ``OSError`` where it is no such thing."""
        size = int(read_array(folder / _SIZE)[0])
        words, both = (Postings.read(folder, name, size) for name in ("words", "pairs"))
        keys, starts, tokens = (read_array(folder / f"sentences-{name}.npy") for name in ("keys", "starts", "tokens"))
        return cls(words, both, keys, starts, tokens)


def count(texts: Iterable[str], segmenter: Segmenter) -> Counted:
    """Cut and count ``texts``. A sentence stands in several of them (the article, its 款) and is cut once."""
    words, both = _Rows(), _Rows()
    seen: dict[str, int] = {}
    links = _Rows()
    for text in texts:
        numbers = array("i")
        for sentence in sentences(text):
            number = seen.get(sentence)
            if number is None:
                number = seen[sentence] = len(seen)
                words.add(segmenter.tokens(sentence))
                both.add(pairs(sentence))
            numbers.append(number)
        links.append(numbers)
    starts, tokens = words.arrays()
    keys = np.array([_key(sentence) for sentence in seen], np.uint64)
    order = np.argsort(keys)
    sorted_starts, at = _gather(starts, order)
    return Counted(
        Postings.of(words.tokens, _occurrences(links, words), len(links)),
        Postings.of(both.tokens, _occurrences(links, both), len(links)),
        keys[order],
        sorted_starts,
        tokens[at].astype(np.int32),
    )


class _Rows:
    """Rows of numbers, as many in each as there are; for rows of tokens each token has its number."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._values = array("i")
        self._ends = array("q", [0])

    @property
    def tokens(self) -> list[str]:
        return list(self._number)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, tokens: Sequence[str]) -> None:
        known = self._number
        self.append(array("i", [known.setdefault(token, len(known)) for token in tokens]))

    def append(self, numbers: array[int]) -> None:
        self._values.extend(numbers)
        self._ends.append(len(self._values))

    def arrays(self) -> tuple[Numbers, NDArray[np.int32]]:
        """Where each row starts, and the values of all."""
        return np.array(self._ends, np.int64), np.array(self._values, np.int32)


def _occurrences(links: _Rows, tokens: _Rows) -> Iterator[tuple[Numbers, Numbers]]:
    """(texts, tokens): one pair for each token of each sentence of each text, in portions of texts."""
    text_starts, sentence = links.arrays()
    starts, values = tokens.arrays()
    for first in range(0, len(links), _PORTION):
        last = min(first + _PORTION, len(links))
        own = sentence[text_starts[first] : text_starts[last]]
        ends, at = _gather(starts, own)
        text = np.repeat(np.arange(first, last), np.diff(text_starts[first : last + 1]))
        yield np.repeat(text, np.diff(ends)), values[at].astype(np.int64)


def _gather(starts: Numbers, rows: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
    """The chosen ``rows`` one after another: where each starts now, and the old positions of their values."""
    lengths = starts[rows + 1] - starts[rows] if len(rows) else np.empty(0, np.int64)
    new = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return new, np.arange(new[-1]) + np.repeat(starts[rows] - new[:-1], lengths) if len(rows) else np.empty(0, np.int64)


def _key(sentence: str) -> np.uint64:
    return np.uint64(int.from_bytes(hashlib.blake2b(sentence.encode(), digest_size=8).digest(), "little"))
