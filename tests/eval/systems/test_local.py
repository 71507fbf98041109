from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.runnables import RunnableGenerator

from app.answer import Answer, answered, quote
from app.chain import Assistant, RegulationChain, Task
from app.generated import Generated
from app.server import ServeError
from app.settings import Settings
from eval.dataset import Question
from eval.run import AskError, UnreachableError
from eval.systems.local import ChainAsker, chain_system
from eval.systems.system import Setup
from ingest.model import Regulation


@dataclass
class Retriever:
    """Ranks every article of the new edition, the last first, and one of a regulation that is gone."""

    asked: list[tuple[str, date | None]] = field(default_factory=list)
    precise: bool = False
    known_questions: bool = False

    def retrieve(self, question: str, *, as_of: date | None, regulations: set[str] | None, limit: int = 10) -> Any:
        self.asked.append((question, as_of))
        places = [("new", "第二条"), ("gone", "第一条"), ("new", "第一条")]
        return SimpleNamespace(
            articles=[SimpleNamespace(regulation_id=identity, address=address) for identity, address in places]
        )

    def condense(self, question: str, previous: Sequence[str]) -> str:
        return "，".join([*previous[-1:], question])


def extract(retrieval: Any, index: Any) -> Answer:
    regulation = index.regulations["new"]
    article = regulation.articles[0]
    return answered("", [quote(regulation, article, [(article.start, article.end)], "第一条", 0.9, 1)])


@pytest.fixture
def retriever() -> Retriever:
    return Retriever()


@pytest.fixture
def asker(regulations: dict[str, Regulation], retriever: Retriever) -> ChainAsker:
    index = SimpleNamespace(regulations=regulations, retriever=retriever, build_id="b1", close=lambda: None)
    return ChainAsker(RegulationChain(index, extract))


def test_answer_and_the_retrievers_ranking(asker: ChainAsker, regulations: dict[str, Regulation]) -> None:
    reply = asker.ask(Question("q", "停借多久", "direct"))
    assert reply.answer["citations"][0]["article"] == "第一条"
    title = regulations["new"].title
    assert reply.ranking == (
        {"regulation_id": "new", "regulation": title, "article": "第二条"},
        {"regulation_id": "new", "regulation": title, "article": "第一条"},
    )
    assert reply.elapsed_ms > 0


def test_history_and_day_are_passed_on(asker: ChainAsker, retriever: Retriever) -> None:
    asker.ask(Question("q", "要停多久", "followup", history=(("弄坏书呢", "停借"),), as_of=date(2020, 5, 1)))
    # the ranking is asked for with the question the chain used and the same day
    assert retriever.asked == [("弄坏书呢，要停多久", date(2020, 5, 1))] * 2


def test_a_question_that_is_turned_away(asker: ChainAsker) -> None:
    with pytest.raises(AskError, match="问题是空的"):
        asker.ask(Question("q", "？", "direct"))


def test_without_a_language_model_the_system_is_not_there(
    regulations: dict[str, Regulation], retriever: Retriever, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed: list[bool] = []
    index = SimpleNamespace(
        regulations=regulations, retriever=retriever, build_id="b1", close=lambda: closed.append(True)
    )
    monkeypatch.setattr("app.server.load_chain", lambda settings: RegulationChain(index, extract))
    setup = Setup(Settings(data=tmp_path))
    with pytest.raises(UnreachableError, match="llm_base_url"):
        chain_system(setup, "llm")
    with chain_system(setup) as system:
        assert (system.build_id, system.facts["对象"]) == ("b1", "条问，摘录原文")
        assert system.asker.ask(Question("q", "停借多久", "direct")).confidence == 0.9
    assert closed == [True]
    retriever.precise = retriever.known_questions = True
    with chain_system(setup) as system:
        assert system.facts["对象"] == "条问，摘录原文，用已知问法，精确模式"


MODELLED = {"llm_base_url": "http://127.0.0.1:9/v1", "llm_model": "某模型"}


def test_with_a_language_model_the_citations_are_the_same_and_what_went_wrong_is_noted(
    regulations: dict[str, Regulation], retriever: Retriever, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def write(tasks: Iterator[Task]) -> Iterator[Generated]:
        for _ in tasks:
            yield Generated("某模型", note="语言模型正忙", kind="busy")

    index = SimpleNamespace(regulations=regulations, retriever=retriever, build_id="b1", close=lambda: None)
    assistant = Assistant("某模型", RunnableGenerator(write))
    monkeypatch.setattr("app.server.load_chain", lambda settings: RegulationChain(index, extract, assistant=assistant))
    setup = Setup(Settings(data=tmp_path, **MODELLED))
    asked = Question("q", "停借多久", "direct")
    with chain_system(setup, "llm") as helped, chain_system(setup) as plain:
        assert helped.facts["对象"] == "条问，由语言模型 某模型 改写"
        one, other = helped.asker.ask(asked), plain.asker.ask(asked)
    assert (one.note, other.note) == ("语言模型正忙", "")
    assert one.answer["citations"] == other.answer["citations"] and one.ranking == other.ranking


def test_a_prompt_that_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(settings: Settings) -> RegulationChain:
        raise ServeError("提示词读不出来。")

    monkeypatch.setattr("app.server.load_chain", broken)
    with pytest.raises(UnreachableError, match="提示词读不出来"):
        chain_system(Setup(Settings(data=tmp_path, **MODELLED)), "llm")
