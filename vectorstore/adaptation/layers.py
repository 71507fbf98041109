"""LoRA in torch: an encoder whose weights stay as they are, with a trainable difference beside each linear layer."""

from __future__ import annotations

import math

import torch
from torch import nn

from vectorstore.adaptation.adapter import Adapter


class LoraLinear(nn.Module):
    """A frozen linear layer plus ``scale`` · up · down; up begins at zero, so that training begins at the old model."""

    def __init__(self, base: nn.Linear, rank: int, scale: float) -> None:
        super().__init__()
        self.base = base
        self.scale = scale
        self.down = nn.Parameter(torch.empty(rank, base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output, of shape (…, outputs)."""
        down, up = self.down.to(x.dtype), self.up.to(x.dtype)
        # Scaled where it is thin: the whole output is touched once less.
        whole: torch.Tensor = self.base(x) + nn.functional.linear(self.scale * nn.functional.linear(x, down), up)
        return whole


def attach(encoder: nn.Module, rank: int, scale: float) -> None:
    """Freeze ``encoder`` and put a :class:`LoraLinear` in place of each linear layer below its ``encoder.layer``."""
    encoder.requires_grad_(False)
    for name, module in list(encoder.named_modules()):
        if isinstance(module, nn.Linear) and name.startswith("encoder.layer."):
            parent, _, child = name.rpartition(".")
            setattr(encoder.get_submodule(parent), child, LoraLinear(module, rank, scale))


def trained(encoder: nn.Module, scale: float, notes: dict[str, str]) -> Adapter:
    """What was trained, as it is saved."""
    layers = {
        name: (module.down.detach().float().numpy(), module.up.detach().float().numpy())
        for name, module in encoder.named_modules()
        if isinstance(module, LoraLinear)
    }
    return Adapter(layers, scale, notes)
