"""What a question names and wants."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.model import Article, Regulation
from vectorstore.counted import count
from vectorstore.lexical import Lexical
from vectorstore.query import Query, satisfied, understand
from vectorstore.synonyms import Vocabulary
from vectorstore.titles import Titles
from vectorstore.words import Segmenter, normalise


@pytest.fixture(scope="module")
def lexical(segmenter: Segmenter, vocabulary: Vocabulary) -> Lexical:
    texts = ["考核合格的，增加薪级工资。", "病假超过半年的，不确定档次。", "公示期五个工作日。"]
    return Lexical(count(texts, segmenter), segmenter, vocabulary)


@pytest.fixture(scope="module")
def titles(segmenter: Segmenter) -> Titles:
    return Titles([Regulation("kh", "砚禾研究院考核办法", False, "", (), (), ())], segmenter)


def test_units_of_the_numbers_asked_for(titles: Titles, lexical: Lexical) -> None:
    def units(question: str) -> tuple[str, ...]:
        return understand(question, titles, lexical).units

    assert units("公示几天") == ("day",)
    assert units("优秀的比例是多少") == ("percent",)
    assert units("嘉奖发多少钱") == ("money",)
    assert units("多久开一次会") == ("times",)
    assert units("植树节是几月几号") == ("date",)
    assert units("多重的箱子算大件行李") == ("definition",)
    assert units("病假怎么定档") == ()


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("公示几天", "公示期不少于五个工作日", True),
        ("公示几天", "应当在本单位公示", False),
        ("能占百分之多少", "不超过总人数的百分之二十", True),
        ("发多少钱", "发放一次性奖金", False),
        ("发多少钱", "每名党员三百元", True),
        ("一共几名委员", "委员七名，书记一名", True),
        ("什么时候报名", "每年三月底前报名", True),
        ("什么时候报名", "可以报名", False),
        ("由谁审批", "由分管领导审批", True),
        ("病假怎么算", "按规定办理", True),
    ],
)
def test_the_kind_of_thing_asked_for(titles: Titles, lexical: Lexical, question: str, text: str, fits: bool) -> None:
    assert (satisfied(understand(question, titles, lexical), normalise(text)) >= 0.99) is fits


def test_an_address_and_the_wish_for_all_of_it(titles: Titles, lexical: Lexical) -> None:
    found = understand("考核办法第四十四条第六项怎么规定的", titles, lexical)
    assert [(c.article, c.item) for c in found.addresses] == [(44, 6)]
    assert found.whole and found.named == {"kh"}
    assert not understand("考核办法第十条，什么时候施行", titles, lexical).whole


def test_grades_in_the_question(titles: Titles, lexical: Lexical) -> None:
    assert understand("基本合格能涨薪吗", titles, lexical).contrasts == {"基本合格"}
    assert understand("合格和不合格差在哪", titles, lexical).contrasts == {"合格", "不合格"}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("考了个不合格", {"不合格"}),
        ("不确定档次的人有绩效吗", {"不确定档次"}),
        ("没评上合格怎么办", {"合格"}),
        ("不称职怎么办", {"不称职"}),
        ("记大过处分", {"记大过"}),
        ("党内严重警告", {"党内严重警告"}),
        ("政务警告", {"政务警告"}),
        ("撤销党内职务和撤职一样吗", {"撤销党内职务", "撤职"}),
        ("留党察看一年", {"留党察看"}),
        ("开除党籍", {"开除党籍"}),
        ("病假怎么算", {"病假"}),
        ("食堂几点开门", set()),
    ],
)
def test_grades_and_penalties_are_not_taken_for_each_other(
    titles: Titles, lexical: Lexical, question: str, words: set[str]
) -> None:
    assert understand(question, titles, lexical).contrasts == words


def test_the_law_of_a_day(titles: Titles, lexical: Lexical) -> None:
    assert understand("2022年的时候优秀比例是多少", titles, lexical).as_of == date(2022, 12, 31)
    assert understand("去年的规定是什么", titles, lexical, date(2026, 5, 4)).as_of == date(2025, 12, 31)


def test_a_chapter_is_wanted_whole(titles: Titles, lexical: Lexical) -> None:
    found = understand("考核办法第3章讲什么", titles, lexical)
    assert [place.chapter for place in found.places] == ["第三章"] and found.whole and found.named == {"kh"}
    assert not understand("考核办法第三章里优秀要公示几天", titles, lexical).whole


def test_a_regulation_that_is_not_here(titles: Titles, lexical: Lexical) -> None:
    found = understand("按照劳动合同法试用期几个月", titles, lexical)
    assert found.not_here == ("没有收录《劳动合同法》",)
    article = Article("第一条", "article", 1, 0, "", (), 0, 12, ())
    assert found.foreign_in(Regulation("ht", "某办法", False, "试用期依照劳动合同法。", (), (article,), ()), article)
    assert not found.foreign_in(Regulation("ht", "某办法", False, "试用期为三个月。", (), (article,), ()), article)
    assert understand("考核办法优秀占多少", titles, lexical).not_here == ()


def test_official_words_are_embedded(titles: Titles, lexical: Lexical) -> None:
    assert understand("考核合格能涨薪吗", titles, lexical).text == "考核合格能增加薪级工资吗"
    assert understand("借调算不算挂职", titles, lexical).text == "借调算不算挂职", "official as they are"


def test_the_question_before_is_background(titles: Titles, lexical: Lexical) -> None:
    found: Query = understand("关于“考核办法里病假怎么算”，要公示吗？", titles, lexical)
    assert found.named == {"kh"}
    assert [t.word for t in found.terms] == ["公示"] and "病假" in [t.word for t in found.background]


@pytest.mark.parametrize("question", ["", "？？？", "<script>alert(1)</script>", "问" * 3000, "第第第条条", "关于“”，"])
def test_any_text_can_be_read(titles: Titles, lexical: Lexical, question: str) -> None:
    assert understand(question, titles, lexical).question == question
