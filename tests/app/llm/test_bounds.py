"""A reply is bounded in time, length and number, and nothing of it is left behind."""

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
    endless,
    event,
    forever,
    raw,
    reply,
    silent,
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


SLOW: list[tuple[Script, str]] = [
    (silent, ""),
    (reply("好。", first=30), ""),
    (trickle("好。", 0.2), ""),
    (forever(b": still here\n\n", 0.05), ""),
    (forever(b"data: ", 0.05), ""),
    (forever(event({"reasoning_content": "想"}), 0.05), ""),
    (reply("借期", "三十日", delay=30), "借期"),
]


@pytest.mark.parametrize(("script", "given"), SLOW)
def test_the_deadline_holds_and_the_endpoint_is_left(
    script: Script, given: str, llm_server: ScriptedServer, model_of: ModelOf
) -> None:
    llm_server.play(script)
    outcome = asked(model_of(timeout=0.5))
    assert (outcome.kind, outcome.text) == ("timeout", given)
    assert 0.4 < outcome.seconds < SOON
    assert llm_server.calls[0].hung_up.wait(SOON)


def test_a_reply_that_only_lacks_the_end_of_the_connection_is_whole(
    llm_server: ScriptedServer, model_of: ModelOf
) -> None:
    def script(wire: Wire) -> None:
        wire.head()
        wire.send(event({"content": "好。"}, "stop"))
        wire.pause(60)

    llm_server.play(script)
    outcome = asked(model_of())
    assert (outcome.kind, outcome.text) == ("ok", "好。") and outcome.seconds < SOON


def test_an_endless_reply_is_cut_at_the_limit(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(endless("重复十个字重复十个字"))
    outcome = asked(model_of(), max_tokens=10)
    assert outcome.kind == "length" and len(outcome.text) == 80
    assert llm_server.calls[0].hung_up.wait(SOON)


def test_so_is_one_of_nothing(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(forever(event({"content": ""}) * 100))
    outcome = asked(model_of(), max_tokens=10)
    assert outcome.kind == "length" and outcome.text == "" and llm_server.calls[0].hung_up.wait(SOON)


def test_a_piece_longer_than_the_limit_is_not_whole(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(raw(event({"content": "长" * 100_000}, "stop")))
    outcome = asked(model_of(), max_tokens=10)
    assert outcome.kind == "length" and outcome.text == "长" * 80


def test_half_characters_can_be_sent_on(llm_server: ScriptedServer, model_of: ModelOf) -> None:
    llm_server.play(
        raw(b'data: {"choices": [{"index": 0, "delta": {"content": "\\ud83d"}, "finish_reason": "stop"}]}\n\n')
    )
    assert asked(model_of()).text.encode() == "\ufffd".encode()


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
    def ours() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name.startswith("tiaowen-llm")]

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
