"""Reads a question and passages together: whether the one settles the other.

An embedding model sees each by itself, and takes a question that only sounds like an article for one that it settles.
The cross-encoder is another adapter on the same model; the two share all but the weights of the linear layers.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vectorstore import weights
from vectorstore.adaptation.adapter import LONGEST
from vectorstore.adaptation.cross_file import CROSS_ENCODER, CrossAdapter, read_cross_adapter
from vectorstore.adaptation.merged import EMBEDDING_NAME
from vectorstore.embedding import SentenceEmbeddings

if TYPE_CHECKING:
    import torch

    from vectorstore.fused import FusedEncoder

_BATCH = 4


class CrossEncoder:
    """The packaged model in ``base`` with ``adapter``; ``embedder`` is the same model with another adapter or none, and
    lends its tokenizer and whatever is alike. Loaded at the first question. Safe to use from several threads."""

    def __init__(self, embedder: SentenceEmbeddings, base: Path, adapter: CrossAdapter) -> None:
        self._embedder = embedder
        self._base = base
        self._adapter = adapter
        self._encoder: FusedEncoder | None = None
        self._lock = threading.Lock()

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """For each passage the logarithm of the odds that it settles the question."""
        encoder = self._loaded()
        import torch  # not before the model is loaded, which sets how its threads wait

        scores = np.empty(len(passages), np.float32)
        order = np.argsort([len(passage) for passage in passages], kind="stable")
        for at in range(0, len(order), _BATCH):  # of like length: little padding, little memory
            some = order[at : at + _BATCH]
            ids, mask = self._embedder.pairs(question, [passages[i] for i in some], LONGEST)
            with torch.inference_mode():
                states = encoder(ids, mask).float()
                kept = mask.unsqueeze(-1).float()
                mean = np.asarray(((states * kept).sum(1) / kept.sum(1)).numpy(), np.float32)
            scores[some] = mean @ self._adapter.weight + np.float32(self._adapter.bias)
        return scores

    def _loaded(self) -> FusedEncoder:
        with self._lock:
            if self._encoder is None:
                bert = self._embedder.transformer()
                from vectorstore.fused import FusedEncoder

                self._encoder = FusedEncoder(bert, self._replaced(bert.dtype))
            return self._encoder

    def _replaced(self, dtype: torch.dtype) -> dict[str, torch.Tensor]:
        import torch
        from safetensors import safe_open

        names = list(self._adapter.adapter.layers)
        with safe_open(self._base / "model.safetensors", framework="numpy") as file:
            known = {f"{name}.weight": file.get_tensor(f"{name}.weight") for name in names}
        merged = self._adapter.adapter.merged(known)
        return {name: torch.from_numpy(merged[f"{name}.weight"]).to(dtype) for name in names}


def load_cross_encoder(embedder: SentenceEmbeddings, data: Path, file: Path = CROSS_ENCODER) -> CrossEncoder | None:
    """The cross-encoder beside ``embedder``; None where that is not the packaged model below ``data``, with or without
    its adapter.

    Raises ``weights`` or ``adapter`` where a file is absent or damaged.
    """
    models = data / "models"
    if embedder.folder not in (models / EMBEDDING_NAME, models / weights.NAME):
        return None
    return CrossEncoder(embedder, weights.unpack(models), read_cross_adapter(file))
