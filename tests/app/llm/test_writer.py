"""The writer with a server that does anything: what it releases was checked, what it says of the rest is true."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from app.chain import HangUp, Task
from app.claims import Passage
from app.generated import Generated
from app.llm import LanguageModel
from app.llm.writer import REFUSED, TOO_LONG, Writer
from prompts import REFUSAL, Prompt, load
from tests.app.llm.scripted import (
    Script,
    ScriptedServer,
    cut,
    endless,
    event,
    forever,
    raw,
    reply,
    reset,
    silent,
    speaking,
    status,
    trickle,
)
from tests.app.llm.wire import Wire

SOON = 10.0  # seconds that a busy machine may take for what takes milliseconds

LATE = "逾期不还的，停止借阅一个月。"
LOST = "丢失图书的，应当按照原价三倍赔偿。"
TOOLS = "工具书不得外借。"
PASSAGES = {
    1: Passage(1, "图书室借阅办法", (), "第三条", ("第一章 借阅",), LATE + LOST),
    2: Passage(2, "图书室借阅办法", (), "第四条", ("第一章 借阅",), TOOLS),
}
FALSE = "工具书可以外借。[2]"


@dataclass
class Written:
    """What came of a question, and how long it took (s)."""

    pieces: list[Generated]
    seconds: float

    @property
    def whole(self) -> Generated:
        """All pieces together."""
        made = Generated("qwen3:8b")
        for piece in self.pieces:
            made += piece
        return made

    @property
    def claims(self) -> list[str]:
        """The words released."""
        return [claim.text for claim in self.whole.claims]


Write = Callable[..., Written]


@pytest.fixture
def write(llm_server: ScriptedServer, model_of: Callable[..., LanguageModel]) -> Write:
    """``write(script)``: what the writer makes of this reply."""

    def made(script: Script, task: Task | None = None, context: int = 4096, **how: float) -> Written:
        llm_server.play(script)
        writer = Writer(model_of(**{"timeout": 10.0, **how}), load("answer"), max_tokens=300, context=context)
        begun = time.monotonic()
        pieces = list(writer.runnable.stream(task or Task("逾期不还怎么办", PASSAGES)))
        return Written(pieces, time.monotonic() - begun)

    return made


def test_sentences_that_pass_are_released_as_they_come(write: Write) -> None:
    made = write(reply(*f"{LATE}[1]\n{FALSE}\n{TOOLS}[2]\n"))
    assert [(c.text, c.citations) for c in made.whole.claims] == [(f"{LATE}［1］", (1,)), (f"{TOOLS}［2］", (2,))]
    assert (made.whole.withheld, made.whole.note, made.whole.kind) == (1, "", "")
    assert [len(piece.claims) for piece in made.pieces] == [1, 0, 1]


def test_a_claim_is_out_before_the_next_is_written(
    llm_server: ScriptedServer, model_of: Callable[..., LanguageModel]
) -> None:
    go_on = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(event({"content": f"{LATE}[1]\n"}))
        assert go_on.wait(SOON)
        wire.send(event({"content": f"{TOOLS}[2]\n"}, "stop"))
        wire.end()

    llm_server.play(script)
    writer = Writer(model_of(), load("answer"), max_tokens=300, context=4096)
    pieces = writer.runnable.stream(Task("逾期不还怎么办", PASSAGES))
    assert next(pieces).claims[0].text == f"{LATE}［1］"
    go_on.set()
    assert [claim.text for piece in pieces for claim in piece.claims] == [f"{TOOLS}［2］"]


FAULTS: list[tuple[Script, list[str], str]] = [
    (cut(f"{LATE}[1]\n", "工具书不得"), [f"{LATE}［1］"], "cut"),
    (cut(f"{LATE}[1]\n", f"{TOOLS}[2"), [f"{LATE}［1］"], "cut"),
    (cut(f"{LATE}"), [], "cut"),
    (reply(f"{LATE}[1]\n{TOOLS}", finish=None), [f"{LATE}［1］"], "cut"),
    (reply(f"{LATE}[1]\n{TOOLS}", finish="length"), [f"{LATE}［1］"], "length"),
    (reply(f"{LATE}[1]\n{TOOLS}", finish="content_filter"), [f"{LATE}［1］"], "length"),
    (raw(event({"content": f"{LATE}[1]\n"}), b"data: {{{\n\n"), [f"{LATE}［1］"], "malformed"),
    (raw(event({"content": f"{LATE}[1]\n"}), "data: 工具书".encode("gb18030"), b"\n\n"), [f"{LATE}［1］"], "malformed"),
    (raw("<html>维护中</html>".encode("gb18030"), kind="text/html; charset=gbk"), [], "malformed"),
    (raw(b"\xff\xfe\x00\x01" * 50), [], "malformed"),
    (status(500), [], "down"),
    (status(503), [], "down"),
    (status(429), [], "busy"),
    (status(401), [], "refused"),
    (reset, [], "down"),
]


@pytest.mark.parametrize(("script", "claims", "kind"), FAULTS)
def test_what_was_released_before_a_fault_stays(script: Script, claims: list[str], kind: str, write: Write) -> None:
    made = write(script)
    assert (made.claims, made.whole.kind) == (claims, kind) and made.seconds < SOON
    assert made.whole.note.startswith("语言模型") and "密钥" not in made.whole.note


SLOW: list[tuple[Script, list[str]]] = [
    (silent, []),
    (reply(f"{LATE}[1]\n", "工具", delay=60), []),
    (reply(f"{LATE}[1]\n工", "具", delay=60), [f"{LATE}［1］"]),
    (trickle(f"{LATE}[1]\n", 0.2), []),
    (forever(event({"reasoning_content": "想"}), 0.05), []),
    (endless(" ", 0.05), []),
]


@pytest.mark.parametrize(("script", "claims"), SLOW)
def test_the_deadline_holds(script: Script, claims: list[str], write: Write, llm_server: ScriptedServer) -> None:
    made = write(script, timeout=0.6)
    assert made.whole.kind == "timeout" and made.whole.note == "语言模型应答太慢" and made.seconds < SOON
    assert made.claims in (claims, [f"{LATE}［1］"]) and llm_server.calls[0].hung_up.wait(SOON)


REFUSALS = [REFUSAL, f"{REFUSAL}。", f"{REFUSAL}。[1]", f"抱歉，{REFUSAL}。\n{LATE}[1]\n", f"{FALSE}\n{REFUSAL}"]


@pytest.mark.parametrize("said", REFUSALS)
def test_a_model_that_finds_no_basis_is_believed_of_itself(said: str, write: Write) -> None:
    made = write(reply(said))
    assert made.claims == [] and (made.whole.note, made.whole.kind) == (REFUSED, "declined")


def test_not_after_it_has_said_something(write: Write) -> None:
    made = write(reply(f"{LATE}[1]\n{REFUSAL}。\n{TOOLS}[2]\n"))
    assert made.claims == [f"{LATE}［1］"] and made.whole.note == ""


NOTHING = ["", " \n\n", "[1]", "［1］［2］。", "[1]。[2]。", "。。。", "```\n工具书\n```", f"<think>{TOOLS}[2]"]


@pytest.mark.parametrize("said", NOTHING)
def test_of_nothing_comes_nothing(said: str, write: Write) -> None:
    made = write(reply(said))
    assert made.claims == [] and made.whole.note == "" and made.seconds < SOON


def test_what_it_thinks_is_not_said(write: Write) -> None:
    assert write(reply(*f"<think>{TOOLS}[2]\n{LATE}[1]</think>{LOST}[1]\n")).claims == [f"{LOST}［1］"]
    assert write(reply(*f"{TOOLS}[2]\n</think>\n{LOST}[1]", reasoning=[LATE])).claims[-1] == f"{LOST}［1］"


def test_a_sentence_without_an_end_is_given_up(write: Write) -> None:
    assert write(reply("图书" * 250, "。[1]\n", f"{TOOLS}[2]\n")).claims == [f"{TOOLS}［2］"]


def test_going_round_in_circles_ends_it(write: Write, llm_server: ScriptedServer) -> None:
    made = write(endless(f"{FALSE}\n"))
    assert made.claims == [] and made.whole.withheld == 1 and made.whole.kind == ""
    assert llm_server.calls[0].hung_up.wait(SOON)


def test_so_does_repeating_what_is_right(write: Write, llm_server: ScriptedServer) -> None:
    made = write(endless(f"{TOOLS}[2]\n"))
    assert made.claims == [f"{TOOLS}［2］"] and made.whole.note == "" and llm_server.calls[0].hung_up.wait(SOON)


def test_the_same_claim_in_other_signs_is_said_once(write: Write) -> None:
    assert write(reply(f"{TOOLS}[2]\n- {TOOLS}[2]\n{TOOLS}【2】\n")).claims == [f"{TOOLS}［2］"]


def test_enough_is_enough(write: Write, llm_server: ScriptedServer) -> None:
    wrong = write(endless_of(lambda n: f"第{n}次可以外借。[2]\n"))
    assert wrong.claims == [] and wrong.whole.withheld == 12 and llm_server.calls[-1].hung_up.wait(SOON)
    many = {n: Passage(n, "图书室借阅办法", (), f"第{n}条", (), f"{n}号书柜的图书不得外借。") for n in range(1, 30)}
    right = write(endless_of(lambda n: f"{n}号书柜的图书不得外借。[{n}]\n"), Task("哪些不得外借", many))
    assert len(right.claims) == 12 and llm_server.calls[-1].hung_up.wait(SOON)


def endless_of(line: Callable[[int], str]) -> Script:
    def script(wire: Wire) -> None:
        wire.head()
        for number in range(1, 1000):
            wire.send(event({"content": line(number)}))
            wire.pause(0.01)

    return script


def test_a_mark_of_what_was_not_shown_is_none(write: Write) -> None:
    assert write(reply(f"{TOOLS}[3]\n{LATE}[0]\n{LOST}[1][7]\n")).whole.withheld == 3
    room = len(load("answer").template) + 300 + 70  # for the first passage
    made = write(reply(f"{TOOLS}[2]\n{LATE}[1]\n"), context=room)
    assert made.claims == [f"{LATE}［1］"] and made.whole.withheld == 1


def test_what_is_too_long_is_not_asked(write: Write, llm_server: ScriptedServer) -> None:
    made = write(reply(f"{LATE}[1]"), context=len(load("answer").template) + 300)
    assert (made.claims, made.whole.note, made.whole.kind) == ([], TOO_LONG, "too_long") and llm_server.calls == []


def test_the_prompt_has_the_passages_with_their_addresses(write: Write, llm_server: ScriptedServer) -> None:
    def said(prompt: str) -> Iterator[str]:
        assert f"[1] 《图书室借阅办法》第三条\n{LATE}{LOST}\n\n[2] 《图书室借阅办法》第四条\n{TOOLS}\n" in prompt
        assert "\n逾期不还怎么办\n" in prompt and REFUSAL in prompt and "{" not in prompt
        yield f"{TOOLS}[2]"

    assert write(speaking(said)).claims == [f"{TOOLS}［2］"]
    assert llm_server.calls[0].body["max_tokens"] == 300 and llm_server.calls[0].body["stream"] is True


def test_a_site_may_word_it_otherwise(llm_server: ScriptedServer, model_of: Callable[..., LanguageModel]) -> None:
    llm_server.play(reply("好。"))
    prompt = Prompt("answer", "甲{fence}乙{refusal}丙{question}丁{quotations}", load("answer").variables)
    writer = Writer(model_of(), prompt, max_tokens=300, context=4096)
    list(writer.runnable.stream(Task("逾期", PASSAGES)))
    assert llm_server.asked[0].startswith("甲=====资料-") and "丙逾期丁[1] 《图书室借阅办法》" in llm_server.asked[0]


def test_whoever_stops_reading_ends_the_request(
    llm_server: ScriptedServer, model_of: Callable[..., LanguageModel]
) -> None:
    llm_server.play(reply(f"{LATE}[1]\n{TOOLS}[2]\n", *"工具书" * 50, delay=0.5))
    pieces = Writer(model_of(), load("answer"), max_tokens=300, context=4096).runnable.stream(Task("逾期", PASSAGES))
    assert next(pieces).claims
    pieces.close()  # type: ignore[attr-defined]
    assert llm_server.calls[0].hung_up.wait(SOON)


def test_hanging_up_ends_the_waiting(llm_server: ScriptedServer, model_of: Callable[..., LanguageModel]) -> None:
    hang_up = HangUp()
    llm_server.play(silent)
    writer = Writer(model_of(timeout=60), load("answer"), max_tokens=300, context=4096)
    threading.Timer(0.2, hang_up).start()
    begun = time.monotonic()
    assert [piece.claims for piece in writer.runnable.stream(Task("逾期", PASSAGES, hang_up))] == []
    assert time.monotonic() - begun < SOON and llm_server.calls[0].hung_up.wait(SOON)
