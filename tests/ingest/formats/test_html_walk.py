"""The tree of a page as lines."""

from __future__ import annotations

import pytest

from ingest.formats.html_hidden import hidden_by
from ingest.formats.html_tree import parse
from ingest.formats.html_walk import Collector


def collect(markup: str) -> Collector:
    root = parse(markup, "甲.html")
    assert root is not None
    collector = Collector(hidden_by(root))
    collector.walk(root)
    return collector


def lines(markup: str) -> list[str]:
    """The lines; ``-`` is a gap, ``* `` opens what is set aside, ``# `` a heading, ``| `` a table row."""
    found = collect(markup)
    result = []
    for block in found.blocks:
        aside = block.reason or found.hides(block.region)
        sign = "* " if aside else "# " if block.level else "| " if block.kind == "row" else ""
        result.append("-" if block.kind == "gap" else sign + block.text)
    return result


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>甲</p><p>乙", ["甲", "乙"]),
        ("<p>甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("甲<div>乙</div>丙", ["甲", "乙", "丙"]),
        ("<p>第<b>一</b><font color=red>条</font> 值<span>班</span>。", ["第一条 值班。"]),
        ("<p>值班\n  人员<span>到\n岗</span>", ["值班人员到岗"]),
        ("<p>发文机关：<b>院办</b>\n<span>日期：今日</span>", ["发文机关：院办 日期：今日"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<dl><dt>甲<dd>乙</dl>", ["甲", "乙"]),
        ("<center>甲</center><section>乙</section>", ["甲", "乙"]),
        ("<table><tr><td>甲<td>乙</table>", ["甲", "乙"]),
        ("<p>甲<script>x</script><style>y</style><template>z</template>乙", ["甲乙"]),
        ("<span style='display:block'>甲</span><span>乙</span>", ["甲", "乙"]),
        ("<div style='display:inline'>甲</div><div style='display: inline'>乙</div>", ["甲乙"]),
        ("<p>甲<o:p></o:p><st1:place>乙</st1:place>", ["甲乙"]),
        ("<pre>第一条  甲\n第二条\t乙</pre>", ["第一条  甲", "第二条 乙"]),
        ("<div style='white-space:pre-wrap'>甲\n乙</div>", ["甲", "乙"]),
        ("<p>&nbsp;&nbsp;&emsp;甲&ensp;乙&#8203;丙", ["甲 乙丙"]),
        ("<p><ruby>砚<rt>yàn</rt></ruby>禾", ["砚（yàn）禾"]),
        ("<p><ruby>砚<rp>(</rp><rt>yàn</rt><rp>)</rp></ruby>禾", ["砚(yàn)禾"]),
        ("<p>面积10m<sup>2</sup>，10<sup>5</sup>人<sup>[1]</sup>", ["面积10m²，10⁵人[1]"]),
    ],
)
def test_lines(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>甲</p><p>&nbsp;</p><p>乙</p>", ["甲", "-", "乙"]),
        ("<p>甲</p><p><br></p><p><br></p><p>乙</p>", ["甲", "-", "乙"]),
        ("甲<br><br>乙", ["甲", "-", "乙"]),
        ("<p>甲<hr><p>乙", ["甲", "-", "乙"]),
        ("<p>甲</p><h2>乙</h2><p>丙</p>", ["甲", "-", "# 乙", "丙"]),
        ("<div><p>甲</p></div><div><p>乙</p></div>", ["甲", "乙"]),
    ],
)
def test_gaps(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>甲<span style='display:none'>乙</span>丙", ["* 乙", "甲丙"]),
        ("<div hidden><p>甲</p>乙</div>丙", ["* 甲", "* 乙", "丙"]),
        ("<p>甲<select><option>一<option>二</select>乙", ["* 一", "* 二", "甲乙"]),
        ("<button>打印</button><p>甲", ["* 打印", "甲"]),
        ("<noscript>请打开脚本</noscript><p>甲", ["* 请打开脚本", "甲"]),
        ("<p>甲<svg><title>t</title><text>图字</text></svg>乙", ["* 图字", "甲乙"]),
        ("<p>第一条 <span class=msoDel><del>旧话</del></span><ins>新话</ins>", ["* 旧话", "第一条 新话"]),
        ("<div style='mso-element:comment'><p>批注</p></div><p>甲", ["* 批注", "甲"]),
        ("<p>2024年 <span class='share'>【字体：<b>大</b> 小】</span>", ["* 【字体：大 小】", "2024年"]),
        ("<p>甲<span class='share-text'>共享单车应当停放</span>", ["甲共享单车应当停放"]),
    ],
)
def test_what_is_no_part_of_a_line_is_set_aside(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


def test_a_heading_over_several_lines_is_one() -> None:
    assert lines("<h1>砚禾研究院<br>值班办法</h1>") == ["# 砚禾研究院值班办法"]
    assert [block.level for block in collect("<h1>甲</h1><h3>乙</h3>丙").blocks if block.kind == "text"] == [1, 3, 0]


def test_list_numbers_open_the_items_first_line() -> None:
    found = collect("<ol><li><p>甲</p><p>续</p><li>乙<ol type=a><li>丙</ol></ol>")
    assert [block.text for block in found.blocks] == ["1. 甲", "续", "2. 乙", "a. 丙"]
    assert found.numbered == 3


def test_rows_of_a_table() -> None:
    markup = "<table border=1><tr><th>类别<th>标准<tr><td><p>平日</p><td><p>100</p><p>元</p></table>后"
    found = collect(markup)
    assert lines(markup) == ["| 类别 | 标准", "| 平日 | 100 元", "后"]
    assert [block.header for block in found.blocks] == [True, False, False]


def test_a_table_of_facts_has_no_header() -> None:
    found = collect("<table border=1><tr><td>索引号<td>001<tr><td>发文机关<td>院办</table>")
    assert [(block.text, block.header) for block in found.blocks] == [
        ("索引号 | 001", False),
        ("发文机关 | 院办", False),
    ]


def test_what_a_cell_hides_follows_the_rows() -> None:
    markup = "<table border=1><tr><td>类别<td>标准<tr><td>平日<span hidden>密</span><td>100</table>"
    assert lines(markup) == ["| 类别 | 标准", "| 平日 | 100", "* 密"]


def test_articles_in_a_table_of_two_columns_are_lines() -> None:
    rows = "".join(f"<tr><td>第{n}条<td>值班人员应当到岗。" for n in "一二")
    assert lines(f"<table>{rows}</table>") == ["第一条 值班人员应当到岗。", "第二条 值班人员应当到岗。"]


def test_rows_of_the_source() -> None:
    found = collect("<body>\n<p>甲\n<b>乙</b></p>\n\n<p\n>丙<br>\n丁</p><pre>戊\n己</pre>")
    assert [block.pieces for block in found.blocks] == [
        [("甲", 2), (" 乙", 3)],
        [("丙", 6)],
        [("丁", 7)],
        [("戊", 7)],
        [("己", 8)],
    ]


def test_rows_beyond_what_the_parser_counts() -> None:
    found = collect("<body>" + "\n".join(f"<p>{number}</p>" for number in range(1, 70_001)))
    assert {block.text: block.pieces[0][1] for block in found.blocks}["70000"] == 70_000


def test_links_files_pictures_and_pages_inside() -> None:
    found = collect(
        "<p>见<a href='/f/1.docx?x=1'>值班表</a>和<a href='/2.html'>通知</a></p><img src=scan01.jpg>"
        "<img src=a.png width=16><img src=/images/icon_pdf.gif>"
        "<iframe src='viewer.html'></iframe><iframe src='about:blank'></iframe>"
    )
    [line, picture, page] = found.blocks
    assert (line.links, line.files) == (5, ["值班表"])
    assert (picture.kind, page.kind, page.text) == ("image", "frame", "viewer.html")


def test_struck_text_is_counted() -> None:
    assert collect("<p>甲<s>乙</s><del>丙</del><span class=msoDel><del>丁</del></span>").struck == 2


def test_regions_know_what_they_are_called() -> None:
    regions = collect("<div id=mainNav class='top-Bar x' role=navigation><p>甲</p></div>").regions
    assert regions[-1].tag == "p" and regions[regions[-1].parent].words == "main-nav top-bar x navigation"
