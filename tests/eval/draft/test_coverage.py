"""Which articles the gold points to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from eval.dataset import load
from eval.draft.coverage import coverage
from ingest.model import Regulation


def test_articles_and_their_parts(
    regulations: dict[str, Regulation], write_set: Callable[..., Path], record: Callable[..., dict[str, object]]
) -> None:
    found = coverage(regulations.values(), [load(write_set(record()))])
    new = next(one for one in found.regulations if one.regulation.id == "new")
    assert (new.articles, new.named, new.uncovered) == (2, 1, ("第一条",))
    assert (new.parts, new.parts_named) == (2, 1)
    old = next(one for one in found.regulations if one.regulation.id == "old")
    assert old.named == 0, "the question means the edition that is in force"
    assert found.uncovered(new.regulation, "第一条")
    assert not found.uncovered(new.regulation, "第二条")
    json.dumps(found.to_dict())


def test_an_article_as_a_whole_covers_none_of_its_parts(
    regulations: dict[str, Regulation], write_set: Callable[..., Path], record: Callable[..., dict[str, object]]
) -> None:
    title = regulations["new"].title
    whole = record(gold=[{"regulation": title, "article": "第二条", "label": ""}])
    found = coverage(regulations.values(), [load(write_set(whole))])
    new = next(one for one in found.regulations if one.regulation.id == "new")
    assert (new.named, new.parts_named) == (1, 0)


def test_places_that_are_not_there_are_named(
    regulations: dict[str, Regulation], write_set: Callable[..., Path], record: Callable[..., dict[str, object]]
) -> None:
    title = regulations["new"].title
    lost = record(
        gold=[
            {"regulation": title, "article": "第九条", "label": ""},
            {"regulation": "别的办法", "article": "第一条", "label": ""},
        ]
    )
    assert coverage(regulations.values(), [load(write_set(lost))]).unknown == (
        f"《{title}》第九条",
        "《别的办法》第一条",
    )
