"""In mode ``llm`` a model may help with the search: it holds no place meanwhile, and changes nothing else."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda

from app.chain import AskError, AskRequest, Assistant, Options, RegulationChain, Search, Turn
from app.generated import Generated

HISTORY = (Turn("图书借期", "三十日"),)
WRITE = RunnableLambda(lambda task: Generated("某模型", note="没有写"), name="write")


class Condensing:
    """Writes every follow-up as ``written``; ``asked`` is what it was given."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.asked: list[tuple[str, Sequence[Turn], float]] = []

    def __call__(self, question: str, turns: Sequence[Turn], until: float) -> str:
        self.asked.append((question, turns, until))
        return self.written


def helped(chain: RegulationChain, **how: Any) -> RegulationChain:
    assistant = Assistant("某模型", WRITE, **how)
    return RegulationChain(chain.index, chain._extract, Options(concurrency=1, wait=0.05), assistant=assistant)


def test_a_follow_up_as_the_model_writes_it(chain: RegulationChain) -> None:
    condense = Condensing("工具书能外借吗")
    begun = time.monotonic()
    answer = helped(chain, condense=condense, patience=3.0).ask(AskRequest("那工具书呢", HISTORY, mode="llm"))
    assert answer.question_used == "工具书能外借吗"
    [(question, turns, until)] = condense.asked
    assert (question, turns) == ("那工具书呢", HISTORY) and begun + 2 < until < begun + 30


def test_the_model_free_way_where_the_model_does_not_help(chain: RegulationChain) -> None:
    answer = helped(chain, condense=Condensing("")).ask(AskRequest("那工具书呢", HISTORY, mode="llm"))
    assert answer.question_used == "图书借期 那工具书呢"


def test_nobody_is_asked_about_what_stands_on_its_own_or_in_the_other_mode(chain: RegulationChain) -> None:
    condense = Condensing("图书借期，食堂几点开饭")

    def improve(found: Any, index: Any, search: Search, until: float) -> Any:
        raise AssertionError("only in mode llm")

    helping = helped(chain, condense=condense)
    assert helping.ask(AskRequest("工具书", mode="llm")).question_used == "工具书"
    helping = helped(chain, condense=condense, improve=(improve,))
    assert helping.ask(AskRequest("那工具书呢", HISTORY)).question_used == "图书借期 那工具书呢"
    assert condense.asked == []


def test_what_was_found_is_improved_in_turn_before_it_is_extracted(chain: RegulationChain) -> None:
    def reverse(found: Any, index: Any, search: Search, until: float) -> Any:
        return replace(found, articles=found.articles[::-1])

    def narrow(found: Any, index: Any, search: Search, until: float) -> Any:
        return replace(found, articles=found.articles[:1])

    request = AskRequest("逾期不还，工具书", mode="llm")
    plain = helped(chain).ask(request)
    changed = helped(chain, improve=(reverse, narrow)).ask(request)
    assert [c.article for c in plain.citations] == ["第二条"] and [c.article for c in changed.citations] == ["第三条"]
    assert changed.question_used == request.question


def test_a_second_search_keeps_the_filters(chain: RegulationChain, index: Any) -> None:
    def again(found: Any, index: Any, search: Search, until: float) -> Any:
        return search("停借")

    day = date(2021, 5, 6)
    helped(chain, improve=(again,)).ask(AskRequest("工具书", as_of=day, regulations=frozenset({"r1"}), mode="llm"))
    assert index.retriever.calls == [("工具书", day, {"r1"}), ("停借", day, {"r1"})]


@pytest.mark.parametrize("streamed", [False, True])
def test_no_place_is_held_while_the_model_thinks(chain: RegulationChain, streamed: bool) -> None:
    thinking, go_on, in_use = threading.Event(), threading.Event(), []

    def slow(found: Any, index: Any, search: Search, until: float) -> Any:
        thinking.set()
        assert go_on.wait(30)
        return found

    def counting(found: Any, index: Any) -> Any:
        in_use.append(helping.slots.in_use)
        return chain._extract(found, index)

    helping = helped(chain, improve=(slow,))
    helping._extract = counting
    request = AskRequest("工具书", mode="llm")
    ask = (lambda: list(helping.stream(request))) if streamed else (lambda: helping.ask(request))
    first = threading.Thread(target=ask)
    first.start()
    assert thinking.wait(30)
    assert helping.slots.in_use == 0 and not helping.ask(AskRequest("工具书")).refused  # there is one place
    go_on.set()
    first.join(30)
    assert in_use == [1, 1] and helping.slots.in_use == 0


def test_an_index_exchanged_meanwhile(chain: RegulationChain) -> None:
    def closing(found: Any, index: Any, search: Search, until: float) -> Any:
        helping.close()
        return found

    helping = helped(chain, improve=(closing,))
    with pytest.raises(AskError) as caught:
        helping.ask(AskRequest("工具书", mode="llm"))
    assert caught.value.code == "not_ready" and helping.slots.in_use == 0


def test_a_fault_frees_its_place(chain: RegulationChain) -> None:
    def broken(found: Any, index: Any, search: Search, until: float) -> Any:
        raise RuntimeError("broken")

    helping = helped(chain, improve=(broken,))
    for _ in range(3):
        with pytest.raises(RuntimeError):
            helping.ask(AskRequest("工具书", mode="llm"))
    assert helping.slots.in_use == 0 and not helping.ask(AskRequest("工具书")).refused
