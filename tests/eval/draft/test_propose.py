"""Regulations → drafts: addresses, topics, the choice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import parts
from eval.dataset import Gold
from eval.draft.propose import choose, drafts
from eval.draft.units import topic, units
from ingest.model import Regulation

Make = Callable[..., Regulation]
TITLE = "砚禾研究院船只借用办法"
LIST = ("第二章 借用", "有下列情形之一的，停止借用：", ["逾期三日以上的；", "损坏船只的。"])
TERM = ("第一章 总则", "借用期限不超过15日。", [])


@pytest.fixture
def boats(regulation: Make) -> Regulation:
    return regulation(TERM, LIST, ("第三章 附则", "本办法由船务室负责解释。", []))


def test_every_sentence_has_its_address_and_its_lead_in(boats: Regulation) -> None:
    found = [(u.article.address, u.label, u.text, u.lead, u.items) for u in units(boats)]
    assert found == [
        ("第一条", "", "借用期限不超过15日", "", ()),
        ("第二条", "", "有下列情形之一的，停止借用", "", ("逾期三日以上的；", "损坏船只的。")),
        ("第二条", "第（一）项", "逾期三日以上的", "有下列情形之一的，停止借用", ()),
        ("第二条", "第（二）项", "损坏船只的", "有下列情形之一的，停止借用", ()),
        ("第三条", "", "本办法由船务室负责解释", "", ()),
    ]


def test_a_heading_that_says_nothing_is_no_topic(boats: Regulation) -> None:
    assert [topic(article) for article in boats.articles] == ["", "借用", ""]


def test_drafts_name_what_they_are_about_and_where_the_answer_stands(boats: Regulation) -> None:
    found = {draft.question: draft for draft in drafts(boats)}
    first = found[f"《{TITLE}》里，借用期限不超过多少天？"]
    assert (first.gold, first.place, first.state) == ((Gold(TITLE, "第一条", ""),), "第一条", "草稿")
    item = next(draft for question, draft in found.items() if "逾期达到多少天" in question)
    assert item.gold == (Gold(TITLE, "第二条", "第（一）项"),)
    assert f"《{TITLE}》由谁负责解释？" in found


def test_every_gold_stands_in_the_record_and_every_fact_in_its_article(boats: Regulation) -> None:
    known = {label for article in boats.articles for label, _, _ in parts(article)}
    for draft in drafts(boats):
        for gold in draft.gold:
            assert gold.article + gold.label in known
            article = boats.article(gold.article)
            assert article is not None
            text = boats.text[article.start : article.end]
            assert all(any(phrase in text for phrase in phrases) for phrases in draft.facts)


def test_superseded_regulations_are_not_asked_about(regulation: Make) -> None:
    assert choose([regulation(TERM, status="已废止")], None, 1) == []


def test_articles_can_be_left_out(boats: Regulation) -> None:
    found = choose([boats], None, 1, lambda regulation, article: article.address == "第三条")
    assert {draft.place for draft in found} == {"第三条"}


def test_one_article_gives_two_at_most_and_no_wording_twice(boats: Regulation, regulation: Make) -> None:
    found = choose([boats, regulation(TERM, LIST)], None, 1)
    assert len({draft.question for draft in found}) == len(found)
    places = [draft.place for draft in choose([boats], None, 1)]
    assert max(map(places.count, places)) <= 2


def test_a_limited_choice_takes_every_pattern_in_turn_and_is_the_same_again(boats: Regulation) -> None:
    found = choose([boats], 3, 7)
    assert len({draft.pattern for draft in found}) == 3
    assert found == choose([boats], 3, 7)
    assert len(choose([boats], 100, 7)) == len(choose([boats], None, 7))
