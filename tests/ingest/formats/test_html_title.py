"""What a page calls itself, and where that stands on it."""

from __future__ import annotations

import pytest

from ingest.formats.html_blocks import Block
from ingest.formats.html_title import mark_titles, names_document, plain, stated_titles, untitled
from ingest.formats.html_tree import parse

NOTICE = "砚禾研究院关于印发《砚禾研究院值班管理办法》的通知"


def block(text: str, level: int = 0, reason: str = "") -> Block:
    return Block("text", 0, [(text, 1)], level=level, reason=reason)


@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("<title>砚禾研究院值班管理办法</title>", "砚禾研究院值班管理办法"),
        ("<title>值班管理办法_制度文件_砚禾研究院</title>", "值班管理办法"),
        ("<title>砚禾研究院 - 通知公告 - 关于停水的通知</title>", "关于停水的通知"),
        ("<title>2024-2025年值班方案|砚禾研究院</title>", "2024-2025年值班方案"),
        ("<title>关于停水的情况_通知公告_砚禾研究院</title>", "关于停水的情况"),
        ("<title>致职工的信 — 砚禾研究院</title>", "致职工的信"),
        (f"<title>砚禾研究院</title><meta name=ArticleTitle content='{NOTICE}'>", NOTICE),
        (f"<title></title><meta property='og:title' content='{NOTICE}'>", NOTICE),
    ],
)
def test_stated_titles(head: str, first: str) -> None:
    root = parse(f"<html><head>{head}</head><body><svg><title>图</title></svg></body></html>", "x")
    assert root is not None
    assert stated_titles(root)[0] == first


def test_a_page_that_says_nothing() -> None:
    root = parse("<p>x", "x")
    assert root is not None and stated_titles(root) == []


def test_levels() -> None:
    blocks = [
        block("砚禾研究院", 1),
        block("值班管理办法"),
        block("第一章 总则", 1),
        block("请假管理办法", 1),
        block("甲", 3),
    ]
    assert [b.level for b in mark_titles(blocks, frozenset(["值班管理办法"]))] == [2, 1, 2, 1, 3]


def test_the_only_h1_is_the_title_unless_it_is_numbered() -> None:
    for text, level in (("值班问答", 1), ("第一章 总则", 2)):
        [only] = mark_titles([block(text, 1)], frozenset())
        assert only.level == level


def test_a_title_on_two_lines_becomes_one() -> None:
    blocks = [block("砚禾研究院关于印发"), block("《砚禾研究院值班管理办法》的通知"), block("各部门：")]
    marked = mark_titles(blocks, frozenset([NOTICE]))
    assert [(b.text, b.level) for b in marked] == [(NOTICE, 1), ("各部门：", 0)]


def test_of_a_title_printed_twice_the_pages_is_left_out() -> None:
    blocks = [block(NOTICE, 1), block("2024-03-05"), block(NOTICE), block("各部门："), block("一、值班。")]
    marked = mark_titles(blocks, frozenset([NOTICE]))
    assert [b.reason for b in marked] == ["重复的网页标题", "", "", "", ""]
    assert [b.level for b in marked][2] == 1


def test_the_title_in_the_text_below_is_not_its_repetition() -> None:
    blocks = [block("值班办法", 1), block("第一条 值班。"), block("值班办法")]
    assert [b.reason for b in mark_titles(blocks, frozenset(["值班办法"]))] == ["", "", ""]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["第一条 值班。", "值班办法"], True),
        (["各部门：", "第一条 值班。"], True),
        (["值班办法", "第一条 值班。"], False),
        ([NOTICE], False),
        ([], True),
    ],
)
def test_whether_a_page_prints_a_title(texts: list[str], expected: bool) -> None:
    assert untitled([block(text) for text in texts]) is expected


def test_names_of_documents() -> None:
    assert names_document(NOTICE) and names_document("值班办法")
    assert not names_document("砚禾研究院") and not names_document("第一章 办法")
    assert not any(map(names_document, ("通知公告", "规章制度", "政策 法规 文件", "工作方案")))
    assert plain(" 值 班\u3000办法 ") == "值班办法"
