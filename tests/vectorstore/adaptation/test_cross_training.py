"""The cross-encoder on a model of two small layers: it learns, and what is saved and served is what was trained."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from ingest.model import Regulation
from ingest.store import write_regulations
from tests.vectorstore.adaptation.conftest import ASKED
from vectorstore import weights
from vectorstore.adaptation import cross_command, cross_training
from vectorstore.adaptation.adapter import Adapter, write_adapter
from vectorstore.adaptation.command import Material
from vectorstore.adaptation.cross_file import CROSS_ENCODER, read_cross_adapter, write_cross_adapter
from vectorstore.adaptation.encoding import Encoder
from vectorstore.adaptation.examples import Example, held_out, set_aside
from vectorstore.adaptation.layers import attach, trained
from vectorstore.adaptation.merged import EMBEDDING
from vectorstore.cross_encoder import CrossEncoder, load_cross_encoder
from vectorstore.embedding import SentenceEmbeddings
from vectorstore.errors import VectorstoreError

DOCUMENTS = {"甲": "甲乙\n甲甲甲", "乙": "甲乙\n乙乙乙"}
EXAMPLES = [Example("子子", ("甲",), ("乙",), near=("丑寅",)), Example("丑丑", ("乙",), ("甲",), near=("卯寅",))]
RECIPE = cross_training.Recipe(epochs=80, batch=2, learning_rate=0.01, head_rate=0.02, rank=4)


@pytest.fixture
def nothing(tiny_model: Path) -> Adapter:
    """The adapter that changes nothing, to begin at."""
    encoder = Encoder(tiny_model, "float32")
    attach(encoder.model, RECIPE.rank, RECIPE.scale)
    return trained(encoder.model, RECIPE.scale, {})


def test_it_learns_what_settles_a_question_and_serves_what_it_learned(
    tiny_model: Path, nothing: Adapter, tmp_path: Path
) -> None:
    losses: list[float] = []
    made = cross_training.train(
        tiny_model,
        "float32",
        EXAMPLES,
        DOCUMENTS,
        ("", ""),
        RECIPE,
        lambda done, total, loss: losses.append(loss),
        start=nothing,
    )
    assert len(losses) == RECIPE.epochs
    assert losses[-1] < losses[0] / 2
    file = tmp_path / "cross.safetensors"
    write_cross_adapter(file, made)
    read = read_cross_adapter(file)
    assert read.bias == pytest.approx(made.bias, abs=1e-3)
    np.testing.assert_allclose(read.weight, made.weight, atol=1e-2)
    served = CrossEncoder(SentenceEmbeddings(tiny_model, precision="float32"), tiny_model, read)
    texts = list(DOCUMENTS.values())
    right, wrong = served.scores("子子", texts)
    assert right > 0 > wrong
    assert served.scores("丑寅", texts[:1])[0] < 0
    alone = np.concatenate([served.scores("子子", [text]) for text in texts])
    np.testing.assert_allclose(alone, [right, wrong], atol=1e-3)


def test_its_scores_are_those_of_the_model_with_the_difference_merged_in(
    tiny_model: Path, nothing: Adapter, tmp_path: Path
) -> None:
    chance = np.random.default_rng(3)
    changed = replace(
        nothing,
        layers={n: (d, chance.normal(0, 0.1, u.shape).astype(np.float32)) for n, (d, u) in nothing.layers.items()},
    )
    weight = chance.normal(0, 1, 32).astype(np.float32)
    made = cross_training.CrossAdapter(changed, weight, 0.25)
    encoder = Encoder(tiny_model, "float32")
    attach(encoder.model, RECIPE.rank, RECIPE.scale, changed)
    with torch.no_grad():
        pooled = encoder.pooled(encoder.tokens(["子丑"], ["甲乙丙"])).numpy()
    served = CrossEncoder(SentenceEmbeddings(tiny_model, precision="float32"), tiny_model, made)
    np.testing.assert_allclose(served.scores("子丑", ["甲乙丙"]), pooled @ weight + 0.25, atol=1e-3)


_WATCHED = """
import os, sys
from pathlib import Path

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            print(os.environ.get("OMP_WAIT_POLICY"))

sys.meta_path.insert(0, Watch())
from vectorstore.adaptation.cross_file import read_cross_adapter
from vectorstore.cross_encoder import CrossEncoder
from vectorstore.embedding import SentenceEmbeddings

folder = Path(sys.argv[1])
CrossEncoder(SentenceEmbeddings(folder), folder, read_cross_adapter(Path(sys.argv[2]))).scores("子", ["甲"])
"""


def test_torch_is_told_how_its_threads_wait_before_it_is_imported(
    tiny_model: Path, nothing: Adapter, tmp_path: Path
) -> None:
    file = tmp_path / "cross.safetensors"
    write_cross_adapter(file, cross_training.CrossAdapter(nothing, np.zeros(32, np.float32), 0.0))
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(tiny_model), str(file)], env=environment, capture_output=True, check=True
    )
    assert done.stdout.split() == [b"PASSIVE"]


def test_an_embedding_adapter_is_no_cross_encoder() -> None:
    with pytest.raises(VectorstoreError, match="核对模型"):
        read_cross_adapter(EMBEDDING)


def test_the_shipped_file_is_read_and_small() -> None:
    assert len(read_cross_adapter(CROSS_ENCODER).weight) == 384
    assert CROSS_ENCODER.stat().st_size < 8_000_000


def test_another_model_has_no_cross_encoder(tiny_model: Path, tmp_path: Path) -> None:
    assert load_cross_encoder(SentenceEmbeddings(tiny_model), tmp_path) is None


def test_the_command_wants_questions_for_an_institution(material: Material, tmp_path: Path) -> None:
    with pytest.raises(VectorstoreError, match="--institution"):
        cross_command.adapt_cross_encoder(material, tmp_path, lambda stage, done, total: None)


def test_the_command_trains_on_all_kinds_of_questions(
    make_regulation: Callable[[str, list[str]], Regulation],
    material: Material,
    tiny_model: Path,
    nothing: Adapter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [{"id": "d3", "q": ["子停吗", "子发吗"], "near": "丑停吗"}, {"id": "d4", "q": ["没有相近的"]}]
    material.questions.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    write_regulations(tmp_path / "regulations.jsonl", [make_regulation("甲办法", ["请假几天", "罚多少钱"])])
    asked = [{"regulation": "甲办法", "article": "第1条", "q": ["请几天", "罚谁"], "near": ["停发"]}]
    questions = tmp_path / "institution.jsonl"
    questions.write_text("\n".join(json.dumps(line) for line in asked), encoding="utf-8")
    start = tmp_path / "start.safetensors"
    write_adapter(start, nothing)
    monkeypatch.setattr(weights, "unpack", lambda models: tiny_model)
    monkeypatch.setattr(cross_command, "unpack_adapted", lambda models: tiny_model)
    monkeypatch.setattr(cross_command, "EMBEDDING", start)
    monkeypatch.setattr(cross_training, "Recipe", lambda: replace(RECIPE, epochs=1))
    seen: list[list[Example]] = []
    train = cross_training.train

    def spy(*given, **named):  # type: ignore[no-untyped-def]
        seen.append(list(given[2]))
        return train(*given, **named)

    monkeypatch.setattr(cross_training, "train", spy)
    stages: list[str] = []
    out = cross_command.adapt_cross_encoder(
        replace(material, institution=(tmp_path / "regulations.jsonl", questions)),
        tmp_path / "data",
        lambda stage, done, total: stages.append(stage),
        tmp_path / "cross.safetensors",
    )
    (learned,) = seen
    assert [e.question for e in learned[:2]] == ["请几天", "罚谁"]
    assert {e.question for e in learned[-2:]} == {"子停吗", "子发吗"} and all(e.near for e in learned[-2:])
    judged = learned[2:-2]
    taught = {q for q in ASKED if not held_out(q) and not set_aside(q)}
    assert {e.question.partition("问")[2] for e in judged} == taught and len(judged) == 3 * len(taught)
    assert all(not set(e.wrong) & {*e.right, *e.doubtful} for e in judged)
    assert "训练" in stages
    assert read_cross_adapter(out).adapter.layers
