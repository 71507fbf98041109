"""Addresses as people write them, in texts that have no 条."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.citation import find
from ingest.model import Article, Regulation, Source
from vectorstore.counting import counted_otherwise


def regulation(*parts: tuple[str, str, Sequence[str]]) -> Regulation:
    """Units of (address, kind, headings above), without text."""
    articles = tuple(
        Article(address, kind, int(address[1]) if kind == "article" else None, 0, "", tuple(path), 0, 0, ())  # type: ignore[arg-type]
        for address, kind, path in parts
    )
    return Regulation("砚禾意见", "砚禾意见", False, "", (), articles, (Source("甲.txt", "0" * 64, ()),))


POINTS = regulation(
    ("引言", "preamble", ()),
    ("一", "section", ()),
    ("1", "point", ("二、借阅",)),
    ("2", "point", ("二、借阅",)),
    ("3", "point", ("三、归还",)),
    ("4", "point", ("三、归还",)),
)
SECTIONS = regulation(
    ("一", "section", ()), ("二（一）", "section", ("二、重点",)), ("二（二）", "section", ("二、重点",))
)
ARTICLES = regulation(("第1条", "article", ()), ("第2条", "article", ()))


@pytest.mark.parametrize(
    ("made", "address", "meant"),
    [
        (POINTS, "第三条", ["3"]),
        (POINTS, "第（四）条", ["4"]),
        (POINTS, "第（四）点", ["4"]),
        (POINTS, "第四点", ["4"]),
        (POINTS, "第二部分", ["1", "2"]),
        (POINTS, "三（四）", ["4"]),  # numbered on
        (POINTS, "三（一）", ["3"]),  # the first of that section
        (POINTS, "三（三）", ["3"]),
        (POINTS, "第九条", []),
        (POINTS, "三（九）", []),
        (POINTS, "第三条之一", []),
        (POINTS, "附件2", []),
        (SECTIONS, "第二条", ["二（一）", "二（二）"]),
        (SECTIONS, "第一条", ["一"]),
        (SECTIONS, "第二部分第二点", ["二（二）"]),
        (SECTIONS, "第二部分第三点", []),
        (ARTICLES, "第2点", ["第2条"]),
        (ARTICLES, "第六条", []),
    ],
)
def test_what_is_meant(made: Regulation, address: str, meant: list[str]) -> None:
    ((cited, _, _),) = find(address)
    exact = made.article(cited.article_address)
    assert [a.address for a in ([exact] if exact else counted_otherwise(made, cited))] == meant
