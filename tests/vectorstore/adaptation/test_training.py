"""Training on a model of two small layers: it learns, repeats itself, and what it saves is what it made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from vectorstore.adaptation import dense
from vectorstore.adaptation.adapter import Adapter, read_adapter, write_adapter
from vectorstore.adaptation.encoding import Encoder
from vectorstore.adaptation.examples import Example
from vectorstore.adaptation.layers import LoraLinear, attach
from vectorstore.adaptation.merged import merged
from vectorstore.errors import VectorstoreError

DOCUMENTS = {"甲": "甲乙\n甲甲甲", "乙": "甲乙\n乙乙乙", "丙": "甲乙\n丙丙丙", "丁": "甲乙\n丁丁丁"}
EXAMPLES = [
    Example("子子", ("甲",), ("乙", "丙")),
    Example("丑丑", ("乙",), ("甲", "丁")),
    Example("寅寅", ("丙",), ("丁", "甲")),
    Example("卯卯", ("丁",), ("丙", "乙")),
]
DENSE = dense.Recipe(epochs=60, batch=4, hard=1, temperature=0.1, learning_rate=0.02, rank=4)


def vectors(encoder: Encoder, texts: list[str]) -> torch.Tensor:
    with torch.no_grad():
        return torch.nn.functional.normalize(encoder.pooled(encoder.tokens(texts)), dim=-1)


def test_the_embedding_learns_which_article_settles_a_question(tiny_model: Path, tmp_path: Path) -> None:
    losses: list[float] = []
    adapter = dense.train(
        tiny_model, "float32", EXAMPLES, DOCUMENTS, ("", ""), DENSE, lambda done, total, loss: losses.append(loss)
    )
    assert len(losses) == DENSE.epochs
    assert losses[-1] < losses[0] / 2
    write_adapter(tmp_path / "a.safetensors", adapter)
    adapted = Encoder(merged(tiny_model, tmp_path / "a.safetensors", tmp_path / "model"), "float32")
    scores = vectors(adapted, [e.question for e in EXAMPLES]) @ vectors(adapted, list(DOCUMENTS.values())).T
    assert scores.argmax(dim=1).tolist() == [0, 1, 2, 3]
    assert adapter.notes["rank"] == "4"


def test_training_again_gives_the_same_adapter(tiny_model: Path) -> None:
    recipe = dense.Recipe(epochs=2, batch=4, rank=2)
    one, two = (
        dense.train(tiny_model, "float32", EXAMPLES, DOCUMENTS, ("", ""), recipe, lambda *_: None) for _ in range(2)
    )
    for name, (down, up) in one.layers.items():
        np.testing.assert_array_equal(down, two.layers[name][0])
        np.testing.assert_array_equal(up, two.layers[name][1])


def test_before_the_first_step_the_model_is_the_old_one(tiny_model: Path) -> None:
    plain, changed = Encoder(tiny_model, "float32"), Encoder(tiny_model, "float32")
    attach(changed.model, 4, 2.0)
    assert sum(isinstance(module, LoraLinear) for module in changed.model.modules()) == 2 * 6
    assert torch.equal(vectors(plain, ["甲乙丙"]), vectors(changed, ["甲乙丙"]))


def test_training_goes_on_from_where_an_adapter_left_off(tiny_model: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.safetensors"
    recipe = dense.Recipe(epochs=20, batch=4, temperature=0.1, learning_rate=0.02, rank=4, kept=0.5)
    write_adapter(file, dense.train(tiny_model, "float32", EXAMPLES, DOCUMENTS, ("", ""), recipe, lambda *_: None))
    going_on = Encoder(tiny_model, "float32")
    attach(going_on.model, 4, 2.0, read_adapter(file))
    whole = Encoder(merged(tiny_model, file, tmp_path / "model"), "float32")
    np.testing.assert_allclose(
        vectors(going_on, ["甲乙丙", "子丑"]).numpy(), vectors(whole, ["甲乙丙", "子丑"]).numpy(), atol=1e-4
    )
    first: list[float] = []
    for start in (None, read_adapter(file)):
        losses: list[float] = []
        dense.train(
            tiny_model,
            "float32",
            EXAMPLES,
            DOCUMENTS,
            ("", ""),
            recipe,
            lambda done, total, loss, losses=losses: losses.append(loss),  # type: ignore[misc]
            start=start,
        )
        first.append(losses[0])
    assert first[1] < first[0] / 2


def test_an_adapter_of_another_rank_is_no_beginning(tiny_model: Path) -> None:
    other = Adapter({}, 1.0, {})
    with pytest.raises(VectorstoreError) as error:
        attach(Encoder(tiny_model, "float32").model, 4, 2.0, other)
    assert error.value.code == "adapter"


def test_a_doubtful_article_counts_neither_way(tiny_model: Path) -> None:
    def loss(doubtful: tuple[str, ...]) -> float:
        seen: list[float] = []
        examples = [
            Example("子子", ("甲",), ("乙",), doubtful),
            Example("丑丑", ("乙",), ("甲",)),
        ]
        recipe = dense.Recipe(batch=2, rank=2)
        dense.train(
            tiny_model, "float32", examples, DOCUMENTS, ("", ""), recipe, lambda done, total, loss: seen.append(loss)
        )
        return seen[0]

    assert loss(("乙",)) < loss(())


def test_questions_that_only_sound_like_an_article_s_are_pushed_from_it(tiny_model: Path, tmp_path: Path) -> None:
    def cosine(weight: float) -> float:
        examples = [
            Example("子子", ("甲",), ("乙",), near=("罚多少钱",)),
            Example("丑丑", ("乙",), ("甲",)),
        ]
        recipe = dense.Recipe(epochs=40, batch=2, temperature=0.1, learning_rate=0.02, rank=4, near=weight)
        file = tmp_path / f"{weight}.safetensors"
        write_adapter(file, dense.train(tiny_model, "float32", examples, DOCUMENTS, ("", ""), recipe, lambda *_: None))
        encoder = Encoder(merged(tiny_model, file, tmp_path / str(weight)), "float32")
        question, near, article = vectors(encoder, ["子子", "罚多少钱", DOCUMENTS["甲"]])
        return float((near - question) @ article)

    assert cosine(1.0) < cosine(0.0)
    assert cosine(1.0) < 0
