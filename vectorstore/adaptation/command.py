"""``python -m vectorstore adapt``: from questions and articles to the adapter file."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.beir import load_beir
from ingest.passages import EMBEDDED, WHOLE_EMBEDDED
from ingest.store import read_regulations
from vectorstore import weights
from vectorstore.adaptation import institution
from vectorstore.adaptation.adapter import read_adapter, write_adapter
from vectorstore.adaptation.examples import Example, held_out, of_file, of_split, repeated, set_aside
from vectorstore.adaptation.merged import EMBEDDING, merged
from vectorstore.adaptation.mined import nearest, with_mined
from vectorstore.adaptation.negatives import with_negatives
from vectorstore.embedding import SentenceEmbeddings

QUESTIONS = Path(__file__).with_name("questions.jsonl")
"""Our own training questions; see docs/evaluation.md for how they were written."""
INSTITUTION_QUESTIONS = Path(__file__).with_name("institution.jsonl")
"""The same for the articles of the seed corpus."""
MINING = "multilingual-e5-small-mining"
"""Below ``data``/models: the model whose mistakes a further round learns from."""

Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Material:
    """What is trained on: a BEIR folder with the split whose questions are used (less the held-out fifth), our own
    questions for articles of the same folder; where ``institution`` is given, our own for its articles too: its records
    (``regulations.jsonl``) and the file of the questions."""

    beir: Path
    split: str
    questions: Path
    institution: tuple[Path, Path] | None = None


def adapt(
    material: Material,
    data: Path,
    report: Report,
    out: Path | None = None,
    *,
    start: Path | None = None,
    number: int = 1,
) -> Path:
    """Train the adapter on ``material`` and write it to ``out`` (in place of the shipped one without it).

    ``number`` is that of the round, 1 to 4 (``dense.ROUNDS``). A later one goes on from ``start``, the adapter file of
    the round before; a tenth of the split's questions is set aside then. In rounds 2 and 3 the wrong articles are those
    that the model of ``start`` takes for right, over the whole corpus, whose vectors are kept in ``data``. Round 4
    learns the questions of ``material.institution`` twice, and as many of the others once lest they be forgotten.
    The packaged model is unpacked below ``data``. Raises ``VectorstoreError`` or ``BeirError`` for what cannot be read.
    """
    from vectorstore.adaptation import dense

    recipe = dense.ROUNDS[number - 1]
    begun = read_adapter(start) if start else None
    beir = load_beir(material.beir)
    documents = {identity: shown(row.title, row.text) for identity, row in beir.documents.items()}
    judged = of_split(beir.queries, beir.qrels(material.split), set_aside if start else held_out)
    own = of_file(material.questions, documents)
    folder = weights.unpack(data / "models")
    found = with_negatives([*judged, *own], documents)
    embedder = SentenceEmbeddings(merged(folder, start, data / "models" / MINING) if start else folder)
    if start and not material.institution:
        near = nearest(
            found,
            beir,
            embedder,
            data / "embeddings.sqlite",
            lambda done, total: report("计算条文向量", done, total),
        )
        found = with_mined(found, near, documents)
    learned = [*repeated(found[: len(judged)], recipe.times), *found[len(judged) :]]
    if material.institution:
        home, passages = institution_examples(*material.institution, embedder, report)
        documents |= passages
        others = random.Random(recipe.seed).sample(learned, min(len(home), len(learned)))
        learned = [*repeated(home, 2), *others]
    adapter = dense.train(
        folder,
        embedder.precision,
        learned,
        documents,
        embedder.prompts(),
        recipe,
        lambda done, total, loss: report("训练", done, total),
        start=begun,
    )
    target = out or EMBEDDING
    write_adapter(target, adapter)
    return target


def institution_examples(
    records: Path, questions: Path, embedder: SentenceEmbeddings, report: Report
) -> tuple[list[Example], dict[str, str]]:
    """The questions for the regulations in ``records``, and the passages they are about."""
    regulations = {r.id: r for r in read_regulations(records)}
    asked = institution.read(questions, regulations)
    return institution.examples(
        asked, regulations, embedder, lambda done, total: report("计算本单位条文的向量", done, total)
    )


def shown(title: str, text: str) -> str:
    """An article as an index embeds it."""
    return f"{title}\n{text[:EMBEDDED] if len(text) > WHOLE_EMBEDDED else text}"
