"""From a case to what follows from its outcome, on an invented regulation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from app.outcome import followed, governing, outcomes, place_at
from ingest.model import Regulation
from ingest.passages import passages
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations
from vectorstore.evidence import Support
from vectorstore.lexical import Term
from vectorstore.query import Query
from vectorstore.retrieval import Retrieval, RetrievedArticle, ScoredPassage

TEXT = """砚禾研究院值日考评办法

第一条 迟到三次的，当月只记录，不评定星级。

第二条 值日考评不评定星级等次的，不发放果盘。

第三条 值日考评被评为三星的，发放果盘。

第四条 值日考评未被评定为三星，也可以申请复评。
"""


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Regulation:
    source = tmp_path_factory.mktemp("source")
    (source / "值日考评办法.txt").write_text(TEXT, encoding="utf-8")
    data: Path = tmp_path_factory.mktemp("data")
    ingest([source], data, limits=Limits(), today=date(2026, 1, 1))
    return read_regulations(data / "regulations.jsonl")[0]


def _found(regulation: Regulation, address: str, score: float) -> RetrievedArticle:
    own = [p for p in passages(regulation) if p.article_id == f"{regulation.id}#{address}"]
    scored = tuple(ScoredPassage(p, score, Support(typed=score)) for p in own)
    return RetrievedArticle(f"{regulation.id}#{address}", regulation.id, address, score, scored)


def _retrieval(regulation: Regulation, question: str, word: str, score: float = 0.9) -> Retrieval:
    query = Query(question, question, terms=(Term(word, ((word,),), 0.8),))
    return Retrieval(question, query, [_found(regulation, "第一条", score)], 0.5)


@dataclass
class Index:
    """Finds what it is told to and remembers what it was asked."""

    regulations: dict[str, Regulation]
    finds: tuple[str, float] = ("第二条", 0.8)
    asked: list[tuple[str, date | None, set[str] | None]] = field(default_factory=list)

    @property
    def retriever(self) -> Index:
        return self

    def retrieve(
        self, question: str, *, as_of: date | None, regulations: set[str] | None, limit: int = 10
    ) -> Retrieval:
        self.asked.append((question, as_of, regulations))
        (regulation,) = self.regulations.values()
        return Retrieval(question, Query(question, question), [_found(regulation, *self.finds)], 0.5)


@pytest.fixture
def index(regulation: Regulation) -> Index:
    return Index({regulation.id: regulation})


def test_the_consequence_of_the_outcome_is_a_second_part(regulation: Regulation, index: Index) -> None:
    day = date(2026, 2, 1)
    found = followed(_retrieval(regulation, "迟到三次，果盘还发放吗", "果盘"), index, day)
    assert [part.articles[0].address for part in found.parts] == ["第一条", "第二条"]
    assert index.asked == [("关于“值日考评不评定星级等次的”，果盘还发放吗", day, {regulation.id})]


def test_the_consequence_is_looked_for_in_the_law_of_the_day_that_the_question_names(
    regulation: Regulation, index: Index
) -> None:
    day = date(2025, 12, 31)
    found = _retrieval(regulation, "迟到三次，果盘还发放吗", "果盘")
    followed(replace(found, query=replace(found.query, as_of=day)), index, None)
    assert index.asked[0][1] == day


def test_what_was_asked_before_is_not_asked_again(regulation: Regulation, index: Index) -> None:
    question = "关于“果盘什么时候发”，迟到三次的，果盘还发放吗"
    followed(_retrieval(regulation, question, "果盘"), index, None)
    assert [asked for asked, _, _ in index.asked] == ["关于“值日考评不评定星级等次的”，果盘还发放吗"]


def test_nothing_is_searched_where_the_case_leaves_nothing_open(regulation: Regulation, index: Index) -> None:
    retrieval = _retrieval(regulation, "迟到三次，当月怎么记录", "记录")
    assert followed(retrieval, index, None) is retrieval and index.asked == []


def test_nothing_is_searched_where_nothing_speaks_of_what_is_left_open(regulation: Regulation, index: Index) -> None:
    retrieval = _retrieval(regulation, "迟到三次，午饭还管吗", "午饭")
    assert followed(retrieval, index, None) is retrieval and index.asked == []


def test_nothing_is_searched_for_a_case_that_hardly_fits(regulation: Regulation, index: Index) -> None:
    retrieval = _retrieval(regulation, "迟到三次，果盘还发放吗", "果盘", score=0.2)
    assert followed(retrieval, index, None) is retrieval and index.asked == []


@pytest.mark.parametrize("finds", [("第三条", 0.9), ("第二条", 0.3)])
def test_a_second_search_must_bear_it_out(regulation: Regulation, finds: tuple[str, float]) -> None:
    retrieval = _retrieval(regulation, "迟到三次，果盘还发放吗", "果盘")
    index = Index({regulation.id: regulation}, finds)
    assert followed(retrieval, index, None) is retrieval and len(index.asked) == 1


def test_an_address_is_not_followed(regulation: Regulation, index: Index) -> None:
    retrieval = _retrieval(regulation, "第九条的果盘", "果盘")
    missing = Retrieval("", retrieval.query, retrieval.articles, 0.5, ("没有第九条",))
    assert followed(missing, index, None) is missing


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("受罚的，照常参加考评，只记录，不评定星级", ["不评定星级", "只记录", "照常参加考评"]),
        ("迟到的，应当确定为不合格档次", ["不合格"]),
        ("不合格", ["不合格"]),
        ("早退的，迟到的", []),
    ],
)
def test_what_a_clause_leads_to(clause: str, found: list[str]) -> None:
    assert list(outcomes(clause)) == found


def test_the_places_that_build_on_an_outcome(regulation: Regulation) -> None:
    def addresses(outcome: str) -> list[str]:
        return [article.address for article, _, _ in governing(regulation, outcome)]

    assert addresses("不评定星级") == ["第二条"]
    assert addresses("评定星级") == []  # the text says 不评定
    assert addresses("三星") == ["第三条"]


def test_the_place_at_a_position(regulation: Regulation) -> None:
    article, paragraph = place_at(regulation, regulation.text.index("果盘"))
    assert article is not None and article.address == "第二条"
    assert paragraph is article.paragraphs[0]
    assert place_at(regulation, 0) == (None, None)
