"""What is measured, one pure function a measure.

Retrieval words are TREC's. An article is named by a :data:`Ref`: its regulation (id, or folded title) and its folded
address, so that brackets, digits and spaces printed in another width are the same reference. Each function scores one
question; a mean over the questions is the number that is reported. ``None`` means that the measure says nothing about
this question (no facts were asked for, nothing was cited), and the question is left out of the mean.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

import numpy as np

Ref = tuple[str, str]
Match = Literal["any", "all"]


def fold(text: str) -> str:
    """NFKC without white space: the form in which titles, addresses and facts are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def fold_label(text: str) -> str:
    """An address in one way of writing: 第（六）项 and 第六项 are the same place."""
    return re.sub(r"第\(([^()]+)\)(?=[款项目])", r"第\1", fold(text))


def success_at(ranking: Sequence[Ref], gold: Sequence[Ref], k: int) -> float:
    """Success@k: 1 if at least one gold article is among the first ``k`` of the ranking, else 0.

    Reference: TREC ``success_k`` (trec_eval), ``Success@k`` in ir_measures.
    """
    return float(any(ref in gold for ref in ranking[:k]))


def reciprocal_rank(ranking: Sequence[Ref], gold: Sequence[Ref]) -> float:
    """RR: 1 / rank of the first gold article, 0 if the ranking holds none. Its mean is MRR.

    Reference: Voorhees, The TREC-8 Question Answering Track Report, 1999.
    """
    return next((1 / rank for rank, ref in enumerate(ranking, 1) if ref in gold), 0.0)


def fact_recall(quotes: Sequence[str], facts: Sequence[Sequence[str]]) -> float | None:
    """The share of the needed facts that the quotations contain.

    ``facts`` is all that is needed; of each fact any one of its alternative phrases will do. A phrase is contained if
    it is a substring of a quotation, both folded; it may run over the line break between a lead-in and its item, not
    from one quotation into the next. None if no facts are asked for.

    Reference: nugget recall of the TREC QA track (Voorhees 2003), with substring search in the assessor's place.
    """
    if not facts:
        return None
    folded = [fold(quote) for quote in quotes]
    found = [any(fold(phrase) in quote for phrase in phrases for quote in folded) for phrases in facts]
    return sum(found) / len(found)


def citation_precision(cited: Sequence[Ref], gold: Sequence[Ref]) -> float | None:
    """The share of the cited articles that are gold; each article counts once. None if nothing is cited.

    Reference: citation precision of ALCE (Gao et al., EMNLP 2023), with the gold addresses in place of entailment.
    """
    distinct = set(cited)
    return len(distinct & set(gold)) / len(distinct) if distinct else None


def citation_recall(cited: Sequence[Ref], gold: Sequence[Ref], match: Match) -> float:
    """The share of the gold articles that are cited; with ``match="any"`` one of them is enough for 1.

    Reference: citation recall of ALCE (Gao et al., EMNLP 2023), with the gold addresses in place of entailment.
    """
    needed = set(gold)
    hits = len(needed & set(cited))
    return float(hits > 0) if match == "any" else hits / len(needed)


def label_recall(cited: Sequence[tuple[str, str]], gold: Sequence[tuple[str, str, str]], match: Match) -> float:
    """The share of the gold addresses that are cited exactly, down to 款, 项 and 目; ``match="any"`` as above.

    ``cited`` are (regulation, whole address) pairs, ``gold`` (regulation, article address, label below it). A gold
    without a label means the article as a whole; only a citation of just that meets it. :func:`citation_recall` is the
    same measure that forgives what stands below the article.
    """
    said = {(regulation, fold_label(label)) for regulation, label in cited}
    needed = {(regulation, fold_label(article + label)) for regulation, article, label in gold}
    hits = len(needed & said)
    return float(hits > 0) if match == "any" else hits / len(needed)


def is_verbatim(quote: str, spans: Sequence[Sequence[int]], text: str) -> bool:
    """Whether the spans ``[start, end)`` of the regulation's canonical text, joined by a line break, are the quotation.

    Spans must be non-empty, inside the text, in order and without overlap. Quotation validity is the share of all
    quotations shown for which this holds; anything below 100 % is a defect.
    """
    if not spans or not quote:
        return False
    end_before = 0
    for span in spans:
        if len(span) != 2 or not end_before <= span[0] < span[1] <= len(text):
            return False
        end_before = span[1]
    return "\n".join(text[start:end] for start, end in spans) == quote


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of the values that exist, or None if none does."""
    known = [value for value in values if value is not None]
    return math.fsum(known) / len(known) if known else None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The nearest-rank percentile: the smallest value that at least ``percent`` % of the values do not exceed.

    Always a measured value, never one between two. None if there are no values.

    Reference: Hyndman & Fan, Sample Quantiles in Statistical Packages, 1996, definition 1.
    """
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def bootstrap_interval(
    values: Sequence[float | None], *, seed: int = 20261122, resamples: int = 2000, level: float = 0.95
) -> tuple[float, float] | None:
    """A confidence interval for the mean: the percentile bootstrap over questions.

    Questions are drawn with replacement ``resamples`` times; the interval runs between the ``(1-level)/2`` and
    ``(1+level)/2`` quantiles of the means. The seed makes it the same every time. Given differences between two runs
    question by question, it is the paired bootstrap. None if no value exists.

    Reference: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; Sakai, SIGIR 2006, for IR.
    """
    known = np.array([value for value in values if value is not None], dtype=float)
    if known.size == 0:
        return None
    draws = np.random.default_rng(seed).integers(0, known.size, size=(resamples, known.size))
    means = known[draws].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
