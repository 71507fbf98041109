"""Rankings of a system for the questions of a split, their measures, and the TREC files they can be kept in."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.ranking import Found, Qrels, of_queries
from eval.retrieval.systems import Rank
from eval.statistics import Measured, measured


@dataclass(frozen=True, slots=True)
class Rankings:
    """Of each query the documents found with their scores, best first, and how long that took in milliseconds."""

    found: Mapping[str, list[tuple[str, float]]]
    elapsed_ms: Sequence[float]


def rank_all(
    queries: Mapping[str, str], rank: Rank, documents: Mapping[str, str], advance: Callable[[], None]
) -> Rankings:
    """Rank for every query; ``documents`` maps article ids to the corpus's own ids. The first query is asked twice and
    its first time is not counted: loading is no ranking."""
    found: dict[str, list[tuple[str, float]]] = {}
    elapsed: list[float] = []
    if queries:
        rank(next(iter(queries.values())))
    for identity, question in queries.items():
        started = time.perf_counter()
        ranking = rank(question)
        elapsed.append((time.perf_counter() - started) * 1000)
        found[identity] = [(documents[article], score) for article, score in ranking if article in documents]
        advance()
    return Rankings(found, elapsed)


def measure(found: Found, qrels: Qrels) -> dict[str, Measured]:
    """Every measure over the queries of ``found``; a query for which nothing was found counts as 0."""
    values = {name: measured([by[q] for q in sorted(by)]) for name, by in of_queries(found, qrels).items()}
    return {name: mean for name, mean in values.items() if mean is not None}


def write_run(path: Path, found: Found, tag: str) -> None:
    """Write the rankings as a TREC run: query Q0 document rank score tag, separated by blanks."""
    lines = [
        f"{query} Q0 {document.replace(' ', '_')} {rank} {score:.6f} {tag}\n"
        for query, rows in found.items()
        for rank, (document, score) in enumerate(rows, start=1)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")
