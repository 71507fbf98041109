"""How far a passage settles a question."""

from __future__ import annotations

import pytest

from ingest.model import Passage
from vectorstore.counted import count
from vectorstore.evidence import Judge, Reader, Support
from vectorstore.lexical import Lexical
from vectorstore.query import understand
from vectorstore.synonyms import Vocabulary
from vectorstore.titles import Titles
from vectorstore.words import Segmenter

LEAD = "考核确定为基本合格的，按照下列规定办理："
TEXTS = {
    "slip": f"{LEAD}\n（一）责令书面检查；",
    "pay": f"{LEAD}\n（二）不得增加薪级工资；",
    "notice": "拟定人选应当公示。公示期不少于五个工作日。",
    "vague": "拟定人选应当及时公示。",
}


@pytest.fixture(scope="module")
def lexical(segmenter: Segmenter, vocabulary: Vocabulary) -> Lexical:
    return Lexical(count(list(TEXTS.values()), segmenter), segmenter, vocabulary)


@pytest.fixture
def support(lexical: Lexical, segmenter: Segmenter):  # type: ignore[no-untyped-def]
    titles = Titles([], segmenter)

    def of(question: str, name: str) -> Support:
        text = TEXTS[name]
        spans = ((0, len(LEAD)), (len(LEAD) + 1, len(text))) if text.startswith(LEAD) else ((0, len(text)),)
        passage = Passage(name, "r", "r#1", "", "item", spans, "考核办法", text)
        readings, whole = Reader(lexical).article([passage])
        judge = Judge(understand(question, titles, lexical), lexical)
        return judge.support(readings[0], whole, judge.surroundings(whole, readings[0].context))

    return of


def test_all_words_and_none(support) -> None:  # type: ignore[no-untyped-def]
    assert support("基本合格还涨工资吗", "pay").coverage > 0.9
    assert support("婚假几天", "pay").coverage == 0.0


def test_what_stands_in_the_item_itself(support) -> None:  # type: ignore[no-untyped-def]
    assert support("基本合格要写书面检查吗", "slip").own > support("基本合格要写书面检查吗", "pay").own


def test_a_number_that_is_asked_for(support) -> None:  # type: ignore[no-untyped-def]
    with_number, without = support("人选公示几天", "notice"), support("人选公示几天", "vague")
    assert with_number.fits > without.fits and with_number.typed > without.typed
    assert with_number.near > 0 == without.near


def test_another_grade_clashes(support) -> None:  # type: ignore[no-untyped-def]
    assert support("不合格还涨工资吗", "pay").clash < 0
    assert support("基本合格还涨工资吗", "pay").clash == 0
    assert support("基本合格还涨工资吗", "pay").contrast == 1


def test_a_word_that_is_nowhere(support) -> None:  # type: ignore[no-untyped-def]
    assert support("基本合格的退休金怎么算", "pay").missing > support("基本合格的工资怎么算", "pay").missing
