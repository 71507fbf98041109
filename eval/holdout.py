"""Refusal measured on real questions: a regulation is left out of the index, and what stood only there must be refused.

The same questions are asked with it, where they must be answered. The index without a regulation is built in a
temporary folder out of cached vectors; the served one is only read.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import Settings
from eval.dataset import Question
from eval.gold import Catalogue
from eval.measures import fold
from eval.run import Asker, AskError
from ingest.model import Regulation
from ingest.pipeline import REGULATIONS
from ingest.store import write_regulations
from vectorstore.errors import VectorstoreError

if TYPE_CHECKING:
    from vectorstore.embedding import SentenceEmbeddings

_CACHE = "embeddings.sqlite"

Told = Callable[[str, int, int], None]
"""Told (what is being done, in Chinese; steps done; steps in all)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A regulation with all its editions, to be left out together, and the questions whose answer stands only there."""

    title: str
    ids: frozenset[str]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured. ``several`` questions have gold in several regulations and are left out; ``elsewhere`` have
    gold that the index does not have; questions without basis are in none of the three."""

    regulations: tuple[LeftOut, ...]
    several: tuple[Question, ...]
    elsewhere: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: refused or not, what was quoted (title and label, quotation), whether a gold article was cited;
    ``error`` is why there was none."""

    refused: bool
    quoted: tuple[tuple[str, str], ...] = ()
    right: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Both:
    """One question asked with its regulation in the index and without it."""

    question: Question
    title: str
    present: Said
    absent: Said


def plan(questions: Sequence[Question], regulations: Mapping[str, Regulation], titles: Sequence[str] | None) -> Plan:
    """Which questions can be asked about which regulation. ``titles`` (all without it) are the regulations to leave
    out; a title that none has is for the caller to find."""
    catalogue = Catalogue(regulations)
    wanted = None if titles is None else {fold(title) for title in titles}
    found: dict[str, list[Question]] = {}
    several, elsewhere = [], []
    for question in questions:
        if question.unanswerable:
            continue
        editions = [catalogue.edition(gold.regulation, question.as_of) for gold in question.gold]
        homes = {fold(edition.title) for edition in editions if edition is not None}
        if None in editions:
            elsewhere.append(question)
        elif len(homes) > 1:
            several.append(question)
        else:
            found.setdefault(homes.pop(), []).append(question)
    left_out = []
    for key, asked in found.items():
        editions_ = [r for r in regulations.values() if fold(r.title) == key]
        if wanted is None or key in wanted:
            left_out.append(LeftOut(editions_[-1].title, frozenset(r.id for r in editions_), tuple(asked)))
    return Plan(tuple(left_out), tuple(several), tuple(elsewhere))


def ask(asker: Asker, questions: Sequence[Question], catalogue: Catalogue, told: Callable[[int], None]) -> list[Said]:
    """Every question's answer, in order; ``told`` how many are done."""
    found = []
    for done, question in enumerate(questions, 1):
        try:
            found.append(_said(asker.ask(question).answer, question, catalogue))
        except AskError as error:
            found.append(Said(False, error=str(error)))
        told(done)
    return found


def measure(
    settings: Settings,
    embedder: SentenceEmbeddings,
    regulations: Mapping[str, Regulation],
    planned: Plan,
    told: Told,
) -> list[Both]:
    """Ask every planned question with its regulation, then without. Where an index without a regulation cannot be
    built, its questions have that as their ``error``. Raises what opening the served index does."""
    from app.server import open_chain
    from eval.systems.local import ChainAsker

    catalogue = Catalogue(regulations)
    everything = [question for left_out in planned.regulations for question in left_out.questions]
    stage = "全部制度都在"
    with _chain(open_chain(settings, embedder)) as chain:
        told(stage, 0, len(everything))
        answers = ask(
            ChainAsker(chain, ranked=False), everything, catalogue, lambda done: told(stage, done, len(everything))
        )
    present = iter(answers)
    found = []
    with _workshop(settings.data) as folder:
        for left_out in planned.regulations:
            stage, count = f"去掉《{left_out.title}》", len(left_out.questions)
            told(stage, 0, count)
            try:
                _build(folder, [r for r in regulations.values() if r.id not in left_out.ids], embedder)
                with _chain(open_chain(settings.model_copy(update={"data": folder}), embedder)) as chain:
                    absent = ask(
                        ChainAsker(chain, ranked=False),
                        left_out.questions,
                        catalogue,
                        lambda done, stage=stage, count=count: told(stage, done, count),  # type: ignore[misc]
                    )
            except VectorstoreError as error:  # one index that cannot be built does not cost the others
                absent = [Said(False, error=error.message)] * count
            for question, said in zip(left_out.questions, absent, strict=True):
                found.append(Both(question, left_out.title, next(present), said))
    return found


def _build(folder: Path, regulations: Sequence[Regulation], embedder: SentenceEmbeddings) -> None:
    from vectorstore.build import build

    write_regulations(folder / REGULATIONS, regulations)
    build(folder, embedder=embedder, force=True)


def _said(answer: Mapping[str, Any], question: Question, catalogue: Catalogue) -> Said:
    gold = {catalogue.gold_ref(place, question.as_of) for place in question.gold}
    citations = answer["citations"]
    return Said(
        bool(answer["refused"]),
        tuple((f"《{c['regulation']}》{c['label']}", c["quote"]) for c in citations),
        any(catalogue.ref(c) in gold for c in citations),
    )


@contextmanager
def _chain(chain: Any) -> Iterator[Any]:
    try:
        yield chain
    finally:
        chain.close()


@contextmanager
def _workshop(data: Path) -> Iterator[Path]:
    """A temporary data folder with a copy of the vectors known so far; it goes when done."""
    with tempfile.TemporaryDirectory(prefix="tiaowen-hold-out-") as name:
        folder = Path(name)
        for file in (_CACHE, f"{_CACHE}-wal"):  # a torn copy is noticed and computed again
            if (data / file).is_file():
                shutil.copyfile(data / file, folder / file)
        yield folder
