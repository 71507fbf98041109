"""Vectors of passages, from the cache or computed."""

from __future__ import annotations

import numpy as np

from ingest.model import Passage
from vectorstore.embedded import embed, embedded_text


def _passage(text: str, context: str = "砚台办法") -> Passage:
    return Passage(text, "r", "r#1", "", "article", ((0, len(text)),), context, text)


def test_the_place_is_embedded_with_the_words() -> None:
    assert embedded_text(_passage("每人一方。")) == "砚台办法\n每人一方。"
    assert embedded_text(_passage("每人一方。", "")) == "每人一方。"


def test_each_text_is_computed_once(tmp_path, letters):
    cache, told = tmp_path / "embeddings.sqlite", []
    passages = [_passage("每人一方。"), _passage("每季巡看一次。"), _passage("每人一方。")]
    vectors, computed = embed(cache, letters, passages, lambda done, total: told.append((done, total)))
    assert vectors.shape == (3, 64) and computed == 3
    assert len(letters.seen) == 2 and told[-1] == (2, 2)
    again, computed = embed(cache, letters, passages, lambda done, total: None)
    assert computed == 0 and len(letters.seen) == 2
    assert np.array_equal(again, vectors)
