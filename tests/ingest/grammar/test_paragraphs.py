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


def items(text: str, found: Article) -> list[tuple[int, list[str]]]:
    """(款, its items' texts) of an article."""
    return [(p.number, [text[i.start : i.end] for i in p.items]) for p in found.paragraphs]


def test_an_item_goes_on_while_the_numbering_does(regulation: Read) -> None:
    text, found = article(
        regulation,
        "下列除外：\n（一）图纸。\n图纸由仓库印。\n（二）证书。\n证书由人事印。\n（三）照片。\n前款所列不登记。",
    )
    assert items(text, found) == [
        (1, ["（一）图纸。\n图纸由仓库印。", "（二）证书。\n证书由人事印。", "（三）照片。"]),
        (2, []),
    ]


def test_items_that_are_headings_with_text_below(regulation: Read) -> None:
    text, found = article(
        regulation, "分为：\n（一）图纸\n用大纸，双面。\n（二）证书\n用厚纸，单面。\n前款的纸由仓库发。"
    )
    assert items(text, found) == [(1, ["（一）图纸\n用大纸，双面。", "（二）证书\n用厚纸，单面。"]), (2, [])]


def test_a_sentence_is_over_at_its_full_stop(regulation: Read) -> None:
    text, found = article(regulation, "由下列人员组成：\n组长，\n副组长两人，\n组员若干人。\n组长每年更换。")
    assert [text[p.start : p.end] for p in found.paragraphs] == [
        "由下列人员组成：\n组长，\n副组长两人，\n组员若干人。",
        "组长每年更换。",
    ]


def test_a_formula_belongs_to_its_paragraph(regulation: Read) -> None:
    text, found = article(regulation, "计算公式：\n用纸量＝张数×页数\n金额＝用纸量×单价\n不足一张的按一张算。")
    assert [text[p.start : p.end] for p in found.paragraphs] == [
        "计算公式：\n用纸量＝张数×页数\n金额＝用纸量×单价",
        "不足一张的按一张算。",
    ]


def test_each_paragraph_has_items_of_its_own(regulation: Read) -> None:
    text, found = article(
        regulation, "一类：\n（一）图纸；\n（二）证书。\n二类：\n（一）照片；\n（二）名片。\n（一）信封；\n（二）信纸。"
    )
    assert items(text, found) == [
        (1, ["（一）图纸；", "（二）证书。"]),
        (2, ["（一）照片；", "（二）名片。"]),
        (3, ["（一）信封；", "（二）信纸。"]),
    ]


def test_subitems_of_every_kind_and_a_third_level(regulation: Read) -> None:
    for one, two in (("1.", "2."), ("1、", "2、"), ("（1）", "（2）"), ("1）", "2）"), ("①", "②"), ("⒈", "⒉")):
        body = f"如下：\n（一）图纸：\n{one}大图；\n{two}小图：\nA4的；\nA5的。\n（二）证书。"
        text, found = article(regulation, body)
        first, second = found.paragraphs[0].items
        assert [s.number for s in first.subitems] == [1, 2], one
        assert text[first.subitems[1].start : first.end].endswith("A5的。") and second.subitems == ()
    text, found = article(regulation, "如下：\n（一）图纸：\n1.大图：\n（1）甲；\n（2）乙。\n2.小图。\n（二）证书。")
    first, second = found.paragraphs[0].items
    assert [text[s.start : s.end] for s in first.subitems] == ["1.大图：\n（1）甲；\n（2）乙。", "2.小图。"]
    assert second.number == 2


def test_items_of_every_kind(regulation: Read) -> None:
    for first, second in (
        ("一、", "二、"),
        ("(一)", "(二)"),
        ("一)", "二)"),
        ("㈠", "㈡"),
        ("1.", "2."),
        ("（1）", "（2）"),
    ):
        _, found = article(regulation, f"下列除外：\n{first}图纸；\n{second}证书。\n其余双面。")
        assert [(p.number, len(p.items)) for p in found.paragraphs] == [(1, 2), (2, 0)], first


def test_several_items_in_a_line(regulation: Read) -> None:
    text, found = article(
        regulation, "下列除外：\n（一）图纸；（二）证书；\n（三）照片；（四）（二）、（三）项以外的。"
    )
    [(_, found_items)] = items(text, found)
    assert found_items == ["（一）图纸；", "（二）证书；", "（三）照片；", "（四）（二）、（三）项以外的。"]


def test_items_whose_first_numbers_were_lost(regulation: Read) -> None:
    text, found = article(regulation, "下列除外：\n图纸；\n证书；\n（三）照片。")
    [paragraph] = found.paragraphs
    assert [(i.number, i.marker, text[i.start : i.end]) for i in paragraph.items] == [
        (1, "", "图纸；"),
        (2, "", "证书；"),
        (3, "（三）", "（三）照片。"),
    ]
    assert text[paragraph.start : paragraph.lead_end] == "下列除外："


def test_one_missing_number_does_not_end_a_list(regulation: Read) -> None:
    _, found = article(regulation, "下列除外：\n（一）图纸；\n（三）照片；\n（四）名片。")
    assert [[i.number for i in p.items] for p in found.paragraphs] == [[1, 3, 4]]


def test_a_footnote_is_no_item(regulation: Read) -> None:
    _, found = article(regulation, "双面打印①。\n① 指两面都印。")
    assert [len(p.items) for p in found.paragraphs] == [0, 0]


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
