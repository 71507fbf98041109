"""Training questions for the articles of an institution's own regulations, as its index embeds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage, Regulation
from ingest.passages import passages
from vectorstore.adaptation.examples import Example
from vectorstore.adaptation.mined import DOUBT
from vectorstore.embedded import embedded_text
from vectorstore.embedding import SentenceEmbeddings
from vectorstore.errors import VectorstoreError
from vectorstore.known_questions import read_lines

_WRONG = 16  # passages of other articles, the nearest first

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was written for one article: ``questions`` it settles, and ``near`` ones that it only seems to settle."""

    article_id: str
    questions: tuple[str, ...]
    near: tuple[str, ...]


def read(path: Path, regulations: Mapping[str, Regulation]) -> list[Asked]:
    """The lines of a file of known questions (``vectorstore.known_questions``), each with its article.

    Raises ``training_questions`` naming the line that names no article, or several, and what ``read_lines`` does.
    """
    found: list[Asked] = []
    for line in read_lines(path):
        articles = line.articles(regulations.values())
        if len(articles) != 1:
            raise VectorstoreError(
                "training_questions",
                f"{path.name} 第 {line.number} 行的训练问题说的《{line.regulation}》{line.article}"
                "不在法规里，或者不止一条：请改正或删去这一行。",
            )
        found.append(Asked(articles[0], line.questions, line.near))
    return found


def examples(
    asked: Sequence[Asked], regulations: Mapping[str, Regulation], embedder: SentenceEmbeddings, progress: Progress
) -> tuple[list[Example], dict[str, str]]:
    """The questions as examples over passages, and the text of each passage by its id.

    Right are the article as a whole and that part of it which ``embedder`` finds nearest; wrong are the nearest
    passages of other articles. The article's other parts teach nothing.
    """
    found = [p for r in regulations.values() for p in passages(r) if p.embedded]
    vectors = embedder.documents([embedded_text(p) for p in found], progress)
    of_article: dict[str, list[int]] = {}
    for row, passage in enumerate(found):
        of_article.setdefault(passage.article_id, []).append(row)
    made: list[Example] = []
    for each in asked:
        for question, vector in zip(each.questions, embedder.queries(each.questions), strict=True):
            made.append(_example(question, each, vectors @ vector, of_article[each.article_id], found))
    return made, {passage.id: embedded_text(passage) for passage in found}


def _example(
    question: str, asked: Asked, cosines: NDArray[np.float32], own: Sequence[int], found: Sequence[Passage]
) -> Example:
    best = max(own, key=lambda row: cosines[row])
    right = dict.fromkeys((own[0], best))
    others = [int(row) for row in np.argsort(-cosines, kind="stable") if found[row].article_id != asked.article_id]
    limit = DOUBT * cosines[best]
    wrong = [row for row in others if cosines[row] < limit][:_WRONG]
    doubtful = [*(row for row in own if row not in right), *(row for row in others if cosines[row] >= limit)]
    return Example(
        question,
        tuple(found[row].id for row in right),
        tuple(found[row].id for row in wrong),
        tuple(found[row].id for row in doubtful),
        asked.near,
    )
