"""Texts → token ids → vectors, with gradients: what sentence-transformers does, open to training."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from vectorstore.adaptation.adapter import LONGEST
from vectorstore.embedding import Precision


class Encoder(nn.Module):
    """The transformer and tokenizer of a sentence-transformers folder; vectors are the mean of the last layer.

    The frozen weights are kept in ``precision`` ("bfloat16" trains three times as fast where the CPU computes in it).
    """

    def __init__(self, folder: Path, precision: Precision) -> None:
        super().__init__()
        from transformers import AutoModel, AutoTokenizer
        from transformers.utils import logging

        logging.set_verbosity_error()  # else the missing pooling layer is reported at length
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.model: Any = AutoModel.from_pretrained(
            folder,
            local_files_only=True,
            dtype=getattr(torch, precision),
            add_pooling_layer=False,
            # The gradient of torch's own attention takes four times as long as that of the plain one on a CPU.
            attn_implementation="eager",
        )
        self.model.eval()  # no dropout: a few minutes of training on a CPU have none to spare

    def tokens(self, texts: Sequence[str], pairs: Sequence[str] | None = None) -> Any:
        """Token ids and mask, padded to the longest text of the batch."""
        return self.tokenizer(
            list(texts),
            list(pairs) if pairs is not None else None,
            padding=True,
            truncation="longest_first" if pairs is None else "only_second",
            max_length=LONGEST,
            return_tensors="pt",
        )

    def states(self, tokens: Any) -> torch.Tensor:
        """The last layer, of shape (texts, tokens, width)."""
        states: torch.Tensor = self.model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"])[0]
        return states

    def pooled(self, tokens: Any) -> torch.Tensor:
        """The mean of the last layer over the tokens of each text, of shape (texts, width)."""
        mask = tokens["attention_mask"].unsqueeze(-1).to(torch.float32)
        states = self.states(tokens).float() * mask
        mean: torch.Tensor = states.sum(1) / mask.sum(1)
        return mean
