"""Follow-ups written out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from vectorstore.counted import count
from vectorstore.followup import Conversation, Found
from vectorstore.lexical import Lexical
from vectorstore.synonyms import Vocabulary
from vectorstore.words import Segmenter


@pytest.fixture(scope="module")
def lexical(segmenter: Segmenter, vocabulary: Vocabulary) -> Lexical:
    return Lexical(count(["考核"], segmenter), segmenter, vocabulary)


@pytest.mark.parametrize(
    ("before", "question", "written"),
    [
        ("受记过处分当年怎么定档", "那党内严重警告呢？", "受党内严重警告处分当年怎么定档"),
        ("考核基本合格怎么发绩效？", "不合格的呢？", "考核不合格怎么发绩效？"),
        ("病假超过半年怎么考核？", "换成休产假呢？", "休产假超过半年怎么考核？"),
        ("考核办法第四十四条怎么规定的", "那第四十五条呢", "考核办法第四十五条怎么规定的"),
        ("2023年的优秀比例是多少", "那2021年呢", "2021年的优秀比例是多少"),
        ("方案问题一的工作措施1什么时候完成？", "工作措施2谁负责？", "方案问题一工作措施2谁负责？"),
        ("机关党支部一届几年？", "那机关党委一届几年？", "机关党委一届几年？"),
        ("党委会多久开一次？", "那要多少人到会才行？", "关于“党委会多久开一次”，要多少人到会才行？"),
        ("优秀最多占多少？", "那拿过表彰的单位呢？", "关于“优秀最多占多少”，拿过表彰的单位呢？"),
        ("受记大过处分当年怎么定档", "第二年呢？", "受记大过处分第二年怎么定档"),
        ("请两天假谁审批？", "如果请二十天呢", "请二十天假谁审批？"),
        ("事假三天谁批？", "超过十天的呢", "事假超过十天谁批？"),
        ("一年缺席三次会怎样？", "缺五次呢", "一年缺席五次会怎样？"),
    ],
)
def test_written_out(lexical: Lexical, before: str, question: str, written: str) -> None:
    assert Conversation(lexical).resolve(question, [before]) == written


@pytest.mark.parametrize("question", ["事假一年最多能请多少天", "受撤职处分的人第二年考核能定什么档？", ""])
def test_a_question_that_stands_on_its_own_is_left_alone(lexical: Lexical, question: str) -> None:
    assert Conversation(lexical).resolve(question, ["病假怎么算"]) == question
    assert Conversation(lexical).resolve("那事假呢", []) == "那事假呢"


def test_a_chain_of_follow_ups(lexical: Lexical) -> None:
    asked = ["考核基本合格还涨工资吗？", "那不合格的呢？"]
    assert Conversation(lexical).resolve("优秀呢？", asked) == "考核优秀还涨工资吗？"
    asked = ["党委会多久开一次？", "那要多少人到会才行？"]
    assert Conversation(lexical).resolve("那谁来主持？", asked).count("关于“") == 1


@pytest.mark.parametrize("word", ["谢谢", "好的，明白了", "你是谁？", "写一首诗"])
def test_what_is_no_question_is_no_follow_up_and_does_not_end_one(lexical: Lexical, word: str) -> None:
    conversation = Conversation(lexical)
    assert conversation.resolve(word, ["受记过处分当年怎么定档"]) == word
    assert (
        conversation.resolve("那党内严重警告呢", ["受记过处分当年怎么定档", word]) == "受党内严重警告处分当年怎么定档"
    )


Look = Callable[[Sequence[str]], list[Found | None]]


def _look(alone: float, together: float, fits: float = 0.5) -> Look:
    """A search in which a question with background finds one article, any other another."""

    def one(question: str) -> Found:
        if question.startswith("关于“"):
            return Found(together, 0.5, "借阅办法", "第九条", article=True)
        return Found(alone, fits, "借阅办法", "第三条", before="第二条", after="第四条", article=True)

    return lambda questions: [one(question) for question in questions]


@pytest.mark.parametrize(
    ("alone", "together", "fits", "stands"),
    [(0.2, 0.9, 0.5, False), (0.9, 0.9, 0.5, False), (0.95, 0.5, 0.5, True), (0.9, 0.95, 0.9, True)],
)
def test_what_finds_more_by_itself_stands_on_its_own(
    lexical: Lexical, alone: float, together: float, fits: float, stands: bool
) -> None:
    question = "最后谁来批？"
    written = Conversation(lexical, _look(alone, together, fits)).resolve(question, ["支部换届先问谁？"])
    assert written == (question if stands else "关于“支部换届先问谁”，最后谁来批？")


def test_both_ways_of_reading_are_looked_up_together_and_once(lexical: Lexical) -> None:
    asked: list[Sequence[str]] = []
    found = _look(0.2, 0.9)

    def look(questions: Sequence[str]) -> list[Found | None]:
        asked.append(questions)
        return found(questions)

    conversation = Conversation(lexical, look)
    for _ in range(2):
        conversation.resolve("最后谁来批？", ["支部换届先问谁？"])
    assert [len(questions) for questions in asked] == [2]


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("第二款呢？", "《借阅办法》第三条第二款"),
        ("第（六）项呢", "《借阅办法》第三条第（六）项"),
        ("下一条呢？", "《借阅办法》第四条"),
        ("上一条说的什么", "《借阅办法》第二条"),
        ("什么时候开始施行的", "《借阅办法》什么时候开始施行的？"),
        ("换个问题，食堂几点开门", "换个问题，食堂几点开门"),
        ("第21条怎么规定的？", "《借阅办法》第21条怎么规定的？"),
        ("那第21条呢", "《借阅办法》第21条？"),
        ("第二章讲什么", "《借阅办法》第二章讲什么？"),
        ("最后一条呢", "《借阅办法》最后一条？"),
        ("食堂办法第21条怎么规定的？", "食堂办法第21条怎么规定的？"),
        ("3项呢", "《借阅办法》第三条第3项"),
    ],
)
def test_places_in_what_was_found_before(lexical: Lexical, question: str, written: str) -> None:
    assert Conversation(lexical, _look(0.9, 0.9)).resolve(question, ["能借几本书？"]) == written


@pytest.mark.parametrize(
    ("address", "together", "stands"), [("第九条", 0.6, False), ("第九条", 0.3, True), ("第三条", 0.6, True)]
)
def test_what_does_not_explain_both_is_one_with_the_question_before_if_either_way_finds_the_same(
    lexical: Lexical, address: str, together: float, stands: bool
) -> None:
    def look(questions: Sequence[str]) -> list[Found | None]:
        alone = Found(0.4, 0.1, "借阅办法", address, article=True)
        return [
            Found(together, 0.1, "借阅办法", "第九条", weight=1.0, covered=0.0) if "关于" in question else alone
            for question in questions
        ]

    written = Conversation(lexical, look).resolve("两边不一样，最后算哪个？", ["又借又还怎么办？"])
    assert written == ("两边不一样，最后算哪个？" if stands else "关于“又借又还怎么办”，两边不一样，最后算哪个？")


def test_an_article_explains_a_follow_up_only_if_it_is_about_both_questions() -> None:
    def found(weight: float, covered: float, shared: float) -> Found:
        return Found(0.9, 0.5, "借阅办法", "第九条", weight=weight, covered=covered, shared=shared)

    assert found(0.2, 0.0, 0.8).explains, "谁来批: no words of its own to be found"
    assert found(1.5, 0.6, 0.8).explains
    assert not found(0.7, 0.0, 0.9).explains, "none of its words are there"
    assert not found(2.4, 0.1, 0.9).explains, "what it is about is not there"
    assert not found(1.5, 0.9, 0.1).explains, "the question before is not there"
