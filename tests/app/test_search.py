"""Searching articles: excerpts and marks at true places, and what cannot be searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from app.chain import AskError, AskRequest, Options, RegulationChain
from app.search import excerpt, marks, search
from ingest.citation import Citation
from ingest.model import Passage, Regulation, article_id


@dataclass
class Words:
    """A retriever that returns every article with one of the words, in the shape of the real one."""

    regulations: dict[str, Regulation]
    asked: list[Any] = field(default_factory=list)
    passages: bool = True
    missing: tuple[str, ...] = ()
    citations: tuple[tuple[str, Citation], ...] = ()

    def retrieve(self, question: str, *, as_of: date | None, regulations: set[str] | None, limit: int = 10) -> Any:
        self.asked.append((question, as_of, regulations, limit))
        words = question.split()
        terms = [SimpleNamespace(forms=((word,), ("图书", "借期"))) for word in words]
        found = []
        for regulation in self.regulations.values():
            for article in regulation.articles:
                text = regulation.text[article.start : article.end]
                if any(word in text for word in words):
                    identity = article_id(regulation.id, article.address)
                    spans = ((article.start, article.end),)
                    passage = Passage("p", regulation.id, identity, "第一款", "paragraph", spans, "", text)
                    scored = (SimpleNamespace(passage=passage),) if self.passages else ()
                    found.append(
                        SimpleNamespace(
                            article_id=identity,
                            regulation_id=regulation.id,
                            address=article.address,
                            score=0.5,
                            passages=scored,
                        )
                    )
        query = SimpleNamespace(terms=terms)
        return SimpleNamespace(query=query, articles=found[:limit], missing=self.missing, citations=self.citations)

    def condense(self, question: str, previous: Sequence[str]) -> str:
        raise AssertionError("a search knows no conversation")


def chain_of(regulation: Regulation, **options: Any) -> RegulationChain:
    retriever = Words({regulation.id: regulation}, **options)
    index: Any = SimpleNamespace(regulations={regulation.id: regulation}, build_id="b1", retriever=retriever)
    return RegulationChain(index, lambda *_: pytest.fail("a search answers nothing"), Options())


@pytest.mark.parametrize(("passages", "label"), [(True, "第一款"), (False, "")])
def test_articles_with_the_words_marked_where_they_stand(regulation: Regulation, passages: bool, label: str) -> None:
    [hit] = search(chain_of(regulation, passages=passages), AskRequest("工具书")).hits
    assert (hit.regulation, hit.article.address, hit.label, hit.score) == (regulation, "第二条", label, 0.5)
    words = [regulation.text[start:end] for start, end in hit.marks]
    assert words == ["图书", "图书借期", "工具书"]  # also those that may stand for the word
    assert hit.excerpt == (hit.article.start, hit.article.end)


def test_a_place_that_is_named_is_shown_itself(regulation: Regulation) -> None:
    places = (("r1#第二条", Citation(None, 2, item=1)), ("r1#第二条", Citation(None, 2, item=2)))
    [hit] = search(chain_of(regulation, citations=places), AskRequest("工具书")).hits
    start, end = hit.excerpt
    assert (hit.label, regulation.text[start:end]) == (
        "第（一）项",
        "图书出借按下列规定办理：\n（一）普通图书借期三十日；",
    )


def test_a_part_that_is_not_there_is_remarked_and_the_article_shown(regulation: Regulation) -> None:
    places = (("r1#第二条", Citation(None, 2, item=9)),)
    found = search(chain_of(regulation, citations=places), AskRequest("工具书"))
    assert found.remarks == ("《图书室借阅办法》第二条没有第（九）项",)
    assert [hit.article.address for hit in found.hits] == ["第二条"]


def test_the_limits_of_the_request_reach_the_retriever(regulation: Regulation) -> None:
    chain = chain_of(regulation, missing=("没有第九条",))
    request = AskRequest(" 停借\u200b ", as_of=date(2024, 1, 2), regulations=frozenset({"r1"}))
    found = search(chain, request, 7)
    retriever: Any = chain.index.retriever
    assert retriever.asked == [("停借", date(2024, 1, 2), {"r1"}, 7)]
    assert found.remarks == ("没有第九条",)


@pytest.mark.parametrize("words", ["", "？！", "字" * 1001])
def test_words_that_cannot_be_searched_are_refused_in_chinese(regulation: Regulation, words: str) -> None:
    with pytest.raises(AskError, match="问题"):
        search(chain_of(regulation), AskRequest(words))


def test_the_longest_word_is_marked_and_nothing_outside_the_span() -> None:
    text = "借期三十日，借期满，A类"
    assert marks(text, (0, len(text)), ["借期", "借期满", "a类", ""]) == ((0, 2), (6, 9), (10, 12))
    assert marks(text, (1, 6), ["借期"]) == ()
    assert marks(text, (0, 5), []) == ()
    assert marks("a.c abc", (0, 7), ["a.c"]) == ((0, 3),)  # no pattern of the asker's


def test_an_excerpt_is_short_and_shows_the_first_word_found() -> None:
    text = "零" * 300 + "借期" + "零" * 100
    whole = (0, len(text))
    start, end = excerpt(text, whole, [(300, 302)], 100)
    assert end - start == 100 and start < 300 < 302 <= end
    assert excerpt(text, whole, [], 100) == (0, 100)
    assert excerpt(text, (290, 340), [(300, 302)], 100) == (290, 340)
    assert excerpt(text, whole, [(399, 402)], 100) == (302, 402)
