"""The labelled sentences themselves: they rest on places that exist, and the halves share none."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping

import pytest

from eval.claims.dataset import ALTERED, FAITHFUL, KINDS, SETS, ClaimsError, Labelled, Place, Quotes, load
from ingest.model import Regulation

HALVES = {name: load(name) for name in SETS}
EVERYTHING = [sentence for half in HALVES.values() for sentence in half]


def test_there_are_enough_of_every_kind_in_both_halves() -> None:
    counts = {name: Counter(sentence.kind for sentence in half) for name, half in HALVES.items()}
    assert len(EVERYTHING) >= 400 and set(KINDS) == {sentence.kind for sentence in EVERYTHING}
    for kind in KINDS:
        one, other = (counts[name][kind] for name in SETS)
        assert one + other >= 12 and min(one, other) >= 6, kind


def test_the_label_is_that_of_the_kind() -> None:
    assert all(sentence.kind in (FAITHFUL if sentence.faithful else ALTERED) for sentence in EVERYTHING)
    assert not set(FAITHFUL) & set(ALTERED)


def test_ids_and_sentences_are_unique_and_written_as_a_model_does() -> None:
    assert len({sentence.id for sentence in EVERYTHING}) == len(EVERYTHING)
    assert len({(sentence.passages, sentence.sentence) for sentence in EVERYTHING}) == len(EVERYTHING)
    for sentence in EVERYTHING:
        marked = "[" in unicodedata.normalize("NFKC", sentence.sentence)
        assert marked == (sentence.kind != "no_mark"), sentence.id


def test_no_article_is_in_both_halves() -> None:
    one, other = ({(p.regulation, p.article) for s in half for p in s.passages} for half in HALVES.values())
    assert one and other and not one & other


def test_every_place_is_in_the_samples(samples: Mapping[str, Regulation]) -> None:
    quotes = Quotes(samples)
    for sentence in EVERYTHING:
        made = quotes.of(sentence)
        assert [q.number for q in made] == list(range(1, len(sentence.passages) + 1))
        assert [q.label for q in made] == [place.label for place in sentence.passages]
        assert all(q.quote for q in made)


def _of(place: Place) -> Labelled:
    return Labelled("x", (place,), "……［1］。", True, "verbatim")


def test_a_title_means_the_edition_in_force_and_an_id_its_own(regulations: Mapping[str, Regulation]) -> None:
    title = regulations["new"].title
    for name, days in ((title, "十五日"), ("old", "三十日")):
        (made,) = Quotes(regulations).of(_of(Place(name, "第二条", "第二条第（一）项")))
        assert made.quote == f"有下列情形的，停借：\n（一）逾期{days}的；" and made.label == "第二条第（一）项"
    (made,) = Quotes(regulations).of(_of(Place(title, "第一条", "第一条")))
    assert made.quote == "为方便借阅，制定本办法。"


@pytest.mark.parametrize(
    "place",
    [
        Place("没有的办法", "第一条", "第一条"),
        Place("new", "第九条", "第九条"),
        Place("new", "第二条", "第二条第（九）项"),
    ],
)
def test_a_place_that_is_not_there_is_said(regulations: Mapping[str, Regulation], place: Place) -> None:
    with pytest.raises(ClaimsError, match="请先导入 samples/"):
        Quotes(regulations).of(_of(place))
