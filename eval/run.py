"""A question set through a system, one question after another: what was expected, found and quoted, and its scores."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from eval.claims.invariants import violations
from eval.dataset import Question, QuestionSet
from eval.gold import Catalogue
from eval.measures import (
    Ref,
    citation_precision,
    citation_recall,
    citation_validity,
    crag_score,
    fact_recall,
    label_recall,
)
from eval.ranking import of_ranking

SILENT_IN_A_ROW = 5
"""So many questions in a row without any response, and a system is given up."""


class AskError(Exception):
    """The system gave no answer to one question; the message is Chinese. The run goes on and the question is failed."""


class SilentError(AskError):
    """The question got no answer because the system is gone, broke or took too long: the next may fare no better."""


class UnreachableError(Exception):
    """The system is not there at all and cannot be asked anything. The message is Chinese."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the system: the object of the API contract and the wall-clock time of asking in milliseconds.

    ``ranking`` is the retriever's own where the system shows it (else empty): objects with ``regulation_id``,
    ``regulation`` and ``article``, best first. ``note`` is what the system notes for its log (why it refused).
    ``confidence`` is the system's own probability (:func:`own_probability`), None where it has none.
    """

    answer: Mapping[str, Any]
    elapsed_ms: float
    ranking: tuple[Mapping[str, Any], ...] = ()
    note: str = ""
    confidence: float | None = None


class Asker(Protocol):
    """A system under test."""

    def ask(self, question: Question) -> Reply:
        """The system's answer. Raises :class:`AskError` if this question got none."""
        ...


class Opinion(Protocol):
    """Somebody who is asked what to think of an answer: see :class:`eval.judge.Judge`."""

    model: str

    def opinion(self, question: str, answer: Mapping[str, Any]) -> float | None:
        """The share of the answer that its citations support, 0 to 1; None where there is no opinion."""
        ...


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation as scored: whether the quotation is ``verbatim``, and whether the address exists and the quotation
    stands there (``placed``); None where there was no regulation text to check against."""

    regulation: str
    article: str
    label: str
    quote: str
    verbatim: bool | None
    placed: bool | None = None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question's outcome. ``scores`` holds every measure by name, None where it says nothing about the question.

    ``ranking`` are the first articles found, best first, as 《title》address. ``related_verbatim`` says of each related
    (not cited) quotation whether it is verbatim. ``error`` is why there was no answer, ``note`` the system's remark.
    ``confidence`` is the system's own probability that what it found first answers, None where it has none; ``opinion``
    names the model whose opinion ``scores["faithfulness"]`` is, empty where nobody was asked. ``claims`` are the
    sentences of a language model that the answer shows, ``withheld`` those it does not; ``violations`` say in Chinese
    what in the shown ones must not be there (:mod:`eval.claims.invariants`).
    """

    question: Question
    refused: bool
    cited: tuple[Cited, ...]
    ranking: tuple[str, ...]
    related_verbatim: tuple[bool | None, ...]
    scores: Mapping[str, float | None]
    elapsed_ms: float
    error: str = ""
    note: str = ""
    confidence: float | None = None
    opinion: str = ""
    claims: int = 0
    withheld: int = 0
    violations: tuple[str, ...] = ()

    @property
    def correct(self) -> bool:
        """Whether nothing is missing: every needed article cited and every fact quoted, or refused where it should."""
        return self.scores["correct"] == 1


@dataclass(frozen=True, slots=True)
class Run:
    """One system's whole run. ``name`` is the system's: tiaowen, bm25, dense, naive, llm, or a server's address;
    ``facts`` describe it to a reader. ``memory_mb`` maps 当前/峰值 to mebibytes of resident memory; empty where
    it cannot be read."""

    question_set: QuestionSet
    name: str
    facts: Mapping[str, str]
    results: tuple[QuestionResult, ...]
    started: str
    memory_mb: Mapping[str, float] = field(default_factory=dict)


def run(
    questions: Sequence[Question],
    asker: Asker,
    catalogue: Catalogue,
    on_result: Callable[[QuestionResult], None] = lambda result: None,
    judge: Opinion | None = None,
) -> tuple[QuestionResult, ...]:
    """Ask every question, in the order given, and score it against the index's regulations.

    One question that is not of the set goes first and is thrown away, so that loading on first use is not timed. A
    question without an answer does not stop the run; after some in a row that the system was silent about, the rest
    are failed without being asked. ``judge`` gives its opinion on each answer, outside of the time it took.
    """
    if questions:
        with contextlib.suppress(AskError):  # a system that fails at this may still answer the questions
            asker.ask(Question(id="", question="预热", kind="unanswerable", unanswerable=True))
    results = []
    silent = 0
    for question in questions:
        started = time.perf_counter()
        try:
            if silent == SILENT_IN_A_ROW:
                raise SilentError(f"前面连续 {silent} 题没有回应，这题没有再问")
            reply = asker.ask(question)
            silent = 0
            result = score(question, reply, catalogue)
            if judge:
                faithful = judge.opinion(question.question, reply.answer)
                result = replace(result, scores={**result.scores, "faithfulness": faithful}, opinion=judge.model)
        except SilentError as error:
            silent = min(silent + 1, SILENT_IN_A_ROW)
            result = failed(question, str(error), (time.perf_counter() - started) * 1000)
        except AskError as error:
            silent = 0
            result = failed(question, str(error), (time.perf_counter() - started) * 1000)
        on_result(result)
        results.append(result)
    return tuple(results)


def score(question: Question, reply: Reply, catalogue: Catalogue) -> QuestionResult:
    """Score one answer. The ranking is the cited articles in their order, then the related ones, then what the
    retriever ranked, each article once."""
    citations, related = reply.answer["citations"], reply.answer["related"]
    refused = bool(reply.answer["refused"])
    generated = reply.answer.get("generated") or {}
    ranked = {catalogue.ref(c): f"《{c['regulation']}》{c['article']}" for c in [*citations, *related, *reply.ranking]}
    return QuestionResult(
        question=question,
        refused=refused,
        cited=tuple(
            Cited(c["regulation"], c["article"], c["label"], c["quote"], catalogue.verbatim(c), catalogue.placed(c))
            for c in citations
        ),
        ranking=tuple(ranked.values())[:10],
        related_verbatim=tuple(catalogue.verbatim(c) for c in related),
        scores=_scores(question, refused, citations, list(ranked), catalogue),
        elapsed_ms=reply.elapsed_ms,
        note=reply.note,
        confidence=reply.confidence,
        claims=len(generated.get("claims", ())),
        withheld=generated.get("withheld", 0),
        violations=tuple(map(str, violations(reply.answer))),
    )


def own_probability(answer: Mapping[str, Any]) -> float:
    """The probability that the answering system gives to what it found first: the first citation's score, on a refusal
    that of the first related article, 0 where it found nothing."""
    return next((float(found["score"]) for found in (*answer["citations"], *answer["related"])), 0.0)


def failed(question: Question, error: str, elapsed_ms: float) -> QuestionResult:
    """The result of a question that got no answer: neither right nor refused."""
    scores = {**_scores(question, False, [], [], Catalogue(None)), "crag": 0.0}  # nobody was told anything wrong
    return QuestionResult(question, False, (), (), (), scores, elapsed_ms, error)


def _scores(
    question: Question,
    refused: bool,
    citations: Sequence[Mapping[str, Any]],
    ranking: Sequence[Ref],
    catalogue: Catalogue,
) -> dict[str, float | None]:
    verbatim = [catalogue.verbatim(c) for c in citations]
    validity = citation_validity([(catalogue.placed(c), same) for c, same in zip(citations, verbatim, strict=True)])
    if question.unanswerable:
        worth = crag_score(correct=refused, answered=not refused, useful=False)
        return {"correct": float(refused), "crag": worth, "citation_validity": validity, "refusal": float(refused)}
    gold = [catalogue.gold_ref(place, question.as_of) for place in question.gold]
    cited = [catalogue.ref(c) for c in citations]
    said = [(ref[0], c["label"]) for ref, c in zip(cited, citations, strict=True)]
    meant = [(ref[0], place.article, place.label) for ref, place in zip(gold, question.gold, strict=True)]
    facts = fact_recall([c["quote"] for c in citations], question.facts)
    recall = citation_recall(cited, gold, question.match)
    useful = not refused and recall > 0 and False not in verbatim
    correct = useful and recall == 1 and facts in (None, 1)
    return {
        "correct": float(correct),
        "crag": crag_score(correct=correct, answered=not refused, useful=useful),
        **of_ranking(ranking, gold, question.match),
        "fact_recall": facts,
        "citation_precision": citation_precision(cited, gold),
        "citation_recall": recall,
        "label_recall": label_recall(said, meant, question.match),
        "citation_validity": validity,
        "false_refusal": float(refused),
    }


def resident_memory(pid: int | str = "self", proc: Path = Path("/proc")) -> dict[str, float]:
    """Resident memory of a process in mebibytes, now and at its peak; empty where the system does not tell."""
    try:
        status = (proc / str(pid) / "status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return {}
    lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    names = {"当前": "VmRSS", "峰值": "VmHWM"}
    return {name: int(lines[key].split()[0]) / 1024 for name, key in names.items() if key in lines}
