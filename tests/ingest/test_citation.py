from __future__ import annotations

import pytest

from ingest.citation import Citation, find, parse


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("《办法》第四十四条第一款第（六）项", Citation("办法", 44, paragraph=1, item=6)),
        ("《办法(试行)》第四十四条", Citation("办法（试行）", 44)),
        ("《关于印发《甲办法》的通知》第2条", Citation("关于印发《甲办法》的通知", 2)),
        ("第44条第(六)项", Citation(None, 44, item=6)),
        ("第四十四条第六项", Citation(None, 44, item=6)),
        ("第４４条", Citation(None, 44)),
        ("第 四十四 条 第 （六） 项", Citation(None, 44, item=6)),
        ("第二十条之一第二款", Citation(None, 20, 1, paragraph=2)),
        ("考核办法44条6项", Citation("考核办法", 44, item=6)),
        ("甲单位考核办法（试行）的第三条", Citation("甲单位考核办法（试行）", 3)),
        ("四十四条之一", Citation(None, 44, 1)),
        ("第四十四条（六）", Citation(None, 44, item=6)),
        ("第十四条㈢", Citation(None, 14, item=3)),
        ("第（三）项第2目", Citation(item=3, subitem=2)),
        ("第3款", Citation(paragraph=3)),
        ("第13点", Citation(address="13")),
        ("第十三点", Citation(address="13")),
        ("《意见》第十三点第（二）项", Citation("意见", address="13", item=2)),
        ("问题三工作措施1", Citation(address="问题三", name="工作措施1")),
        ("问题3的工作措施1的责任单位", Citation(address="问题三", name="工作措施1", subname="责任单位")),
        ("二（六）", Citation(address="二（六）")),
        ("第二部分第（六）项", Citation(address="二（六）")),
        ("第3段", Citation(address="第3段")),
        ("第三段", Citation(address="第3段")),
        ("附件1", Citation(address="附件1")),
        ("附件一", Citation(address="附件1")),
        ("13", Citation(address="13")),
        ("13（1）", Citation(address="13", item=1, name="（1）")),
        ("二", Citation(address="二")),
        ("引言", Citation(address="引言")),
        ("印发通知第2段", Citation(address="印发通知", paragraph=2)),
        ("《意见》13", Citation("意见", address="13")),
        ("44-1条", Citation(None, 44, 1)),
        ("第44-1条第2款", Citation(None, 44, 1, paragraph=2)),
        ("第四十四条一款六项", Citation(None, 44, paragraph=1, item=6)),
        ("四十四条（六）", Citation(None, 44, item=6)),
        ("§44", Citation(None, 44)),
        ("§44(6)", Citation(None, 44, item=6)),
        ("§44（1）（6）", Citation(None, 44, paragraph=1, item=6)),
        ("第3章第5条", Citation(None, 5, chapter="第三章")),
        ("《法》第二编第三章的第五条第二款", Citation("法", 5, paragraph=2, chapter="第二编第三章")),
        ("条例第12条第2款", Citation("条例", 12, paragraph=2)),
        ("意见第三部分第（二）点", Citation("意见", address="三（二）")),
        ("本意见第二部分第（三）条", Citation("本意见", address="二（三）")),
        ("附件2第3行", Citation(address="附件2", item=3, name="第3行")),
        ("附表第二行", Citation(address="附表", item=2, name="第2行")),
        ("附录2第3段", Citation(address="附录2", paragraph=3)),
        ("第五条第2行", Citation(None, 5, item=2, name="第2行")),
        ("附件", Citation(address="附件")),
        ("附件1第2段1.第3目", Citation(address="附件1", paragraph=2, item=1, subitem=3, name="1.")),
        ("附件1第三条第二款", Citation(address="附件1第三条", paragraph=2)),
        ("附件1（重复2）第3段", Citation(address="附件1（重复2）", paragraph=3)),
        ("第三条（重复2）第二款", Citation(address="第三条（重复2）", paragraph=2)),
        ("第二章引言第2段", Citation(address="第二章引言", paragraph=2)),
        ("落款第1段", Citation(address="落款", paragraph=1)),
        ("附则第1段", Citation(address="附则", paragraph=1)),
        ("情形三", Citation(address="情形三")),
        ("（一）第二款", Citation(address="（一）", paragraph=2)),
        ("问题三时间节点2", Citation(address="问题三", name="时间节点2")),
    ],
)
def test_parse(text: str, citation: Citation) -> None:
    assert parse(text) == citation


@pytest.mark.parametrize(
    "text",
    [
        "",
        "考核",
        "《办法》",
        "第条",
        "第三条件",
        "第三项目",
        "第零条",
        "第百十条",
        "第三条怎么说",
        "见第三条",
        "第三条、第四条",
        "第3-5条",
        "附件1个",
        "附件2第3行业",
        "第三方",
        "一条龙",
    ],
)
def test_what_is_no_citation_as_a_whole(text: str) -> None:
    assert parse(text) is None


def test_every_printed_form_is_read_back() -> None:
    citations = [
        Citation(title, article, inserted, paragraph, item, subitem)
        for title in (None, "甲办法")
        for article in (1, 10, 44, 120)
        for inserted in (0, 1)
        for paragraph in (None, 2)
        for item in (None, 11)
        for subitem in (None, 3)
    ]
    for citation in citations:
        assert parse(citation.format()) == citation
    assert len({citation.id for citation in citations}) == len(citations)


def test_printed_form() -> None:
    assert Citation("办法", 44, paragraph=1, item=6).format() == "《办法》第四十四条第一款第（六）项"
    assert Citation(None, 20, 1, item=3, subitem=2).format() == "第二十条之一第（三）项第2目"
    assert Citation(address="问题三", name="工作措施1").format() == "问题三工作措施1"
    assert Citation("办法", 44, item=6).id == "办法#第四十四条/第（六）项"
    assert Citation("办法", 44).id == "办法#第四十四条/全条"
    assert Citation("办法", 5, chapter="第三章").format() == "《办法》第三章第五条"
    assert Citation("办法", 5, chapter="第三章").id == "办法#第五条/全条"


def _found(text: str) -> list[tuple[str, str]]:
    return [(citation.format(), text[start:end]) for citation, start, end in find(text)]


def test_find_takes_enumerations_apart_and_passes_on_what_they_leave_out() -> None:
    assert _found("按《甲办法》第十二条和第十三条第（五）、（六）项、第十五条第二款第（一）项至第（三）项办理") == [
        ("《甲办法》第十二条", "《甲办法》第十二条"),
        ("《甲办法》第十三条第（五）项", "第十三条第（五）"),
        ("《甲办法》第十三条第（六）项", "（六）项"),
        ("《甲办法》第十五条第二款第（一）项", "第十五条第二款第（一）项"),
        ("《甲办法》第十五条第二款第（三）项", "第（三）项"),
    ]
    assert _found("第5、六项和第12、13条") == [
        ("第（五）项", "第5"),
        ("第（六）项", "六项"),
        ("第十二条", "第12"),
        ("第十三条", "13条"),
    ]
    assert _found("《甲》第三条第一款、第二款，《乙》第七条") == [
        ("《甲》第三条第一款", "《甲》第三条第一款"),
        ("《甲》第三条第二款", "第二款"),
        ("《乙》第七条", "《乙》第七条"),
    ]


def test_a_citation_further_on_inherits_nothing() -> None:
    assert _found("《甲》第三条规定的人员，按第七条办理") == [("《甲》第三条", "《甲》第三条"), ("第七条", "第七条")]


@pytest.mark.parametrize(
    "text", ["44条是什么", "请看44条", "按照44条，怎么办", "考核办法44条规定了啥", "《办法》44条怎么说"]
)
def test_a_bare_number_that_is_an_address(text: str) -> None:
    assert [citation.article for citation, _, _ in find(text)] == [44]


@pytest.mark.parametrize(
    "text",
    [
        "本办法共52条",
        "制定三条措施",
        "三条是什么",
        "有44条规定",
        "第三项目标",
        "这个问题三天内解决",
        "问题一直没解决",
        "主要问题一是人少",
        "第三条件",
        "下午第3点半",
        "附件3份",
        "（一）（二）",
        "2024（1）号",
        "二〇二四（一）",
        "提3条意见",
        "对该办法3条意见",
        "该办法20条以上",
        "第三方服务",
        "第一条龙江路",
        "一条龙",
        "两款产品",
        "第一款式",
        "第一项目部",
        "第三条款项",
        "第2条线路",
    ],
)
def test_what_only_looks_like_an_address(text: str) -> None:
    assert find(text) == []


def test_contains() -> None:
    article = Citation("办法", 44)
    item = Citation(None, 44, paragraph=1, item=6)
    assert article.contains(item)
    assert article.contains(article)
    assert Citation(None, 44, item=6).contains(item)
    assert Citation(None, 44, paragraph=1).contains(item)
    assert not item.contains(article)
    assert not Citation(None, 44, paragraph=2).contains(item)
    assert not Citation(None, 44, paragraph=1).contains(Citation(None, 44, item=6))
    assert not Citation("条例", 44).contains(article)
    assert not Citation(None, 44, 1).contains(item)
    assert not Citation(None, 4).contains(item)
    assert Citation(None, 5, chapter="第三章").contains(Citation(None, 5, item=1))
    assert Citation(address="问题三").contains(Citation(address="问题三", name="工作措施1"))
    assert not Citation(address="问题三", name="工作措施1").contains(Citation(address="问题三", name="工作措施10"))


def test_find_is_fast_on_long_hostile_text() -> None:
    # Fails by not finishing: the patterns must not backtrack without bound.
    for text in ("第一、" * 3000, "《" * 5000, "第" * 10_000, "（" * 10_000, "一" * 10_000, "第 " * 5000):
        assert find(text) == []


def test_the_first_piece_of_news_is_no_article_but_an_article_on_news_is() -> None:
    assert not find("那天的第一条权威消息是谁发的") and not find("第1条短信")
    for text, article in (
        ("办法第五条新闻发布", 5),
        ("《办法》第一条新闻发布", 1),
        ("办法的第一条新闻", 1),
        ("第二条微博", 2),
    ):
        assert [citation.article for citation, _, _ in find(text)] == [article], text
