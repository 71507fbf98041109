"""Data or layout; rows with what spans them."""

from __future__ import annotations

import pytest
from lxml import html

from ingest.formats.html_tables import kind_of, table_rows

SENTENCE = "值班人员应当按时到岗，认真填写交接记录，不得擅自离开。"


def rows(markup: str) -> list[tuple[tuple[str, ...], str]]:
    table = html.fromstring(markup)
    found = table_rows(table, lambda cell: " ".join("".join(cell.itertext()).split()))
    return [(row.cells, "alone" if row.alone else "header" if row.header else "") for row in found]


@pytest.mark.parametrize(
    "markup",
    [
        "<table border=1><tr><td>类别<td>标准<tr><td>平日<td>100</table>",
        "<table><thead><tr><th>类别<th>标准</thead><tr><td>平日<td>100</table>",
        "<table><tr><td>类别<td>标准<tr><td>平日<td>100<tr><td>节日<td>200</table>",
        '<table style="border-collapse:collapse"><tr><td>类别<td>标准<tr><td>平日<td>100</table>',
        "<table><tr><td>索引号<td>001<td>发文机关<td>院办公室</table>",
        f"<table border=1><tr><td>情形<td>依据<tr><td>甲<td>{SENTENCE}<tr><td>乙<td>{SENTENCE}</table>",
        "<table class=MsoTableGrid><tr><td>类别<td>标准<tr><td colspan=2>平日</table>",
    ],
)
def test_data(markup: str) -> None:
    assert kind_of(html.fromstring(markup)) == "data"


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>甲<tr><td>乙</table>",
        "<table><tr><td><a href=1>首页</a><td><a href=2>新闻</a><td><a href=3>制度</a><td><a href=4>下载</a></table>",
        f"<table><tr><td>栏目<td><p>{SENTENCE * 12}</p></table>",
        "<table border=1><tr><td>外<td><table><tr><td>内</table></table>",
        "<table role=presentation border=1><tr><td>类别<td>标准<tr><td>平日<td>100</table>",
        "<table border=1>表外的字<tr><td>类别<td>标准<tr><td>平日<td>100</table>",
        f"<table border=1><tr><td>甲<td>第一条 {SENTENCE}<br>第二条 {SENTENCE}</table>",
        f"<table><tr><td>{SENTENCE * 5}<td>乙<tr><td>丙<td>丁</table>",
    ],
)
def test_layout(markup: str) -> None:
    assert kind_of(html.fromstring(markup)) == "layout"


def test_articles_in_two_columns_are_lines() -> None:
    body = "".join(f"<tr><td>第{n}条</td><td>{SENTENCE}</td></tr>" for n in "一二三")
    assert kind_of(html.fromstring(f"<table>{body}</table>")) == "numbered"


def test_the_first_row_is_the_header() -> None:
    assert rows("<table border=1><tr><td>类别<td>标准<tr><td>平日<td>100</table>") == [
        (("类别", "标准"), "header"),
        (("平日", "100"), ""),
    ]


def test_spanned_rows_repeat_their_value_spanned_columns_do_not() -> None:
    found = rows(
        "<table border=1><tr><td rowspan=2>类别<td colspan=2>标准<tr><td>白班<td>夜班"
        "<tr><td>平日<td rowspan=2 colspan=2>100<tr><td>节日</table>"
    )
    assert found == [
        (("类别", "标准"), "header"),
        (("类别", "白班", "夜班"), "header"),
        (("平日", "100"), ""),
        (("节日", "100"), ""),
    ]


def test_empty_cells_keep_their_column() -> None:
    assert rows("<table border=1><tr><td>甲<td>乙<td>丙<tr><td>1<td><td>3<tr><td><td><td></table>")[1:] == [
        (("1", "", "3"), "")
    ]


def test_a_caption_and_rows_of_one_cell_round_the_table_are_lines() -> None:
    found = rows(
        "<table border=1><caption>补助标准</caption><tr><td colspan=2>单位：元<tr><td>类别<td>标准"
        "<tr><td colspan=2>一、平时<tr><td>平日<td>100<tr><td colspan=2>注：节日另定。</table>"
    )
    assert found == [
        (("补助标准",), "alone"),
        (("单位：元",), "alone"),
        (("类别", "标准"), "header"),
        (("一、平时",), ""),
        (("平日", "100"), ""),
        (("注：节日另定。",), "alone"),
    ]


def test_header_rows_in_thead() -> None:
    found = rows("<table><thead><tr><th>甲<th>乙<tr><th>丙<th>丁</thead><tbody><tr><td>1<td>2</table>")
    assert [kind for _, kind in found] == ["header", "header", ""]


def test_absurd_spans_do_not_explode() -> None:
    cells = "<td rowspan=65535 colspan=100000>" + "长" * 3000
    found = rows(f"<table border=1><tr><td>甲{cells}" + "<tr><td>乙<td>丙" * 500 + "</table>")
    assert len(found) == 501
    assert sum(len(cell) for row, _ in found for cell in row) < 300_000
    assert max(len(row) for row, _ in found) <= 4


def test_a_span_to_the_end() -> None:
    found = rows("<table border=1><tr><td>类别<td>标准<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3</table>")
    assert [row for row, _ in found][1:] == [("甲", "1"), ("甲", "2"), ("甲", "3")]
