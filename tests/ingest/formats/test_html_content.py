"""Which lines of a page are its text, and why the others are not."""

from __future__ import annotations

from ingest.formats.html_content import judge
from ingest.formats.html_hidden import hidden_by
from ingest.formats.html_title import plain, stated_titles
from ingest.formats.html_tree import parse
from ingest.formats.html_walk import Collector

SENTENCE = "值班人员应当按时到岗，认真填写交接记录。"
ARTICLES = "".join(f"<p>第{n}条　{SENTENCE}</p>" for n in "一二三四")
LINKS = (
    "<ul><li><a href=1>关于停水的通知</a></li><li><a href=2>关于停电的通知</a></li><li><a href=3>院内新闻</a></li></ul>"
)


def judged(markup: str) -> dict[str, str]:
    """Line → why it is left out, empty where it is kept."""
    root = parse(markup, "甲.html")
    assert root is not None
    collector = Collector(hidden_by(root))
    collector.walk(root)
    judge(collector.blocks, collector.regions, frozenset(map(plain, stated_titles(root))))
    return {block.text: block.reason for block in collector.blocks if block.kind in ("text", "row")}


def test_what_stands_round_the_text_is_left_out_each_with_its_reason() -> None:
    found = judged(
        f"<div class=header>砚禾研究院内网</div><div class=nav>{LINKS}</div>"
        f"<div>当前位置：<a href=/>首页</a> &gt; 正文</div>"
        f"<div class=zoom><p>值班办法</p>{ARTICLES}</div><div class=sidebar>值班电话</div>"
        f"<div>技术支持：院信息中心</div>"
        f"<div class=foot><p>地址：青石路8号</p></div><p>页面结束</p>"
    )
    assert found["砚禾研究院内网"] == "网页页眉"
    assert found["院内新闻"] == "网页导航"
    assert found["当前位置：首页 > 正文"] == "网页导航"
    assert found["值班办法"] == "" and all(found[f"第{n}条　{SENTENCE}"] == "" for n in "一二三四")
    assert found["值班电话"] == "侧栏"
    assert found["技术支持：院信息中心"] == "网页页脚"
    assert found["地址：青石路8号"] == "网页页脚"
    assert found["页面结束"] == "网页其余内容"


def test_lists_of_links_without_a_name() -> None:
    found = judged(f"<div>{LINKS}</div><div><p>值班办法</p>{ARTICLES}</div><div>相关{LINKS.replace('停', '缺')}</div>")
    assert found["关于停水的通知"] == found["关于缺水的通知"] == "链接列表"
    assert found["值班办法"] == ""


def test_an_article_is_never_left_out_whatever_its_element_is_called() -> None:
    for name in ("footer", "nav", "related", "sidebar", "share"):
        found = judged(f"<div class={name}><p>值班办法</p>{ARTICLES}</div>")
        assert set(found.values()) == {""}, name
    found = judged(
        f"<div class=zoom>{ARTICLES}</div><div class=footer><p>第五条　{SENTENCE}</p><p>第六条　另行规定。</p></div>"
    )
    assert set(found.values()) == {""}


def test_the_title_above_the_text_stays_the_site_above_it_does_not() -> None:
    found = judged(
        "<title>关于值班的通知_砚禾研究院</title><div>砚禾研究院门户</div><h2>关于值班的通知</h2><div>院办公室</div>"
        f"<div class=con><p>各部门：</p><p>{SENTENCE}</p></div>"
    )
    assert found == {"砚禾研究院门户": "网页页眉", "关于值班的通知": "", "院办公室": "", "各部门：": "", SENTENCE: ""}


def test_signature_date_and_annex_below_the_text_stay() -> None:
    found = judged(
        f"<table><tr><td><div class=zoom>{ARTICLES}<p>砚禾研究院</p><p>2024年3月1日</p></div></td></tr></table>"
        "<p>2024年3月2日</p><p>附件：值班表</p><p>（此件公开发布）</p><p>本页已读</p>"
    )
    assert [text for text, reason in found.items() if reason] == ["本页已读"]


def test_downloads_below_the_text_are_left_out_inside_it_they_stay() -> None:
    found = judged(
        f"<div class=zoom>{ARTICLES}<p><a href=1.doc>附件1：值班表</a></p></div>"
        "<div>附件：</div><div><a href=2.doc>请假表.doc</a></div>"
    )
    assert found["附件1：值班表"] == ""
    assert found["附件："] == found["请假表.doc"] == "附件链接"


def test_linked_lines_that_are_numbered_belong_to_the_text() -> None:
    found = judged(
        f"<div class=zoom><p>{SENTENCE}</p><p>1.<a href=1>砚禾研究院值班管理办法</a></p><p><a href=2>返回列表</a></p>"
        "<p><a href=3>院内新闻三则</a></p></div>"
    )
    assert found["1.砚禾研究院值班管理办法"] == ""
    assert found["返回列表"] == "网页工具"
    assert found["院内新闻三则"] == "链接列表"


def test_facts_about_the_document_stay_those_about_the_page_do_not() -> None:
    found = judged(
        "<table><tr><td>索引号：</td><td>001</td><td>发文机关：</td><td>砚禾研究院</td></tr>"
        "<tr><td>发布日期：</td><td>2024年3月5日</td><td>文号：</td><td>无</td></tr></table><h1>值班办法</h1>"
        f"<p>发布日期：2024-03-05 点击数：12</p><div class=zoom>{ARTICLES}</div>"
    )
    assert found["索引号： | 001 | 发文机关： | 砚禾研究院"] == ""
    assert found["发布日期： | 2024年3月5日 | 文号： | 无"] == ""
    assert found["发布日期：2024-03-05 点击数：12"] == "网页信息"


def test_facts_a_line_each() -> None:
    found = judged(
        "<ul><li>索引号：001<li>发布日期：2024年3月5日<li>发文机关：砚禾研究院</ul><h1>值班办法</h1>"
        f"<div class=zoom>{ARTICLES}</div>"
    )
    assert set(found.values()) == {""}


def test_other_boxes_of_the_page_with_sentences() -> None:
    box = "如有意见，请写信给院长，我们将在七日内答复您。"
    found = judged(
        f"<title>停电通知</title><div><div>院长信箱</div><p>{box}</p></div>"
        "<div><h2>停电通知</h2><div class=nr><p>各部门：</p>"
        "<p>因检修线路，本周六停电一天。</p><p>院办公室</p></div></div>"
    )
    assert found[box] == "网页其余内容" and found["院长信箱"] == "网页页眉"
    assert found["各部门："] == found["院办公室"] == ""


def test_hidden_words_are_left_out_but_not_a_hidden_text() -> None:
    found = judged(f"<div class=zoom>{ARTICLES}<p style='display:none'>统计代码占位</p></div>")
    assert found["统计代码占位"] == "隐藏内容"
    shown = judged(f"<div id=js_content style='visibility:hidden'>{ARTICLES}</div>")
    assert set(shown.values()) == {""}
    tabs = judged(f"<div>{ARTICLES}</div><div style='display:none'>{ARTICLES.replace('值班', '请假')}</div>")
    assert set(tabs.values()) == {""}


def test_a_page_without_wrappers() -> None:
    found = judged(f"<h1>值班办法</h1>{ARTICLES}<p>砚禾研究院<p>2024年1月1日<hr>版权所有 砚禾研究院")
    assert [text for text, reason in found.items() if reason] == ["版权所有 砚禾研究院"]


def test_a_page_of_links_has_no_text() -> None:
    assert set(judged(LINKS).values()) == {"链接列表"}


def test_short_lines_without_any_sentence_stay() -> None:
    assert judged("<h1>值班口诀</h1><p>早到岗<p>勤记录") == {"值班口诀": "", "早到岗": "", "勤记录": ""}
