from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from app.chain import AskError, AskRequest, HangUp, Turn
from app.ui.session import BROKEN, REMEMBERED, Conversation, View, converse, parse_day
from ingest.model import Regulation


class FakeIndex:
    regulations = {"r1": Regulation("r1", "借阅办法", False, "", (), (), ())}  # noqa: RUF012
    build_id = "b1"


class FakeChain:
    """Remembers what it is asked; refuses, or fails where the question says so."""

    index = FakeIndex()

    def __init__(self) -> None:
        self.asked: list[AskRequest] = []
        self.hang_up: HangUp | None = None

    def stream(self, request: AskRequest, hang_up: HangUp | None) -> Iterator[dict[str, Any]]:
        if not request.question:
            raise AskError("empty_question", "问题是空的。")
        self.asked.append(request)
        self.hang_up = hang_up
        return self._events(request)

    def _events(self, request: AskRequest) -> Iterator[dict[str, Any]]:
        yield {"event": "status", "data": {"stage": "retrieve", "message": "正在查找条文…"}}
        if request.question == "忙":
            raise AskError("busy", "请稍后再试。", 503)
        if request.question == "坏":
            raise RuntimeError("secret detail")
        if request.question == "断":
            return
        answer = {"answer": "未找到依据：无。", "refused": True, "citations": [], "related": [], "question_used": ""}
        yield {"event": "answer", "data": {"id": "1", **answer, "mode": "extractive", "notice": ""}}


@pytest.fixture
def chain() -> FakeChain:
    return FakeChain()


def views(chain: Any, question: str, said: Conversation | None = None, **more: Any) -> list[View]:
    return list(converse(lambda: chain, said or Conversation(), question, **more))


def test_a_question_is_shown_at_once_then_worked_on_then_answered(chain: FakeChain) -> None:
    seen = views(chain, "甲乙")
    assert "正在查找…" in (seen[0].current or "")
    assert "正在查找条文…" in (seen[1].current or "")
    assert "未找到依据" in (seen[-1].current or "")
    assert seen[-1].announcement
    assert seen[-1].conversation.turns == (Turn("甲乙", "未找到依据：无。"),)


def test_a_follow_up_carries_the_turns_before_it(chain: FakeChain) -> None:
    first = views(chain, "甲")[-1]
    second = views(chain, "那乙呢", first.conversation)
    assert chain.asked[1].history == (Turn("甲", "未找到依据：无。"),)
    assert second[-1].conversation.count == 2


def test_only_so_much_is_remembered() -> None:
    said = Conversation()
    for number in range(REMEMBERED + 5):
        said = said.add(Turn(str(number), ""))
    assert [turn.question for turn in said.turns] == ["5", "6", "7", "8", "9"]
    assert said.count == REMEMBERED + 5


def test_what_the_browser_keeps_is_read_back_as_it_was() -> None:
    said = Conversation().add(Turn("甲", "乙")).add(Turn("丙", "丁"))
    assert Conversation.of(said.kept()) == said


@pytest.mark.parametrize(
    "kept",
    [None, "甲", [], {}, {"turns": "甲", "count": "1"}, {"turns": [["甲"], ["甲", 1], {}, "甲乙"], "count": -3}],
)
def test_what_a_browser_makes_up_counts_as_not_said(kept: object) -> None:
    assert Conversation.of(kept) == Conversation()


def test_a_browser_cannot_send_more_than_is_remembered() -> None:
    said = Conversation.of({"turns": [[str(number), ""] for number in range(99)], "count": 10**30})
    assert [turn.question for turn in said.turns] == ["94", "95", "96", "97", "98"]
    assert said.count < 10**9


def test_a_question_that_cannot_be_asked_leaves_the_page_as_it_is(chain: FakeChain) -> None:
    (view,) = views(chain, "  \n ")
    assert view == View(Conversation(), message='<p class="tw-note">问题是空的。</p>', asked=False)
    assert chain.asked == []


def test_the_scope_is_passed_on(chain: FakeChain) -> None:
    views(chain, "甲", as_of="2024年7月1日", regulations=["r1"])
    assert chain.asked[0].as_of == date(2024, 7, 1)
    assert chain.asked[0].regulations == frozenset({"r1"})
    views(chain, "甲", as_of=" ", regulations=[])
    assert chain.asked[1].as_of is None
    assert chain.asked[1].regulations is None


def test_what_a_search_was_limited_to_is_said_beside_the_answer(chain: FakeChain) -> None:
    limited = views(chain, "甲", as_of="2024-07-01", regulations=["r1"])[-1].current or ""
    assert "按2024年7月1日有效的规定，只在《借阅办法》中查找" in limited
    assert "tw-limits" not in (views(chain, "甲")[-1].current or "")


def test_who_asks_is_passed_on_and_a_site_without_feedback_offers_none(chain: FakeChain) -> None:
    last = views(chain, "甲", visitor="张三", feedback=False)[-1]
    assert chain.asked[0].visitor == "张三"
    assert "tw-verdict" not in (last.current or "")
    assert "tw-verdict" in (views(chain, "甲")[-1].current or "")


@pytest.mark.parametrize(
    "written", ["2024-12-31", "2024/12/31", "2024.12.31", "2024年12月31日", "20241231", " 2024-12-31 "]
)
def test_days_are_read_in_the_ways_people_write_them(written: str) -> None:
    assert parse_day(written) == date(2024, 12, 31)


@pytest.mark.parametrize("written", ["去年", "2024-13-01", "2024-02-30", "2024", "31/12/2024", "<b>"])
def test_other_days_are_refused_with_an_example(chain: FakeChain, written: str) -> None:
    (view,) = views(chain, "甲", as_of=written)
    assert "2024-12-31" in view.message
    assert not view.asked


@pytest.mark.parametrize(
    ("question", "told"), [("忙", "请稍后再试。"), ("坏", "查找时出了差错"), ("断", "查找时出了差错")]
)
def test_failures_are_told_in_chinese_and_nothing_is_given_away(chain: FakeChain, question: str, told: str) -> None:
    last = views(chain, question)[-1]
    assert told in (last.current or "")
    assert "secret" not in repr(last)
    assert last.conversation == Conversation()


def test_a_service_without_an_index_says_so() -> None:
    def provider() -> Any:
        raise AskError("not_ready", "索引还没有建好。", 503)

    (view,) = converse(provider, Conversation(), "甲")
    assert "索引还没有建好" in view.message


class WritingChain(FakeChain):
    """Has an answer at once and then a model write; ``claims`` are released as they are, ``fault`` ends it."""

    def __init__(self, claims: list[str], fault: Exception | None = None) -> None:
        super().__init__()
        self.claims = claims
        self.fault = fault

    def _events(self, request: AskRequest) -> Iterator[dict[str, Any]]:
        so_far = {"id": "1", "answer": "原文", "refused": False, "citations": [], "related": [], "question_used": ""}
        so_far |= {"mode": "extractive", "notice": "原文摘录"}
        yield {"event": "status", "data": {"stage": "write", "message": "逐句核对…", "answer": so_far}}
        made = [{"text": text, "citations": [1]} for text in self.claims]
        for claim in made:
            yield {"event": "claim", "data": claim}
        if self.fault is not None:
            raise self.fault
        generated = {"claims": made, "withheld": 0, "note": ""}
        yield {"event": "answer", "data": {**so_far, "mode": "llm", "answer": "很长", "generated": generated}}


def test_how_it_is_to_be_answered_is_passed_on(chain: FakeChain) -> None:
    views(chain, "甲")
    views(chain, "甲", mode="llm")
    assert [request.mode for request in chain.asked] == ["extractive", "llm"]


def test_prose_comes_claim_by_claim_over_an_answer_that_is_there_already() -> None:
    seen = views(WritingChain(["甲［1］。", "乙［1］。"]), "问", mode="llm")[1:]
    assert [view.writing for view in seen] == [True, True, True, False]
    assert ["甲" in str(view.current) for view in seen] == [False, True, True, True]
    assert ["逐句核对…" in str(view.current) for view in seen] == [True, True, True, False]
    assert [view.announcement is not None for view in seen] == [True, False, False, True]
    assert {view.conversation.count for view in seen} == {1}


def test_a_follow_up_carries_the_quotations_and_not_the_prose() -> None:
    seen = views(WritingChain(["甲［1］。"]), "问", mode="llm")[1:]
    assert {view.conversation.turns for view in seen} == {(Turn("问", "原文"),)}


@pytest.mark.parametrize("claims", [[], ["甲［1］。"]])
def test_prose_that_breaks_off_leaves_the_quotations(claims: list[str]) -> None:
    last = views(WritingChain(claims, RuntimeError("secret detail")), "问", mode="llm")[-1]
    assert BROKEN in str(last.current) and "tw-waiting" not in str(last.current)
    assert ("甲" in str(last.current)) is bool(claims)
    assert last.conversation.turns == (Turn("问", "原文"),)
    assert "secret" not in repr(last)


def test_hostile_prose_stays_text() -> None:
    hostile = "<img src=x onerror=alert(1)>**粗**［1］。"
    for view in views(WritingChain([hostile]), "问", mode="llm"):
        assert "<img" not in str(view) and "**" not in str(view)


def test_who_hangs_up_is_passed_on(chain: FakeChain) -> None:
    hang_up = HangUp()
    views(chain, "甲", hang_up=hang_up)
    assert chain.hang_up is hang_up
