"""A document in one physical line."""

from __future__ import annotations

import pytest

from ingest.lines.runon import is_run_on, open_run_on


def opened(text: str) -> list[str]:
    return [text[start:end] for start, end in open_run_on(text)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("打印办法 第一章 总 则 第一条 双面打印。", ["打印办法", "第一章 总 则", "第一条 双面打印。"]),
        ("打印办法（2023年 印发 试行） 双面打印。", ["打印办法（2023年 印发 试行）", "双面打印。"]),
        ("称为“红 头 文件”。 登记。", ["称为“红 头 文件”。", "登记。"]),
        ("请用 PDF format 2.0 保存。", ["请用 PDF format 2.0", "保存。"]),
        (
            "请双面打印全部红头文件并按时送交办公室备案 PDF 格式",
            ["请双面打印全部红头文件并按时送交办公室备案 PDF 格式"],
        ),
        ("打印。 2024年 起", ["打印。", "2024年", "起"]),
        ("打印。 PDF", ["打印。", "PDF"]),
        ("", []),
    ],
)
def test_spaces_are_lost_line_breaks(text: str, lines: list[str]) -> None:
    assert opened(text) == lines


def test_a_bracket_that_nobody_closed_ends_some_time() -> None:
    words = [f"打印用纸之{'一' * 20}" for _ in range(12)]
    text = "（ " + " ".join(words)
    assert len(opened(text)) > 2


def test_only_long_lines_with_stops_before_spaces_are_run_on() -> None:
    sentence = "节约用纸，双面打印，少印彩色，及时取走，不得浪费，也不得转借他人使用。 "
    assert is_run_on(sentence * 20)
    assert not is_run_on(sentence * 6), "short"
    assert not is_run_on(sentence.strip() * 20), "no spaces"
    assert not is_run_on("双面打印" * 200 + "。 甲" * 4), "too few"
    assert is_run_on("双面打印" * 200 + "。 甲" * 5)


def test_a_short_text_in_one_line_is_opened_at_its_articles() -> None:
    text = "打印办法 第一条 双面打印。 第二条 彩色打印须经批准，依照第一条办理。 第三条 自发布之日起施行。"
    assert is_run_on(text)
    assert not is_run_on("依照 第一条 、第三条 和 第四条 的规定办理的，可以不经批准。")
    assert not is_run_on("第一条 双面打印。 第二条 完。")
