from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.address import Citation
from ingest.model import Regulation
from ingest.references.relative import WORD, Here

TEXT = """云岫市档案规定
第一章 总则
第一条 总的。
第二条 首先。
有下列情形之一的：
（一）甲；
（二）前项以外的；
（三）前两项以外的。
前项、前三项、前四项、前款、本款、前两款、前三款。
第二章 分则
第三条 前条、前两条、前三条、本条、本章、前章、前节。
"""


@pytest.fixture
def meant(regulation: Callable[..., Regulation]) -> Callable[[str, int], tuple[Citation, Citation | None, str] | None]:
    """(word, which occurrence) → what it means where it stands."""
    read = regulation(TEXT)

    def run(word: str, occurrence: int) -> tuple[Citation, Citation | None, str] | None:
        at = -1
        for _ in range(occurrence):
            at = read.text.index(word, at + 1)
        index = max(n for n, article in enumerate(read.articles) if article.start <= at)
        found = WORD.match(read.text, at)
        assert found is not None
        result = Here(read, index).meant(found, at)
        return result and (result.first, result.last, result.problem)

    return run


def _second(paragraph: int, item: int | None = None) -> Citation:
    return Citation(article=2, paragraph=paragraph, item=item)


@pytest.mark.parametrize(
    ("word", "occurrence", "first", "last"),
    [
        ("前项", 1, _second(2, 1), None),
        ("前两项", 1, _second(2, 1), _second(2, 2)),
        ("前项", 2, _second(2, 3), None),
        ("前三项", 1, _second(2, 1), _second(2, 3)),
        ("前款", 1, _second(2), None),
        ("本款", 1, _second(3), None),
        ("前两款", 1, _second(1), _second(2)),
        ("前条", 1, Citation(article=2), None),
        ("前两条", 1, Citation(article=1), Citation(article=2)),
        ("本条", 1, Citation(article=3), None),
        ("本章", 1, Citation(chapter="第二章"), None),
        ("前章", 1, Citation(chapter="第一章"), None),
    ],
)
def test_meant(
    meant: Callable[[str, int], tuple[Citation, Citation | None, str]],
    word: str,
    occurrence: int,
    first: Citation,
    last: Citation | None,
) -> None:
    assert meant(word, occurrence) == (first, last, "")


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ("前四项", "第二条这里之前没有四项"),
        ("前三款", "第二条第三款之前没有三款"),
        ("前三条", "第三条之前没有三条"),
        ("前节", "看不出“前节”指哪一节"),
    ],
)
def test_what_is_not_there(
    meant: Callable[[str, int], tuple[Citation, Citation | None, str]], word: str, problem: str
) -> None:
    assert meant(word, 1) == (Citation(), None, problem)


@pytest.mark.parametrize(
    "word", ["前款项", "前条件", "前项目", "前条例", "前编制", "本条例", "本项目", "本节能", "前款项目"]
)
def test_no_such_word(word: str) -> None:
    assert WORD.match(word) is None


def test_a_part_of_its_own_means_the_whole_text(regulation: Callable[..., Regulation]) -> None:
    read = regulation("云岫法典\n第四条 本编适用于档案。\n第五条 施行。\n")
    found = WORD.match(read.text, read.text.index("本编"))
    assert found is not None
    assert Here(read, 0).meant(found, read.text.index("本编")) is None


def test_annexes_with_articles_see_their_own_first(regulation: Callable[..., Regulation]) -> None:
    text = "用车方案\n一、登记。\n二、保养。\n附件1\n登记须知\n第一条 按月登记。\n第二条 依照第一条、第三条登记。\n"
    read = regulation(text)
    inside = next(n for n, article in enumerate(read.articles) if article.address == "附件1第二条")
    here = Here(read, inside)
    assert here.in_annex(Citation(article=1)) == Citation(address="附件1第一条")
    assert here.in_annex(Citation(article=3)) == Citation(article=3)
    assert Here(read, 0).in_annex(Citation(article=1)) == Citation(article=1)
