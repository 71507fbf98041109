from __future__ import annotations

from collections.abc import Iterable

import pytest

from app.ui.examples import Example, answerable, examples
from ingest.model import Article, ArticleKind, Item, Paragraph, Regulation


def regulation(
    identity: str, *articles: str, status: str = "现行有效", kind: ArticleKind = "article", title: str = ""
) -> Regulation:
    """A regulation of one-paragraph articles; lines after the first are items."""
    text = "\n".join(articles)
    built: list[Article] = []
    position = 0
    for number, body in enumerate(articles, 1):
        end = position + len(body)
        lead = position + len(body.split("\n")[0])
        items = (Item(1, "（一）", lead + 1, end, end),) if "\n" in body else ()
        paragraph = Paragraph(1, position, end, lead if items else end, items)
        built.append(Article(f"第{number}条", kind, number, 0, title, (), position, end, (paragraph,)))
        position = end + 1
    return Regulation(identity, identity, False, text, (), tuple(built), (), status=status)


def questions(*articles: str) -> list[str]:
    return [example.question for example in examples([regulation("甲", *articles)])]


@pytest.mark.parametrize(
    ("article", "question"),
    [
        ("申领门禁卡应当提交下列材料：\n（一）照片。", "申领门禁卡应当提交哪些材料？"),
        ("车辆借用按照下列程序进行：\n（一）登记。", "车辆借用按照哪些程序进行？"),
        ("有下列情形之一的，收回门禁卡：\n（一）转借。", "哪些情形收回门禁卡？"),
        ("持卡人有下列行为之一的，停用一个月：\n（一）转借。", "持卡人有哪些行为的，停用一个月？"),
        ("门禁卡遗失的，按照下列规定办理：\n（一）挂失。", "门禁卡遗失的，怎么办理？"),
        ("会议室预约时限为三个工作日。", "会议室预约时限是多少个工作日？"),
        ("会议室单次使用时间不得超过四小时。", "会议室单次使用时间不得超过多少？"),
        ("本办法所称公务用车，是指院内登记的车辆。", "什么是公务用车？"),
        ("逾期不归还车辆钥匙的，通报批评并暂停借用。", "逾期不归还车辆钥匙的，怎么处理？"),
        ("子女入托需要提前离岗的，可以调整班次。", "子女入托需要提前离岗的，有什么规定？"),
    ],
)
def test_a_sentence_becomes_the_question_it_answers(article: str, question: str) -> None:
    assert questions(article) == [question]


@pytest.mark.parametrize(
    "article",
    [
        "有前款规定情形之一需要整改的，暂停使用设备。",
        "违反本条例第五条规定使用车辆的，暂停借用。",
        "该部门应当提交下列材料：\n（一）照片。",
        "为了规范管理，制定本办法。",
        "会议室由办公室管理。",
        "使用《门禁卡申领登记表》办理的，应当先行盖章。",
        "费：\n（一）照片。",
    ],
)
def test_a_sentence_that_leans_on_others_or_says_nothing_askable_makes_no_question(article: str) -> None:
    assert questions(article) == []


def test_titles_come_last_and_empty_ones_not_at_all() -> None:
    titled = regulation("甲", "车辆借用应当提交下列材料：\n（一）表。", title="规范车辆借用")
    assert [e.kind for e in examples([titled])] == ["list", "title"]
    assert [e.kind for e in examples([regulation("甲", "做好工作。", title="总体要求")])] == []


def test_regulations_take_turns_and_kinds_are_mixed() -> None:
    same = ("车辆申请应当提交下列材料：\n（一）表。", "会议室预约时限为三个工作日。")
    other = ("房屋申请应当提交下列材料：\n（一）表。", "房屋租用期限为三个月。")
    found = examples([regulation("甲", *same), regulation("乙", *other)])
    assert [example.article_id for example in found] == ["甲#第1条", "乙#第2条", "甲#第2条", "乙#第1条"]


def test_only_regulations_in_force_and_only_their_own_articles_are_asked_about() -> None:
    article = "车辆申请应当提交下列材料：\n（一）表。"
    assert examples([regulation("甲", article, status="已废止")]) == []
    assert examples([regulation("甲", article, kind="front")]) == []


def test_one_question_is_offered_once() -> None:
    article = "车辆申请应当提交下列材料：\n（一）表。"
    assert len(examples([regulation("甲", article), regulation("乙", article)])) == 1


def test_examples_that_are_answered_from_elsewhere_are_dropped() -> None:
    candidates = [Example("甲？", "r#1", "list"), Example("乙？", "r#2", "list"), Example("丙？", "r#3", "list")]
    cited: dict[str, Iterable[str]] = {"甲？": ["r#9"], "乙？": ["r#1", "r#2"], "丙？": []}
    assert answerable(candidates, lambda question: cited[question]) == [candidates[1]]


def test_no_more_are_tried_than_needed() -> None:
    tried: list[str] = []

    def answer(question: str) -> list[str]:
        tried.append(question)
        return [f"r#{question}"] if int(question) % 2 else []

    candidates = [Example(str(n), f"r#{n}", "list") for n in range(20)]
    assert [e.question for e in answerable(candidates, answer, wanted=2)] == ["1", "3"]
    assert tried == ["0", "1", "2", "3"]
    tried.clear()
    assert len(answerable(candidates, answer, wanted=9, attempts=6)) == 3
    assert len(tried) == 6
