"""LoRA in torch: an encoder whose weights stay as they are, with a trainable difference beside each linear layer."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn

from vectorstore.adaptation.adapter import Adapter, Floats
from vectorstore.errors import VectorstoreError

_NONE: tuple[Floats, Floats] = (np.empty((0, 0), np.float32), np.empty((0, 0), np.float32))


class LoraLinear(nn.Module):
    """A frozen linear layer plus ``scale`` · up · down; up begins at zero, so that training begins at the old model."""

    def __init__(self, base: nn.Linear, rank: int, scale: float) -> None:
        super().__init__()
        self.base = base
        self.scale = scale
        self.down = nn.Parameter(torch.empty(rank, base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def take(self, down: Floats, up: Floats, scale: float) -> None:
        """Begin at the difference ``scale`` · up · down. Raises ``adapter`` where it does not fit."""
        if down.shape != self.down.shape or up.shape != self.up.shape:
            raise VectorstoreError(
                "adapter", "不能从这个适配文件接着训练：它的层或秩与模型不同。请换用配套的适配文件。"
            )
        with torch.no_grad():
            self.down.copy_(torch.from_numpy(down))
            self.up.copy_(torch.from_numpy(up) * (scale / self.scale))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output, of shape (…, outputs)."""
        down, up = self.down.to(x.dtype), self.up.to(x.dtype)
        # Scaled where it is thin: the whole output is touched once less.
        whole: torch.Tensor = self.base(x) + nn.functional.linear(self.scale * nn.functional.linear(x, down), up)
        return whole


def attach(encoder: nn.Module, rank: int, scale: float, start: Adapter | None = None) -> None:
    """Freeze ``encoder`` and put a :class:`LoraLinear` in place of each linear layer below its ``encoder.layer``.

    Their differences are those of ``start`` where it is given; they must be of the same ``rank``. Raises ``adapter``
    where they are not, or belong to another model.
    """
    encoder.requires_grad_(False)
    for name, module in list(encoder.named_modules()):
        if isinstance(module, nn.Linear) and name.startswith("encoder.layer."):
            parent, _, child = name.rpartition(".")
            layer = LoraLinear(module, rank, scale)
            if start is not None:
                layer.take(*start.layers.get(name, _NONE), start.scale)
            setattr(encoder.get_submodule(parent), child, layer)


def trained(encoder: nn.Module, scale: float, notes: dict[str, str]) -> Adapter:
    """What was trained, as it is saved."""
    layers = {
        name: (module.down.detach().float().numpy(), module.up.detach().float().numpy())
        for name, module in encoder.named_modules()
        if isinstance(module, LoraLinear)
    }
    return Adapter(layers, scale, notes)
