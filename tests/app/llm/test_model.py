"""Replies as the callers see them: pieces, closing, places, rest after failures, and nothing left behind."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.llm import LanguageModel, ModelError
from app.llm.breaker import Breaker
from tests.app.llm.asking import PROMPT, asked
from tests.app.llm.scripted import (
    Script,
    ScriptedServer,
    Wire,
    cut,
    endless,
    event,
    raw,
    reply,
    silent,
    status,
    trickle,
)

ModelOf = Callable[..., LanguageModel]
SOON = 5.0  # seconds that a busy machine may take for what takes milliseconds


def until(true: Callable[[], bool]) -> bool:
    """Whether it becomes true soon."""
    end = time.monotonic() + SOON
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def test_pieces_come_as_they_are_sent(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(reply("借期", "三十日", "［1］。", reasoning=["想", "一想"]))
    outcome = asked(model_of(extra={"top_k": 1}))
    assert outcome.pieces == ("借期", "三十日", "［1］。") and outcome.fault is None
    (call,) = llm_server.calls
    assert call.body == {
        "model": "qwen3:8b",
        "messages": [{"role": "user", "content": "借期多久？"}],
        "temperature": 0.0,
        "stream": True,
        "max_tokens": 100,
        "top_k": 1,
    }
    assert not call.hung_up.is_set()


def test_a_first_piece_does_not_wait_for_the_second(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    go = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(event({"content": "第一"}))
        go.wait(SOON)
        wire.send(event({"content": "第二"}, "stop"))
        wire.end()

    llm_server.play(script)
    with model_of().stream(PROMPT, max_tokens=100) as pieces:
        assert next(pieces) == "第一"
        go.set()
        assert list(pieces) == ["第二"]


def test_complete_is_the_whole_or_nothing(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    model = model_of()
    llm_server.play(reply("借期", "三十日。"), cut("借期"))
    assert model.complete(PROMPT, max_tokens=100) == "借期三十日。"
    with pytest.raises(ModelError) as caught:
        model.complete(PROMPT, max_tokens=100)
    assert caught.value.kind == "cut"


def test_closing_cancels_at_the_endpoint(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(endless("借", delay=0.02))
    reply = model_of().stream(PROMPT, max_tokens=10_000)
    assert next(reply) == "借"
    reply.close()
    reply.close()
    assert llm_server.calls[0].hung_up.wait(SOON) and list(reply) == []


def test_so_does_forgetting(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(silent)
    reply = model_of().stream(PROMPT, max_tokens=100)
    assert until(lambda: bool(llm_server.calls))
    del reply
    gc.collect()
    assert llm_server.calls[0].hung_up.wait(SOON)


def test_another_thread_may_close_while_one_waits(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(silent)
    pieces = model_of(timeout=60).stream(PROMPT, max_tokens=100)
    got: list[list[str]] = []
    waiting = threading.Thread(target=lambda: got.append(list(pieces)))
    waiting.start()
    assert until(lambda: bool(llm_server.calls))
    pieces.close()
    waiting.join(SOON)
    assert got == [[]] and llm_server.calls[0].hung_up.wait(SOON)


def test_closing_before_anything_was_sent_gives_the_place_back(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    model = model_of(concurrency=1)
    for _ in range(50):
        model.stream(PROMPT, max_tokens=100).close()
    assert asked(model).text == "好。"


def test_no_more_at_once_than_there_are_places(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(silent, silent, reply("好。"))
    model = model_of(concurrency=2, wait=0.1, breaker=Breaker(failures=1))
    first, second = (model.stream(PROMPT, max_tokens=100) for _ in range(2))
    assert until(lambda: len(llm_server.calls) == 2)
    outcome = asked(model)
    assert outcome.kind == "busy" and 0.1 <= outcome.seconds < SOON and len(llm_server.calls) == 2
    first.close()
    assert until(lambda: asked(model).text == "好。")  # being busy is no failure, and being closed is none
    second.close()


def test_whoever_waits_gets_the_next_place(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(silent, reply("好。"))
    model = model_of(concurrency=1, wait=SOON)
    first = model.stream(PROMPT, max_tokens=100)
    assert until(lambda: len(llm_server.calls) == 1)
    threading.Timer(0.1, first.close).start()
    assert asked(model).text == "好。"


def test_stopping_ends_what_is_under_way(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(silent)
    model = model_of()
    pieces = model.stream(PROMPT, max_tokens=100)
    assert until(lambda: bool(llm_server.calls))
    model.close()
    with pytest.raises(ModelError) as caught:
        next(pieces)
    assert caught.value.kind == "down" and llm_server.calls[0].hung_up.wait(SOON)
    assert asked(model).kind == "down" and len(llm_server.calls) == 1
    model.close()


def test_a_model_that_was_never_asked_has_no_thread(llm_server: ScriptedServer) -> None:
    before = threading.active_count()
    model = LanguageModel(llm_server.url, "m")
    model.prepare()
    assert threading.active_count() == before
    model.close()


def test_nothing_is_left_behind(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    of_others = set(threading.enumerate())  # models of other tests may still wait to be collected

    def ours() -> list[str]:
        alive = set(threading.enumerate()) - of_others
        return sorted(thread.name for thread in alive if thread.name.startswith("tiaowen-llm"))

    def files() -> int:
        return len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0  # noqa: PTH208

    model = model_of(timeout=0.2, concurrency=8)
    asked(model)
    assert until(lambda: llm_server.connections <= 1)
    threads, open_files = ours(), files()
    scripts: list[Script] = [silent, trickle("好。", 0.1), endless(), reply("好。"), raw(b"<html>", kind="text/html")]
    for script in scripts * 4:
        llm_server.play(script)
        asked(model)
        model.stream(PROMPT, max_tokens=100).close()
    assert ours() == threads and len(threads) <= 3  # the loop and at most two that look up names
    assert until(lambda: llm_server.connections <= 1)
    assert until(lambda: files() <= open_files + 2)
    model.close()
    assert until(lambda: ours() == [] and llm_server.connections == 0)


def test_while_it_rests_nothing_is_sent(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(status(401))
    model = model_of(breaker=Breaker(failures=3))
    assert [asked(model).kind for _ in range(3)] == ["refused"] * 3
    outcome = asked(model)
    assert outcome.kind == "down" and outcome.seconds < 0.2 and len(llm_server.calls) == 3


@pytest.mark.parametrize("script", [status(400), status(413), reply("好", finish="length"), reply("好。")])
def test_what_the_question_is_to_blame_for_opens_nothing(
    script: Script, llm_server: ScriptedServer, model_of: ModelOf
) -> None:
    llm_server.play(script)
    model = model_of(breaker=Breaker(failures=2))
    for _ in range(4):
        asked(model)
    assert len(llm_server.calls) == 4


@pytest.mark.parametrize("script", [cut("好"), status(404), raw(b"<html>", kind="text/html")])
def test_what_the_endpoint_is_to_blame_for_opens_it(
    script: Script, llm_server: ScriptedServer, model_of: ModelOf
) -> None:
    llm_server.play(script)
    model = model_of(breaker=Breaker(failures=2))
    for _ in range(4):
        asked(model)
    assert len(llm_server.calls) == 2
