"""What goes before a quotation so that it speaks for itself, on an invented regulation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.leadin import joined, leaning, trim, with_lead_in
from ingest.model import Regulation
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations

TEXT = """# 砚禾研究院浴室管理办法

第一条 浴室对下列人员开放：
（一）本院职工；
（二）下列来访人员：
1.协作单位人员；
2.讲学人员。
前款第二项规定的人员应当由接待人陪同。
其中，住宿的凭房卡入内。

第二条 浴室按照下表开放：

| 日子 | 钟点 |
| --- | --- |
| 平日 | 晚七点 |
| 周末 | 下午三点 |

第三条 钥匙由门卫保管。
门卫不在的，找值班员。
"""


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Regulation:
    source = tmp_path_factory.mktemp("source")
    (source / "浴室管理办法.md").write_text(TEXT, encoding="utf-8")
    data: Path = tmp_path_factory.mktemp("data")
    ingest([source], data, limits=Limits(), today=date(2026, 1, 1))
    return read_regulations(data / "regulations.jsonl")[0]


def _quoted(regulation: Regulation, address: str, words: str) -> list[str]:
    """``words`` of the article with what goes before them, a text a span."""
    article = regulation.article(address)
    assert article is not None
    start = regulation.text.index(words, article.start)
    spans = with_lead_in(regulation, article, start, start + len(words))
    return [regulation.text[low:high] for low, high in spans]


def test_an_item_after_its_lead_in(regulation: Regulation) -> None:
    # next to each other in the text, they are one span
    assert _quoted(regulation, "第一条", "（一）本院职工；") == ["浴室对下列人员开放：\n（一）本院职工；"]


def test_a_subitem_after_both_lead_ins(regulation: Regulation) -> None:
    assert _quoted(regulation, "第一条", "2.讲学人员。") == [
        "浴室对下列人员开放：",
        "（二）下列来访人员：",
        "2.讲学人员。",
    ]


def test_a_paragraph_after_the_item_that_it_names(regulation: Regulation) -> None:
    said = _quoted(regulation, "第一条", "前款第二项规定的人员应当由接待人陪同。")
    assert said[0] == "浴室对下列人员开放："
    assert said[1].startswith("（二）下列来访人员：") and said[1].endswith("由接待人陪同。")


def test_a_paragraph_that_leans_on_the_one_before_it(regulation: Regulation) -> None:
    whole = "前款第二项规定的人员应当由接待人陪同。\n其中，住宿的凭房卡入内。"
    assert _quoted(regulation, "第一条", "其中，住宿的凭房卡入内。") == [whole]
    assert _quoted(regulation, "第三条", "门卫不在的，找值班员。") == ["门卫不在的，找值班员。"]


def test_a_row_after_the_head_of_its_table_and_what_announces_it(regulation: Regulation) -> None:
    assert _quoted(regulation, "第二条", "周末 | 下午三点") == ["浴室按照下表开放：\n日子 | 钟点", "周末 | 下午三点"]


def test_a_sentence_of_a_paragraph_with_the_one_before_it() -> None:
    text = "浴室每天开。其中，周末早开。平日晚开。"
    assert leaning(text, [(6, 14)], (0, len(text))) == [(0, 14)]
    assert leaning(text, [(14, 19)], (0, len(text))) == [(14, 19)]


def test_spans_are_joined_and_trimmed() -> None:
    text = "甲 \n乙丙丁"
    assert joined([(4, 5), (0, 2), (3, 4)], text) == [(0, 5)]
    assert joined([(5, 6), (3, 4)], text) == [(3, 4), (5, 6)]
    assert trim(" 甲 ", 0, 3) == (1, 2) and trim("  ", 0, 2) is None
