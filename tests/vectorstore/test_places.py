"""Places named by where they stand in a regulation."""

from __future__ import annotations

import pytest

from ingest.model import Article, Regulation
from vectorstore.places import find_places


def _article(number: int, *path: str) -> Article:
    return Article(f"第{number}条", "article", number, 0, "", path, 0, 0, ())


REGULATION = Regulation(
    "jy",
    "青苔镇图书借阅办法",
    False,
    "",
    (),
    (
        _article(1, "第一章 总则"),
        _article(2, "第二章 借阅", "第一节 证件"),
        _article(3, "第二章 借阅", "第二节 期限"),
        _article(4, "第二章 借阅", "第二节 期限"),
        _article(5, "第三章 附则"),
    ),
    (),
)


@pytest.mark.parametrize(
    ("question", "label", "numbers"),
    [
        ("第二章讲什么", "第二章", [2, 3, 4]),
        ("第2章第2节有哪些内容", "第二章第二节", [3, 4]),
        ("第 ３ 章", "第三章", [5]),
        ("第九章说了什么", "第九章", []),
        ("第一章第二节", "第一章第二节", []),
        ("最后一条是什么", "最后一条", [5]),
        ("倒数第二条", "倒数第二条", [4]),
        ("倒数第九条", "倒数第九条", []),
    ],
)
def test_places_and_what_stands_there(question: str, label: str, numbers: list[int]) -> None:
    (place,) = find_places(question)
    assert place.label == label
    assert [article.number for article in place.articles(REGULATION)] == numbers


@pytest.mark.parametrize("question", ["第三章第八条怎么规定", "第一节课几点上", "第二节日", "章程第三条", "最后谁来批"])
def test_what_is_no_such_place(question: str) -> None:
    assert find_places(question) == []
