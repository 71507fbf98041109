"""Gradients of many short texts on several cores: each core takes texts of its own, forwards and backwards.

torch would share out each single operation instead, and these are too small for that: on two cores it ran no faster
than on one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import torch


class Batches:
    """Runs ``encode`` (indexes of texts → one row each, with gradients) on chunks of like length, a chunk a thread."""

    def __init__(self, weights: Sequence[torch.nn.Parameter], *, threads: int, chunk: int = 16) -> None:
        torch.set_num_threads(1)
        self._weights = list(weights)
        self._pool = ThreadPoolExecutor(threads)
        self._chunk = chunk

    def forward(self, lengths: Sequence[int], encode: Callable[[list[int]], torch.Tensor]) -> Rows:
        """The rows of all texts; ``lengths`` say which are alike."""
        order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
        chunks = [order[at : at + self._chunk] for at in range(0, len(order), self._chunk)]
        return Rows(chunks, list(self._pool.map(encode, chunks)), len(order))

    def backward(self, rows: Rows) -> None:
        """Add to every weight's gradient what follows from the gradient of ``rows.values``."""
        gradient = rows.values.grad
        if gradient is None:
            raise ValueError("call backward() on the loss first")

        def of(number: int) -> tuple[torch.Tensor, ...]:
            return torch.autograd.grad(rows.outputs[number], self._weights, gradient[rows.chunks[number]])

        # Summed in the order of the chunks, so that a run can be repeated to the bit.
        for gradients in self._pool.map(of, range(len(rows.chunks))):
            for weight, part in zip(self._weights, gradients, strict=True):
                weight.grad = part if weight.grad is None else weight.grad + part


class Rows:
    """``values``: the rows in the order of the texts, a leaf whose gradient the loss fills."""

    def __init__(self, chunks: list[list[int]], outputs: list[torch.Tensor], count: int) -> None:
        self.chunks = chunks
        self.outputs = outputs
        values = torch.empty(count, *outputs[0].shape[1:])
        for chunk, output in zip(chunks, outputs, strict=True):
            values[chunk] = output.detach()
        self.values = values.requires_grad_()
