"""An invented regulation in two editions, and a question set about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from eval.gold import Catalogue
from ingest.model import Article, Item, Paragraph, Regulation

TITLE = "青石镇图书室借阅办法（试行）"
HEADER = {"set": "借阅", "version": 3, "corpus": "samples", "written": "2026-11-22", "note": "测试"}


def _edition(identity: str, days: str, effective: str, status: str) -> Regulation:
    text, articles = "", []
    lines = [
        ("第一条", "为方便借阅，制定本办法。", []),
        ("第二条", "有下列情形的，停借：", [f"（一）逾期{days}的；", "（二）损坏图书的。"]),
    ]
    for number, (marker, lead, printed) in enumerate(lines, 1):
        start = len(text)
        text += f"{marker} {lead}"
        lead_end, items = len(text), []
        for position, words in enumerate(printed, 1):
            text += "\n"
            items.append(Item(position, words[:3], len(text), len(text) + len(words), len(text) + len(words)))
            text += words
        paragraph = Paragraph(1, start + len(marker) + 1, len(text), lead_end, tuple(items))
        articles.append(Article(marker, "article", number, 0, "", (), start, len(text), (paragraph,)))
        text += "\n"
    return Regulation(
        identity, TITLE, False, text, (), tuple(articles), (), effective=effective, status=status, aliases=("借阅办法",)
    )


@pytest.fixture
def regulations() -> dict[str, Regulation]:
    """Both editions: ``old`` in force from 2019, ``new`` from 2024."""
    old = _edition("old", "三十日", "2019-01-01", "已被修订")
    new = _edition("new", "十五日", "2024-07-01", "现行有效")
    return {"new": new, "old": old}


@pytest.fixture
def catalogue(regulations: dict[str, Regulation]) -> Catalogue:
    return Catalogue(regulations)


def citation(regulation: Regulation, address: str, item: int | None = None, /, **changes: Any) -> dict[str, Any]:
    """A citation of the API contract, as far as the benchmark reads it."""
    article = regulation.article(address)
    assert article is not None
    paragraph = article.paragraphs[0]
    spans, label = [[paragraph.start, paragraph.lead_end]], address
    if item is not None:
        part = paragraph.items[item - 1]
        spans.append([part.start, part.end])
        label = f"{address}第{part.marker}项"
    return {
        "regulation": regulation.title,
        "regulation_id": regulation.id,
        "article": address,
        "label": label,
        "spans": spans,
        "quote": "\n".join(regulation.text[start:end] for start, end in spans),
        **changes,
    }


def answer(citations: list[dict[str, Any]], related: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"citations": citations, "related": related or [], "refused": not citations}


@pytest.fixture
def cite() -> Callable[..., dict[str, Any]]:
    return citation


@pytest.fixture
def reply() -> Callable[..., dict[str, Any]]:
    return answer


ANSWERABLE = {
    "id": "q1",
    "question": "晚还多久会停借",
    "kind": "numeric",
    "gold": [{"regulation": TITLE, "article": "第二条", "label": "第（一）项"}],
    "match": "any",
    "facts": [["十五日", "15日"]],
    "unanswerable": False,
}
UNANSWERABLE = {
    "id": "q2",
    "question": "图书室周末开门吗",
    "kind": "unanswerable",
    "gold": [],
    "match": "any",
    "facts": [],
    "unanswerable": True,
}


@pytest.fixture
def record() -> Callable[..., dict[str, Any]]:
    """A right record with changes; a value of ``...`` takes the field away."""

    def make(base: Mapping[str, Any] = ANSWERABLE, **changes: Any) -> dict[str, Any]:
        return {name: value for name, value in {**base, **changes}.items() if value is not ...}

    return make


@pytest.fixture
def write_set(tmp_path: Path) -> Callable[..., Path]:
    """Writes a set: the header and the records given, or the two right ones."""

    def write(*records: Mapping[str, Any], header: Mapping[str, Any] | None = HEADER, name: str = "借阅.jsonl") -> Path:
        lines = [*([header] if header is not None else []), *(records or (ANSWERABLE, UNANSWERABLE))]
        path = tmp_path / name
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        return path

    return write
