"""Physical lines → logical lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.lines.clean import clean
from ingest.lines.layout import lines
from ingest.lines.line import Line
from ingest.lines.mapped import Mapped

LaidOut = Callable[[str], list[Line]]


@pytest.mark.parametrize(
    ("noise", "reason"),
    [
        ("- 12 -", "页码"),
        ("第 3 页 共 9 页", "页码"),
        ("展开阅读全文", "网页内容"),
        ("责任编辑：张三", "网页内容"),
        ("第一章 总则………………3", "目录行"),
        ("-----------", "分隔线"),
        ("ᠨᠢᠮᠤᠩᠭᠣᠯ", "非汉文刊头"),
        ("甲 乙 丙 丁 戊 己 庚 辛 壬", "识别残片"),
        ("<!-- 内部批注 -->", "注释"),
    ],
)
def test_noise_is_left_out_and_reported(noise: str, reason: str) -> None:
    source = f"打印时用双面。\n{noise}\n复印时用单面。"
    kept, edits = lines(clean(Mapped.of(source))[0])
    assert [line.text for line in kept] == ["打印时用双面。", "复印时用单面。"]
    assert [(e.reason, e.removed, source[e.start : e.end]) for e in edits] == [(reason, True, noise)]


def test_running_heads_beside_page_numbers() -> None:
    page = "青石镇公报\n- {} -\n本页的正文在这里，{}。\n"
    kept, edits = lines(Mapped.of("".join(page.format(n, n) for n in range(1, 5))))
    assert [line.text for line in kept] == [f"本页的正文在这里，{n}。" for n in range(1, 5)]
    assert sum(e.reason == "页眉页脚" for e in edits) == 4


def test_markdown() -> None:
    source = "# 打印办法\n\n**第一条** 双面打印。\n\n- 彩色除外。\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n"
    kept, edits = lines(Mapped.of(source))
    assert [(line.text, line.level, line.row) for line in kept] == [
        ("打印办法", 1, False),
        ("第一条 双面打印。", 0, False),
        ("彩色除外。", 0, False),
        ("甲 | 乙", 0, True),
        ("1 | 2", 0, True),
    ]
    signs = [e for e in edits if e.reason == "排版标记" and not e.removed]
    assert [source[e.start : e.end] for e in signs] == ["#", "**", "**", "-", "|", "|", "|", "|"]
    assert ("表格分隔线", True) in [(e.reason, e.removed) for e in edits]


def test_a_document_in_one_physical_line_is_opened_up(laid_out: LaidOut) -> None:
    source = "打印办法 (2023年4月5日 印发) 第一章 总 则 第一条 " + "节约用纸，双面打印，少印彩色，及时取走。" * 30
    source += " 第二条 下列情形除外: (一)红头文件; (二)图纸; (三)证书; (四)照片。 第三条 自印发之日起施行。"
    texts = [line.text for line in laid_out(source)]
    assert texts[:3] == ["打印办法", "（2023年4月5日 印发）", "第一章 总 则"]
    assert [text[:3] for text in texts[3:]] == ["第一条", "第二条", "（一）", "（二）", "（三）", "（四）", "第三条"]
    assert laid_out(source)[0].boundary and not laid_out(source)[1].boundary


def test_an_article_in_mid_line_opens_a_line(laid_out: LaidOut) -> None:
    texts = [
        line.text for line in laid_out("第九条 双面打印。\n第十条 复印要登记。第十一条 彩印要审批。\n第十二条 完。")
    ]
    assert texts == ["第九条 双面打印。", "第十条 复印要登记。", "第十一条 彩印要审批。", "第十二条 完。"]


def test_a_reference_in_mid_line_does_not(laid_out: LaidOut) -> None:
    assert len(laid_out("第九条 双面打印。第三条另有要求时照办。")) == 1
