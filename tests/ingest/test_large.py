"""Large texts: all of them is understood, and their memory is a small multiple of their size."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable

from ingest.formats.archive import Member
from ingest.model import Regulation
from ingest.numeral import format_numeral
from ingest.pipeline import parse_member
from ingest.sources import Limits

SENTENCE = "各科室应当在每月最后一个工作日之前报送用纸的数量，由管理员汇总后公布；超出定额的，说明原因。"
LARGEST_SHARE = 20
"""Bytes of memory at most for each byte of the file; ten are usual."""


def law(articles: int) -> str:
    """An invented regulation of so many articles, every third with three items."""
    lines = ["打印用纸管理办法", "（2023年4月5日公布）"]
    for number in range(1, articles + 1):
        lines.append(f"第{format_numeral(number)}条　{SENTENCE}")
        if number % 3 == 0:
            lines[-1] = f"第{format_numeral(number)}条　第{number}号打印机由下列人员使用："
            lines += [f"（{format_numeral(each)}）第{number + each}室的人员；" for each in (1, 2, 3)]
    return "\n".join(lines)


def test_twenty_thousand_articles(regulation: Callable[..., Regulation]) -> None:
    found = regulation(law(20_000), "办法.txt")
    articles = [a for a in found.articles if a.kind == "article"]
    assert [a.number for a in articles] == list(range(1, 20_001))
    assert articles[-1].address == "第二万条"
    assert all(len(a.paragraphs[0].items) == (3 if a.number and a.number % 3 == 0 else 0) for a in articles)
    last = articles[19_997]
    assert found.text[last.start : last.end].startswith("第一万九千九百九十八条 第19998号打印机")


def test_two_megabytes_in_one_line(regulation: Callable[..., Regulation]) -> None:
    text = "打印用纸管理办法 " + " ".join(f"第{format_numeral(at)}条 {SENTENCE}" for at in range(1, 12_501))
    assert len(text.encode()) > 2_000_000
    found = regulation(text, "办法.txt")
    assert [a.number for a in found.articles if a.kind == "article"] == list(range(1, 12_501))
    assert found.text.count(SENTENCE) == 12_500


def test_two_megabytes_without_any_break(regulation: Callable[..., Regulation]) -> None:
    text = SENTENCE * 15_000
    assert len(text.encode()) > 2_000_000
    [only] = regulation(text, "办法.txt").articles
    assert (only.start, only.end) == (0, len(text))


def test_memory_is_a_small_multiple_of_the_size() -> None:
    parse_member(Member("办法.txt", law(10).encode()), Limits())  # what is loaded once does not count
    data = law(3000).encode()
    gc.collect()
    tracemalloc.start()
    try:
        _, [parsed] = parse_member(Member("办法.txt", data), Limits())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(parsed.regulation.articles) >= 3000
    assert peak < LARGEST_SHARE * len(data)
