"""Both rounds of training on a model of two small layers: what is trained on, and what the second begins with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

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
    second = adapt(material, tmp_path / "data", lambda *_: None, tmp_path / "second.safetensors", start=first)
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
