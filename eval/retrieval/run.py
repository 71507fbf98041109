"""Rankings of a system for the questions of a split, their measures, and the TREC files they can be kept in."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.measures import bootstrap_interval, mean
from eval.retrieval.systems import Rank

MEASURES = ("nDCG@10", "R@5", "R@10", "R@100", "RR@10", "P@1", "Success@1", "Success@5")
"""The measures by their names in ir-measures."""

Qrels = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Rankings:
    """Of each query the documents found with their scores, best first, and how long that took in milliseconds."""

    found: Mapping[str, list[tuple[str, float]]]
    elapsed_ms: Sequence[float]


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean over the queries with its 95 % bootstrap confidence interval."""

    mean: float
    low: float
    high: float


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


def measure(found: Mapping[str, Sequence[tuple[str, float]]], qrels: Qrels) -> dict[str, Measured]:
    """Every measure over the queries of ``found``; a query for which nothing was found counts as 0."""
    import ir_measures

    judged = [
        ir_measures.Qrel(query, document, grade) for query in found for document, grade in qrels.get(query, {}).items()
    ]
    scored = [
        ir_measures.ScoredDoc(query, document, score) for query, rows in found.items() for document, score in rows
    ]
    parsed = [ir_measures.parse_measure(name) for name in MEASURES]
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(found, 0.0) for name in MEASURES}
    for result in ir_measures.iter_calc(parsed, judged, scored):
        values[str(result.measure)][result.query_id] = result.value
    measured: dict[str, Measured] = {}
    for name, by_query in values.items():
        numbers: list[float | None] = [by_query[query] for query in sorted(by_query)]
        average, interval = mean(numbers), bootstrap_interval(numbers)
        if average is not None and interval is not None:
            measured[name] = Measured(average, *interval)
    return measured


def write_run(path: Path, found: Mapping[str, Sequence[tuple[str, float]]], tag: str) -> None:
    """Write the rankings as a TREC run: query Q0 document rank score tag, separated by blanks."""
    lines = [
        f"{query} Q0 {document.replace(' ', '_')} {rank} {score:.6f} {tag}\n"
        for query, rows in found.items()
        for rank, (document, score) in enumerate(rows, start=1)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")
