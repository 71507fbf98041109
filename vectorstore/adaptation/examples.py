"""Training questions, of a BEIR folder's split and of our own file, each with the articles that settle it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import VectorstoreError

FIFTH, TENTH = 5, 10


@dataclass(frozen=True, slots=True)
class Example:
    """A question; ``right`` are ids of articles that settle it, ``wrong`` of some that are near but do not, and
    ``doubtful`` of some that may settle it though nobody said so: they teach nothing either way. ``near`` are other
    questions, which sound as if the right articles settled them and they do not."""

    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def held_out(query: str) -> bool:
    """Whether the query with this id belongs to the fixed fifth that no training and no tuning touches."""
    return _number(query) % FIFTH == 0


def set_aside(query: str) -> bool:
    """Whether the query belongs to the tenth of the others by which a second round of training is judged."""
    return not held_out(query) and _number(query) // FIFTH % TENTH == 0


def _number(query: str) -> int:
    return int(hashlib.sha256(query.encode()).hexdigest(), 16)


def of_split(
    queries: Mapping[str, str],
    qrels: Mapping[str, Mapping[str, int]],
    without: Callable[[str], bool] = held_out,
) -> list[Example]:
    """The judged questions of a split without the held-out fifth, and without those that ``without`` tells besides."""
    return [
        Example(queries[query], tuple(doc for doc, grade in judged.items() if grade > 0))
        for query, judged in qrels.items()
        if not held_out(query) and not without(query)
    ]


def of_file(path: Path, known: Iterable[str]) -> list[Example]:
    """Our own questions: lines of {"id": article, "q": [questions it settles], "near": one it does not settle}.

    Raises ``training_questions`` naming the line where one is malformed or names an unknown article.
    """
    articles = set(known)
    found: list[Example] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            identity, asked, near = record["id"], record["q"], record.get("near", "")
            if identity not in articles:
                raise ValueError(identity)
        except (ValueError, KeyError, TypeError) as error:
            raise VectorstoreError(
                "training_questions", f"{path.name} 第{number}行不是可用的训练问题：请改正或删去这一行。（{error}）"
            ) from error
        found += [Example(question, (identity,), near=(near,) if near else ()) for question in asked]
    return found


def repeated(examples: Sequence[Example], times: int) -> list[Example]:
    """The examples, each ``times`` times."""
    return [example for _ in range(times) for example in examples]
