from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.dataset import DatasetError, load
from eval.gold import Catalogue, default_set
from ingest.model import Regulation

Write = Callable[..., Path]
Record = Callable[..., dict[str, Any]]
TITLE = "青石镇图书室借阅办法（试行）"


def gold(article: str = "第二条", label: str = "", regulation: str = TITLE) -> list[dict[str, str]]:
    return [{"regulation": regulation, "article": article, "label": label}]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, "new"),
        (date(2024, 6, 30), "old"),
        (date(2024, 7, 1), "new"),
        (date(2010, 1, 1), "new"),  # before any edition: the last one, rather than none
    ],
)
def test_the_edition_in_force_is_meant(catalogue: Catalogue, as_of: date | None, expected: str) -> None:
    found = catalogue.edition("青石镇图书室借阅办法(试行)", as_of)
    assert found is not None and found.id == expected


def test_an_alias_names_the_regulation(catalogue: Catalogue) -> None:
    found = catalogue.edition("借阅办法", None)
    assert found is not None and found.id == "new"
    assert catalogue.edition("养猫办法", None) is None


def test_a_long_title_may_be_cut_short_where_it_stays_unmistakable(catalogue: Catalogue) -> None:
    found = catalogue.edition("青石镇图书室…", None)
    assert found is not None and found.id == "new"
    assert catalogue.edition("青石镇养猫…", None) is None
    assert catalogue.edition("…", None) is None, "several titles begin so"


def test_gold_and_citation_meet(catalogue: Catalogue, regulations: dict[str, Regulation], write_set: Write) -> None:
    place = load(write_set()).questions[0].gold[0]
    cited = {"regulation_id": "new", "regulation": TITLE, "article": "第二条"}
    assert catalogue.gold_ref(place, None) == catalogue.ref(cited)
    assert catalogue.gold_ref(place, date(2020, 1, 1)) != catalogue.ref(cited)
    without = Catalogue(None)
    assert without.gold_ref(place, None) == without.ref(cited)


def test_what_fits_has_no_problems(catalogue: Catalogue, write_set: Write) -> None:
    assert catalogue.check(load(write_set())) == []


@pytest.mark.parametrize(
    ("changes", "field", "fatal"),
    [
        ({"gold": gold(regulation="养猫办法")}, "gold[0].regulation", False),
        ({"gold": gold("第九条")}, "gold[0].article", True),
        ({"gold": gold(label="第（三）项")}, "gold[0].label", False),
        ({"facts": [["十五日"], ["罚款"]]}, "facts[1]", False),
        ({"as_of": "2020-01-01"}, "facts[0]", False),  # the old edition says 三十日
    ],
)
def test_what_does_not_fit_is_named(
    catalogue: Catalogue, write_set: Write, record: Record, changes: dict[str, Any], field: str, fatal: bool
) -> None:
    problems = catalogue.check(load(write_set(record(id="first"), record(**changes))))
    assert [(p.line, p.field, p.fatal) for p in problems] == [(3, field, fatal)]


def test_a_title_like_the_one_that_is_missing_is_told(catalogue: Catalogue, write_set: Write, record: Record) -> None:
    def said(title: str) -> str:
        place = {"regulation": title, "article": "第二条", "label": ""}
        return catalogue.check(load(write_set(record(gold=[place], facts=[]))))[0].message

    assert "（最接近的是《青石镇图书室借阅办法（试行）》）" in said("青石镇图书馆借阅办法")
    assert "（最接近的是《青石镇图书室借阅办法（试行）》）" in said("室借阅")  # part of it only
    assert "最接近" not in said("养猫须知")


def test_the_article_may_be_written_in_other_widths(catalogue: Catalogue, write_set: Write, record: Record) -> None:
    assert catalogue.check(load(write_set(record(gold=gold(label="第(一)项"))))) == []
    assert catalogue.check(load(write_set(record(gold=gold(label="第一项"))))) == []


def test_without_regulations_nothing_is_checked(write_set: Write, record: Record) -> None:
    assert Catalogue(None).check(load(write_set(record(gold=gold("第九条"))))) == []


def test_verbatim_needs_the_named_edition(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Callable[..., dict[str, Any]]
) -> None:
    right = cite(regulations["new"], "第二条", 1)
    assert catalogue.verbatim(right) is True
    assert catalogue.verbatim({**right, "regulation_id": "old"}) is False
    assert catalogue.verbatim({**right, "regulation_id": "none"}) is False
    assert Catalogue(None).verbatim(right) is None


@pytest.mark.parametrize(
    ("changes", "placed"),
    [
        ({}, True),
        ({"label": "第二条第一项"}, True),  # written the other way
        ({"label": "第二条第（二）项"}, False),  # the words of the item before
        ({"label": "第二条第（九）项"}, False),
        ({"label": "第九条", "article": "第九条"}, False),
        ({"regulation_id": "elsewhere"}, False),
        ({"spans": [[0, 5]]}, False),  # the first article's
        ({"spans": [[1, 2, 3]]}, False),
        ({"spans": []}, False),
    ],
)
def test_an_address_must_exist_and_hold_the_quotation(
    catalogue: Catalogue,
    regulations: dict[str, Regulation],
    cite: Callable[..., dict[str, Any]],
    changes: dict[str, Any],
    placed: bool,
) -> None:
    citation = cite(regulations["new"], "第二条", 1, **changes)
    assert catalogue.placed(citation) is placed
    assert Catalogue(None).placed(citation) is None


def test_the_default_set_is_the_best_covered_that_is_not_for_development(
    catalogue: Catalogue, write_set: Write, record: Record, tmp_path: Path
) -> None:
    assert default_set(tmp_path, catalogue) is None
    write_set(record(gold=gold(regulation="养猫办法")), name="other.jsonl")
    assert default_set(tmp_path, catalogue) is None
    write_set(record(), name="half.jsonl")
    write_set(record(), name="a-dev.jsonl")
    write_set(record(), name="a-dev-2.jsonl")
    chosen = default_set(tmp_path, catalogue)
    assert chosen is not None and chosen.path.name == "half.jsonl"


def test_a_broken_set_in_the_folder_is_not_passed_over(catalogue: Catalogue, write_set: Write, record: Record) -> None:
    path = write_set(record(kind="guess"))
    with pytest.raises(DatasetError):
        default_set(path.parent, catalogue)
