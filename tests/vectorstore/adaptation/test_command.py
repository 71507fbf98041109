"""Rounds of training on a model of two small layers: what is trained on, and what the later ones begin with."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Regulation
from ingest.store import write_regulations
from tests.vectorstore.adaptation.conftest import ASKED
from vectorstore import weights
from vectorstore.adaptation import dense
from vectorstore.adaptation.adapter import Adapter, read_adapter
from vectorstore.adaptation.command import Material, adapt
from vectorstore.adaptation.examples import Example, held_out, set_aside


def test_the_second_round_goes_on_from_the_first_with_what_it_mistook(
    material: Material, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[list[Example], dense.Recipe, Adapter | None]] = []
    train = dense.train

    def spy(*given: Any, start: Adapter | None) -> Adapter:
        examples: Sequence[Example] = given[2]
        seen.append((list(examples), given[5], start))
        recipe = replace(given[5], batch=8, rank=4)
        folder, precision, _, documents, prompts, _, progress = given
        return train(folder, precision, examples, documents, prompts, recipe, progress, start=start)

    monkeypatch.setattr(dense, "train", spy)
    monkeypatch.setattr(weights, "unpack", lambda models: tiny_model)
    (tmp_path / "data" / "models").mkdir(parents=True)
    first = adapt(material, tmp_path / "data", lambda *_: None, tmp_path / "first.safetensors")
    second = adapt(material, tmp_path / "data", lambda *_: None, tmp_path / "second.safetensors", start=first, number=2)
    assert second.is_file()
    (one, _, nothing), (two, recipe, begun) = seen
    assert nothing is None
    assert begun is not None
    assert begun.layers.keys() == read_adapter(first).layers.keys()
    kept = [q for q in ASKED if not held_out(q)]
    assert len(one) == 2 * len(kept) + 1
    assert len(two) == recipe.times * sum(not set_aside(q) for q in kept) + 1
    assert not any(example.doubtful for example in one)
    assert any(example.doubtful for example in two)
    assert (tmp_path / "data" / "embeddings.sqlite").is_file()


def test_the_fourth_round_learns_an_institution_s_questions_and_as_many_others(
    material: Material,
    make_regulation: Callable[[str, list[str]], Regulation],
    tiny_model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[list[Example]] = []
    train = dense.train

    def spy(*given: Any, start: Adapter | None) -> Adapter:
        folder, precision, examples, documents, prompts, recipe, progress = given
        seen.append(list(examples))
        small = replace(recipe, batch=2, rank=4)
        return train(folder, precision, examples, documents, prompts, small, progress, start=start)

    monkeypatch.setattr(dense, "train", spy)
    monkeypatch.setattr(weights, "unpack", lambda models: tiny_model)
    data = tmp_path / "data"
    (data / "models").mkdir(parents=True)
    made = make_regulation("甲办法", ["请假几天", "罚多少钱"])
    write_regulations(tmp_path / "regulations.jsonl", [made])
    asked = [{"regulation": "甲办法", "article": f"第{n}条", "q": ["请几天", "罚谁"], "near": ["停发"]} for n in (1, 2)]
    questions = tmp_path / "institution.jsonl"
    questions.write_text("\n".join(json.dumps(line) for line in asked), encoding="utf-8")
    first = adapt(material, data, lambda *_: None, tmp_path / "first.safetensors")
    home = replace(material, institution=(tmp_path / "regulations.jsonl", questions))
    adapt(home, data, lambda *_: None, tmp_path / "fourth.safetensors", start=first, number=4)
    own = [example for example in seen[1] if example.near]
    assert [example.question for example in own] == ["请几天", "罚谁"] * 4
    assert len(seen[1]) == len(own) + len(own) // 2
    assert not (data / "embeddings.sqlite").exists()
