"""Drafts as a question set: every form holds them, and none is taken for a gold standard before it was edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eval.dataset import Gold, load, write
from eval.draft.model import Draft
from eval.draft.state import header, records, unreviewed

DRAFT = Draft(
    question="借用期限不超过多少天？",
    kind="numeric",
    gold=(Gold("船只借用办法", "第一条", "第二款"),),
    facts=(("不超过15日", "不超过十五日"),),
    pattern="数量和期限",
    source="借用期限不超过15日",
    place="第一条",
)
OPEN = Draft("几天内公布停航？", "unanswerable", (), (), "没有写明", state="请核实", note="原文只写“及时”")


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".xlsx"])
def test_drafts_are_written_in_every_form_and_stay_drafts(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"草稿{ending}"
    write(path, records([DRAFT, OPEN]), header("草稿", "data", date(2026, 11, 22)))
    found = load(path)
    assert [question.kind for question in found.questions] == ["numeric", "unanswerable"]
    assert found.questions[0].gold == DRAFT.gold
    assert found.questions[0].facts == DRAFT.facts
    assert "原文（第一条）：借用期限不超过15日" in found.questions[0].note
    (problem,) = unreviewed(found)
    assert problem.fatal
    assert "2 题" in problem.message
    assert "删去" in problem.message


def test_a_question_counts_once_its_mark_is_gone(tmp_path: Path) -> None:
    edited = [{**record, "note": record["note"].replace("【草稿】", "")} for record in records([DRAFT])]
    write(tmp_path / "a.jsonl", edited, header("a", "data", date(2026, 11, 22)))
    assert unreviewed(load(tmp_path / "a.jsonl")) == []


def test_the_id_is_made_of_the_wording() -> None:
    same, other = records([DRAFT, replace(DRAFT, question="另一问？")])
    assert records([DRAFT])[0]["id"] == same["id"] != other["id"]
