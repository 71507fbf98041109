"""Trains the adapter of the cross-encoder: question and article read together, one number out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import nn

from vectorstore.adaptation.adapter import HEAD_BIAS, HEAD_WEIGHT, Adapter
from vectorstore.adaptation.dense import Progress, rate
from vectorstore.adaptation.encoding import Encoder
from vectorstore.adaptation.examples import Example
from vectorstore.adaptation.layers import attach, trained
from vectorstore.adaptation.parallel import Batches
from vectorstore.embedding import Precision


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. A group is a question with one right article and ``wrong`` wrong ones, or a near miss with wrong
    ones alone; ``batch`` groups a step, ``groups`` groups in all. Each article's number is judged by itself (does it
    settle the question?) and, counting ``listwise`` as much, against the others of its group."""

    groups: int = 3000
    batch: int = 16
    wrong: int = 4
    listwise: float = 1.0
    learning_rate: float = 4e-4
    rank: int = 16
    scale: float = 2.0
    seed: int = 2


def train(
    folder: Path,
    precision: Precision,
    examples: Sequence[Example],
    documents: Mapping[str, str],
    recipe: Recipe,
    progress: Progress,
    *,
    threads: int = 2,
) -> Adapter:
    """The adapter, with its head, trained on ``examples`` over the model in ``folder``."""
    torch.manual_seed(recipe.seed)
    encoder = Encoder(folder, precision)
    attach(encoder.model, recipe.rank, recipe.scale)
    head = nn.Linear(encoder.model.config.hidden_size, 1)
    nn.init.normal_(head.weight, std=0.02)
    nn.init.zeros_(head.bias)
    weights = [*(p for p in encoder.parameters() if p.requires_grad), *head.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=recipe.learning_rate, weight_decay=0.01)
    steps = recipe.groups // recipe.batch
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps))
    batches = Batches(weights, threads=threads)
    mean = 0.0
    for step, groups in enumerate(_batches(examples, recipe), start=1):
        asked = [question for question, articles, _ in groups for _ in articles]
        shown = [documents[doc] for _, articles, _ in groups for doc in articles]
        lengths = [len(q) + len(a) for q, a in zip(asked, shown, strict=True)]
        rows = batches.forward(lengths, partial(_read, encoder, head, asked, shown))
        logits = rows.values
        loss = torch.zeros(())
        at = 0
        for _, articles, settled in groups:
            group = logits[at : at + len(articles)]
            at += len(articles)
            labels = torch.zeros(len(articles))
            if settled:
                labels[0] = 1.0
                loss = loss + recipe.listwise * nn.functional.cross_entropy(group[None], torch.zeros(1).long())
            # One right article among several wrong ones: as much weight for it as for all of them together.
            share = torch.where(labels > 0, float(len(articles) - 1), 1.0)
            loss = loss + nn.functional.binary_cross_entropy_with_logits(group, labels, share)
        loss = loss / len(groups)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        batches.backward(rows)
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        mean = loss.item() if step == 1 else 0.95 * mean + 0.05 * loss.item()
        progress(step, steps, mean)
    notes = {name: str(getattr(recipe, name)) for name in recipe.__slots__}
    others = {HEAD_WEIGHT: head.weight, HEAD_BIAS: head.bias}
    return trained(encoder.model, recipe.scale, {"kind": "cross-encoder", **notes}, others)


def _read(
    encoder: Encoder, head: nn.Linear, asked: Sequence[str], shown: Sequence[str], some: Sequence[int]
) -> torch.Tensor:
    numbers: torch.Tensor = head(encoder.pooled(encoder.tokens([asked[i] for i in some], [shown[i] for i in some])))
    return numbers[:, 0]


def _batches(examples: Sequence[Example], recipe: Recipe) -> Iterator[list[tuple[str, list[str], bool]]]:
    """Groups (question, articles, whether the first settles it) in an order of their own, as often round as needed."""
    order = random.Random(recipe.seed)
    waiting: list[Example] = []
    for _ in range(recipe.groups // recipe.batch):
        groups: list[tuple[str, list[str], bool]] = []
        while len(groups) < recipe.batch:
            if not waiting:
                waiting = list(examples)
                order.shuffle(waiting)
            example = waiting.pop()
            if example.right:
                wrong = order.sample(example.wrong[:30], min(recipe.wrong, len(example.wrong[:30])))
                groups.append((example.question, [order.choice(example.right), *wrong], True))
            else:
                # A near miss: the article it was written against, and what else lies near.
                near = order.sample(example.wrong[1:20], min(recipe.wrong - 2, len(example.wrong[1:20])))
                groups.append((example.question, [example.wrong[0], *near], False))
        yield groups
