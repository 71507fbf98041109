"""The file of the cross-encoder: a LoRA adapter and the weights of its head."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vectorstore.adaptation.adapter import Adapter, Floats, read_adapter, write_adapter
from vectorstore.errors import VectorstoreError

CROSS_ENCODER = Path(__file__).with_name("cross-encoder.safetensors")
"""The trained difference that makes the packaged model read question and passage together; see docs/evaluation.md."""
_HEAD = "head"


@dataclass(frozen=True, slots=True)
class CrossAdapter:
    """``weight`` (of the model's width) and ``bias`` turn the mean of the last layer into the logarithm of the odds
    that the passage settles the question."""

    adapter: Adapter
    weight: Floats
    bias: float


def read_cross_adapter(path: Path) -> CrossAdapter:
    """Read a cross-encoder. Raises ``adapter`` where the file is absent, damaged or an embedding model's."""
    adapter = read_adapter(path)
    layers = dict(adapter.layers)
    if _HEAD not in layers:
        raise VectorstoreError("adapter", f"{path} 不是核对模型的适配文件。请恢复原文件，或重新训练。")
    weight, bias = layers.pop(_HEAD)
    return CrossAdapter(Adapter(layers, adapter.scale, adapter.notes), weight[0], float(bias[0, 0]))


def write_cross_adapter(path: Path, made: CrossAdapter) -> None:
    """Write a cross-encoder where :func:`read_cross_adapter` reads it: its head as one more pair of matrices, the
    weight in the place of the inputs and the bias in that of the outputs."""
    head = (made.weight[None, :], np.array([[made.bias]], np.float32))
    write_adapter(path, Adapter({**made.adapter.layers, _HEAD: head}, made.adapter.scale, made.adapter.notes))
