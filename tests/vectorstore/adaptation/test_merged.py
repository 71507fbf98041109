from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from vectorstore import weights
from vectorstore.adaptation.adapter import Adapter, write_adapter
from vectorstore.adaptation.merged import EMBEDDING, merged
from vectorstore.errors import VectorstoreError

LAYER = "encoder.layer.0.output.dense"


def adapter(value: float) -> Adapter:
    down, up = np.full((1, 64), value, np.float32), np.ones((32, 1), np.float32)
    return Adapter({LAYER: (down, up)}, 1.0, {})


def test_a_changed_adapter_makes_the_folder_anew_and_the_same_one_does_not(tiny_model: Path, tmp_path: Path) -> None:
    base, file, target = tmp_path / "base", tmp_path / "a.safetensors", tmp_path / "models" / "adapted"
    target.parent.mkdir()
    shutil.copytree(tiny_model, base)
    weights.mark(base, "as the packaged model is")
    write_adapter(file, adapter(0.5))
    assert merged(base, file, target) == target
    first = (target / "model.safetensors").read_bytes()
    stamp = (target / "model.safetensors").stat().st_mtime_ns
    merged(base, file, target)
    assert (target / "model.safetensors").stat().st_mtime_ns == stamp
    write_adapter(file, adapter(0.25))
    merged(base, file, target)
    assert (target / "model.safetensors").read_bytes() != first
    assert [path.name for path in target.parent.iterdir()] == ["adapted"]


def test_nothing_is_left_where_merging_fails(tiny_model: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.safetensors"
    write_adapter(file, Adapter({"no.such.layer": adapter(1.0).layers[LAYER]}, 1.0, {}))
    (tmp_path / "models").mkdir()
    with pytest.raises(VectorstoreError):
        merged(tiny_model, file, tmp_path / "models" / "adapted")
    assert list((tmp_path / "models").iterdir()) == []


def test_the_shipped_adapter_is_small() -> None:
    assert EMBEDDING.stat().st_size < 6_000_000
