"""``python -m vectorstore adapt``: from questions and articles to an adapter file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.beir import Beir, load_beir, regulations
from ingest.passages import EMBEDDED, WHOLE_EMBEDDED, passages
from vectorstore import weights
from vectorstore.adaptation.adapter import write_adapter
from vectorstore.adaptation.examples import of_file, of_split, repeated
from vectorstore.adaptation.merged import CROSS, EMBEDDING, unpack_adapted
from vectorstore.adaptation.negatives import with_nearest, with_negatives
from vectorstore.embedded import embed
from vectorstore.embedding import SentenceEmbeddings

QUESTIONS = Path(__file__).with_name("questions.jsonl")
"""Our own training questions; see docs/evaluation.md for how they were written."""

Kind = Literal["embedding", "cross-encoder"]
Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Material:
    """What is trained on: a BEIR folder with the split whose questions are used (less the held-out fifth), our own
    questions for articles of the same folder, and how often the split's questions count beside ours."""

    beir: Path
    split: str
    questions: Path
    times: int = 2


def adapt(kind: Kind, material: Material, data: Path, report: Report, out: Path | None = None) -> Path:
    """Train an adapter on ``material`` and write it to ``out`` (in place of the shipped one without it).

    The model is unpacked below ``data``. Raises ``VectorstoreError`` or
    ``BeirError`` for what cannot be read.
    """
    beir = load_beir(material.beir)
    documents = {identity: _shown(row.title, row.text) for identity, row in beir.documents.items()}
    judged = of_split(beir.queries, beir.qrels(material.split))
    own = of_file(material.questions, documents)
    folder = unpack_adapted(data / "models") if kind == "cross-encoder" else weights.unpack(data / "models")
    embedder = SentenceEmbeddings(folder)
    found = with_negatives([*repeated(judged, material.times), *own], documents)
    target = out or (EMBEDDING if kind == "embedding" else CROSS)
    if kind == "embedding":
        from vectorstore.adaptation import dense

        adapter = dense.train(
            folder, embedder.precision, found, documents, embedder.prompts(), dense.Recipe(), _told(report)
        )
    else:
        from vectorstore.adaptation import cross

        ids, shown = _vectors(beir, data, embedder, report)
        found = with_nearest(found, ids, embedder.queries([example.question for example in found]), shown)
        adapter = cross.train(folder, embedder.precision, found, documents, cross.Recipe(), _told(report))
    write_adapter(target, adapter)
    return target


def _vectors(
    beir: Beir, data: Path, embedder: SentenceEmbeddings, report: Report
) -> tuple[list[str], NDArray[np.float32]]:
    """The vector of each article as an index has it, with the document's id."""
    made, known = regulations(beir)
    first = {p.article_id: p for regulation in made for p in reversed(passages(regulation))}
    vectors, _ = embed(
        data / "embeddings.sqlite",
        embedder,
        list(first.values()),
        lambda done, total: report("计算向量", done, total),
    )
    return [known[article] for article in first], vectors


def _shown(title: str, text: str) -> str:
    """An article as an index embeds it."""
    return f"{title}\n{text[:EMBEDDED] if len(text) > WHOLE_EMBEDDED else text}"


def _told(report: Report) -> Callable[[int, int, float], None]:
    return lambda done, total, loss: report("训练", done, total)
