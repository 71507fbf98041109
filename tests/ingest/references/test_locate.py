from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.address import Citation
from ingest.model import Regulation
from ingest.references.locate import AbsentError, Places

TEXT = """云岫市档案规定
第一编 总则
第一章 目的
第一条 有下列情形之一的：
（一）甲：
1.子；
2.丑。
（二）乙。
另行报告。
第二编 分则
第一章 收集
第二条 收集。
第二章 保管
第三条 保管。
第三条之一 借阅。
第三章 附则
第四条 施行。
"""


@pytest.fixture
def places(regulation: Callable[..., Regulation]) -> Places:
    return Places(regulation(TEXT))


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (Citation(article=3, inserted=1), None, ("第三条之一",)),
        (Citation(article=1, paragraph=2), None, ("第一条第二款",)),
        (Citation(article=2, paragraph=1), None, ("第二条",)),
        (Citation(article=1, item=2), None, ("第一条第一款第（二）项",)),
        (Citation(article=1, paragraph=1, item=1, subitem=2), None, ("第一条第一款第（一）项第2目",)),
        (Citation(article=2), Citation(article=4), ("第二条", "第三条", "第三条之一", "第四条")),
        (Citation(article=1, paragraph=1), Citation(article=1, paragraph=2), ("第一条第一款", "第一条第二款")),
        (
            Citation(article=1, item=1),
            Citation(article=1, item=2),
            ("第一条第一款第（一）项", "第一条第一款第（二）项"),
        ),
        (Citation(chapter="第二章"), None, ("第二编 分则 第二章 保管",)),
        (Citation(chapter="第二编第一章"), None, ("第二编 分则 第一章 收集",)),
        (Citation(chapter="分则第一章"), None, ("第二编 分则 第一章 收集",)),
        (Citation(chapter="第二编"), None, ("第二编 分则",)),
        (
            Citation(chapter="第二编第一章"),
            Citation(chapter="第二编第三章"),
            ("第二编 分则 第一章 收集", "第二编 分则 第二章 保管", "第二编 分则 第三章 附则"),
        ),
    ],
)
def test_found(places: Places, first: Citation, last: Citation | None, labels: tuple[str, ...]) -> None:
    assert places.find(first, last) == labels


@pytest.mark.parametrize(
    ("cited", "missing"),
    [
        (Citation(article=9), "没有第九条"),
        (Citation(article=3, inserted=2), "没有第三条之二"),
        (Citation(article=1, paragraph=3), "第一条没有第三款"),
        (Citation(article=1, paragraph=2, item=1), "第一条第二款没有第（一）项"),
        (Citation(article=2, item=1), "第二条没有第（一）项"),
        (Citation(article=1, item=1, subitem=3), "第一条第一款第（一）项没有第3目"),
        (Citation(chapter="第九章"), "没有第九章"),
        (Citation(address="附件1"), "没有附件1"),
    ],
)
def test_missing(places: Places, cited: Citation, missing: str) -> None:
    with pytest.raises(AbsentError, match=f"^{missing}$".replace("（", r"\（").replace("）", r"\）")):
        places.find(cited)


def test_a_chapter_is_looked_for_near_the_article_that_cites(regulation: Callable[..., Regulation]) -> None:
    read = regulation(TEXT)
    places = Places(read)
    assert places.find(Citation(chapter="第一章"), near=read.article("第一条")) == ("第一编 总则 第一章 目的",)
    assert places.find(Citation(chapter="第一章"), near=read.article("第三条")) == ("第二编 分则 第一章 收集",)


def test_a_text_without_articles(regulation: Callable[..., Regulation]) -> None:
    places = Places(
        regulation("关于仪器的意见\n一、总体要求\n（一）领导。加强。\n（二）责任。明确。\n二、其他\n按时报告情况。\n")
    )
    assert places.find(Citation(article=2)) == ("二",)
    assert places.find(Citation(address="2")) == ("二",)
    assert places.find(Citation(address="一（二）")) == ("一（二）",)
    with pytest.raises(AbsentError, match="没有第九条"):
        places.find(Citation(article=9))


def test_parts_share_no_article(regulation: Callable[..., Regulation]) -> None:
    one = Places(regulation("云岫法典\n第一条 甲。\n第二条 乙。\n"))
    two = Places(regulation("云岫法典\n第三条 丙。\n第四条 丁。\n"))
    assert not one.shares_with(two)
    assert one.shares_with(Places(regulation("云岫法典\n第一条 另。\n第二条 版。\n")))
    assert one.shares_with(one)
