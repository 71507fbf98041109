from __future__ import annotations

from ingest.address import reference, spoken
from ingest.citation import label, parse, sublabel
from ingest.model import Article, ArticleKind, Item, Paragraph, Subitem


def _article(address: str, kind: ArticleKind, paragraphs: int, item: Item) -> Article:
    parts = tuple(Paragraph(n, 0, 9, 9, (item,) if n == 1 else ()) for n in range(1, paragraphs + 1))
    return Article(address, kind, None, 0, "", (), 0, 9, parts)


def _item(marker: str = "（六）", number: int = 6, name: str = "", subname: str = "") -> Item:
    return Item(number, marker, 0, 9, 9, (Subitem(2, "2.", 0, 9, subname),), name)


def _labels(article: Article) -> list[str]:
    first = article.paragraphs[0]
    item = first.items[0]
    return [
        label(article),
        label(article, first),
        label(article, first, item),
        label(article, first, item, item.subitems[0]),
    ]


def test_the_paragraph_is_named_only_where_there_are_several() -> None:
    assert _labels(_article("第四十四条", "article", 2, _item())) == [
        "第四十四条",
        "第四十四条第一款",
        "第四十四条第一款第（六）项",
        "第四十四条第一款第（六）项第2目",
    ]
    assert _labels(_article("第四十四条之一", "article", 1, _item("(6)"))) == [
        "第四十四条之一",
        "第四十四条之一",
        "第四十四条之一第（六）项",
        "第四十四条之一第（六）项第2目",
    ]


def test_items_of_texts_without_articles_carry_their_marker() -> None:
    assert _labels(_article("13", "point", 1, _item("(1)", 1)))[2:] == ["13（1）", "13（1）第2目"]
    assert _labels(_article("二（六）", "section", 1, _item("1、", 1)))[2] == "二（六）1."
    assert _labels(_article("二（六）", "section", 1, _item("1．", 1)))[2] == "二（六）1."
    assert _labels(_article("二", "section", 1, _item("一是", 1)))[2] == "二一是"


def test_a_name_replaces_the_number() -> None:
    article = _article("问题三", "problem", 2, _item("工作措施1：", 2, "工作措施1", "责任单位"))
    assert _labels(article)[1:] == ["问题三第一款", "问题三工作措施1", "问题三工作措施1责任单位"]


def test_unnumbered_units_count_in_segments() -> None:
    assert _labels(_article("印发通知", "front", 2, _item()))[1] == "印发通知第1段"
    assert _labels(_article("附件1", "annex", 2, _item()))[1:3] == ["附件1第1段", "附件1第1段（六）"]


def test_a_marker_in_digits_is_not_printed_right_after_digits() -> None:
    assert _labels(_article("13", "point", 1, _item("2.", 2)))[2:] == ["13第（二）项", "13第（二）项第2目"]
    assert _labels(_article("附件", "annex", 1, _item("2.", 2)))[2] == "附件第（二）项"
    assert _labels(_article("附件1", "annex", 2, _item("2.", 2)))[2] == "附件1第1段2."


def test_the_rows_of_a_second_table_name_their_paragraph() -> None:
    row = Item(1, "", 0, 9, 9, (), "第1行")
    one = Article("附件2", "annex", 2, 0, "", (), 0, 9, (Paragraph(1, 0, 9, 9), Paragraph(2, 0, 9, 9, (row,))))
    assert sublabel(one, one.paragraphs[1], row) == "第1行"
    two = Article("附件2", "annex", 2, 0, "", (), 0, 9, (Paragraph(1, 0, 9, 9, (row,)), Paragraph(2, 0, 9, 9, (row,))))
    assert [sublabel(two, paragraph, row) for paragraph in two.paragraphs] == ["第1段第1行", "第2段第1行"]


def test_sublabel_is_the_label_without_the_article() -> None:
    article = _article("第四条", "article", 2, _item())
    paragraph = article.paragraphs[0]
    assert sublabel(article) == ""
    assert sublabel(article, paragraph, paragraph.items[0]) == "第一款第（六）项"


def test_labels_are_read_back() -> None:
    for article in (
        _article("第四十四条", "article", 2, _item()),
        _article("13", "point", 2, _item("（1）", 1)),
        _article("二（六）", "section", 1, _item("1.", 1)),
        _article("问题三", "problem", 1, _item("", 2, "工作措施1", "责任单位")),
        _article("附件1", "annex", 2, _item()),
        _article("引言", "preamble", 3, _item()),
        _article("附件", "annex", 1, _item("2.", 2)),
        _article("附表2", "annex", 2, _item("", 3, "第3行")),
        _article("第五条", "article", 2, _item("", 3, "第3行")),
        _article("（二）", "section", 2, _item("1.", 1)),
        _article("附件1第三条", "article", 2, _item()),
        _article("第三条（重复2）", "article", 2, _item()),
        _article("落款", "closing", 2, _item()),
        _article("第二章引言", "preamble", 2, _item()),
        _article("情形三", "problem", 1, _item("时间节点2：", 2, "时间节点2", "牵头单位")),
    ):
        for printed in _labels(article):
            citation = parse(printed)
            assert citation is not None, printed
            assert citation.format() == printed


def test_a_reference_reads_well() -> None:
    assert reference("某某意见", "17") == "《某某意见》第17点"
    assert reference("某某意见", "17（2）") == "《某某意见》第17点（2）"
    assert reference("某某办法", "第四条第二款") == "《某某办法》第四条第二款"
    assert reference("某厅印发《通知》部署工作", "第2段") == "《某厅印发〈通知〉部署工作》第2段"
    assert spoken("附件1第3段") == "附件1第3段"
