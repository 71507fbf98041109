"""Titles printed over several lines."""

from __future__ import annotations

from collections.abc import Callable

from ingest.documents.titlelines import join_title_lines
from ingest.lines.line import Line


def test_a_title_over_two_lines_with_its_issuer(laid_out: Callable[[str], list[Line]]) -> None:
    joined, edits = join_title_lines(laid_out("青石镇办公室\n关于进一步加强\n打印管理的意见\n\n各科室：\n请照办。"))
    assert [line.text for line in joined] == ["青石镇办公室关于进一步加强打印管理的意见", "各科室：", "请照办。"]
    assert [edit.reason for edit in edits] == ["标题分行接续"]


def test_a_whole_title_is_left_alone(laid_out: Callable[[str], list[Line]]) -> None:
    joined, edits = join_title_lines(laid_out("关于打印管理的意见\n附则办法"))
    assert [line.text for line in joined] == ["关于打印管理的意见", "附则办法"]
    assert edits == []


def test_what_a_text_is_called_below_its_name_belongs_to_the_title(laid_out: Callable[[str], list[Line]]) -> None:
    for stage in ("（试行）", "（征求意见稿）", "（2024年送审稿）"):
        for name in ("砚禾研究院打印办法", "关于加强\n打印管理的意见"):
            joined, edits = join_title_lines(laid_out(f"砚禾研究院办公室\n{name}\n{stage}\n第一条 省纸。"))
            title = next(line.text for line in joined if stage in line.text)
            assert title.endswith(name.replace("\n", "") + stage)
            assert title.startswith("砚禾研究院办公室") == name.startswith("关于")
            assert len(edits) == 1
    for below in ("（2024年修订）", "（试行期间按原办法办理。）", "（2024年3月1日经院务会议审议通过，试行）"):
        assert len(join_title_lines(laid_out(f"砚禾研究院打印办法\n{below}"))[0]) == 2
    assert len(join_title_lines(laid_out("各科室要认真执行。\n（试行）"))[0]) == 2


def test_a_sentence_is_no_title(laid_out: Callable[[str], list[Line]]) -> None:
    lines = laid_out("关于打印的事，昨天已经说过\n请看意见")
    assert len(join_title_lines(lines)[0]) == 2
