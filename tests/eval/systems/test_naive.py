from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from eval.dataset import Question
from eval.gold import Catalogue
from eval.systems.naive import OVERLAP, SIZE, Chunk, NaiveAsker, chunks
from ingest.model import RawText, Regulation, Segment, Source

FURNITURE = "青石镇图书室编印\n\n"


@pytest.fixture
def file(regulations: dict[str, Regulation]) -> tuple[Regulation, RawText]:
    """The new edition as it came from a file that has more in it than the regulation, and longer articles."""
    new = regulations["new"]
    filler = "".join(f"本条补充说明之{n}。" for n in range(120))
    text = FURNITURE + new.text + "\n" + filler
    segment = Segment(0, len(new.text), len(FURNITURE), len(FURNITURE) + len(new.text))
    return replace(new, sources=(Source("册.txt", "0", (segment,)),)), RawText("册.txt", text, "utf-8", "0")


def test_chunks_are_pieces_of_the_file_and_know_the_articles_they_cover(file: tuple[Regulation, RawText]) -> None:
    new, raw = file
    made = chunks({"册.txt": raw}, [new])
    assert len(made) > 2
    for chunk in made:
        assert chunk.text == raw.text[chunk.start : chunk.start + len(chunk.text)]
        assert len(chunk.text) <= SIZE
    assert all(after.start <= before.start + SIZE for before, after in pairwise(made))
    assert set(made[0].articles) == {("new", "第一条"), ("new", "第二条")}
    assert made[-1].articles == ()
    assert OVERLAP < SIZE


def ask(made: list[Chunk], order: list[int], new: Regulation) -> Any:
    store: Any = SimpleNamespace(query=lambda vector, k: [(str(at), 0.5) for at in order])
    embedder: Any = SimpleNamespace(queries=lambda texts: np.zeros((1, 2)))
    return NaiveAsker(made, {"new": new}, embedder, store).ask(Question("q", "停借", "direct"))


def test_the_nearest_chunk_is_quoted_from_the_file_and_checked_against_it(file: tuple[Regulation, RawText]) -> None:
    new, raw = file
    made = chunks({"册.txt": raw}, [new])
    reply = ask(made, [0, 1], new)
    (citation,) = reply.answer["citations"]
    assert (citation["regulation"], citation["article"], citation["label"]) == (new.title, "第二条", "第二条")
    assert (reply.answer["refused"], reply.confidence) == (False, None)
    catalogue = Catalogue({"new": new}, {"册.txt": raw.text})
    assert catalogue.verbatim(citation) is True
    assert catalogue.placed(citation) is None  # a chunk has no address of its own
    assert catalogue.verbatim({**citation, "quote": citation["quote"] + "。"}) is False
    assert Catalogue({"new": new}).verbatim(citation) is False


def test_articles_are_ranked_in_the_order_of_the_chunks(file: tuple[Regulation, RawText]) -> None:
    new, _ = file
    made = [
        Chunk("册.txt", 0, "甲", (("new", "第二条"), ("new", "第一条"))),
        Chunk("册.txt", 1, "乙", (("new", "第三条"),)),
    ]
    assert [place["article"] for place in ask(made, [1, 0], new).ranking] == ["第三条", "第二条", "第一条"]


def test_a_chunk_of_no_regulation_is_at_the_file(file: tuple[Regulation, RawText]) -> None:
    (citation,) = ask([Chunk("册.txt", 0, "编印", ())], [0], file[0]).answer["citations"]
    assert (citation["regulation"], citation["article"], citation["regulation_id"]) == ("册.txt", "", "")
