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
from vectorstore import weights
from vectorstore.adaptation import dense
from vectorstore.adaptation.adapter import Adapter, read_adapter
from vectorstore.adaptation.command import Material, adapt
from vectorstore.adaptation.examples import Example, held_out, set_aside

ASKED = [str(i) for i in range(60)]


@pytest.fixture
def material(tmp_path: Path) -> Material:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    rows = [
        {"_id": f"d{i}", "title": "甲", "text": f"{a}{b}假", "metadata": {"article": i + 1}}
        for i, (a, b) in enumerate((a, b) for a in "子丑寅卯辛壬癸" for b in "请罚批停发工资")
    ]
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    queries = [{"_id": q, "text": f"{rows[int(q) % 49]['text']}问{q}"} for q in ASKED]
    (folder / "queries.jsonl").write_text("\n".join(json.dumps(row) for row in queries), encoding="utf-8")
    (folder / "qrels" / "train.tsv").write_text("".join(f"{q}\td{int(q) % 49}\t1\n" for q in ASKED), encoding="utf-8")
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps({"id": "d3", "q": ["子停吗"]}), encoding="utf-8")
    return Material(folder, "train", own)


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
