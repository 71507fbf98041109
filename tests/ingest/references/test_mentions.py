"""The mentions of a text, before anything is looked up; what becomes of them stands in ``test_references.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ingest.model import Regulation
from ingest.references.mentions import mentions

Read = Callable[..., Regulation]


def _said(regulation: Regulation) -> list[tuple[str, str]]:
    return [(regulation.text[m.start : m.end], m.title) for m in mentions(regulation)]


def _article(regulation: Read, body: str) -> Regulation:
    return regulation(f"云岫市仪器细则\n第一条 甲。\n第二条 乙。\n第三条 {body}\n")


def test_they_come_in_order_inside_their_articles(regulation: Read) -> None:
    read = regulation(
        "云岫市仪器细则\n第一条 根据《档案法》第二条和第三条，制定本细则。\n第二条 前条和第三条除外。\n"
        "第三条 依照保密法的规定。\n"
    )
    found = mentions(read)
    assert [read.text[m.start : m.end] for m in found] == ["《档案法》第二条", "第三条", "前条", "第三条", "保密法"]
    assert [m.article.address for m in found] == ["第一条", "第一条", "第二条", "第二条", "第三条"]
    assert all(m.article.start <= m.start < m.end <= m.article.end for m in found)


def test_who_is_meant_by_what_stands_before(regulation: Read) -> None:
    body = "依照《档案法》（2020年修订）第二条、第三条第一款，本细则第一条，该法第四条和保密条例第五条。"
    assert _said(_article(regulation, body)) == [
        ("《档案法》（2020年修订）第二条", "档案法"),
        ("第三条第一款", "档案法"),
        ("本细则第一条", ""),
        ("该法第四条", "档案法"),
        ("保密条例第五条", "保密条例"),
    ]


def test_an_address_that_the_text_lacks_is_of_the_law_named_before(regulation: Read) -> None:
    assert _said(_article(regulation, "有档案法第九条行为，又有第十条行为的，适用第二条。")) == [
        ("档案法第九条", "档案法"),
        ("第十条", "档案法"),
        ("第二条", ""),
    ]


def test_an_item_that_the_article_lacks_is_of_the_address_before(regulation: Read) -> None:
    read = _article(regulation, "属于档案法第三十条第三项的，记录；第四项的，销毁；依照第二条所列第一项处理。")
    assert [m.first.format() for m in mentions(read) if m.first] == [
        "第三十条第（三）项",
        "第三十条第（四）项",
        "第二条",
        "第二条第（一）项",
    ]


def test_the_own_name_alone_is_no_mention(regulation: Read) -> None:
    read = _article(regulation, "《云岫市仪器细则》自发布之日起施行，《细则》第二条除外。")
    assert _said(replace(read, aliases=("细则",))) == [("《细则》第二条", "")]


def test_a_title_in_the_words_of_another_is_one_mention(regulation: Read) -> None:
    body = "依照《关于修改〈档案法〉的决定》和《关于印发《保密办法》的通知》第三条。"
    assert _said(_article(regulation, body)) == [
        ("《关于修改〈档案法〉的决定》", "关于修改〈档案法〉的决定"),
        ("《关于印发《保密办法》的通知》第三条", "关于印发《保密办法》的通知"),
    ]


def test_annexes_joined_to_one_another_belong_together(regulation: Read) -> None:
    assert _said(_article(regulation, "列入《云岫公约》附录一、附录二的，从其规定。")) == [
        ("《云岫公约》附录一", "云岫公约"),
        ("附录二", "云岫公约"),
    ]


def test_an_article_that_was_not_taken_for_one_is_no_mention(regulation: Read) -> None:
    read = _article(regulation, "丙。\n第二条 乙。")
    assert _said(read) == []


def test_a_text_without_articles_mentions_nothing(regulation: Read) -> None:
    assert mentions(replace(_article(regulation, "依照第二条。"), articles=())) == []
