"""Answers and refusals from what was retrieved."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from app.answer import verify
from app.extract import extract
from ingest.citation import Citation
from ingest.model import Article, Paragraph, Passage, Reference, Regulation, Source
from prompts import REFUSAL
from vectorstore.evidence import Support
from vectorstore.fusion import ALONE, APART
from vectorstore.query import Query, Want
from vectorstore.retrieval import Retrieval, RetrievedArticle, RetrievedPart, ScoredPassage

LINES = ("借书三十日内归还。", "工具书不外借。", "逾期的停借一个月。")


@dataclass
class Index:
    regulations: dict[str, Regulation]


@pytest.fixture
def index() -> Index:
    text, articles = "借阅办法\n", []
    for number, line in zip("一二三", LINES, strict=True):
        start = len(text)
        text += f"第{number}条 {line}\n"
        paragraph = Paragraph(1, start + 4, len(text) - 1, len(text) - 1)
        articles.append(Article(f"第{number}条", "article", 1, 0, "", (), start, len(text) - 1, (paragraph,)))
    regulation = Regulation("r", "借阅办法", False, text, (), tuple(articles), (Source("a.txt", "0", ()),))
    return Index({"r": regulation})


def _found(index: Index, address: str, score: float, route: str = "search") -> RetrievedArticle:
    article = index.regulations["r"].article(address)
    assert article is not None
    span = (article.paragraphs[0].start, article.paragraphs[0].end)
    text = index.regulations["r"].text[slice(*span)]
    passage = Passage(f"r#{address}/全条", "r", f"r#{address}", "", "paragraph", (span,), "借阅办法", text)
    scored = ScoredPassage(passage, score, Support(typed=score))
    return RetrievedArticle(f"r#{address}", "r", address, score, (scored,), route)  # type: ignore[arg-type]


def test_the_best_article_answers(index: Index) -> None:
    articles = [_found(index, "第二条", 0.9), _found(index, "第一条", 0.2)]
    answer = extract(Retrieval("工具书能借吗", Query("", ""), articles, 0.5), index)
    verify(answer, index.regulations)
    assert [(c.label, c.quote, c.score) for c in answer.citations] == [("第二条", LINES[1], 0.9)]
    assert answer.related == () and answer.question_used == "工具书能借吗"


def test_others_above_the_threshold_are_related(index: Index) -> None:
    articles = [_found(index, "第二条", 0.9), _found(index, "第一条", 0.8)]
    answer = extract(Retrieval("", Query("", ""), articles, 0.5), index)
    verify(answer, index.regulations)
    assert [c.label for c in answer.citations] == ["第二条"] and [c.label for c in answer.related] == ["第一条"]


@pytest.mark.parametrize(
    ("features", "score", "cited"),
    [
        ({"margin": 0.4}, 0.8, ["第二条", "第一条"]),
        ({"margin": 3.0}, 0.8, ["第二条"]),
        ({"margin": 0.4}, 0.3, ["第二条"]),
        ({"margin": 3.0, APART: 0.4}, 0.8, ["第二条", "第一条"]),  # only reading them told them apart
        ({"margin": 3.0, APART: 2.0}, 0.8, ["第二条"]),
    ],
)
def test_two_that_can_hardly_be_told_apart_are_both_quoted(
    index: Index, features: dict[str, float], score: float, cited: list[str]
) -> None:
    first = replace(_found(index, "第二条", 0.9), features=features)
    answer = extract(Retrieval("", Query("", ""), [first, _found(index, "第一条", score)], 0.5), index)
    verify(answer, index.regulations)
    assert [c.label for c in answer.citations] == cited


@pytest.mark.parametrize(
    ("question", "wants", "margin", "cited"),
    [
        ("哪些事要停借", ["list"], 2.0, ["第二条", "第一条"]),
        ("哪些事要停借", ["list"], 3.0, ["第二条"]),
        ("停借看哪两样", ["list"], 4.5, ["第二条", "第一条"]),
        ("停借看哪两样", ["list"], 5.5, ["第二条"]),
        ("停借多久", ["when"], 2.0, ["第二条"]),
    ],
)
def test_what_is_listed_may_stand_in_two_articles(
    index: Index, question: str, wants: list[Want], margin: float, cited: list[str]
) -> None:
    first = replace(_found(index, "第二条", 0.9), features={"margin": margin})
    query = Query(question, question, wants=frozenset(wants))
    answer = extract(Retrieval(question, query, [first, _found(index, "第一条", 0.8)], 0.5), index)
    assert [c.label for c in answer.citations] == cited
    elsewhere = replace(_found(index, "第一条", 0.8), regulation_id="q", article_id="q#第一条")
    both = Index({**index.regulations, "q": replace(index.regulations["r"], id="q")})
    answer = extract(Retrieval(question, query, [first, elsewhere], 0.5), both)
    assert [c.label for c in answer.citations] == ["第二条"]


@pytest.mark.parametrize(
    ("alone", "margin", "cited"),
    [
        ((-9.0, -2.0), 5.0, ["第二条", "第一条"]),
        ((-9.0, -2.0), 6.0, ["第二条"]),
        ((-2.0, -9.0), 5.0, ["第二条"]),
        (None, 5.0, ["第二条"]),
    ],
)
def test_a_follow_up_whose_own_words_speak_for_the_second_gets_both(
    index: Index, alone: tuple[float, float] | None, margin: float, cited: list[str]
) -> None:
    one, other = ({ALONE: value} for value in alone) if alone else ({}, {})
    first = replace(_found(index, "第二条", 0.9), features={"margin": margin, **one})
    second = replace(_found(index, "第一条", 0.8), features={"margin": -margin, **other})
    answer = extract(Retrieval("关于“停借”，借书呢？", Query("", ""), [first, second], 0.5), index)
    assert [c.label for c in answer.citations] == cited


def test_nothing_settles_it(index: Index) -> None:
    answer = extract(Retrieval("食堂几点开门", Query("", ""), [_found(index, "第一条", 0.3)], 0.5), index)
    verify(answer, index.regulations)
    assert answer.refused and answer.answer.startswith(REFUSAL)
    assert answer.citations == () and [c.label for c in answer.related] == ["第一条"]
    assert extract(Retrieval("", Query("", ""), [], 0.5), index).refused


def test_several_things_asked_get_several_quotations(index: Index) -> None:
    parts = tuple(
        RetrievedPart(Query("", ""), (_found(index, address, 0.8),)) for address in ("第一条", "第三条", "第一条")
    )
    found = Retrieval("", Query("", ""), [_found(index, "第一条", 0.7)], 0.5, parts=parts)
    answer = extract(found, index)
    verify(answer, index.regulations)
    assert [(c.number, c.label) for c in answer.citations] == [(1, "第一条"), (2, "第三条")]


def test_a_part_that_is_settled_answers_though_the_whole_is_not(index: Index) -> None:
    parts = (RetrievedPart(Query("", ""), (_found(index, "第三条", 0.8),)),)
    answer = extract(Retrieval("", Query("", ""), [_found(index, "第一条", 0.3)], 0.5, parts=parts), index)
    assert [c.label for c in answer.citations] == ["第三条"]


def _part(index: Index, *found: tuple[str, float, float]) -> RetrievedPart:
    articles = (replace(_found(index, address, score), features={"margin": m}) for address, score, m in found)
    return RetrievedPart(Query("", ""), tuple(articles))


@pytest.mark.parametrize(
    ("second", "cited"),
    [
        ((("第一条", 0.8, 1.5), ("第二条", 0.7, -1.5)), ["第一条", "第二条"]),  # hardly worse: the other part's own
        ((("第一条", 0.8, 4.0), ("第二条", 0.7, -4.0)), ["第一条"]),  # clearly worse: one article settles both
        ((("第一条", 0.8, 1.5), ("第二条", 0.3, -1.5)), ["第一条"]),  # no answer
        ((("第三条", 0.8, 0.4), ("第二条", 0.7, -0.4)), ["第一条", "第三条", "第二条"]),  # hardly told apart
        ((("第三条", 0.4, 0.4), ("第二条", 0.7, -0.4)), ["第一条", "第三条"]),  # this part is not sure of anything
    ],
)
def test_of_two_parts_the_surer_one_keeps_the_article(
    index: Index, second: tuple[tuple[str, float, float], ...], cited: list[str]
) -> None:
    parts = (_part(index, *second), _part(index, ("第一条", 0.9, 6.0)))
    answer = extract(Retrieval("", Query("", ""), [_found(index, "第一条", 0.7)], 0.5, parts=parts), index)
    verify(answer, index.regulations)
    assert [c.label for c in answer.citations] == cited


@pytest.mark.parametrize(
    ("margin", "typed", "cited"),
    [(1.5, 0.1, ["第一条", "第二条"]), (4.0, 0.9, ["第一条", "第二条"]), (4.0, 0.1, ["第一条"])],
)
def test_a_part_whose_article_is_quoted_already_gets_the_next(
    index: Index, margin: float, typed: float, cited: list[str]
) -> None:
    first = replace(_found(index, "第一条", 0.9), features={"margin": margin, "typed": 0.5})
    second = replace(_found(index, "第二条", 0.8), features={"margin": -margin, "typed": typed})
    parts = (_part(index, ("第一条", 0.9, 9.0)), RetrievedPart(Query("", "later"), (first, second)))
    answer = extract(Retrieval("", Query("", ""), [_found(index, "第一条", 0.9)], 0.5, parts=parts), index)
    assert [c.label for c in answer.citations] == cited


def test_a_part_that_nothing_settles_is_answered_by_the_article_of_the_whole(index: Index) -> None:
    unsure = RetrievedPart(Query("", "unsure"), (_found(index, "第三条", 0.2), _found(index, "第二条", 0.1)))
    parts = (unsure, _part(index, ("第一条", 0.9, 9.0)))
    sure, unlikely = (
        extract(Retrieval("", Query("", ""), [_found(index, "第二条", score)], 0.5, parts=parts), index)
        for score in (0.9, 0.4)
    )
    assert {c.label for c in sure.citations} == {"第一条", "第二条"}
    assert [c.label for c in unlikely.citations] == ["第一条"]


def test_a_second_that_is_another_part_s_first_stays_with_that(index: Index) -> None:
    parts = (
        _part(index, ("第一条", 0.9, 6.0)),
        _part(index, ("第一条", 0.8, 1.5), ("第二条", 0.7, -1.5)),
        _part(index, ("第二条", 0.8, 1.8), ("第三条", 0.7, -1.8)),
    )
    answer = extract(Retrieval("", Query("", ""), [_found(index, "第一条", 0.7)], 0.5, parts=parts), index)
    assert [c.label for c in answer.citations] == ["第一条", "第二条"]


def test_the_whole_question_answers_where_no_part_is_sure(index: Index) -> None:
    parts = (_part(index, ("第三条", 0.4, 6.0)), _part(index, ("第二条", 0.4, 6.0)))
    answer = extract(Retrieval("", Query("", ""), [_found(index, "第一条", 0.7)], 0.5, parts=parts), index)
    assert [c.label for c in answer.citations] == ["第一条", "第三条", "第二条"]


@pytest.mark.parametrize(("other", "cited"), [(0.1, ["第一条", "第三条"]), (0.8, ["第一条", "第三条", "第二条"])])
def test_the_article_of_the_whole_question_is_quoted_too(index: Index, other: float, cited: list[str]) -> None:
    parts = (_part(index, ("第三条", 0.9, 6.0)), _part(index, ("第二条", other, 6.0)))
    answer = extract(Retrieval("", Query("", ""), [_found(index, "第一条", 0.7)], 0.5, parts=parts), index)
    assert [c.label for c in answer.citations] == cited


@pytest.mark.parametrize(
    ("score", "margin", "cited"),
    [(0.7, -2.0, ["第一条", "第三条", "第二条"]), (0.7, -3.0, ["第一条", "第三条"]), (0.3, -2.0, ["第一条", "第三条"])],
)
def test_and_the_next_where_it_is_hardly_worse(index: Index, score: float, margin: float, cited: list[str]) -> None:
    parts = (_part(index, ("第三条", 0.9, 6.0)), _part(index, ("第一条", 0.9, 6.0)))
    second = replace(_found(index, "第二条", score), features={"margin": margin})
    answer = extract(Retrieval("", Query("", ""), [_found(index, "第一条", 0.9), second], 0.5, parts=parts), index)
    assert [c.label for c in answer.citations] == cited


def test_an_address(index: Index) -> None:
    place = ("r#第三条", Citation(article=3))
    query = Query("", "", addresses=(place[1],), whole=True)
    articles = [_found(index, "第三条", 1.0, "address")]
    answer = extract(Retrieval("", query, articles, 0.5, citations=(place,)), index)
    verify(answer, index.regulations)
    assert [(c.label, c.quote) for c in answer.citations] == [("第三条", LINES[2])]


def test_an_address_that_does_not_exist_is_said_not_to_exist(index: Index) -> None:
    said = "《借阅办法》没有第九条（到第三条为止）"
    answer = extract(Retrieval("", Query("", ""), [], 0.5, missing=(said,)), index)
    assert answer.refused and answer.answer.startswith(f"{REFUSAL}：{said}。")
    place = ("r#第三条", Citation(article=3, paragraph=4))
    articles = [_found(index, "第三条", 1.0, "address")]
    answer = extract(Retrieval("", Query("", ""), articles, 0.5, citations=(place,)), index)
    assert answer.refused and "《借阅办法》第三条没有第四款" in answer.answer


def test_every_place_asked_for_in_an_article_is_looked_at(index: Index) -> None:
    places = (("r#第一条", Citation(article=1)), ("r#第一条", Citation(article=1, item=9)))
    found = Retrieval("", Query("", "", whole=True), [_found(index, "第一条", 1.0, "address")], 0.5, (), places)
    answer = extract(found, index)
    assert [c.label for c in answer.citations] == ["第一条"]


def test_paragraphs_that_fit_equally_well_are_numbered_on() -> None:
    text = "寄存办法\n第一条 雨伞存一日。\n箱包存三日。"
    paragraphs = (Paragraph(1, 9, 15, 15), Paragraph(2, 16, 22, 22))
    article = Article("第一条", "article", 1, 0, "", (), 5, 22, paragraphs)
    regulation = Regulation("r", "寄存办法", False, text, (), (article,), (Source("a.txt", "0", ()),))
    scored = tuple(
        ScoredPassage(Passage(f"r#第一条/{n}", "r", "r#第一条", f"第{n}款", "paragraph", (span,), "", ""), score)
        for n, span, score in (("二", (16, 22), 0.9), ("一", (9, 15), 0.88))
    )
    found = RetrievedArticle("r#第一条", "r", "第一条", 0.9, scored)
    answer = extract(Retrieval("", Query("", ""), [found], 0.5), Index({"r": regulation}))
    verify(answer, {"r": regulation})
    assert [(c.number, c.label) for c in answer.citations] == [(1, "第一条第二款"), (2, "第一条第一款")]


def test_what_a_quotation_refers_to_comes_before_what_is_near(index: Index) -> None:
    regulation = index.regulations["r"]
    first = regulation.article("第一条")
    assert first is not None
    refers = Reference(first.start + 4, first.start + 6, "第一条", targets=("第三条",), regulation_id="r")
    linking = Index({"r": replace(regulation, references=(refers,))})
    articles = [_found(index, "第一条", 0.9), _found(index, "第二条", 0.8), _found(index, "第三条", 0.2)]
    answer = extract(Retrieval("", Query("", ""), articles, 0.5), linking)
    verify(answer, linking.regulations)
    assert [(c.label, c.score) for c in answer.related] == [("第三条", 0.2), ("第二条", 0.8)]
