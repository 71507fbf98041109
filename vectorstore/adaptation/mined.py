"""Articles that a model takes for right and that are not: what it has yet to learn, read off its own vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.beir import Beir, regulations
from ingest.passages import passages
from vectorstore.adaptation.examples import Example
from vectorstore.adaptation.negatives import Twins
from vectorstore.embedded import embed
from vectorstore.embedding import SentenceEmbeddings

_DEPTH = 200  # nearest articles looked at
DOUBT = 0.97
"""An article whose cosine is above this share of the right one's may well settle the question too, though nobody said
so: it is no wrong answer then. After Moreira et al., *NV-Retriever*, 2024 (who take 0.95)."""
_BLOCK = 256  # questions compared at once
_MINED, _OTHERS = 16, 4  # wrong articles of an example: those found by the model, and some it had before

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Near:
    """The articles nearest to a question, without its right ones, nearest first: ``wrong`` ones, and ``doubtful`` ones
    that are as near as the right one."""

    wrong: tuple[str, ...]
    doubtful: tuple[str, ...]


def nearest(
    examples: Sequence[Example], beir: Beir, embedder: SentenceEmbeddings, cache_file: Path, progress: Progress
) -> list[Near]:
    """What ``embedder`` finds near each example in the whole corpus; an article is as near as its nearest passage.

    The passages are those of an index of the same corpus: what stands in ``cache_file`` is not computed again.
    """
    made, documents = regulations(beir)
    found = [passage for regulation in made for passage in passages(regulation) if passage.embedded]
    vectors, _ = embed(cache_file, embedder, found, progress)
    owners = [documents[passage.article_id] for passage in found]
    asked = embedder.queries([example.question for example in examples])
    return near_of(examples, asked, vectors, owners)


def near_of(
    examples: Sequence[Example], asked: NDArray[np.float32], vectors: NDArray[np.float32], owners: Sequence[str]
) -> list[Near]:
    """The same with vectors at hand, all of unit length: ``asked`` of shape (examples, dimensions), ``vectors`` of
    shape (passages, dimensions), and for each passage its article; the passages of an article stand together."""
    starts = [at for at, owner in enumerate(owners) if at == 0 or owner != owners[at - 1]]
    ids = [owners[at] for at in starts]
    rows = {identity: row for row, identity in enumerate(ids)}
    depth = min(_DEPTH, len(ids))
    made: list[Near] = []
    for at in range(0, len(examples), _BLOCK):
        some = examples[at : at + _BLOCK]
        cosines = np.maximum.reduceat(asked[at : at + _BLOCK] @ vectors.T, starts, axis=1)
        for example, row in zip(some, cosines, strict=True):
            limit = DOUBT * max(row[rows[doc]] for doc in example.right)
            top = np.argpartition(-row, depth - 1)[:depth]
            near = [(ids[i], row[i] >= limit) for i in top[np.argsort(-row[top], kind="stable")]]
            wrong = tuple(doc for doc, doubtful in near if not doubtful and doc not in example.right)
            made.append(Near(wrong, tuple(doc for doc, doubtful in near if doubtful and doc not in example.right)))
    return made


def with_mined(examples: Sequence[Example], near: Sequence[Near], documents: Mapping[str, str]) -> list[Example]:
    """The examples, whose wrong articles share words with them, with those that are ``near`` put before most of these.

    ``documents``: the text of each article, its law's title on the first line.
    """
    twins = Twins(documents)
    made: list[Example] = []
    for example, found in zip(examples, near, strict=True):
        same = {doc for doc in found.wrong if twins.has(doc, example.right)}
        mined = [doc for doc in found.wrong if doc not in same][:_MINED]
        doubtful = {*found.doubtful, *same}
        others = [doc for doc in example.wrong if doc not in doubtful and doc not in mined][:_OTHERS]
        made.append(replace(example, wrong=(*mined, *others), doubtful=tuple(sorted(doubtful))))
    return made
