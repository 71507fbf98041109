from __future__ import annotations

import json
from pathlib import Path

import pytest

from vectorstore.adaptation.examples import held_out, of_file, of_split, set_aside
from vectorstore.errors import VectorstoreError


def test_the_held_out_fifth_is_fixed_and_about_a_fifth() -> None:
    chosen = [str(i) for i in range(1000) if held_out(str(i))]
    assert 150 < len(chosen) < 250
    assert chosen == [str(i) for i in range(1000) if held_out(str(i))]


def test_no_question_of_the_held_out_fifth_is_trained_on() -> None:
    queries = {str(i): f"问{i}" for i in range(100)}
    qrels = {query: {"甲#1": 1, "甲#2": 0} for query in queries}
    made = of_split(queries, qrels)
    assert {e.question for e in made} == {f"问{i}" for i in range(100) if not held_out(str(i))}
    assert all(e.right == ("甲#1",) for e in made)


def test_a_tenth_of_the_others_can_be_set_aside_to_judge_by() -> None:
    queries = {str(i): f"问{i}" for i in range(1000)}
    aside = {query for query in queries if set_aside(query)}
    assert 50 < len(aside) < 110
    assert not any(held_out(query) for query in aside)
    qrels = {query: {"甲#1": 1} for query in queries}
    trained = {e.question for e in of_split(queries, qrels, set_aside)}
    assert trained == {f"问{i}" for i in queries if i not in aside and not held_out(i)}


def test_our_own_questions_are_settled_by_their_article(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps({"id": "甲#1", "q": ["一？", "二？"], "near": "三？"}) + "\n\n", encoding="utf-8")
    made = of_file(path, ["甲#1"])
    assert [(e.question, e.right, e.wrong) for e in made] == [
        ("一？", ("甲#1",), ()),
        ("二？", ("甲#1",), ()),
    ]


@pytest.mark.parametrize("line", ["{", '{"id": "甲#1"}', '{"id": "乙#1", "q": ["一"], "near": "二"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(VectorstoreError, match="第2行"):
        of_file(path, ["甲#1"])
