"""What elements and lines say of themselves."""

from __future__ import annotations

import pytest

from ingest.formats.html_furniture import is_fact, is_page_info, named_content, named_kind, worded_kind


@pytest.mark.parametrize(
    ("tag", "words", "kind"),
    [
        ("nav", "", "网页导航"),
        ("div", "site-nav", "网页导航"),
        ("ul", "breadcrumb", "网页导航"),
        ("div", "x navigation", "网页导航"),
        ("header", "", "网页页眉"),
        ("div", "g_header2", "网页页眉"),
        ("footer", "", "网页页脚"),
        ("div", "foot-copyright", "网页页脚"),
        ("aside", "", "侧栏"),
        ("div", "right-side", "侧栏"),
        ("div", "bdsharebuttonbox", "网页工具"),
        ("div", "related-news", "链接列表"),
        ("div", "", ""),
        ("div", "article-content", ""),
        ("div", "navy inside footnote", ""),
        ("div", "headline stopover", ""),
    ],
)
def test_names_of_elements(tag: str, words: str, kind: str) -> None:
    assert named_kind(tag, words) == kind


@pytest.mark.parametrize(
    "words", ["trs_editor", "view trs_ueditor zoom", "js_content", "pages_content", "news-text", "zoom"]
)
def test_names_of_the_text(words: str) -> None:
    assert named_content("div", words)
    assert not named_content("div", "wrapper")
    assert named_content("article", "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("当前位置：首页 > 制度 > 正文", "网页导航"),
        ("您现在的位置: 首页", "网页导航"),
        ("首页 » 制度文件", "网页导航"),
        ("版权所有：砚禾研究院", "网页页脚"),
        ("Copyright © 2024", "网页页脚"),
        ("云ICP备00000001号-1", "网页页脚"),
        ("主办单位：砚禾研究院　承办：院办公室", "网页页脚"),
        ("【字体：大 中 小】", "网页工具"),
        ("【打印本页】【关闭窗口】", "网页工具"),
        ("分享到：微信 微博", "网页工具"),
        ("浏览次数：123 次", "网页工具"),
        ("扫一扫在手机打开当前页", "网页工具"),
        ("责任编辑：甲", "网页工具"),
        ("上一篇：关于停水的通知", "网页工具"),
        ("第一条　打印应当双面。", ""),
        ("打印室由专人管理。", ""),
        ("首页应当加盖公章", ""),
        ("主办部门应当在七日内答复。", ""),
        ("分享经验，共同提高。", ""),
        ("责任编辑由办公室指定，每年一换，不得兼任。", ""),
        ("大", "网页工具"),
    ],
)
def test_words_of_lines(text: str, kind: str) -> None:
    assert worded_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05 10:00　来源：砚禾研究院",
        "发布时间：2024-03-05　点击数：123",
        "院办公室 砚禾研究院 2024-05-01 08:00",
        "2024-05-01",
        "来源：院办公室",
        "日期：2024年3月5日 作者：甲 浏览次数：",
        "发布日期：2024-03-05",
    ],
)
def test_lines_about_the_page(text: str) -> None:
    assert is_page_info(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月5日",
        "发文字号：砚院发〔2024〕3号　发布日期：2024年3月5日",
        "成文日期：2024年3月5日",
        "（2024年3月1日院务会议通过）",
        "时间：每周一上午九时",
        "来源：经费由院预算安排，不足部分另行申请。",
    ],
)
def test_lines_about_the_document_or_of_it(text: str) -> None:
    assert not is_page_info(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("索 引 号： | 001", True),
        ("[ 发文字号 ] 砚院发〔2024〕3号", True),
        ("发布日期：2024", True),
        ("发布日期为准。", False),
    ],
)
def test_facts(text: str, expected: bool) -> None:
    assert is_fact(text) is expected
