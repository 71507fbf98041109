"""A citation takes everything from the record; one that does not agree with it never passes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

import prompts
from app.answer import Answer, Quote, VerificationError, answered, parts, quote, refusal, verify
from ingest.model import Article, Item, Paragraph, Regulation, Segment, Source

HEAD = "第一章 出借\n"
ARTICLE = "第三条 图书出借按下列规定办理：\n（一）普通图书借期三十日；\n（二）工具书不外借。"
TEXT = HEAD + ARTICLE + "\n第四条 逾期不还的，停借一个月。"


def _find(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


LEAD = _find("图书出借按下列规定办理：")
FIRST = _find("（一）普通图书借期三十日；")
SECOND = _find("（二）工具书不外借。")


@pytest.fixture
def regulation() -> Regulation:
    start, end = _find(ARTICLE)
    items = (
        Item(1, "（一）", *FIRST, lead_end=FIRST[1]),
        Item(2, "（二）", *SECOND, lead_end=SECOND[1]),
    )
    three = Article(
        "第三条", "article", 3, 0, "", ("第一章 出借",), start, end, (Paragraph(1, LEAD[0], end, LEAD[1], items),)
    )
    last = _find("第四条 逾期不还的，停借一个月。")
    four = Article(
        "第四条", "article", 4, 0, "", ("第一章 出借",), *last, (Paragraph(1, last[0] + 4, last[1], last[1]),)
    )
    whole = Source("甲.txt", "0" * 64, (Segment(0, len(TEXT), 100, 100 + len(TEXT)),))
    return Regulation(
        "r1", "图书室借阅办法", True, TEXT, (), (three, four), (whole,), issuer="图书室", published="2020-01-02"
    )


@pytest.fixture
def cited(regulation: Regulation) -> Quote:
    return quote(regulation, regulation.articles[0], [LEAD, SECOND], "第三条第（二）项", 0.91237, 1)


def test_a_citation_comes_from_the_record(cited: Quote) -> None:
    assert cited.to_dict() == {
        "number": 1,
        "regulation": "图书室借阅办法",
        "title_inferred": True,
        "label": "第三条第（二）项",
        "article": "第三条",
        "path": ["第一章 出借"],
        "quote": "图书出借按下列规定办理：\n（二）工具书不外借。",
        "spans": [list(LEAD), list(SECOND)],
        "article_text": ARTICLE,
        "regulation_id": "r1",
        "article_id": "r1#第三条",
        "sources": [
            {"file": "甲.txt", "start": LEAD[0] + 100, "end": LEAD[1] + 100, "page": None, "position": ""},
            {"file": "甲.txt", "start": SECOND[0] + 100, "end": SECOND[1] + 100, "page": None, "position": ""},
        ],
        "document_number": None,
        "issuer": "图书室",
        "published": "2020-01-02",
        "effective": None,
        "status": "现行有效",
        "score": 0.9124,
        "url": "/?article=r1%23%E7%AC%AC%E4%B8%89%E6%9D%A1",
    }


def test_an_answer_is_the_contract(cited: Quote) -> None:
    answer = dataclasses.replace(answered("工具书能借走吗", [cited]), id="a1", elapsed_ms=7)
    document = answer.to_dict()
    assert list(document) == [
        "id", "answer", "refused", "mode", "question_used", "elapsed_ms", "citations", "related", "notice",
    ]  # fmt: skip
    assert document["answer"] == cited.quote + "\n——《图书室借阅办法》第三条第（二）项［1］"
    assert (document["refused"], document["mode"], document["notice"]) == (False, "extractive", "原文摘录")


def test_a_refusal_says_so_and_names_whom_to_ask(cited: Quote) -> None:
    answer = refusal("问", [cited], contact="办公室", note="only for the log")
    assert answer.refused and answer.answer.startswith(prompts.REFUSAL) and "办公室" in answer.answer
    assert answer.citations == () and "不是答案" in answer.notice
    assert "only for the log" not in str(answer.to_dict())
    assert refusal("问").notice == ""


def test_a_true_answer_passes(regulation: Regulation, cited: Quote) -> None:
    verify(answered("问", [cited]), {"r1": regulation})
    verify(refusal("问", [cited]), {"r1": regulation})


def _shifted(cited: Quote) -> Quote:
    return dataclasses.replace(cited, spans=(cited.spans[0], (SECOND[0], SECOND[1] - 1)))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda c: dataclasses.replace(c, quote=c.quote.replace("不外借", "可外借")), "not verbatim"),
        (_shifted, "not verbatim"),
        (lambda c: dataclasses.replace(c, spans=()), "quotes nothing"),
        (lambda c: dataclasses.replace(c, spans=((0, 3),), quote=HEAD[:3]), "outside its article"),
        (lambda c: dataclasses.replace(c, spans=((FIRST[1], FIRST[0]),), quote=""), "outside its article"),
        (lambda c: dataclasses.replace(c, regulation_id="r2"), "unknown regulation"),
        (lambda c: dataclasses.replace(c, article="第九条"), "unknown article"),
        (lambda c: dataclasses.replace(c, article_id="r1#第四条"), "unknown article"),
        (lambda c: dataclasses.replace(c, label="第三条第（三）项"), "no such address"),
        (lambda c: dataclasses.replace(c, label="第三条第（一）项"), "stands elsewhere"),
        (lambda c: dataclasses.replace(c, regulation="图书管理条例"), "agree with the record"),
        (lambda c: dataclasses.replace(c, article_text="第三条 另一段文字"), "agree with the record"),
        (lambda c: dataclasses.replace(c, effective="2020-02-02"), "agree with the record"),
        (lambda c: dataclasses.replace(c, score=1.2), "score"),
        (lambda c: dataclasses.replace(c, score=float("nan")), "score"),
        (lambda c: dataclasses.replace(c, number=2), "numbered"),
    ],
)
def test_a_false_citation_is_caught(
    regulation: Regulation, cited: Quote, spoil: Callable[[Quote], Quote], message: str
) -> None:
    with pytest.raises(VerificationError, match=message):
        verify(answered("问", [spoil(cited)]), {"r1": regulation})


def test_a_false_related_article_is_caught_too(regulation: Regulation, cited: Quote) -> None:
    with pytest.raises(VerificationError, match="verbatim"):
        verify(refusal("问", [dataclasses.replace(cited, quote="改过的话")]), {"r1": regulation})


def test_an_answer_cites_and_a_refusal_does_not(regulation: Regulation, cited: Quote) -> None:
    with pytest.raises(VerificationError, match="without a citation"):
        verify(Answer("随便说说", False, "问"), {"r1": regulation})
    with pytest.raises(VerificationError, match="refusal with citations"):
        verify(Answer(prompts.REFUSAL, True, "问", (cited,)), {"r1": regulation})


def test_every_part_of_an_article_has_an_address(regulation: Regulation) -> None:
    labels = [label for label, _, _ in parts(regulation.articles[0])]
    assert labels == ["第三条", "第三条", "第三条第（一）项", "第三条第（二）项"]
