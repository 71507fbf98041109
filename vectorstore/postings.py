"""An inverted index: how well every text answers to a token, by BM25."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]

_K1, _B = 1.2, 0.6


class Postings:
    """The texts that have each token, with the token's BM25 score there (Lucene's form), computed beforehand: a query
    is a sum of stored columns.

    ``tokens`` are the tokens there are; those of number ``n`` stand in ``texts[starts[n]:starts[n + 1]]`` with
    ``scores`` likewise; ``size`` counts the texts, also those without a token. Raises ``ValueError`` where these do not
    fit together.
    """

    def __init__(
        self, tokens: Sequence[str], starts: Numbers, texts: NDArray[np.int32], scores: Scores, size: int
    ) -> None:
        if len(starts) != len(tokens) + 1 or len(texts) != len(scores) or starts[-1] != len(texts):
            raise ValueError("postings do not fit together")
        self.tokens = tokens
        self.size = size
        self._starts, self._texts, self._scores = starts, texts, scores
        self._number = {token: number for number, token in enumerate(tokens)}

    @classmethod
    def of(cls, tokens: Sequence[str], pairs: Iterable[tuple[Numbers, Numbers]], size: int) -> Postings:
        """Count ``pairs``, given in portions: (numbers of texts, numbers of their tokens), one pair for each occurrence
        and each text in one portion."""
        keys, counts, lengths = [np.empty(0, np.int64)], [np.empty(0, np.int64)], np.zeros(size, np.int64)
        for texts, found in pairs:
            lengths += np.bincount(texts, minlength=size)
            key, count = np.unique(found * size + texts, return_counts=True)
            keys.append(key)
            counts.append(count)
        key, count = np.concatenate(keys), np.concatenate(counts)
        order = np.argsort(key, kind="stable")
        token, text = np.divmod(key[order], max(size, 1))
        having = np.bincount(token, minlength=len(tokens))
        idf = np.log(1.0 + (size - having + 0.5) / (having + 0.5))
        relative = lengths / max(float(lengths.mean()) if size else 0.0, 1e-9)
        often = count[order].astype(np.float64)
        scores = idf[token] * often / (often + _K1 * (1.0 - _B + _B * relative[text]))
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(having)])
        return cls(tokens, starts, text.astype(np.int32), scores.astype(np.float32), size)

    def having(self, token: str) -> int:
        """How many texts have the token."""
        number = self._number.get(token)
        return 0 if number is None else int(self._starts[number + 1] - self._starts[number])

    def frequent(self, least: int) -> list[str]:
        """The tokens that at least so many texts have."""
        return [self.tokens[number] for number in np.flatnonzero(np.diff(self._starts) >= least).tolist()]

    def scores(self, tokens: Sequence[str]) -> Scores:
        """The score of every text, float32 of shape (size,); a token given twice counts twice."""
        total = np.zeros(self.size, np.float32)
        for token in tokens:
            number = self._number.get(token)
            if number is not None:
                part = slice(self._starts[number], self._starts[number + 1])
                total[self._texts[part]] += self._scores[part]
        return total

    def write(self, folder: Path, name: str) -> None:
        """Write to files in ``folder`` that begin with ``name``."""
        write_tokens(folder / f"{name}.txt", self.tokens)
        for part, array in (("starts", self._starts), ("texts", self._texts), ("scores", self._scores)):
            write_array(folder / f"{name}-{part}.npy", array)

    @classmethod
    def read(cls, folder: Path, name: str, size: int) -> Postings:
        """What :meth:`write` wrote; the arrays stay in their files and are read where a query needs them."""
        starts, texts, scores = (read_array(folder / f"{name}-{part}.npy") for part in ("starts", "texts", "scores"))
        return cls(read_tokens(folder / f"{name}.txt"), starts, texts, scores, size)


def write_array(path: Path, array: NDArray[Any]) -> None:
    np.save(path, array, allow_pickle=False)


def read_array(path: Path) -> NDArray[Any]:
    """The array in ``path``, mapped into memory. Raises ``ValueError`` or ``OSError``."""
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    # numpy's own class for mapped arrays costs microseconds at every cut; a plain view of it does not.
    return np.asarray(array)


def write_tokens(path: Path, tokens: Sequence[str]) -> None:
    path.write_text("".join(f"{token}\n" for token in tokens), encoding="utf-8", newline="\n")


def read_tokens(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]
