"""A LoRA adapter: for each linear layer two thin matrices whose product is added to its weight.

The file is safetensors with, for a layer ``encoder.layer.0.output.dense``, ``….down`` of shape (rank, inputs) and
``….up`` of shape (outputs, rank), both float16. Its metadata holds ``scale`` (what the product is multiplied by) and
how it was trained. Source of the method: Hu et al., *LoRA: Low-Rank Adaptation of Large Language Models*, 2021.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import VectorstoreError

Floats = NDArray[np.float32]

DOWN, UP = ".down", ".up"
LONGEST = 256
"""Tokens of a text that an adapter learns from, and of a question and passage that the cross-encoder reads; nine
articles in ten are shorter."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """``layers``: for each layer's name (down, up) · ``notes``: how it was trained."""

    layers: dict[str, tuple[Floats, Floats]]
    scale: float
    notes: dict[str, str]

    def merged(self, tensors: dict[str, Floats]) -> dict[str, Floats]:
        """The model's tensors with every layer's difference added to its ``.weight``.

        Raises ``adapter`` where a layer is absent or of another shape: the adapter belongs to another model.
        """
        result = dict(tensors)
        for name, (down, up) in self.layers.items():
            weight = result.get(f"{name}.weight")
            if weight is None or weight.shape != (up.shape[0], down.shape[1]):
                raise VectorstoreError(
                    "adapter", f"适配文件与模型不符：模型没有形状相同的 {name}。请使用配套的适配文件。"
                )
            result[f"{name}.weight"] = (weight + np.float32(self.scale) * _product(up, down)).astype(np.float32)
        return result


def _product(up: Floats, down: Floats) -> Floats:
    """``up`` @ ``down``, summed in one order. A library for matrices sums in another one with other numbers of threads,
    and the model, so the index, would then seem to be another."""
    total = np.zeros((up.shape[0], down.shape[1]), np.float32)
    for column, row in zip(up.T, down, strict=True):
        total += column[:, None] * row
    return total


def read_adapter(path: Path) -> Adapter:
    """Read an adapter. Raises ``adapter`` where the file is absent or damaged."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            notes = dict(file.metadata() or {})
            tensors = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
        scale = float(notes.pop("scale"))
        layers = {
            name.removesuffix(DOWN): (tensor, tensors[name.removesuffix(DOWN) + UP])
            for name, tensor in tensors.items()
            if name.endswith(DOWN)
        }
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise VectorstoreError(
            "adapter", f"适配文件 {path} 读不出来：请恢复随程序提供的文件，或用原来的命令重新训练。（{error}）"
        ) from error
    return Adapter(layers, scale, notes)


def write_adapter(path: Path, adapter: Adapter) -> None:
    """Write an adapter where :func:`read_adapter` reads it; float16 halves it and changes no vector's third digit."""
    from safetensors.numpy import save_file

    tensors: dict[str, NDArray[np.float16]] = {}
    for name, (down, up) in adapter.layers.items():
        tensors[name + DOWN] = down.astype(np.float16)
        tensors[name + UP] = up.astype(np.float16)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, metadata={**adapter.notes, "scale": repr(adapter.scale)})
    path.chmod(0o644)


def sha256(path: Path) -> str:
    """The file's hash; part of what decides a vector."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
