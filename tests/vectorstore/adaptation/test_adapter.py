from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from vectorstore.adaptation.adapter import Adapter, read_adapter, write_adapter
from vectorstore.errors import VectorstoreError


def made() -> Adapter:
    down = np.array([[1.0, 0.0, 2.0]], np.float32)
    up = np.array([[0.5], [-1.0]], np.float32)
    return Adapter({"layer": (down, up)}, 2.0, {"epochs": "3"})


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write_adapter(tmp_path / "a.safetensors", made())
    back = read_adapter(tmp_path / "a.safetensors")
    assert back.scale == 2.0
    assert back.notes == {"epochs": "3"}
    np.testing.assert_array_equal(back.layers["layer"][0], made().layers["layer"][0])
    np.testing.assert_array_equal(back.layers["layer"][1], made().layers["layer"][1])


def test_the_scaled_product_is_added_to_the_weight_and_to_nothing_else() -> None:
    tensors = {"layer.weight": np.ones((2, 3), np.float32), "other.weight": np.ones((2, 3), np.float32)}
    merged = made().merged(tensors)
    np.testing.assert_allclose(merged["layer.weight"], [[2.0, 1.0, 3.0], [-1.0, 1.0, -3.0]])
    np.testing.assert_array_equal(merged["other.weight"], tensors["other.weight"])
    np.testing.assert_array_equal(tensors["layer.weight"], np.ones((2, 3)))


def test_the_model_is_the_same_to_the_bit_however_many_threads_compute() -> None:
    random = np.random.default_rng(1)
    down, up = random.normal(size=(16, 1536)).astype(np.float32), random.normal(size=(384, 16)).astype(np.float32)
    weight = random.normal(size=(384, 1536)).astype(np.float32)
    expected = weight.copy()
    for row, column in np.ndindex(3, 5):  # as a person would sum it
        total = np.float32(0)
        for at in range(16):
            total += up[row, at] * down[at, column]
        expected[row, column] += np.float32(2.0) * total
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            merged = Adapter({"layer": (down, up)}, 2.0, {}).merged({"layer.weight": weight})
        found.append(merged["layer.weight"])
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0][:3, :5], expected[:3, :5])


@pytest.mark.parametrize("tensors", [{}, {"layer.weight": np.ones((3, 2), np.float32)}])
def test_an_adapter_of_another_model_is_refused(tensors: dict[str, np.ndarray]) -> None:
    with pytest.raises(VectorstoreError) as error:
        made().merged(tensors)
    assert error.value.code == "adapter"


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"no tensors")
    with pytest.raises(VectorstoreError) as error:
        read_adapter(tmp_path / "a.safetensors")
    assert "重新训练" in error.value.message
