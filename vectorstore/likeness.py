"""How like a question is to the known ones: those an article settles, and those that nothing settles."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.characters import Characters
from vectorstore.classifier import MANY, Classified, Classifier, Fitted, Questions, fit
from vectorstore.embedded import Progress, embed_questions
from vectorstore.embedding import SentenceEmbeddings
from vectorstore.known_questions import KnownQuestions
from vectorstore.wording import Wording

Vectors = NDArray[np.float32]

_WORDING = 0.2  # what sharing all characters adds to the cosine of two questions: 0.1 to 0.5 are as good
_ASKED = (0.30, 0.76)
_NEAR = (0.85, -0.30)
"""What likeness to known questions to expect of an article by its own cosine x with the question: a + b·x. Least
squares over the candidates of the development questions of the seed corpus, with 13,606 known questions (for ``_NEAR``
the first candidate of each)."""


class Compared:
    """One question beside the known ones."""

    def __init__(
        self, settled: Mapping[str, tuple[float, int]], near: float | None, classified: Classified | None = None
    ) -> None:
        """``settled``: of each article the likeness of the likest question, and how many it has; ``near`` is that of
        the likest question that nothing settles, None without any; ``classified`` where they are enough for it."""
        self._settled = settled
        self._near = near
        self._classified = classified

    def first(self, count: int, allowed: Callable[[str], bool]) -> list[str]:
        """The ``count`` articles that settle the likest questions, among those ``allowed`` (by id)."""
        found = sorted((item for item in self._settled.items() if allowed(item[0])), key=lambda i: (-i[1][0], i[0]))
        return [identity for identity, _ in found[:count]]

    def features(self, article: str, cosine: float) -> dict[str, float]:
        """``asked`` and ``unsettled`` of an article that is itself so near to the question: by how much the likest
        question it settles, and the likest that nothing settles, are liker than that leads to expect. An article
        without known questions has no ``unsettled``, and 0 for the other. Where the questions were classified, also
        what that says."""
        classified = self._classified.features(article) if self._classified else {}
        if article not in self._settled:
            return {"asked": 0.0, **classified}
        likest, count = self._settled[article]
        excess = likest - _ASKED[0] - _ASKED[1] * cosine
        return {
            # That no known question is like it speaks against an article only if it has many.
            "asked": excess if excess > 0.0 else excess * min(1.0, count / MANY),
            "unsettled": self._near - _NEAR[0] - _NEAR[1] * cosine if self._near is not None else 0.0,
            **classified,
        }


class Likeness:
    """Known questions with their vectors: two are as like as the cosine of these says, and a little more for every
    character they share. Safe to use from several threads."""

    def __init__(
        self,
        articles: Sequence[str],
        counts: Sequence[int],
        settled: Vectors,
        near: Vectors,
        texts: Sequence[str],
        classifier: Classifier | None = None,
    ) -> None:
        """``settled`` are the vectors (unit length) of questions that the ``articles`` settle, ``counts`` of each, one
        article after the other; ``near`` those of questions that nothing settles; ``texts`` are the questions in that
        order; ``classifier`` was fitted on the vectors."""
        fitting = (
            len(articles) == len(counts) and sum(counts) == len(settled) and len(texts) == len(settled) + len(near)
        )
        if not fitting or 0 in counts:
            raise ValueError("known questions do not fit together")
        self.articles = list(articles)
        self._counts = np.array(counts, np.int64)
        self._starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._counts)])[:-1]
        self._settled, self._near = settled, near
        self._texts = texts
        self._wording = Wording(texts)
        self.classifier = classifier

    def __len__(self) -> int:
        """How many known questions an article settles."""
        return len(self._settled)

    def learned(self) -> Likeness:
        """The same with a classifier fitted on it, where it is enough for one."""
        asked = {
            article: Questions(tuple(self._texts[start : start + count]), self._settled[start : start + count])
            for article, start, count in zip(self.articles, self._starts.tolist(), self._counts.tolist(), strict=True)
        }
        classifier = fit(asked, Questions(tuple(self._texts[len(self) :]), self._near))
        return Likeness(self.articles, self._counts.tolist(), self._settled, self._near, self._texts, classifier)

    def to(self, texts: Sequence[str], vectors: Vectors, allowed: Callable[[str], bool] | None = None) -> Compared:
        """How like a question is to the known ones; ``texts`` are the ways in which it is put, ``vectors`` theirs. Only
        ``allowed`` articles (by id; all without it) can be what it is on."""
        if not self.articles:
            return Compared({}, None)
        vector = vectors.mean(axis=0)
        shared = _WORDING * np.mean([self._wording.shared(text) for text in texts], axis=0)
        best = np.maximum.reduceat(self._settled @ vector + shared[: len(self)], self._starts)
        near = float((self._near @ vector + shared[len(self) :]).max()) if len(self._near) else None
        found = zip(best.tolist(), self._counts.tolist(), strict=True)
        classified = self.classifier.to(texts, vector, allowed) if self.classifier else None
        return Compared(dict(zip(self.articles, found, strict=True)), near, classified)

    def write(self, path: Path) -> None:
        """Write to the file ``path`` (.npz), half as exact."""
        np.savez(
            path,
            articles=_packed(self.articles),
            counts=self._counts,
            settled=self._settled.astype(np.float16),
            near=self._near.astype(np.float16),
            texts=_packed(self._texts),
            allow_pickle=False,
            **_arrays(self.classifier),
        )

    @classmethod
    def read(cls, path: Path) -> Likeness:
        """What :meth:`write` wrote. Raises ``ValueError``, ``KeyError`` or ``OSError`` where it is no such thing."""
        with np.load(path, allow_pickle=False) as file:
            settled, near = (file[name].astype(np.float32) for name in ("settled", "near"))
            names, texts = (_unpacked(file[name]) for name in ("articles", "texts"))
            return cls(names, file["counts"].tolist(), settled, near, texts, _classifier(file))


def _arrays(classifier: Classifier | None) -> dict[str, NDArray[Any]]:
    if classifier is None:
        return {}
    return {
        "classified": _packed(classifier.articles),
        "classes": np.array(classifier.classes, np.int64),
        "meant": classifier.meant.weights,
        "meant_bias": classifier.meant.bias,
        "written": classifier.written.weights.astype(np.float16),
        "written_bias": classifier.written.bias,
        "characters": _packed(classifier.characters.grams),
        "rarity": classifier.characters.rarity,
    }


def _classifier(file: Mapping[str, NDArray[Any]]) -> Classifier | None:
    if "classified" not in file:
        return None
    return Classifier(
        _unpacked(file["classified"]),
        file["classes"].tolist(),
        Fitted(file["meant"], file["meant_bias"]),
        Fitted(file["written"], file["written_bias"]),
        Characters(_unpacked(file["characters"]), file["rarity"]),
    )


def _packed(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Texts as bytes: an array of strings gives each of them the room of the longest."""
    return np.frombuffer(json.dumps(list(texts)).encode(), np.uint8)


def _unpacked(found: NDArray[Any]) -> list[str]:
    texts: list[str] = json.loads(found.tobytes())
    return texts


def likeness_of(known: KnownQuestions, cache_file: Path, embedder: SentenceEmbeddings, progress: Progress) -> Likeness:
    """The vectors of ``known`` questions, from the cache or the model; ``progress`` as in ``vectorstore.embedded``."""
    texts = known.texts()
    vectors = embed_questions(cache_file, embedder, texts, progress) if texts else np.empty((0, 0), np.float32)
    counts = [len(questions) for questions in known.settled.values()]
    count = sum(counts)
    return Likeness(list(known.settled), counts, vectors[:count], vectors[count:], texts)
