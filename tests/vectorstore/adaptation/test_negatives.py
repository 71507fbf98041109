from __future__ import annotations

from vectorstore.adaptation.examples import Example
from vectorstore.adaptation.negatives import with_negatives

DOCUMENTS = {
    "甲#1": "甲办法\n请假三天以内由处长批准。",
    "甲#2": "甲办法\n请假三天以上由所长批准。",
    "甲#3": "甲办法\n食堂每周供应五日。",
    "乙#1": "乙办法\n请假三天以内由处长批准。",
    "乙#2": "乙办法\n请假须填写单子。",
    **{f"丙#{i}": f"丙办法\n仪器{i}号放在{i}楼。" for i in range(60)},
}


def wrong_of(example: Example) -> tuple[str, ...]:
    return with_negatives([example], DOCUMENTS)[0].wrong


def test_articles_that_share_words_and_neighbours_are_wrong_ones() -> None:
    wrong = wrong_of(Example("请假谁批准", ("甲#1",)))
    assert "乙#2" in wrong  # shares a word
    assert "甲#3" in wrong  # shares none, but stands beside the right one
    assert not set(wrong) & {"丙#30", "丙#40"} or len(wrong) > 10


def test_neither_the_right_article_nor_its_twin_is_a_wrong_one() -> None:
    wrong = wrong_of(Example("请假三天以内谁批准", ("甲#1",)))
    assert "甲#1" not in wrong
    assert "乙#1" not in wrong


def test_neighbours_are_of_the_same_law_only() -> None:
    wrong = wrong_of(Example("仪器放在哪", ("丙#0",)))
    assert "乙#2" not in wrong
