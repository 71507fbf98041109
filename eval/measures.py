"""What is measured of an answer, one pure function a measure; the measures of a ranking are in :mod:`eval.ranking`.

An article is named by a :data:`Ref`: its regulation (id, or folded title) and its folded address, so that brackets,
digits and spaces printed in another width are the same reference. Each function scores one question; a mean over the
questions is the number that is reported. ``None`` means that the measure says nothing about this question (no facts
were asked for, nothing was cited), and the question is left out of the mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

Ref = tuple[str, str]
Match = Literal["any", "all"]


def fold(text: str) -> str:
    """NFKC without white space: the form in which titles, addresses and facts are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def fold_label(text: str) -> str:
    """An address in one way of writing: 第（六）项 and 第六项 are the same place."""
    return re.sub(r"第\(([^()]+)\)(?=[款项目])", r"第\1", fold(text))


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


def citation_validity(checked: Sequence[tuple[bool | None, bool | None]]) -> float | None:
    """The share of the citations that hold what they promise: the cited address exists and the quotation stands there,
    word for word. ``checked`` are (address exists, quotation is verbatim) pairs, None where there was no text to check
    against; such citations are left out, and if none remains, nothing is said.

    Reference: none; a stricter form of attribution (Rashkin et al., Measuring Attribution in Natural Language
    Generation Models, 2023) that code can decide. Anything below 1 is a defect.
    """
    decided = [placed and verbatim for placed, verbatim in checked if placed is not None and verbatim is not None]
    return sum(decided) / len(decided) if decided else None


def crag_score(*, correct: bool, answered: bool, useful: bool) -> float:
    """+1 for what is fully right (a right refusal too), 0 for what is missing or incomplete, −1 for what is wrong.

    ``answered`` means neither refused nor failed; ``useful``, that at least one needed article is cited and no
    quotation is known to be forged. So an answer that leads to a right place without settling the question counts as
    much as a refusal, and an answer that leads astray or where there is none to give costs a point. The mean lies
    between −1 and 1; a system that always refuses gets the share of questions that should be refused.

    Reference: Yang et al., CRAG – Comprehensive RAG Benchmark, NeurIPS 2024: truthfulness with 1 for perfect, 0.5 for
    acceptable, 0 for missing, −1 for incorrect. What is acceptable needs a person's opinion, so 0.5 is not given here.
    """
    if correct:
        return 1.0
    return -1.0 if answered and not useful else 0.0
