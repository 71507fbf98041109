"""Trains the adapter of the embedding model: a question's vector comes nearer to the articles that settle it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch
from torch import nn

from vectorstore.adaptation.adapter import Adapter
from vectorstore.adaptation.encoding import Encoder
from vectorstore.adaptation.examples import Example
from vectorstore.adaptation.layers import attach, trained
from vectorstore.adaptation.parallel import Batches
from vectorstore.embedding import Precision

Progress = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. ``batch`` questions a step, each with one right article and ``hard`` wrong ones; every article of
    the batch that does not settle a question counts as wrong for it. ``temperature`` divides the cosines. ``kept`` is
    the share of the trained difference that is saved: a little less than all of it keeps what the model knew before.
    ``times``: how often a question that people asked counts beside one that was written for training. ``near``: the
    weight of the opposite task, to tell for an article which question of the batch it settles, the questions that only
    sound like it among them."""

    times: int = 2
    epochs: int = 1
    batch: int = 48
    hard: int = 1
    temperature: float = 0.03
    learning_rate: float = 4e-4
    rank: int = 16
    scale: float = 2.0
    kept: float = 0.8
    near: float = 0.0
    seed: int = 1


FIRST = Recipe()
SECOND = Recipe(times=3, hard=2, learning_rate=2e-4, kept=1.0, seed=3)
THIRD = Recipe(learning_rate=2e-4, kept=1.0, near=0.5, seed=5)
FOURTH = Recipe(times=3, learning_rate=2e-4, kept=1.0, near=0.5, seed=7)
ROUNDS = (FIRST, SECOND, THIRD, FOURTH)
"""How the shipped adapter was trained, each round going on from the one before it; the fourth learns the questions for
an institution's own articles twice, between as many of the others."""


def train(
    folder: Path,
    precision: Precision,
    examples: Sequence[Example],
    documents: Mapping[str, str],
    prompts: tuple[str, str],
    recipe: Recipe,
    progress: Progress,
    *,
    start: Adapter | None = None,
    threads: int = 2,
) -> Adapter:
    """The adapter trained on ``examples`` over the model in ``folder``, beginning at ``start`` where it is given.

    ``documents``: the text that is embedded for each article id · ``prompts``: what the model wants before a question
    and before a passage · ``progress`` is told (steps done, steps in all, loss).
    """
    torch.manual_seed(recipe.seed)
    encoder = Encoder(folder, precision)
    attach(encoder.model, recipe.rank, recipe.scale, start)
    weights = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=recipe.learning_rate, weight_decay=0.01)
    steps = recipe.epochs * (len(examples) // recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps))
    batches = Batches(weights, threads=threads)
    query, passage = prompts
    mean = 0.0
    for step, batch in enumerate(_batches(examples, recipe), start=1):
        articles = _articles(batch, recipe)
        near = [e.near[0] for e in batch if e.near] if recipe.near else []
        asked = [*(e.question for e in batch), *near]
        texts = [query + question for question in asked] + [passage + documents[doc] for doc in articles]
        rows = batches.forward([len(t) for t in texts], partial(_vectors, encoder, texts))
        every = rows.values[: len(asked)] @ rows.values[len(asked) :].T / recipe.temperature
        scores = every[: len(batch)]
        # Another article that settles the question too, or may do so, must not count as wrong.
        settling = [{*e.right, *e.doubtful} for e in batch]
        barred = [[doc in too and at != i for at, doc in enumerate(articles)] for i, too in enumerate(settling)]
        scores = scores.masked_fill(torch.tensor(barred), -1e4)
        own = torch.arange(len(batch))
        loss = nn.functional.cross_entropy(scores, own)
        if recipe.near:
            back = torch.cat([scores[:, : len(batch)], every[len(batch) :, : len(batch)]]).T
            loss = loss + recipe.near * nn.functional.cross_entropy(back, own)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        batches.backward(rows)
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        mean = loss.item() if step == 1 else 0.95 * mean + 0.05 * loss.item()
        progress(step, steps, mean)
    notes = {name: str(getattr(recipe, name)) for name in recipe.__slots__}
    return trained(
        encoder.model, recipe.scale * recipe.kept, {"kind": "embedding", "questions": str(len(examples)), **notes}
    )


def _vectors(encoder: Encoder, texts: Sequence[str], some: Sequence[int]) -> torch.Tensor:
    return nn.functional.normalize(encoder.pooled(encoder.tokens([texts[i] for i in some])), dim=-1)


def rate(step: int, steps: int) -> float:
    """The share of the learning rate at ``step``: a tenth of the steps up, then down along a cosine to a twentieth."""
    warm = max(1, steps // 10)
    if step < warm:
        return (step + 1) / warm
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def _batches(examples: Sequence[Example], recipe: Recipe) -> Iterator[list[Example]]:
    """Every example once an epoch, in an order of its own; what is left over at the end waits for the next epoch."""
    order = random.Random(recipe.seed)
    for _ in range(recipe.epochs):
        mixed = list(examples)
        order.shuffle(mixed)
        for at in range(0, len(mixed) - recipe.batch + 1, recipe.batch):
            chosen = mixed[at : at + recipe.batch]
            # Of several right articles another one each time: the first of the list is the one that is used.
            yield [
                replace(
                    e,
                    right=_turned(e.right, order),
                    wrong=_turned(e.wrong[:20], order),
                    near=_turned(e.near, order),
                )
                for e in chosen
            ]


def _turned(ids: tuple[str, ...], order: random.Random) -> tuple[str, ...]:
    return tuple(order.sample(ids, len(ids)))


def _articles(batch: Sequence[Example], recipe: Recipe) -> list[str]:
    """The articles of a batch: at i one that settles question i, then the hard wrong ones."""
    return [e.right[0] for e in batch] + [doc for e in batch for doc in e.wrong[: recipe.hard]]
