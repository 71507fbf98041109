"""Addresses led to articles, or said not to exist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.model import Regulation
from vectorstore.addresses import Located, locate
from vectorstore.counted import count
from vectorstore.lexical import Lexical
from vectorstore.query import understand
from vectorstore.spelling import respell
from vectorstore.synonyms import Vocabulary
from vectorstore.titles import Titles
from vectorstore.words import Segmenter

Locate = Callable[[str], Located]


@pytest.fixture(scope="module")
def lexical(segmenter: Segmenter, vocabulary: Vocabulary) -> Lexical:
    return Lexical(count(["借书证每人一张。", "餐具自行清洗。"], segmenter), segmenter, vocabulary)


def _locate(regulations: list[Regulation], lexical: Lexical, segmenter: Segmenter) -> Locate:
    titles = Titles(regulations, segmenter)
    known = {regulation.id: regulation for regulation in regulations}
    return lambda question: locate(understand(respell(question), titles, lexical), known, frozenset(known), titles)


@pytest.fixture
def two(make_regulation: Callable[[str, list[str]], Regulation], lexical: Lexical, segmenter: Segmenter) -> Locate:
    texts = ["第一事。", "第二事。", "第三事。"]
    regulations = [make_regulation("青苔镇图书借阅办法", texts), make_regulation("青苔镇食堂管理办法", texts[:2])]
    return _locate(regulations, lexical, segmenter)


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("借阅办法第3条怎么规定的", ["青苔镇图书借阅办法#第3条"]),
        ("《青苔镇食堂管理办法》最后一条", ["青苔镇食堂管理办法#第2条"]),
        ("第二条讲什么", ["青苔镇图书借阅办法#第2条", "青苔镇食堂管理办法#第2条"]),
    ],
)
def test_found(
    make_regulation: Callable[[str, list[str]], Regulation],
    lexical: Lexical,
    segmenter: Segmenter,
    question: str,
    articles: list[str],
) -> None:
    def numbered(title: str, count: int) -> Regulation:
        made = make_regulation(title, ["某事。"] * count)
        signs = "零一二三"
        parts = tuple(replace(a, address=f"第{signs[a.number or 0]}条") for a in made.articles)
        return replace(made, articles=parts)

    find = _locate([numbered("青苔镇图书借阅办法", 3), numbered("青苔镇食堂管理办法", 2)], lexical, segmenter)
    wanted = [a.replace("3", "三").replace("2", "二") for a in articles]
    assert [identity for identity, _ in find(question).places] == wanted


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("借阅办法第四十条怎么规定的", "《青苔镇图书借阅办法》没有第四十条（到第3条为止）"),
        ("食堂办法第九章讲什么", "《青苔镇食堂管理办法》没有第九章（不分章）"),
        ("第八十八条讲什么", "没有一部制度有第八十八条"),
        ("《渔业捕捞法》第二条怎么说", "没有收录《渔业捕捞法》"),
        ("劳动合同法第二条怎么说", "没有收录《劳动合同法》"),
    ],
)
def test_what_does_not_exist_is_said_not_to(two: Locate, question: str, said: str) -> None:
    found = two(question)
    assert found.places == () and found.missing == (said,)


def test_an_address_that_many_regulations_have_is_asked_back(
    make_regulation: Callable[[str, list[str]], Regulation], lexical: Lexical, segmenter: Segmenter
) -> None:
    regulations = [make_regulation(f"青苔镇{name}办法", ["某事。"]) for name in "甲乙丙丁戊己"]
    regulations = [replace(r, articles=tuple(replace(a, address="第一条") for a in r.articles)) for r in regulations]
    find = _locate(regulations, lexical, segmenter)
    assert find("第一条讲什么").missing[0].startswith("有6部制度都有第一条，请写明是哪一部")
    assert find("第一条说的借书证每人几张") == Located((), ()), "that is a search"


def test_what_another_regulation_says_at_the_address_is_not_found(
    make_regulation: Callable[[str, list[str]], Regulation], lexical: Lexical, segmenter: Segmenter
) -> None:
    regulations = [make_regulation(f"青苔镇{name}管理办法", ["某事。"]) for name in ("图书", "食堂")]
    titles = Titles(regulations, segmenter)
    query = understand("《青苔镇图书管理办法》第1条", titles, lexical)
    found = locate(query, {r.id: r for r in regulations}, frozenset({regulations[1].id}), titles)
    assert found == Located((), ("《青苔镇图书管理办法》不在所选制度之中，或在所问的日期没有施行",))


def test_a_word_of_the_title_is_enough_to_tell_which_of_several_is_meant(
    make_regulation: Callable[[str, list[str]], Regulation], lexical: Lexical, segmenter: Segmenter
) -> None:
    titles = ["青苔镇图书借阅大会召开", "青苔镇食堂大会召开"]
    made = [make_regulation(title, ["某事。"]) for title in titles]
    made = [replace(r, articles=(replace(r.articles[0], address="第1段", kind="paragraph"),)) for r in made]
    ask = _locate(made, lexical, segmenter)
    assert {i for i, _ in ask("食堂大会第1段").places} == {"青苔镇食堂大会召开#第1段"}
    assert len(ask("大会第1段").places) == 2
    assert len(ask("第1段").places) == 2


def test_what_is_asked_below_a_unit_that_counts_otherwise_is_kept(
    make_regulation: Callable[[str, list[str]], Regulation], lexical: Lexical, segmenter: Segmenter
) -> None:
    made = make_regulation("青苔镇食堂意见", ["某事。", "某事。"])
    points = tuple(replace(a, address=str(a.number), kind="point") for a in made.articles)
    ask = _locate([replace(made, articles=points)], lexical, segmenter)
    [(identity, cited)] = ask("食堂意见第二条第三款").places
    assert identity == "青苔镇食堂意见#2"
    assert (cited.address, cited.article, cited.sublabel) == ("2", None, "第三款")
