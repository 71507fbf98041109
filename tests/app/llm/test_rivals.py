"""Only articles that would be an answer by themselves are rivals, and never those of a refusal."""

from __future__ import annotations

from typing import Any

import pytest

from app.llm.rivals import promoted, rivals
from ingest.citation import Citation
from tests.app.llm.finding import QUERY, ids, retrieval
from vectorstore.retrieval import RetrievedPart


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.9, 0.2, 0.5, 0.6], ["r#1", "r#3", "r#4"]),
        ([0.9, 0.4, 0.4, 0.4, 0.4, 0.9], []),  # the sixth is too far
        ([0.9, 0.49], []),
        ([0.49, 0.9, 0.9], []),  # a refusal
        ([], []),
    ],
)
def test_rivals(scores: list[float], expected: list[str]) -> None:
    assert ids(rivals(retrieval(scores))) == expected


@pytest.mark.parametrize(
    "more",
    [
        {"missing": ("《借阅办法》没有第九条",)},
        {"citations": (("r#1", Citation(article=1)),)},
        {"parts": (RetrievedPart(QUERY, ()),)},
    ],
)
def test_there_is_nothing_to_choose(more: dict[str, Any]) -> None:
    assert ids(rivals(retrieval([0.9, 0.8]))) == ["r#1", "r#2"]
    assert rivals(retrieval([0.9, 0.8], **more)) == []


def test_promoting_changes_only_the_order() -> None:
    found = retrieval([0.9, 0.8, 0.7])
    changed = promoted(found, found.articles[2])
    assert ids(changed.articles) == ["r#3", "r#1", "r#2"]
    assert sorted(changed.articles, key=lambda a: a.article_id) == found.articles
    assert promoted(found, found.articles[0]) == found
