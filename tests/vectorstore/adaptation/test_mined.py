from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.beir import load_beir
from vectorstore.adaptation.examples import Example
from vectorstore.adaptation.mined import Near, near_of, nearest, with_mined

DOCUMENTS = {
    "甲#1": "甲办法\n请假三天以内由处长批准。",
    "甲#2": "甲办法\n食堂每周供应五日。",
    "乙#1": "乙办法\n请假三天以内由处长批准。",
    "乙#2": "乙办法\n请假须填写单子。",
    "丙#1": "丙办法\n仪器放在三楼。",
}


def unit(*rows: tuple[float, float]) -> NDArray[np.float32]:
    table = np.array(rows, np.float32)
    return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True), np.float32)


def test_articles_are_told_by_their_nearest_passage_and_those_as_near_as_the_right_one_are_in_doubt() -> None:
    owners = ["甲#1", "甲#1", "乙#1", "乙#2", "乙#2", "丙#1"]
    vectors = unit((0, 1), (1, 0.1), (1, 0), (0, 1), (1, 0.5), (1, 3))
    asked = unit((1, 0))
    (near,) = near_of([Example("问", ("甲#1",))], asked, vectors, owners)
    assert near.doubtful == ("乙#1",)  # nearer than the right article
    assert near.wrong == ("乙#2", "丙#1")  # nearest first, by the better of two passages


def test_of_several_right_articles_the_nearest_draws_the_line_and_none_is_wrong() -> None:
    vectors = unit((1, 0), (1, 2), (1, 1))
    (near,) = near_of([Example("问", ("甲", "乙"))], unit((1, 0)), vectors, ["甲", "乙", "丙"])
    assert near == Near(("丙",), ())


def test_more_questions_than_are_compared_at_once_keep_their_order() -> None:
    vectors = unit((1, 0), (0, 1))
    examples = [Example(str(i), ("甲",) if i % 2 else ("乙",)) for i in range(600)]
    near = near_of(examples, unit(*((1, 0) if i % 2 else (0, 1) for i in range(600))), vectors, ["甲", "乙"])
    assert [found.wrong for found in near] == [("乙",) if i % 2 else ("甲",) for i in range(600)]


def test_what_was_found_comes_before_what_shares_words_and_twins_teach_nothing() -> None:
    example = Example("请假谁批准", ("甲#1",), ("乙#2", "甲#2"))
    (made,) = with_mined([example], [Near(("乙#1", "丙#1"), ("甲#2",))], DOCUMENTS)
    assert made.wrong == ("丙#1", "乙#2")
    assert made.doubtful == ("乙#1", "甲#2")
    assert (made.question, made.right) == (example.question, example.right)


class Letters:
    """An embedder: a text is as near to another as they share letters; ``seen`` are the texts it was given."""

    fingerprint = "letters"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def queries(self, texts: list[str]) -> NDArray[np.float32]:
        return self._rows(texts)

    def documents(self, texts: list[str]) -> NDArray[np.float32]:
        self.seen += texts
        return self._rows(texts)

    @staticmethod
    def _rows(texts: list[str]) -> NDArray[np.float32]:
        table = np.array([[text.count(letter) + 0.01 for letter in "请假食堂仪器"] for text in texts], np.float32)
        return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True), np.float32)


def test_the_whole_corpus_is_looked_through_and_embedded_once(tmp_path: Path) -> None:
    texts = {"a": "请假由处长批准。", "b": "请假食堂。", "c": "仪器放在三楼。"}
    rows = [
        {"_id": identity, "title": "砚禾研究院办法", "text": text, "metadata": {"article": number}}
        for number, (identity, text) in enumerate(texts.items(), start=1)
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(json.dumps({"_id": "1", "text": "请假"}), encoding="utf-8")
    embedder = Letters()
    for _ in range(2):
        (near,) = nearest(
            [Example("请假", ("a",))],
            load_beir(tmp_path),
            embedder,  # type: ignore[arg-type]
            tmp_path / "embeddings.sqlite",
            lambda done, total: None,
        )
        assert near == Near(("b", "c"), ())
    assert len(embedder.seen) == 3
