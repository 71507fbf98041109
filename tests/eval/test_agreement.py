from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from eval.agreement import agreement, kappa, wording
from eval.dataset import Gold, Question, QuestionSet


def made(*questions: Question) -> QuestionSet:
    return QuestionSet("集", 1, "", Path("集.jsonl"), "", questions)


def asked(question: str, *gold: str, facts: Sequence[Sequence[str]] = (), **changes: object) -> Question:
    """A question with gold such as 第一条/第二款 of one regulation; without gold, one that has no answer."""
    places = tuple(Gold("借阅办法", *place.split("/")) for place in gold)
    kind = "direct" if gold else "unanswerable"
    return Question(
        question,
        question,
        kind,  # type: ignore[arg-type]
        places,
        facts=tuple(tuple(phrases) for phrases in facts),
        unanswerable=not gold,
        **changes,  # type: ignore[arg-type]
    )


def test_kappa_of_cohens_table() -> None:
    # 20 both yes, 5 only the first, 10 only the second, 15 both no: observed 0.7, chance 0.5·0.6 + 0.5·0.4 = 0.5
    first = [True] * 25 + [False] * 25
    second = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert kappa(first, second) == pytest.approx(0.4)
    assert kappa([True, False], [True, False]) == 1
    assert kappa([True, True], [True, True]) is None
    assert kappa([], []) is None


def test_overlap_of_places_by_hand() -> None:
    first = made(asked("甲", "第一条", "第二条"), asked("乙", "第三条/第一款"), asked("丙", "第四条"))
    second = made(asked("甲", "第二条", "第五条"), asked("乙", "第三条/第二款"), asked("丙", "第４条", "第四条"))
    found = agreement(first, second)
    # articles: 甲 shares 1 of 3; 乙 the same; 丙 {4} against {第4条, 4}: folding does not read numbers, 1 of 2
    assert found.articles.exact and found.articles.jaccard and found.articles.f1
    assert found.articles.exact.mean == pytest.approx(1 / 3)
    assert found.articles.jaccard.mean == pytest.approx((1 / 3 + 1 + 1 / 2) / 3)
    assert found.articles.f1.mean == pytest.approx((2 / 4 + 1 + 2 / 3) / 3)
    # below the article 乙 differs too
    assert found.labels.jaccard and found.labels.jaccard.mean == pytest.approx((1 / 3 + 0 + 1 / 2) / 3)
    assert [(d.first.id, d.what) for d in found.differences] == [("甲", "article"), ("乙", "label"), ("丙", "article")]


def test_ways_of_writing_are_no_difference() -> None:
    first = made(asked("甲", "第一条/第（二）项"), asked("乙", "第三条"))
    second = made(asked("甲！", "第一条/第二项"), Question("乙", "乙", "direct", (Gold("借阅…", "第三条"),)))
    found = agreement(first, second)
    assert (found.pairs, found.differences) == (2, ())


def test_facts_are_the_same_where_they_share_a_way_to_say_it() -> None:
    first = made(asked("甲", "第一条", facts=[["十五日", "15日"], ["停借"]]), asked("乙", "第一条"))
    second = made(asked("甲", "第一条", facts=[["１５日"], ["赔偿"], ["登记"]]), asked("乙", "第一条"))
    found = agreement(first, second)
    # one fact of either has a partner: 2 of 5; 乙 has none in either file and says nothing
    assert found.facts.f1 and found.facts.jaccard and found.facts.exact
    assert (found.facts.f1.mean, found.facts.f1.count, found.facts.exact.mean) == (pytest.approx(2 / 5), 1, 0)
    assert found.facts.jaccard.mean == pytest.approx(1 / 4)
    assert [d.what for d in found.differences] == ["facts"]


def test_what_one_cannot_answer_counts_for_kappa_only() -> None:
    first = made(asked("甲", "第一条"), asked("乙"), asked("丙"), asked("丁", "第二条"))
    second = made(asked("甲", "第一条"), asked("乙"), asked("丙", "第九条"), asked("丁", "第二条"))
    found = agreement(first, second)
    assert found.same and found.same.mean == 3 / 4
    assert found.kappa == pytest.approx((0.75 - 0.5) / 0.5)  # chance 2/4·1/4 + 2/4·3/4
    assert found.articles.exact and (found.articles.exact.mean, found.articles.exact.count) == (1, 2)
    assert [(d.first.id, d.what) for d in found.differences] == [("丙", "unanswerable")]


def test_any_or_all_matters_where_there_are_several_places() -> None:
    first = made(asked("甲", "第一条", "第二条", match="all"), asked("乙", "第一条", match="all"))
    second = made(asked("甲", "第一条", "第二条", match="any"), asked("乙", "第一条", match="any"))
    found = agreement(first, second)
    assert found.match and (found.match.mean, found.match.count) == (0, 1)
    assert [(d.first.id, d.what) for d in found.differences] == [("甲", "match")]


def test_questions_are_paired_by_what_is_asked() -> None:
    turn = (("事假呢", "扣发"),)
    first = made(asked("那病假呢", "第一条", history=turn), asked("借几本", "第一条"), asked("借几本", "第二条"))
    second = made(asked("借几本？", "第一条"), asked("那病假呢", "第一条"), asked("还书", "第一条"))
    found = agreement(first, second)
    assert found.pairs == 1
    assert [question.id for question in found.only_first] == ["那病假呢", "借几本"]
    assert [question.id for question in found.only_second] == ["那病假呢", "还书"]
    assert agreement(first, made()).articles.exact is None


def test_the_day_is_part_of_a_question() -> None:
    assert wording(asked("甲")) != wording(asked("甲", as_of=date(2024, 5, 1)))
    assert wording(asked("Ａ 甲，乙？")) == wording(asked("a甲乙"))
