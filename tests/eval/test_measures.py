from __future__ import annotations

import pytest

from eval.measures import (
    citation_precision,
    citation_recall,
    citation_validity,
    crag_score,
    fact_recall,
    fold,
    fold_label,
    is_verbatim,
    label_recall,
)

A, B, C, D = (("甲办法", f"第{n}条") for n in "一二三四")


def test_fold_makes_widths_and_spaces_equal() -> None:
    assert fold("第 ４ 条（试行）\n") == fold("第4条(试行)")
    assert fold("第四条") != fold("第五条")


def test_fold_label_accepts_both_ways_of_writing_an_item() -> None:
    assert fold_label("第二条第（三）项") == fold_label("第二条第三项")
    # 十（一） is subsection 1 of section 十, not section 十一
    assert fold_label("十（一）") != fold_label("十一")


def test_fact_recall_counts_facts_and_takes_any_alternative() -> None:
    quotes = ["提前 3 个\n工作日报备", "逾期不予受理"]
    assert fact_recall(quotes, [["３个工作日", "三个工作日"], ["书面"]]) == 0.5
    assert fact_recall(quotes, [["3个工作日"], ["不予受理"]]) == 1.0
    assert fact_recall([], [["3个工作日"]]) == 0.0


def test_fact_recall_does_not_run_from_one_quotation_into_the_next() -> None:
    assert fact_recall(["满五", "年的"], [["五年"]]) == 0.0
    assert fact_recall(["满五\n年的"], [["五年"]]) == 1.0


def test_fact_recall_says_nothing_without_facts() -> None:
    assert fact_recall(["任何话"], []) is None


def test_citation_precision_counts_each_article_once() -> None:
    assert citation_precision([A, A, B, C], [A, D]) == pytest.approx(1 / 3)
    assert citation_precision([A, A], [A]) == 1.0
    assert citation_precision([], [A]) is None


def test_citation_recall_needs_one_or_all() -> None:
    assert citation_recall([A, C], [A, B], "any") == 1.0
    assert citation_recall([A, C], [A, B], "all") == 0.5
    assert citation_recall([C], [A, B], "any") == 0.0
    assert citation_recall([], [A], "all") == 0.0


def test_label_recall_wants_the_exact_place() -> None:
    gold = [("甲办法", "第二条", "第（一）项"), ("甲办法", "第五条", "")]
    assert label_recall([("甲办法", "第二条第一项")], gold, "all") == 0.5
    assert label_recall([("甲办法", "第二条第一项")], gold, "any") == 1.0
    assert label_recall([("甲办法", "第二条"), ("甲办法", "第五条第二款")], gold, "any") == 0.0
    assert label_recall([("乙办法", "第二条第一项")], gold, "any") == 0.0


TEXT = "第一条 申请人应当提交：\n（一）申请书；\n（二）证明。"


def test_verbatim_quotation_of_lead_in_and_item() -> None:
    lead, item = (4, 12), (21, 27)
    quote = TEXT[4:12] + "\n" + TEXT[21:27]
    assert is_verbatim(quote, [lead, item], TEXT)


@pytest.mark.parametrize(
    ("quote", "spans"),
    [
        ("申请人应提交", [[4, 10]]),  # one character left out
        ("申请人应当提交：（二）证明。", [[4, 12], [21, 27]]),  # joined without a line break
        ("（二）证明。\n申请人应当提交：", [[21, 27], [4, 12]]),  # not in the text's order
        ("申请\n请人", [[4, 6], [5, 7]]),  # overlapping
        ("证明。", [[24, 28]]),  # beyond the end
        ("", []),
        ("", [[4, 4]]),
        ("第", [[-len(TEXT), 1 - len(TEXT)]]),  # Python would count from the end
        ("申请", [[4, 6, 8]]),
    ],
)
def test_what_is_not_verbatim(quote: str, spans: list[list[int]]) -> None:
    assert not is_verbatim(quote, spans, TEXT)


def test_citation_validity_wants_the_address_and_the_words() -> None:
    # two of four hold: one address is wrong, one quotation is not verbatim; what could not be checked does not count
    checked = [(True, True), (True, True), (False, True), (True, False), (None, None)]
    assert citation_validity(checked) == 2 / 4
    assert citation_validity([(None, None)]) is None
    assert citation_validity([]) is None


@pytest.mark.parametrize(
    ("correct", "answered", "useful", "expected"),
    [
        (True, True, True, 1),
        (True, False, False, 1),  # refused, and rightly
        (False, False, False, 0),  # refused though there is an answer
        (False, True, True, 0),  # the right place, incomplete
        (False, True, False, -1),
    ],
)
def test_crag_score(correct: bool, answered: bool, useful: bool, expected: float) -> None:
    assert crag_score(correct=correct, answered=answered, useful=useful) == expected
