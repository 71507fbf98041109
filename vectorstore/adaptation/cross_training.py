"""Trains the cross-encoder: it reads a question and a passage together and says whether the one settles the other.

What it learns from are groups: a question with a passage that settles it, with one that only looks so, and the same
passage with a question that only sounds so. The last are what an embedding model cannot tell apart, and what a refusal
depends on.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import nn

from vectorstore.adaptation.adapter import Adapter
from vectorstore.adaptation.cross_file import CrossAdapter
from vectorstore.adaptation.dense import rate
from vectorstore.adaptation.encoding import Encoder
from vectorstore.adaptation.examples import Example
from vectorstore.adaptation.layers import attach, trained
from vectorstore.adaptation.parallel import Batches
from vectorstore.embedding import Precision

Progress = Callable[[int, int, float], None]

STATES = 4.0
"""What the mean of the last layer is multiplied by: its numbers are small, and the head would learn too slowly."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train: ``batch`` groups a step, of pairs that count 1 where they fit and ``wrong`` where they do not; the
    wrong passage is one of the ``nearest``. Judged questions are learned ``judged_times``."""

    epochs: int = 1
    judged_times: int = 3
    batch: int = 16
    wrong: float = 0.6
    nearest: int = 8
    learning_rate: float = 4e-4
    head_rate: float = 5e-3
    rank: int = 16
    scale: float = 2.0
    seed: int = 11


@dataclass(frozen=True, slots=True)
class _Pair:
    question: str
    passage: str
    fits: float
    counts: float


def train(
    folder: Path,
    precision: Precision,
    examples: Sequence[Example],
    documents: Mapping[str, str],
    prompts: tuple[str, str],
    recipe: Recipe,
    progress: Progress,
    *,
    start: Adapter,
    threads: int = 2,
) -> CrossAdapter:
    """The cross-encoder trained on ``examples`` over the model in ``folder``, beginning at the adapter ``start``.

    ``documents``: the text of each passage by its id · ``prompts``: what the model wants before a question and before a
    passage · ``progress`` is told (steps done, steps in all, loss).
    """
    torch.manual_seed(recipe.seed)
    encoder = Encoder(folder, precision)
    attach(encoder.model, recipe.rank, recipe.scale, start)
    layers = [p for p in encoder.parameters() if p.requires_grad]
    head = nn.Linear(encoder.model.config.hidden_size, 1)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    optimizer = torch.optim.AdamW(
        [
            {"params": layers, "lr": recipe.learning_rate},
            {"params": list(head.parameters()), "lr": recipe.head_rate},
        ],
        weight_decay=0.01,
    )
    steps = recipe.epochs * (len(examples) // recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps))
    batches = Batches(layers, threads=threads, chunk=8)
    mean = 0.0
    for step, pairs in enumerate(_batches(examples, recipe), start=1):
        questions = [prompts[0] + pair.question for pair in pairs]
        passages = [prompts[1] + documents[pair.passage] for pair in pairs]
        lengths = [len(q) + len(p) for q, p in zip(questions, passages, strict=True)]
        rows = batches.forward(lengths, partial(_pooled, encoder, questions, passages))
        scores = head(STATES * rows.values)[:, 0]
        losses = nn.functional.binary_cross_entropy_with_logits(
            scores, torch.tensor([p.fits for p in pairs]), torch.tensor([p.counts for p in pairs]), reduction="sum"
        )
        loss = losses / sum(p.counts for p in pairs)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        batches.backward(rows)
        nn.utils.clip_grad_norm_([*layers, *head.parameters()], 1.0)
        optimizer.step()
        schedule.step()
        mean = loss.item() if step == 1 else 0.95 * mean + 0.05 * loss.item()
        progress(step, steps, mean)
    notes = {name: str(getattr(recipe, name)) for name in recipe.__slots__}
    adapter = trained(encoder.model, recipe.scale, {"kind": "cross-encoder", "questions": str(len(examples)), **notes})
    return CrossAdapter(adapter, head.weight.detach().numpy()[0] * STATES, float(head.bias.detach()))


def _pooled(encoder: Encoder, questions: Sequence[str], passages: Sequence[str], some: Sequence[int]) -> torch.Tensor:
    return encoder.pooled(encoder.tokens([questions[i] for i in some], [passages[i] for i in some]))


def _batches(examples: Sequence[Example], recipe: Recipe) -> Iterator[list[_Pair]]:
    order = random.Random(recipe.seed)
    for _ in range(recipe.epochs):
        mixed = list(examples)
        order.shuffle(mixed)
        for at in range(0, len(mixed) - recipe.batch + 1, recipe.batch):
            yield [pair for example in mixed[at : at + recipe.batch] for pair in _group(example, recipe, order)]


def _group(example: Example, recipe: Recipe, order: random.Random) -> list[_Pair]:
    right = order.choice(example.right)
    pairs = [_Pair(example.question, right, 1.0, 1.0)]
    if example.wrong:
        wrong = order.choice(example.wrong[: recipe.nearest])
        pairs.append(_Pair(example.question, wrong, 0.0, recipe.wrong))
    if example.near:
        pairs.append(_Pair(order.choice(example.near), right, 0.0, recipe.wrong))
    return pairs
