"""A text without what it quotes."""

from __future__ import annotations

from ingest.metadata.ownwords import own_words


def test_quotations_are_left_out() -> None:
    assert own_words(["将甲改为“乙丙”。", "不变"]) == ["将甲改为“”。", "不变"]
    assert own_words(["“甲”和“乙”"]) == ["“”和“”"]


def test_over_several_lines() -> None:
    lines = ["修改为：“第一条 甲。", "“第二条 乙。", "第三条 丙。”", "此后照旧。"]
    assert own_words(lines) == ["修改为：“", "", "”", "此后照旧。"]


def test_a_mark_that_is_never_closed_swallows_one_line_only() -> None:
    assert own_words(["甲“乙", "丙", "丁“戊”己"]) == ["甲“", "丙", "丁“”己"]
    assert own_words(["甲”乙"]) == ["甲”乙"]
