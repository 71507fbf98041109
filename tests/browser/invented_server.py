"""The real page over an index without a model: the samples and one hostile document, found by shared characters.

Run as ``python invented_server.py FILES… PORT``; the browser tests start it in a process of its own. The environment
(``TIAOWEN_*``) sets what the whole service knows as settings.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import uvicorn

from app.answer import Answer, answered, quote, refusal
from app.chain import RegulationChain
from app.server import assemble, assistant, options
from app.settings import load_settings
from ingest.citation import label
from ingest.model import Article, Paragraph, Regulation, Segment, Source, article_id
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations
from vectorstore.lexical import Term
from vectorstore.query import Query
from vectorstore.retrieval import Retrieval, RetrievedArticle

SLOW = "慢慢查"
"""A question with these words takes longer than anybody waits."""
HOSTILE_TITLE = "敌意<img src=x onerror=window.hacked=1>办法"
HOSTILE = (
    "第一条 <script>window.hacked=1</script><b>粗体</b> $$x^2$$ **强调** [链接](javascript:window.hacked=1) "
    "${window.hacked=1} {{window.hacked}} <img src=//evil.invalid/p.png onerror=window.hacked=1> "
    "</p></div></section><form action=//evil.invalid><input></form> https://evil.invalid/ `代码`。"
)


def hostile() -> Regulation:
    """A regulation whose every string tries to be more than text."""
    article = Article(
        "第一条",
        "article",
        1,
        0,
        "",
        ("第一章 <i>总则</i>",),
        0,
        len(HOSTILE),
        (Paragraph(1, 4, len(HOSTILE), len(HOSTILE)),),
    )
    source = Source('a"><script>window.hacked=1</script>.txt', "0" * 64, (Segment(0, len(HOSTILE), 0, len(HOSTILE)),))
    return Regulation(
        'hostile"><b>',
        HOSTILE_TITLE,
        True,
        HOSTILE,
        (),
        (article,),
        (source,),
        "<u>1号</u>",
        "<u>某局</u>",
        notices=("<u>附件缺失</u>",),
    )


class PairRetriever:
    """Articles ranked by the share of the question's pairs of characters that they have."""

    def __init__(self, regulations: dict[str, Regulation]) -> None:
        self.regulations = regulations

    def retrieve(
        self, question: str, *, as_of: date | None, regulations: set[str] | None, limit: int = 10
    ) -> Retrieval:
        if SLOW in question:
            time.sleep(30)
        pairs = {question[i : i + 2] for i in range(len(question) - 1)}
        found = [
            RetrievedArticle(
                article_id(r.id, a.address),
                r.id,
                a.address,
                sum(pair in r.text[a.start : a.end] for pair in pairs) / max(len(pairs), 1),
                (),
            )
            for r in self.regulations.values()
            if (regulations is None or r.id in regulations) and (r.status == "现行有效" or as_of is not None)
            for a in r.articles
        ]
        found.sort(key=lambda each: -each.score)
        terms = tuple(Term(pair, ((pair,),), 1.0) for pair in sorted(pairs))
        return Retrieval(question, Query(question, question, terms), found[:limit])

    def condense(self, question: str, previous: Sequence[str]) -> str:
        return f"{previous[-1]} {question}" if previous and question.startswith("那") else question


def extract(found: Retrieval, index: Any) -> Answer:
    """The best item or paragraph of the best article, or a refusal where too few characters are shared."""
    near = [(index.regulations[each.regulation_id], each.address) for each in found.articles[:3]]
    scored = [(regulation, regulation.article(address)) for regulation, address in near]
    if not scored or found.articles[0].score < 0.34:
        return refusal("", [quote(r, a, [(a.start, a.end)], label(a), 0.1, n) for n, (r, a) in enumerate(scored, 1)])
    best, (regulation, article) = found.articles[0].score, scored[0]
    pairs = {term.word for term in found.query.terms}

    def places() -> Iterator[tuple[int, list[tuple[int, int]], str]]:
        for paragraph in article.paragraphs:
            for item in (*paragraph.items, None):
                end = item or paragraph
                spans = [(end.start, end.end)]
                if item:
                    spans.insert(0, (paragraph.start, paragraph.lead_end))
                    yield (
                        sum(p in regulation.text[item.start : item.end] for p in pairs) * 2,
                        spans,
                        label(article, paragraph, item),
                    )
                else:
                    yield (
                        sum(p in regulation.text[paragraph.start : paragraph.lead_end] for p in pairs),
                        spans,
                        label(article, paragraph),
                    )

    _, spans, name = max(places(), key=lambda place: place[0])
    return answered("", [quote(regulation, article, spans, name, best, 1)])


class InventedIndex:
    """An opened index as the chain sees it."""

    build_id = "b1"

    def __init__(self, regulations: dict[str, Regulation]) -> None:
        self.regulations = regulations
        self.retriever = PairRetriever(regulations)
        self.passages: tuple[str, ...] = ()

    def close(self) -> None:
        """Nothing is held open."""


def main(files: list[Path], port: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(None, os.environ, data=Path(folder), contact="综合办公室（内线8000）")
        ingest(files, Path(folder), limits=Limits(), today=date(2026, 11, 22))
        kept = {r.id: r for r in (*read_regulations(Path(folder) / "regulations.jsonl"), hostile())}
        chain = RegulationChain(InventedIndex(kept), extract, options(settings), assistant=assistant(settings))
        service = assemble(lambda: chain, settings)
        uvicorn.run(service, host="127.0.0.1", port=port, log_level="warning", proxy_headers=False)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:-1]], int(sys.argv[-1]))
