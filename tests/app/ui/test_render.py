from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from app.ui import render

EVIL = "<img src=x onerror=alert(1)>**粗**$$x$$"


def cited(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "regulation": "借阅办法",
        "title_inferred": False,
        "label": "第二条",
        "article": "第二条",
        "path": [],
        "quote": "工具书\n不外借。",
        "spans": [[0, 3]],
        "article_text": "工具书\n不外借。",
        "regulation_id": "r1",
        "article_id": "r1#第二条",
        "sources": [],
        "document_number": None,
        "issuer": None,
        "published": None,
        "effective": None,
        "status": "现行有效",
        "score": 0.9,
        "url": "/?article=r1",
        **more,
    }


def answer(**more: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "answer": "……",
        "refused": False,
        "mode": "extractive",
        "question_used": "问",
        "elapsed_ms": 1,
        "citations": [cited(1), cited(2)],
        "related": [],
        "notice": "原文摘录",
        **more,
    }


def refused(**more: Any) -> dict[str, Any]:
    return answer(refused=True, citations=[], answer="未找到依据：没有规定。可咨询：办公室。", notice="", **more)


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def targets(html: str) -> list[str]:
    return re.findall(r"\btw-to-([\w-]+)", html)


@pytest.mark.parametrize(("number", "shown"), [(1, "①"), (20, "⑳"), (21, "[21]"), (0, "[0]")])
def test_numerals(number: int, shown: str) -> None:
    assert render.numeral(number) == shown


def test_every_citation_opens_a_record_of_its_own() -> None:
    html = render.turn("问", answer(), 3, {})
    assert targets(html) == ["3-c1", "3-c2"]
    assert {"tw-record-3-c1", "tw-record-3-c2"} <= set(ids(html))
    assert len(ids(html)) == len(set(ids(html)))
    assert "原文摘录" in html
    assert "①" in html
    assert "②" in html


def test_two_turns_share_no_id() -> None:
    assert not set(ids(render.turn("问", answer(), 1, {}))) & set(ids(render.turn("问", answer(), 2, {})))


def test_a_refusal_says_so_and_marks_what_is_near_as_no_answer() -> None:
    html = render.turn("问", refused(related=[cited(1, status="已废止")]), 1, {})
    assert '<p class="tw-refusal">未找到依据</p>' in html
    assert "没有规定。可咨询：办公室。" in html
    assert html.count("不是答案，仅供参考") == 2  # in the list and in the panel
    assert targets(html) == ["1-r1"]
    assert "已废止" in html
    assert "①" not in html


def test_a_refusal_without_neighbours_shows_no_list() -> None:
    assert "仅供参考" not in render.turn("问", refused(), 1, {})


def test_what_is_near_an_answer_is_folded_away_and_marked() -> None:
    html = render.turn("问", answer(related=[cited(1)]), 1, {})
    assert "<details" in html
    assert "其他相近条文（不是答案，仅供参考）" in html
    assert targets(html) == ["1-c1", "1-c2", "1-r1"]
    assert "<details" not in render.turn("问", answer(), 1, {})


def test_how_a_follow_up_was_understood_is_shown_only_where_it_differs() -> None:
    assert "按此查找" not in render.turn("问 ", answer(question_used="问"), 1, {})
    assert "按此查找：甲的问" in render.turn("问", answer(question_used="甲的问"), 1, {})


def test_a_model_s_markers_become_buttons_only_for_citations_that_exist() -> None:
    html = render.turn("问", answer(mode="llm", answer="甲[1]乙［2］丙[3]", notice="改写"), 1, {})
    assert re.sub(r"<[^>]+>", "", re.findall(r'<div class="tw-prose">(.*?)</div>', html)[0]) == "甲①乙②丙&#91;3&#93;"


def test_hostile_strings_stay_text() -> None:
    evil = cited(1, regulation=EVIL, label=EVIL, quote=EVIL, article_text=EVIL, status=EVIL)
    for page in (
        render.turn(EVIL, answer(citations=[evil], notice=EVIL, question_used=EVIL + "x"), 1, {}),
        render.turn(EVIL, answer(citations=[evil], mode="llm", answer=EVIL), 1, {}),
        render.turn(EVIL, refused(related=[evil]) | {"answer": EVIL}, 1, {}),
        render.partial(EVIL, [evil]),
        render.thinking(EVIL, EVIL),
        render.failure(EVIL, EVIL),
        render.note(EVIL),
        render.masthead(EVIL, "/" + EVIL),
        render.announcement(answer(citations=[evil])),
    ):
        assert "<img" not in page
        assert "**" not in page
        assert "$$" not in page


def test_all_html_is_one_line_so_that_markdown_leaves_it_alone() -> None:
    for page in (render.turn("甲\n\n乙", answer(), 1, {}), render.masthead("条问", ""), render.WELCOME, render.PANEL):
        assert "\n" not in page
        assert re.match(r"<(div|header)\b", page)


def test_copied_answers_carry_their_sources() -> None:
    assert render.copy_text(answer()) == "《借阅办法》第二条：工具书不外借。\n《借阅办法》第二条：工具书不外借。"
    assert render.copy_text(answer(mode="llm", answer="可以[1]")).startswith("可以[1]\n《借阅办法》")


def test_a_screen_reader_hears_the_answer_or_that_there_is_none() -> None:
    assert "不外借。——《借阅办法》第二条" in render.announcement(answer())
    assert "——《借阅办法》第二条（已废止）" in render.announcement(answer(citations=[cited(status="已废止")]))
    assert render.announcement(refused(related=[cited()])) == "未找到依据。有 1 条相近条文，不是答案，仅供参考。"


def test_a_turn_carries_what_export_and_feedback_need() -> None:
    html = render.turn(EVIL, refused(related=[cited(1)]), 1, {})
    kept = json.loads(unescape(re.findall(r'class="tw-data" hidden>(.*?)</span>', html)[0]))
    assert kept["id"] == "1"
    assert kept["question"] == EVIL
    assert kept["refused"] is True
    assert kept["citations"] == []
    assert kept["related"] == [
        {
            "regulation_id": "r1",
            "article_id": "r1#第二条",
            "article": "第二条",
            "label": "第二条",
            "spans": [[0, 3]],
            "quote": "工具书\n不外借。",
        }
    ]


def test_a_refusal_can_be_judged_but_there_is_nothing_to_copy() -> None:
    html = render.turn("问", refused(), 1, {})
    assert "tw-verdict" in html
    assert "复制答案" not in html
    assert "tw-after" not in render.turn("问", refused(), 1, {}, feedback=False)


def test_the_way_to_the_regulations_lies_below_the_public_prefix() -> None:
    assert 'href="/tiaowen/browse"' in render.masthead("条问", "/tiaowen")
    assert "砚禾问答" in render.masthead("砚禾问答", "")


@pytest.mark.parametrize(
    ("policy", "days", "said"),
    [
        ("none", 180, ("日志中不写提问的内容", "保留 180 天")),
        ("masked", 30, ("已遮盖", "保留 30 天")),
        ("full", None, ("全部内容", "不写审计日志")),
    ],
)
def test_the_page_states_what_is_logged(policy: Any, days: int | None, said: tuple[str, ...]) -> None:
    html = render.privacy(policy, days)
    assert all(words in html for words in said)
