"""Lines that are no content."""

from __future__ import annotations

import pytest

from ingest.lines.noise import is_page_number, is_table_rule, noise, running_heads


@pytest.mark.parametrize("text", ["- 12 -", "—12—", "· 3 ·", "第3页", "第 3 页 共 9 页", "第3页/共9页", "第 3 页 / 9"])
def test_page_numbers(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["第3条", "第3页的表格", "第 1 2 页", "-12", "12", "— 12 — 续", "- 12345 -", ""])
def test_no_page_numbers(text: str) -> None:
    assert not is_page_number(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("总则…………3", "目录行"),
        ("总则...... 12", "目录行"),
        ("总则 · · ···", "目录行"),
        ("总则……12345", ""),
        ("等等……", ""),
        ("打印…复印…3", ""),
        ("====", "分隔线"),
        ("当前位置：首页 > 通知", "网页内容"),
        ("省ICP备12345号", "网页内容"),
        ("编辑：某某某", "网页内容"),
        ("编辑部负责校对。", ""),
        ("甲 乙 丙 丁 戊 己 庚 辛", "识别残片"),
        ("甲 乙 丙 丁 戊 己 庚", ""),
        ("", ""),
    ],
)
def test_reasons(text: str, reason: str) -> None:
    assert noise(text, row=False) == reason


def test_a_table_may_have_short_cells_but_its_rule_is_noise() -> None:
    assert noise("甲 | 乙 | 丙 | 丁 | 戊", row=True) == ""
    assert noise("| --- | :--: |", row=True) == "表格分隔线"
    assert not is_table_rule("| - | 甲 |")


def test_heads_recur_beside_page_numbers() -> None:
    page = ["打印办法 汇编", "正文一句。", "- 1 -", ""]
    assert running_heads([*page, "打印 办法汇编", "又一句。", "- 2 -", "打印办法汇编"]) == {"打印办法汇编"}


@pytest.mark.parametrize("line", ["第一条 打印", "双面打印。", "页", "长" * 41])
def test_articles_sentences_and_long_lines_are_no_heads(line: str) -> None:
    assert running_heads(["- 1 -", line, "正文。", "- 2 -", line]) == frozenset()


def test_without_page_numbers_nothing_is_a_head() -> None:
    assert running_heads(["打印办法汇编", "正文。", "打印办法汇编"]) == frozenset()
