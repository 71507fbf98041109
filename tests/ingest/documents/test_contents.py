"""Tables of contents."""

from __future__ import annotations

from collections.abc import Callable

from ingest.documents.contents import drop_contents, is_contents
from ingest.lines.line import Line


def test_the_heading() -> None:
    assert is_contents("目 录") and is_contents("CONTENTS")
    assert not is_contents("目录由办公室编制。")


def test_lines_that_stand_again_are_dropped(laid_out: Callable[[str], list[Line]]) -> None:
    lines = laid_out(
        "打印办法\n目录\n第一章 总则 1\n第二章 附则 2\n第一章 总则\n第一条 省纸。\n第二章 附则\n第二条 完。"
    )
    kept, edits = drop_contents(lines)
    assert [line.text for line in kept] == ["打印办法", "第一章 总则", "第一条 省纸。", "第二章 附则", "第二条 完。"]
    assert [edit.text for edit in edits] == ["目录", "第一章 总则 1", "第二章 附则 2"]
    assert all(edit.removed for edit in edits)


def dropped(lines: list[Line]) -> list[str]:
    return [edit.text for edit in drop_contents(lines)[1]]


BODY = "第一章 总则\n第一条 省纸。\n第二章 领用\n第二条 登记。\n第三章 附则\n第三条 完。"


def test_articles_are_listed_by_their_titles(laid_out: Callable[[str], list[Line]]) -> None:
    listed = ["目 次", "第一章 总则", "第一条 目的", "第二章 领用", "第二条 登记"]
    assert dropped(laid_out("打印办法\n" + "\n".join(listed) + "\n" + BODY)) == listed


def test_without_the_word_and_at_the_end(laid_out: Callable[[str], list[Line]]) -> None:
    listed = ["第一章 总则", "第二章 领用", "第三章 附则"]
    for text in ("\n".join(["打印办法", *listed, BODY]), "\n".join(["打印办法", BODY, *listed])):
        kept, edits = drop_contents(laid_out(text))
        assert [edit.text for edit in edits] == listed
        assert sum(line.text == "第二章 领用" for line in kept) == 1
    sections = "一、领用\n二、盘点\n三、附则"
    text = f"{sections}\n一、领用\n第一条 省纸。\n二、盘点\n第二条 登记。\n三、附则\n第三条 完。"
    assert dropped(laid_out(text)) == sections.split("\n")


def test_headings_of_different_levels_are_content(laid_out: Callable[[str], list[Line]]) -> None:
    text = "第一编 总则\n第一章 目的\n第一节 范围\n第一条 省纸。\n第二编 分则\n第一章 目的\n第一节 范围\n第二条 完。"
    assert dropped(laid_out(text)) == []


def test_items_that_recur_are_content(laid_out: Callable[[str], list[Line]]) -> None:
    items = "一、领用人签名；\n二、管理员核对；\n三、归还时检查；"
    assert dropped(laid_out(f"打印办法\n第一条 领用步骤包括：\n{items}\n第二条 归还步骤包括：\n{items}")) == []
