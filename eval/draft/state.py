"""Drafts in a question set: marked in the note, so that nobody takes an unedited one for a gold standard."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

from eval.dataset import Problem, QuestionSet
from eval.draft.model import Draft, State

MARKS: Mapping[str, str] = {state: f"【{state}】" for state in get_args(State)}
"""What the note of a draft begins with, by its state."""

_SHOWN = 5


def records(drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    """The drafts as lines of a question set; the id is made of the wording, so that two files can be joined."""
    return [
        {
            "id": f"draft-{hashlib.sha256(draft.question.encode()).hexdigest()[:10]}",
            "question": draft.question,
            "kind": draft.kind,
            "gold": [{"regulation": g.regulation, "article": g.article, "label": g.label} for g in draft.gold],
            "match": "any",
            "facts": [list(phrases) for phrases in draft.facts],
            "unanswerable": draft.kind == "unanswerable",
            "note": _note(draft),
        }
        for draft in drafts
    ]


def header(name: str, corpus: str, today: date) -> dict[str, Any]:
    """What the set says of itself before a person has edited it."""
    note = "草稿：由 python -m eval draft 按条文的写法拟出，未经人审。逐题改好后删去备注开头的记号，再改写这一句。"
    return {"set": name, "version": 1, "corpus": corpus, "written": today.isoformat(), "note": note}


def unreviewed(question_set: QuestionSet) -> list[Problem]:
    """One fatal problem where questions of the set are still marked as drafts, else nothing."""
    marks = tuple(MARKS.values())
    lines = [q.line for q in question_set.questions if q.note.lstrip().startswith(marks)]
    if not lines:
        return []
    where = "、".join(map(str, lines[:_SHOWN])) + ("……" if len(lines) > _SHOWN else "")
    advice = "逐题改好后删去备注里的这个记号，不要的题整行删去"
    message = f"有 {len(lines)} 题的备注还以{'或'.join(marks)}开头（第 {where} 行），是没有审过的草稿：{advice}"
    return [Problem(lines[0], "note", message)]


def _note(draft: Draft) -> str:
    parts = [draft.pattern, draft.note, f"原文（{draft.place}）：{draft.source}" if draft.source else ""]
    return MARKS[draft.state] + "；".join(part for part in parts if part)
