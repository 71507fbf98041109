"""An invented regulation and an index of it that needs no model: what the server's tests ask questions to, with a
language model that does as it is told, or without one; and an empty place to run commands in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.runnables import RunnableGenerator

from app.answer import Answer, answered, quote, refusal
from app.chain import Assistant, Options, RegulationChain, Task
from app.claims import check
from app.generated import Generated
from app.llm import ModelError
from app.llm.errors import Kind
from ingest.citation import label
from ingest.model import Article, Item, Paragraph, Regulation, Segment, Source, article_id
from vectorstore.query import Query
from vectorstore.retrieval import Retrieval, RetrievedArticle

LINES = (
    "第一条 为方便职工借阅，制定本办法。",
    "第二条 图书出借按下列规定办理：",
    "（一）普通图书借期三十日；",
    "（二）工具书不外借。",
    "第三条 逾期不还的，停借一个月。",
)


@dataclass
class FakeRetriever:
    """Finds the articles that share a pair of characters with the question, and remembers what it was asked."""

    regulations: dict[str, Regulation]
    calls: list[tuple[str, date | None, set[str] | None]] = field(default_factory=list)

    def retrieve(self, question: str, *, as_of: date | None, regulations: set[str] | None, limit: int = 10) -> Any:
        self.calls.append((question, as_of, regulations))
        pairs = {question[i : i + 2] for i in range(len(question) - 1)}
        found = [
            RetrievedArticle(article_id(regulation.id, article.address), regulation.id, article.address, 0.9, ())
            for regulation in self.regulations.values()
            for article in regulation.articles
            if any(pair in regulation.text[article.start : article.end] for pair in pairs)
        ]
        return Retrieval(question, Query(question, question), found[:limit])

    def condense(self, question: str, previous: Sequence[str]) -> str:
        return " ".join([*previous[-1:], question])


@dataclass
class FakeIndex:
    """An opened index as the chain sees it."""

    regulations: dict[str, Regulation]
    retriever: FakeRetriever
    build_id: str = "b1"
    passages: tuple[str, ...] = ("p1", "p2")
    closed: bool = False

    def close(self) -> None:
        self.closed = True


def extract(found: Retrieval, index: FakeIndex) -> Answer:
    """The last item of the first article found, with its lead-in; a refusal where nothing is found."""
    if not found.articles:
        first = next(iter(index.regulations.values()))
        return refusal(
            "", [quote(first, first.articles[0], [(first.articles[0].start, first.articles[0].end)], "第一条", 0.1, 1)]
        )
    regulation = index.regulations[found.articles[0].regulation_id]
    article = regulation.article(found.articles[0].address)
    assert article is not None
    paragraph = article.paragraphs[0]
    spans, name = [(paragraph.start, paragraph.lead_end)], label(article, paragraph)
    if paragraph.items:
        spans.append((paragraph.items[-1].start, paragraph.items[-1].end))
        name = label(article, paragraph, paragraph.items[-1])
    return answered("", [quote(regulation, article, spans, name, 0.9, 1)])


def _article(number: int, address: str, text: str, start: int, end: int, cuts: list[tuple[int, int]]) -> Article:
    lead = cuts[0][0] - 1 if cuts else end
    items = tuple(Item(n, text[s : s + 3], s, e, e) for n, (s, e) in enumerate(cuts, 1))
    paragraphs = (Paragraph(1, start + len(address) + 1, end, lead, items),)
    return Article(address, "article", number, 0, "", ("第一章 借阅",), start, end, paragraphs)


@pytest.fixture
def regulation() -> Regulation:
    text = "\n".join(LINES)
    at = [text.index(line) for line in LINES]
    ends = [start + len(line) for start, line in zip(at, LINES, strict=True)]
    articles = (
        _article(1, "第一条", text, at[0], ends[0], []),
        _article(2, "第二条", text, at[1], ends[3], [(at[2], ends[2]), (at[3], ends[3])]),
        _article(3, "第三条", text, at[4], ends[4], []),
    )
    source = Source("借阅.txt", "0" * 64, (Segment(0, len(text), 7, 7 + len(text)),))
    return Regulation(
        "r1",
        "图书室借阅办法",
        False,
        text,
        (),
        articles,
        (source,),
        issuer="图书室",
        published="2020-01-02",
        effective="2020-02-01",
    )


@pytest.fixture
def index(regulation: Regulation) -> FakeIndex:
    return FakeIndex({"r1": regulation}, FakeRetriever({"r1": regulation}))


@pytest.fixture
def chain(index: FakeIndex) -> RegulationChain:
    return RegulationChain(index, extract, Options(contact="办公室"))


Rephrasing = Callable[..., RegulationChain]


@pytest.fixture
def rephrasing(chain: RegulationChain) -> Rephrasing:
    """Makes the chain with a language model that says these sentences, and then fails where ``fault`` says how."""

    def make(*sentences: str, fault: Kind | None = None, recorder: Any = None) -> RegulationChain:
        def write(tasks: Iterator[Task]) -> Iterator[Generated]:
            for task in tasks:
                for sentence in sentences:
                    claim = check(sentence, task.passages).claim
                    yield Generated("某模型", withheld=1) if claim is None else Generated("某模型", (claim,))
                if fault is not None:
                    yield Generated("某模型", note=ModelError(fault).note, kind=fault)

        assistant = Assistant("某模型", RunnableGenerator(write))
        return RegulationChain(chain.index, chain._extract, chain.options, recorder=recorder, assistant=assistant)

    return make


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A command run in an empty folder, without settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("TIAOWEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(os, "environ", dict(os.environ))  # main sets variables for this process
