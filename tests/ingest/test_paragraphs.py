"""款 项 目 inside an article."""

from __future__ import annotations

from collections.abc import Callable

from ingest.model import Article, Regulation

Read = Callable[..., Regulation]


def article(regulation: Read, body: str) -> tuple[str, Article]:
    found = regulation(f"打印办法\n第一条 {body}\n第二条 完。")
    return found.text, found.articles[0]


def test_one_paragraph_without_its_marker(regulation: Read) -> None:
    text, found = article(regulation, "双面打印。")
    [paragraph] = found.paragraphs
    assert text[paragraph.start : paragraph.end] == "双面打印。"
    assert paragraph.lead_end == paragraph.end and paragraph.items == ()


def test_paragraphs_are_counted_by_position(regulation: Read) -> None:
    text, found = article(regulation, "双面打印。\n图纸除外。\n证书除外。")
    assert [(p.number, text[p.start : p.end]) for p in found.paragraphs] == [
        (1, "双面打印。"),
        (2, "图纸除外。"),
        (3, "证书除外。"),
    ]


def test_items_belong_to_their_lead_in_and_what_follows_is_the_next_paragraph(regulation: Read) -> None:
    text, found = article(regulation, "下列除外：\n（一）图纸；\n（二）证书。\n其余双面。")
    first, second = found.paragraphs
    assert text[first.start : first.lead_end] == "下列除外："
    assert [(i.number, i.marker, text[i.start : i.end]) for i in first.items] == [
        (1, "（一）", "（一）图纸；"),
        (2, "（二）", "（二）证书。"),
    ]
    assert text[second.start : second.end] == "其余双面。" and second.items == ()


def test_subitems(regulation: Read) -> None:
    text, found = article(regulation, "下列除外：\n（一）图纸：\n1.建筑图；\n2.电路图。\n（二）证书。")
    one, two = found.paragraphs[0].items
    assert [text[s.start : s.end] for s in one.subitems] == ["1.建筑图；", "2.电路图。"]
    assert text[one.start : one.lead_end] == "（一）图纸："
    assert two.subitems == ()


def test_items_inside_a_line(regulation: Read) -> None:
    text, found = article(regulation, "下列除外：（一）图纸；（二）证书；（三）照片。")
    [paragraph] = found.paragraphs
    assert text[paragraph.start : paragraph.lead_end] == "下列除外："
    assert [text[i.start : i.end] for i in paragraph.items] == ["（一）图纸；", "（二）证书；", "（三）照片。"]


def test_a_number_out_of_turn_is_text(regulation: Read) -> None:
    _, found = article(regulation, "下列除外：\n（一）图纸；\n（四）照片。")
    assert [len(p.items) for p in found.paragraphs] == [1, 0]


def test_a_table_is_a_paragraph_of_rows(regulation: Read) -> None:
    found = regulation(
        "# 打印办法\n\n第一条 限额如下：\n\n| 科室 | 张数 |\n| --- | --- |\n| 仓库 | 10 |\n| 收发 | 20 |\n\n"
        "其余自定。\n\n第二条 完。",
        "某办法.md",
    )
    first, table, last = found.articles[0].paragraphs
    assert found.text[table.start : table.lead_end] == "科室 | 张数"
    assert [(i.name, found.text[i.start : i.end]) for i in table.items] == [
        ("第1行", "仓库 | 10"),
        ("第2行", "收发 | 20"),
    ]
    assert found.text[last.start : last.end] == "其余自定。" and first.number == 1
