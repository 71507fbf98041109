from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

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


def test_hostile_strings_stay_text() -> None:
    evil = cited(1, regulation=EVIL, label=EVIL, quote=EVIL, article_text=EVIL, status=EVIL)
    for page in (
        render.turn(EVIL, answer(citations=[evil], notice=EVIL, question_used=EVIL + "x"), 1, {}),
        render.turn(EVIL, refused(related=[evil]) | {"answer": EVIL}, 1, {}),
        render.partial(EVIL, [evil]),
        render.thinking(EVIL, EVIL),
        render.failure(EVIL, EVIL),
        render.note(EVIL),
        render.announcement(answer(citations=[evil])),
    ):
        assert "<img" not in page
        assert "**" not in page
        assert "$$" not in page


def test_all_html_is_one_line_so_that_markdown_leaves_it_alone() -> None:
    page = render.turn("甲\n\n乙", answer(), 1, {})
    assert "\n" not in page
    assert re.match(r"<div\b", page)


def test_copied_answers_carry_their_sources() -> None:
    assert render.copy_text(answer()) == "《借阅办法》第二条：工具书不外借。\n《借阅办法》第二条：工具书不外借。"


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


def prosaic(*texts: str, **more: Any) -> dict[str, Any]:
    claims = [{"text": text, "citations": [1]} for text in texts]
    made = {"label": "AI生成，仅供参考", "model": "某模型", "claims": claims, "withheld": 0, "note": "", **more}
    return answer(mode="llm", notice="AI生成，仅供参考", generated=made)


def test_prose_stands_above_the_quotations_and_each_has_its_own_mark() -> None:
    html = render.turn("问", prosaic("工具书不外借［1］。"), 1, {})
    badges = re.findall(r'<span class="tw-badge[^"]*">([^<]*)</span>', html)
    assert badges[:2] == ["AI生成，仅供参考", "原文摘录"]
    assert html.index("tw-claim") < html.index("tw-quotation")
    assert targets(html) == ["1-c1", "1-c1", "1-c2"]
    assert len(ids(html)) == len(set(ids(html)))


def test_where_no_sentence_was_released_only_the_notice_differs() -> None:
    fallen = answer(notice="原文摘录（语言模型暂时没有应答）", generated={"claims": [], "withheld": 3, "note": "…"})
    plain = render.turn("问", answer(), 1, {})
    shown = render.turn("问", fallen, 1, {})
    assert "原文摘录（语言模型暂时没有应答）" in shown
    assert shown.replace("（语言模型暂时没有应答）", "") == plain


def test_an_answer_that_may_still_grow_says_so_and_can_be_read() -> None:
    html = render.turn("问", answer(), 1, {}, progress="正在改写…")
    assert html.index("正在改写…") < html.index("tw-quotation")
    assert "AI生成，仅供参考" in html
    assert "tw-waiting" in html
    assert {"tw-record-1-c1", "tw-record-1-c2"} <= set(ids(html))
    assert "tw-waiting" not in render.turn("问", prosaic("甲［1］。"), 1, {})


def test_hostile_prose_stays_text_wherever_it_goes() -> None:
    evil = prosaic(EVIL + "［1］", note=EVIL, withheld=1, model=EVIL)
    for page in (render.turn("问", evil, 1, {}), render.announcement(evil)):
        assert "<img" not in page
        assert "**" not in page
        assert "$$" not in page


def test_copied_prose_carries_its_mark_and_its_sources() -> None:
    assert render.copy_text(prosaic("工具书不外借［1］。")).split("\n") == [
        "AI生成，仅供参考：",
        "工具书不外借［1］。",
        "原文摘录：",
        "［1］《借阅办法》第二条：工具书不外借。",
        "［2］《借阅办法》第二条：工具书不外借。",
    ]


def test_a_screen_reader_hears_the_prose_with_its_mark_or_why_there_is_none() -> None:
    assert render.announcement(prosaic("工具书不外借［1］。")) == "AI生成，仅供参考：工具书不外借。"
    fallen = answer(notice="原文摘录（语言模型正忙）", generated={"claims": [], "withheld": 0, "note": "…"})
    assert render.announcement(fallen) == "原文摘录（语言模型正忙）。"


def test_a_turn_carries_its_prose_for_export() -> None:
    written = prosaic("工具书不外借［1］。", withheld=1)
    kept = json.loads(render.data("问", written))
    assert kept["mode"] == "llm"
    assert kept["generated"] == written["generated"]
    assert "generated" not in json.loads(render.data("问", answer()))
