"""A question in mode ``llm`` whose model does anything: it ends in a valid answer, in time, and the stream says the
same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.answer import NOTICE
from app.chain import AskRequest, Assistant, RegulationChain
from app.generated import LABEL
from app.llm import LanguageModel
from app.llm.writer import REFUSED, Writer
from app.written import WITHHELD
from eval.claims.invariants import violations
from prompts import REFUSAL, load
from tests.app.llm.scripted import (
    Script,
    ScriptedServer,
    cut,
    endless,
    event,
    raw,
    reply,
    reset,
    silent,
    status,
)

SOON = 10.0  # seconds that a busy machine may take for what takes milliseconds
QUESTION = AskRequest("逾期不还怎么办", mode="llm")
LATE = "逾期不还的，停借一个月。"
SHOWN = f"{LATE}［1］"


@pytest.fixture
def writing(chain: RegulationChain, model_of: Callable[..., LanguageModel]) -> RegulationChain:
    """The chain with a writer whose model has less than a second."""
    writer = Writer(model_of(timeout=0.8), load("answer"), max_tokens=200, context=4096)
    return RegulationChain(chain.index, chain._extract, chain.options, assistant=Assistant("qwen3:8b", writer.runnable))


CASES: dict[str, tuple[Script, bool, str]] = {
    "well": (reply(*f"{LATE}[1]"), True, ""),
    "slow": (reply(f"{LATE}[1]\n工", delay=60), True, "语言模型应答太慢"),
    "silent": (silent, False, "语言模型应答太慢"),
    "cut": (cut(f"{LATE}[1]\n逾期"), True, "语言模型的应答中断了"),
    "cut at once": (cut("逾期"), False, "语言模型的应答中断了"),
    "malformed": (raw(event({"content": f"{LATE}[1]\n"}), b"data: [1, 2\n\n"), True, "语言模型的应答无法识别"),
    "encoded": (raw("data: 逾期不还".encode("gb18030")), False, "语言模型的应答无法识别"),
    "500": (status(500), False, "语言模型暂时没有应答"),
    "429": (status(429), False, "语言模型正忙"),
    "401": (status(401), False, "语言模型暂时不可用"),
    "reset": (reset, False, "语言模型暂时没有应答"),
    "endless": (endless("逾期不还的，" * 30), False, "语言模型的应答没有写完"),
    "repeating": (endless("逾期不还的，停借两个月。[1]\n"), False, WITHHELD),
    "repeating well": (endless(f"{LATE}[1]\n"), True, ""),
    "empty": (reply(""), False, WITHHELD),
    "marks": (reply("[1]［1］。[1]"), False, WITHHELD),
    "wrong": (reply("逾期不还的，停借三个月。[1]"), False, WITHHELD),
    "no mark": (reply(LATE), False, WITHHELD),
    "refusing": (reply(f"{REFUSAL}。"), False, REFUSED),
    "refusing late": (reply(f"{LATE}[1]\n{REFUSAL}。"), True, ""),
    "thinking": (reply(f"<think>{REFUSAL}</think>{LATE}[1]"), True, ""),
    "no end": (reply("逾期不还的" * 200), False, WITHHELD),
}


@pytest.mark.parametrize(("script", "said", "note"), CASES.values(), ids=CASES)
def test_every_case_ends_in_a_valid_answer(
    script: Script, said: bool, note: str, chain: RegulationChain, writing: RegulationChain, llm_server: ScriptedServer
) -> None:
    llm_server.play(script)
    quoted = chain.ask(AskRequest(QUESTION.question)).to_dict()
    begun = time.monotonic()
    told = writing.ask(QUESTION).to_dict()
    events = list(writing.stream(QUESTION))
    assert time.monotonic() - begun < 2 * SOON
    for answer in (told, events[-1]["data"]):
        is_valid(answer, quoted, said, note)
    claims = [each["data"] for each in events if each["event"] == "claim"]
    assert claims == events[-1]["data"]["generated"]["claims"]
    assert [each["event"] for each in events] == ["status"] * 4 + ["piece", "status"] + ["claim"] * said + ["answer"]


def is_valid(answer: dict[str, Any], quoted: dict[str, Any], said: bool, note: str) -> None:
    for key in ("refused", "citations", "related", "question_used"):
        assert answer[key] == quoted[key]
    generated = answer["generated"]
    assert [claim["text"] for claim in generated["claims"]] == [SHOWN] * said
    assert generated["label"] == LABEL and generated["aigc"]["ProduceID"] == answer["id"]
    assert generated["note"] == note and violations(answer) == []
    if said:
        assert (answer["mode"], answer["notice"]) == ("llm", LABEL)
        assert answer["answer"] == f"{LABEL}：\n{SHOWN}\n\n{NOTICE}：\n{quoted['answer']}"
    else:
        assert (answer["mode"], answer["notice"]) == ("extractive", f"{NOTICE}（{note}）")
        assert answer["answer"] == quoted["answer"]


def test_closing_the_stream_ends_the_request(writing: RegulationChain, llm_server: ScriptedServer) -> None:
    llm_server.play(reply(f"{LATE}[1]\n", *"逾期不还" * 50, delay=0.3))
    events = writing.stream(QUESTION)
    assert next(each for each in events if each["event"] == "claim")["data"]["text"] == SHOWN
    closed(events)
    assert llm_server.calls[0].hung_up.wait(SOON)


def test_closing_it_before_the_model_is_asked_asks_nobody(writing: RegulationChain, llm_server: ScriptedServer) -> None:
    events = writing.stream(QUESTION)
    assert next(each for each in events if each["event"] == "piece")
    closed(events)
    assert llm_server.calls == []


def closed(events: Iterator[Any]) -> None:
    events.close()  # type: ignore[attr-defined]


def test_a_refusal_asks_nobody(writing: RegulationChain, llm_server: ScriptedServer) -> None:
    answer = writing.ask(AskRequest("食堂几点开饭", mode="llm"))
    assert answer.refused and answer.generated is None and "generated" not in answer.to_dict()
    assert list(writing.stream(AskRequest("食堂几点开饭", mode="llm")))[-1]["data"]["refused"]
    assert llm_server.calls == []
