from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from app.ui.record import (
    Background,
    Neighbour,
    article_text,
    background,
    citation_text,
    link,
    record,
    whole_article,
)
from ingest.model import Article, Paragraph, Regulation

TEXT = "第二条 图书出借：\n（一）普通图书三十日；\n1.旧书除外；\n（二）工具书不外借。"


@pytest.fixture
def citation() -> dict[str, Any]:
    return {
        "number": 1,
        "regulation": "借阅办法",
        "title_inferred": False,
        "label": "第二条第（二）项",
        "article": "第二条",
        "path": ["第一章 总则", "第一节 借阅"],
        "quote": "图书出借：\n（二）工具书不外借。",
        "spans": [[104, 109], [130, 140]],
        "article_text": TEXT,
        "regulation_id": "r1",
        "article_id": "r1#第二条",
        "sources": [{"file": "借阅.txt", "start": 1, "end": 2}, {"file": "借阅.txt", "start": 5, "end": 9}],
        "document_number": "院发〔2020〕3号",
        "issuer": "图书室",
        "published": "2020-01-02",
        "effective": "2020-02-01",
        "status": "现行有效",
        "score": 0.9,
        "url": "/?article=r1%23%E7%AC%AC",
    }


def marked(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", html)]


def test_exactly_the_spans_are_marked(citation: dict[str, Any]) -> None:
    assert marked(record(citation, Background(100), "1-c1")) == ["图书出借：", "（二）工具书不外借。"]


def test_a_mark_over_several_lines_is_cut_at_the_line_ends() -> None:
    assert marked(article_text("甲乙\n丙丁\n戊", [(1, 7)])) == ["乙", "丙丁", "戊"]


def test_overlapping_marks_repeat_nothing() -> None:
    html = article_text("甲乙丙丁戊", [(0, 3), (1, 4)])
    assert "".join(marked(html)) == "甲乙丙丁"
    assert re.sub(r"<[^>]+>", "", html) == "甲乙丙丁戊"


def test_nothing_is_marked_where_the_article_has_no_known_place(citation: dict[str, Any]) -> None:
    html = record(citation, Background(), "1-c1")
    assert marked(html) == []
    assert "工具书不外借" in html


def test_items_and_subitems_are_indented() -> None:
    assert re.findall(r'class="(tw-line[^"]*)"', article_text(TEXT, [])) == [
        "tw-line",
        "tw-line tw-item",
        "tw-line tw-subitem",
        "tw-line tw-item",
    ]


def test_the_panel_tells_where_the_article_comes_from(citation: dict[str, Any]) -> None:
    html = record(citation, Background(100, "表格结构不可恢复", ("附件2缺失",)), "1-c1")
    for fact in (
        "《借阅办法》",
        "第一章 总则 › 第一节 借阅",
        "图书室",
        "院发〔2020〕3号",
        "2020年1月2日",
        "2020年2月1日",
        "现行有效",
        "借阅.txt",
        "表格结构不可恢复",
        "附件2缺失",
    ):
        assert fact in html
    assert html.count("借阅.txt") == 1  # each file once
    assert "推断" not in html
    assert "不是答案" not in html


def test_missing_facts_leave_no_empty_rows(citation: dict[str, Any]) -> None:
    html = record({**citation, "issuer": None, "document_number": None, "published": None}, Background(100), "1-c1")
    assert re.findall(r"<dt>(.*?)</dt>", html) == ["施行日期", "来源文件"]


def test_an_inferred_title_a_dead_status_and_a_mere_neighbour_are_said_to_be_so(citation: dict[str, Any]) -> None:
    html = record({**citation, "title_inferred": True, "status": "已废止"}, Background(100), "1-r1", answer=False)
    assert "标题系推断" in html
    assert 'tw-badge-warn">已废止' in html
    assert "不是答案，仅供参考" in html


def test_hostile_strings_stay_text_everywhere(citation: dict[str, Any]) -> None:
    evil = '"><script>x</script>'
    strings = dict.fromkeys(
        ("regulation", "label", "quote", "article_text", "document_number", "issuer", "status"), evil
    )
    dates = {"published": evil, "effective": evil, "url": '/?article="><script>'}
    html = record(
        {**citation, **strings, **dates, "path": [evil], "sources": [{"file": evil}], "spans": []},
        Background(0, evil, (evil,)),
        "1-c1",
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 11
    assert "\n" not in html


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("/?article=r1%23%E7%AC%AC", "?article=r1%23%E7%AC%AC"),
        ("/tiaowen/?article=a", "?article=a"),
        ("javascript:alert(1)", "?"),
        ('/?article="onclick=', "?"),
    ],
)
def test_a_link_keeps_only_a_percent_encoded_query(url: str, kept: str) -> None:
    assert link(url) == kept


def test_the_panel_leads_to_the_articles_before_and_after(regulation: Regulation) -> None:
    middle = whole_article(regulation, "第二条", "x") or ""
    assert re.findall(r'class="tw-neighbour" href="\?article=([^"]+)"', middle) == [
        "r1%23%E7%AC%AC%E4%B8%80%E6%9D%A1",
        "r1%23%E7%AC%AC%E4%B8%89%E6%9D%A1",
    ]
    assert re.findall(r'tw-way">(.*?)</span> (.*?)</a>', middle) == [("上一条", "第一条"), ("下一条", "第三条")]
    assert "下一条" not in (whole_article(regulation, "第三条", "x") or "")
    assert "上一条" not in (whole_article(regulation, "第一条", "x") or "")


def test_a_whole_article_has_nothing_marked_and_an_unknown_one_is_none(regulation: Regulation) -> None:
    assert marked(whole_article(regulation, "第二条", "x") or "<mark>缺</mark>") == []
    assert whole_article(regulation, "第九条", "x") is None


def test_the_copied_text_is_title_address_and_words(citation: dict[str, Any]) -> None:
    assert citation_text(citation) == "《借阅办法》第二条第（二）项：图书出借：（二）工具书不外借。"
    old = citation_text({**citation, "title_inferred": True, "status": "已废止"})
    assert old.startswith("《借阅办法》第二条第（二）项（名称为推断）（已废止）：图书出借")


def test_the_background_comes_from_the_record_and_only_from_the_same_text(citation: dict[str, Any]) -> None:
    text = "总则。\n" + TEXT
    article = Article(
        "第二条", "article", 2, 0, "", (), 4, len(text), (Paragraph(1, 8, len(text), len(text)),), note="表"
    )
    first = Article("第一条", "article", 1, 0, "", (), 0, 3, (Paragraph(1, 0, 3, 3),))
    regulation = Regulation("r1", "借阅办法", False, text, (), (first, article), (), notices=("缺",))
    known = Background(4, "表", ("缺",), Neighbour("r1#第一条", "第一条"))
    assert background(citation, {"r1": regulation}) == known
    assert background({**citation, "article_text": "旧文"}, {"r1": regulation}).start is None
    assert background({**citation, "article": "第九条"}, {"r1": regulation}) == Background()
    assert background(citation, {}) == Background()
