"""Regulations chosen by words, status and issuer, a page at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.pages.listing import Choice, listed, named
from ingest.model import Regulation


@pytest.fixture
def known(regulation: Regulation) -> list[Regulation]:
    return [
        replace(regulation, id="a", title="值班办法", issuer="砚禾研究院", document_number="砚禾发〔2023〕7号"),
        replace(regulation, id="b", title="印章办法", issuer="砚禾研究院", effective="2020-01-01", status="已被修订"),
        replace(regulation, id="c", title="印章办法", issuer=None, effective="2024-01-01"),
        replace(regulation, id="d", title="《差旅》办法", issuer="综合处", aliases=("出差办法",)),
    ]


def ids(known: list[Regulation], choice: Choice) -> list[str]:
    return [each.id for each in listed(known, choice).regulations]


def test_everything_in_the_order_of_its_sound_what_is_in_force_first(known: list[Regulation]) -> None:
    assert ids(known, Choice()) == ["d", "c", "b", "a"]  # chai, yin, zhi


def test_what_is_chosen(known: list[Regulation]) -> None:
    assert ids(known, Choice(title="印章")) == ["c", "b"]
    assert ids(known, Choice(title="印章", status="现行有效")) == ["c"]
    assert ids(known, Choice(issuer="砚禾研究院")) == ["b", "a"]
    assert ids(known, Choice(title="没有")) == []
    found = listed(known, Choice(issuer="综合处"))
    assert (found.found, found.total) == (1, 4)
    assert found.statuses == (("现行有效", 3), ("已被修订", 1))
    assert found.issuers == (("砚禾研究院", 2), ("综合处", 1))  # all that can be chosen, not what is left
    assert not Choice(page=3).is_limited and Choice(issuer="综合处").is_limited


def test_names_fit_in_any_order_width_and_by_number_or_other_name(known: list[Regulation]) -> None:
    assert named(known[0], "办法 值班") and named(known[0], "砚禾发〔２０２３〕7号")
    assert named(known[3], "差旅办法") and named(known[3], "《出差")
    assert not named(known[0], "值班 印章")
    assert named(known[0], "")


def test_pages_are_counted_and_one_beyond_is_the_last(known: list[Regulation]) -> None:
    first = listed(known, Choice(), per_page=3)
    assert (len(first.regulations), first.page, first.pages) == (3, 1, 2)
    last = listed(known, Choice(page=99), per_page=3)
    assert ([each.id for each in last.regulations], last.page) == (["a"], 2)
    empty = listed([], Choice(page=0))
    assert (empty.regulations, empty.page, empty.pages) == ((), 1, 1)
