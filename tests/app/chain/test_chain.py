"""The chain answers with verified quotations, refuses otherwise, and streams what it would have said at once."""

from __future__ import annotations

import dataclasses
import logging
import threading
from datetime import date
from typing import Any

import pytest
from langchain_core.runnables import Runnable

import prompts
from app.answer import Answer
from app.chain import AskError, AskRequest, Options, RegulationChain, State, Turn, tidy


def test_an_answer_with_its_citation(chain: RegulationChain) -> None:
    answer = chain.ask(AskRequest("工具书能外借吗"))
    assert not answer.refused and answer.question_used == "工具书能外借吗"
    assert [(c.label, c.quote) for c in answer.citations] == [
        ("第二条第（二）项", "图书出借按下列规定办理：\n（二）工具书不外借。")
    ]
    assert len(answer.id) == 32 and answer.elapsed_ms >= 0
    assert chain.ask(AskRequest("工具书能外借吗")).id != answer.id


def test_a_refusal_names_the_contact_and_keeps_what_is_near(chain: RegulationChain) -> None:
    answer = chain.ask(AskRequest("食堂几点开饭"))
    assert answer.refused and answer.answer.startswith(prompts.REFUSAL) and "办公室" in answer.answer
    assert answer.citations == () and [r.label for r in answer.related] == ["第一条"]


def test_the_filters_and_the_conversation_reach_the_retriever(chain: RegulationChain, index: Any) -> None:
    request = AskRequest("那工具书呢", (Turn("图书借期", "……"),), date(2021, 5, 6), frozenset({"r1"}))
    assert chain.ask(request).question_used == "图书借期 那工具书呢"
    assert index.retriever.calls == [("图书借期 那工具书呢", date(2021, 5, 6), {"r1"})]


def test_an_empty_list_of_regulations_limits_nothing(chain: RegulationChain, index: Any) -> None:
    chain.ask(AskRequest("工具书", regulations=frozenset()))
    assert index.retriever.calls == [("工具书", None, None)]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (AskRequest(""), "empty_question"),
        (AskRequest(" \u200b\n？！"), "empty_question"),
        (AskRequest("问" * 10_000), "question_too_long"),
        (AskRequest("问" * 1001), "question_too_long"),
        (AskRequest("工具书", mode="magic"), "unknown_mode"),
        (AskRequest("工具书", mode="llm"), "mode_unavailable"),
        (AskRequest("工具书", regulations=frozenset({"r9"})), "unknown_regulation"),
    ],
)
def test_what_cannot_be_asked(chain: RegulationChain, index: Any, request_: AskRequest, code: str) -> None:
    for ask in (chain.ask, chain.stream):
        with pytest.raises(AskError) as caught:
            ask(request_)
        assert caught.value.code == code and caught.value.message.endswith("。")
    assert index.retriever.calls == []


def test_the_longest_question_is_asked(chain: RegulationChain, index: Any) -> None:
    chain.ask(AskRequest("问" * 1000))
    assert len(index.retriever.calls) == 1


def _forged(chain: RegulationChain) -> RegulationChain:
    honest = chain._extract

    def forge(found: Any, index: Any) -> Answer:
        answer = honest(found, index)
        changed = dataclasses.replace(answer.citations[0], quote="工具书可以外借。")
        return dataclasses.replace(answer, answer="工具书可以外借。", citations=(changed,))

    return RegulationChain(chain.index, forge, chain.options)


def test_what_fails_verification_never_reaches_the_user(
    chain: RegulationChain, caplog: pytest.LogCaptureFixture
) -> None:
    forged = _forged(chain)
    with caplog.at_level(logging.ERROR, "tiaowen.ask"):
        answer = forged.ask(AskRequest("工具书能外借吗"))
    assert answer.refused and answer.answer.startswith(prompts.REFUSAL)
    assert "可以外借" not in str(answer.to_dict())
    assert "not verbatim" in answer.internal_note and "not verbatim" in caplog.text and "b1" in caplog.text
    events = list(forged.stream(AskRequest("工具书能外借吗")))
    assert "可以外借" not in str(events) and events[-1]["data"]["refused"] is True


def test_the_stream_ends_with_the_answer(chain: RegulationChain) -> None:
    events = list(chain.stream(AskRequest("工具书能外借吗")))
    assert [e["event"] for e in events] == ["status"] * 4 + ["piece", "answer"]
    assert [e["data"]["stage"] for e in events[:4]] == ["condense", "retrieve", "extract", "verify"]
    said = chain.ask(AskRequest("工具书能外借吗")).to_dict()
    final = dict(events[-1]["data"])
    for changing in ("id", "elapsed_ms"):
        said.pop(changing)
        final.pop(changing)
    assert final == said
    assert events[4]["data"] == {"text": said["citations"][0]["quote"], "citation": said["citations"][0]}


def test_before_a_model_writes_the_answer_is_complete_and_has_its_number(rephrasing: Any) -> None:
    told: list[Answer] = []
    chain = rephrasing("图书出借按下列规定办理：工具书不外借［1］。", recorder=lambda _, answer: told.append(answer))
    events = list(chain.stream(AskRequest("工具书能外借吗", mode="llm")))
    before = next(e["data"]["answer"] for e in events if e["data"].get("stage") == "write")
    said = chain.ask(AskRequest("工具书能外借吗")).to_dict()
    assert {**said, "id": before["id"], "elapsed_ms": before["elapsed_ms"]} == before
    assert before["id"] == events[-1]["data"]["id"] == told[0].id
    assert events[-1]["data"]["mode"] == "llm"


def test_who_leaves_while_a_model_writes_is_recorded_with_the_answer_that_was_shown(rephrasing: Any) -> None:
    told: list[Answer] = []
    chain = rephrasing("图书出借按下列规定办理：工具书不外借［1］。", recorder=lambda _, answer: told.append(answer))
    events = chain.stream(AskRequest("工具书能外借吗", mode="llm"))
    before = next(e["data"]["answer"] for e in events if e["data"].get("stage") == "write")
    next(events)
    events.close()
    assert [(answer.id, answer.mode) for answer in told] == [(before["id"], "extractive")]


def test_the_chain_is_a_runnable(chain: RegulationChain) -> None:
    assert isinstance(chain.runnable, Runnable)
    state = chain.runnable.invoke(State(AskRequest("工具书能外借吗")))
    assert state.answer is not None and state.answer.citations[0].label == "第二条第（二）项"


def test_no_more_at_once_than_allowed(chain: RegulationChain) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def slow(found: Any, index: Any) -> Answer:
        entered.set()
        assert go_on.wait(10)
        return chain._extract(found, index)

    narrow = RegulationChain(chain.index, slow, Options(concurrency=1, wait=0.01))
    first = threading.Thread(target=narrow.ask, args=(AskRequest("工具书"),))
    first.start()
    assert entered.wait(10)
    with pytest.raises(AskError) as caught:
        narrow.ask(AskRequest("工具书"))
    assert (caught.value.code, caught.value.status) == ("busy", 503)
    go_on.set()
    first.join()
    assert not narrow.ask(AskRequest("工具书")).refused


def test_a_closed_chain_says_so_at_once(chain: RegulationChain, index: Any) -> None:
    chain.close()
    chain.close()
    assert index.closed
    with pytest.raises(AskError) as caught:
        chain.ask(AskRequest("工具书"))
    assert (caught.value.code, caught.value.status) == ("not_ready", 503)


def test_an_error_frees_its_place(chain: RegulationChain) -> None:
    def broken(found: Any, index: Any) -> Answer:
        raise RuntimeError("broken")

    narrow = RegulationChain(chain.index, broken, Options(concurrency=1, wait=0.01))
    for _ in range(3):
        with pytest.raises(RuntimeError):
            narrow.ask(AskRequest("工具书"))
        with pytest.raises(RuntimeError):
            list(narrow.stream(AskRequest("工具书")))


@pytest.mark.parametrize(
    ("policy", "seen", "unseen"),
    [("none", "已答", "工具书"), ("masked", "工具书 ****", "13800000000"), ("full", "13800000000", "****")],
)
def test_questions_are_logged_as_the_site_wants(
    chain: RegulationChain, caplog: pytest.LogCaptureFixture, policy: Any, seen: str, unseen: str
) -> None:
    logged = RegulationChain(chain.index, chain._extract, Options(log_questions=policy))
    with caplog.at_level(logging.INFO, "tiaowen.ask"):
        logged.ask(AskRequest("工具书 13800000000"))
    assert seen in caplog.text and unseen not in caplog.text


def test_the_public_prefix_is_in_the_links(chain: RegulationChain) -> None:
    mounted = RegulationChain(chain.index, chain._extract, Options(root_path="/tw"))
    final = list(mounted.stream(AskRequest("工具书")))[-1]["data"]
    assert final["citations"][0]["url"].startswith("/tw/?article=r1%23")


def test_tidy() -> None:
    assert tidy(" 受\u200b记过\u202e处分\n\x00当年\u3000 怎么定档 ") == "受记过处分 当年 怎么定档"


def test_what_was_found_is_followed_before_it_is_extracted(chain: RegulationChain) -> None:
    seen: list[Any] = []

    def follow(found: Any, index: Any, as_of: date | None) -> Any:
        seen.append((len(found.articles), as_of))
        return dataclasses.replace(found, articles=found.articles[:1])

    following = RegulationChain(chain.index, chain._extract, chain.options, follow)
    day = date(2024, 5, 1)
    assert following.ask(AskRequest("工具书和普通图书", as_of=day)).citations
    assert seen and seen[0][1] == day


def test_every_answer_and_refusal_is_recorded_with_who_asked(chain: RegulationChain) -> None:
    kept: list[tuple[AskRequest, Answer]] = []
    recording = RegulationChain(chain.index, chain._extract, recorder=lambda *both: kept.append(both))
    answer = recording.ask(AskRequest(" 工具书 ", visitor="张三"))
    *_, last = recording.stream(AskRequest("食堂几点开饭"))
    assert [(request.question, request.visitor) for request, _ in kept] == [("工具书", "张三"), ("食堂几点开饭", "")]
    assert kept[0][1] == answer and kept[1][1].id == last["data"]["id"] and kept[1][1].refused


def test_a_recorder_that_fails_stops_no_answer(chain: RegulationChain, caplog: pytest.LogCaptureFixture) -> None:
    def broken(request: AskRequest, answer: Answer) -> None:
        raise RuntimeError("broken")

    with caplog.at_level(logging.ERROR, "tiaowen.ask"):
        assert not RegulationChain(chain.index, chain._extract, recorder=broken).ask(AskRequest("工具书")).refused
    assert "没有记录下来" in caplog.text


def test_places_in_use_are_counted(chain: RegulationChain) -> None:
    seen: list[int] = []

    def counting(found: Any, index: Any) -> Answer:
        seen.append(counted.slots.in_use)
        return chain._extract(found, index)

    counted = RegulationChain(chain.index, counting)
    counted.ask(AskRequest("工具书"))
    assert (seen, counted.slots.in_use) == ([1], 0)
