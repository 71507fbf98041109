from __future__ import annotations

import pytest

from ingest.address import Citation
from ingest.references.written import Written, as_point, read_addresses


def _read(text: str, base: Citation | None = None) -> list[tuple[str, str, str]]:
    return [
        (text[w.start : w.end], w.first.format(), w.last.format() if w.last else "")
        for w in read_addresses(text, 0, base)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三条第二款规定", [("第三条第二款", "第三条第二款", "")]),
        (
            "第三条第二款第（一）、（三）项",
            [("第三条第二款第（一）", "第三条第二款第（一）项", ""), ("（三）项", "第三条第二款第（三）项", "")],
        ),
        ("第五条至第七条", [("第五条至第七条", "第五条", "第七条")]),
        ("第五条至七条", [("第五条至七条", "第五条", "第七条")]),
        ("第（一）至（三）项", [("第（一）至（三）项", "第（一）项", "第（三）项")]),
        ("第一款第一项至第三项", [("第一款第一项至第三项", "第一款第（一）项", "第一款第（三）项")]),
        ("第二条之一、第三条", [("第二条之一", "第二条之一", ""), ("第三条", "第三条", "")]),
        ("第二条（盗窃）、第三条", [("第二条", "第二条", ""), ("第三条", "第三条", "")]),
        ("第二条规定和第三条", [("第二条", "第二条", ""), ("第三条", "第三条", "")]),
        ("第二条，第三条", [("第二条", "第二条", "")]),
        ("第二条（一）、（二）", [("第二条（一）", "第二条第（一）项", ""), ("（二）", "第二条第（二）项", "")]),
        ("第二编的第三章第五条", [("第二编的第三章第五条", "第二编第三章第五条", "")]),
        ("第三章至第五章", [("第三章至第五章", "第三章", "第五章")]),
        ("第二部分第（三）条", [("第二部分第（三）条", "二（三）", "")]),
        ("第十三点", [("第十三点", "13", "")]),
        ("第一项第2目", [("第一项第2目", "第（一）项第2目", "")]),
    ],
)
def test_read(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _read(text) == expected


@pytest.mark.parametrize(
    "text", ["第一条件", "第一项目", "第三方", "第一章程", "第二节课", "第三点半", "第零条", "条例"]
)
def test_no_address(text: str) -> None:
    assert read_addresses(text, 0) == []


def test_what_the_first_leaves_out_comes_from_the_base() -> None:
    base = Citation(article=9, paragraph=2)
    assert _read("第（一）项和第三款", base) == [
        ("第（一）项", "第九条第二款第（一）项", ""),
        ("第三款", "第九条第三款", ""),
    ]
    assert _read("第四条", base) == [("第四条", "第四条", "")]


def test_an_item_of_a_text_that_counts_straight_through_is_a_point() -> None:
    item = Written(0, 4, Citation(item=11), Citation(item=13))
    assert as_point(item) == Written(0, 4, Citation(address="11"), Citation(address="13"))
