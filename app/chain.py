"""The retrieval chain: condense → retrieve → extract → verify, each a langchain Runnable.

The steps pass a :class:`State` along. ``ask`` runs the whole sequence, ``stream`` the same steps one by one with an
event before each; no piece of an answer leaves before the whole answer is verified.
"""

from __future__ import annotations

import logging
import time
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, TypedDict

from langchain_core.runnables import Runnable, RunnableLambda, RunnableSequence

from app.answer import Answer, VerificationError, refusal, verify
from app.privacy import LogQuestions, recorded
from app.slots import Slots
from ingest.model import Regulation

logger = logging.getLogger("tiaowen.ask")

MODES = ("extractive", "llm")
_TURNS = 5  # how much of the conversation a follow-up may refer to


class AskError(Exception):
    """A question that cannot be asked: ``code`` is stable, ``message`` Chinese, ``status`` the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question. ``regulations`` limits the search to these ids; ``as_of`` asks for what was in force on that day.

    ``visitor`` is who asks, as far as the site knows: for the audit log only, it changes no answer.
    """

    question: str
    history: tuple[Turn, ...] = ()
    as_of: date | None = None
    regulations: frozenset[str] | None = None
    mode: str = "extractive"
    visitor: str = ""


class Event(TypedDict):
    """One step of a streamed answer: ``status``, ``piece`` (one citation) or, last, ``answer`` (the whole object)."""

    event: str
    data: dict[str, Any]


class SearchRetriever(Protocol):
    """What the chain needs of ``vectorstore.retriever.Retriever``."""

    def retrieve(self, question: str, *, as_of: date | None, regulations: set[str] | None, limit: int = 10) -> Any:
        """The articles that may answer the question, best first."""

    def condense(self, question: str, previous: Sequence[str]) -> str:
        """The question as one that stands on its own, given the questions before it, oldest first."""


class SearchIndex(Protocol):
    """What the chain needs of an opened index."""

    @property
    def regulations(self) -> Mapping[str, Regulation]:
        """The served records by id."""

    @property
    def build_id(self) -> str:
        """The id of the published build."""

    @property
    def retriever(self) -> SearchRetriever:
        """The search over this build."""

    def close(self) -> None:
        """Give up the build's files."""


Extract = Callable[[Any, Any], Answer]
"""``(retrieval, index) → Answer``: see ``app.extract``."""

Follow = Callable[[Any, Any, date | None], Any]
"""``(retrieval, index, as_of) → retrieval``: see ``app.outcome``."""

Recorder = Callable[["AskRequest", Answer], None]
"""Told of every answer and refusal, with who asked; what it raises is logged and stops nothing."""


@dataclass(frozen=True, slots=True)
class State:
    """What the steps of the chain pass along; each fills in the next field."""

    request: AskRequest
    question_used: str = ""
    retrieval: Any = None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How the chain behaves at this site: see ``app.settings``. ``wait`` is in seconds."""

    contact: str | None = None
    max_question: int = 1000
    concurrency: int = 8
    wait: float = 20.0
    log_questions: LogQuestions = "none"
    root_path: str = ""


class RegulationChain:
    """Questions to one opened index, as many at once as it has ``slots``. Safe to use from several threads."""

    def __init__(
        self,
        index: SearchIndex,
        extract: Extract,
        options: Options | None = None,
        follow: Follow | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        self.index = index
        self._follow = follow
        self._recorder = recorder
        self.options = options or Options()
        self._extract = extract
        self._closed = False
        self.slots = Slots(self.options.concurrency)
        self._steps: tuple[tuple[str, Runnable[State, State]], ...] = (
            ("理解问题", RunnableLambda(self._condense_step, name="condense")),
            ("查找条文", RunnableLambda(self._retrieve_step, name="retrieve")),
            ("摘录原文", RunnableLambda(self._extract_step, name="extract")),
            ("核对原文", RunnableLambda(self._verify_step, name="verify")),
        )
        self.runnable: Runnable[State, State] = RunnableSequence(*(step for _, step in self._steps))

    def ask(self, request: AskRequest) -> Answer:
        """The verified answer, or a refusal. Raises :class:`AskError` for a question that cannot be asked."""
        begun = time.perf_counter()
        state = self._begin(request)
        with self._slot():
            state = self.runnable.invoke(state)
        return self._finish(state, begun)

    def stream(self, request: AskRequest) -> Iterator[Event]:
        """Events of the answer as it comes about, the last one ``answer`` with the same object as :meth:`ask` gives.

        :class:`AskError` is raised before the first event wherever the fault lies in the request.
        """
        begun = time.perf_counter()
        return self._events(self._begin(request), begun)

    def _events(self, state: State, begun: float) -> Iterator[Event]:
        for stage, step in self._steps:
            yield {"event": "status", "data": {"stage": step.get_name(), "message": f"正在{stage}…"}}
            with self._slot():  # not held while the reader is slow to take an event
                state = step.invoke(state)
        answer = self._finish(state, begun)
        root = self.options.root_path
        for citation in answer.citations:
            yield {"event": "piece", "data": {"text": citation.quote, "citation": citation.to_dict(root)}}
        yield {"event": "answer", "data": answer.to_dict(root)}

    def search(self, request: AskRequest, limit: int) -> Any:
        """What the retriever finds for the words of ``request``, at most ``limit`` articles; nothing is answered."""
        request = self.clean(request)
        only = set(request.regulations) if request.regulations else None
        with self._slot():
            return self.index.retriever.retrieve(request.question, as_of=request.as_of, regulations=only, limit=limit)

    def close(self) -> None:
        """Close the index when the questions now being searched are done; later ones are told to ask again."""
        if self._closed:
            return
        self._closed = True
        for _ in range(self.options.concurrency):
            self.slots.take()
        self.index.close()
        for _ in range(self.options.concurrency):
            self.slots.give_back()

    def clean(self, request: AskRequest) -> AskRequest:
        """The request with its question tidied and only the last turns; :class:`AskError` where it cannot be asked."""
        question = tidy(request.question)
        if not any(character.isalnum() for character in question):
            raise AskError("empty_question", "问题是空的，请输入要查询的内容，例如：事假最多可以请几天。")
        if len(question) > self.options.max_question:
            limit = self.options.max_question
            raise AskError(
                "question_too_long",
                f"问题有 {len(question)} 个字，超过上限 {limit} 个字。请只写要问的事，不必粘贴全文。",
            )
        if request.mode not in MODES:
            raise AskError("unknown_mode", "mode 只能是 extractive（摘录原文）或 llm（语言模型改写）。")
        if request.mode != "extractive":
            raise AskError("mode_unavailable", "本服务没有启用语言模型，请改用 mode=extractive。")
        for identity in sorted(request.regulations or ()):
            if identity not in self.index.regulations:
                shown = tidy(identity)[:80]
                raise AskError(
                    "unknown_regulation",
                    f"没有编号为“{shown}”的制度，可用的编号见 {self.options.root_path}/api/regulations。",
                )
        longest = self.options.max_question
        history = tuple(Turn(tidy(t.question)[:longest], t.answer) for t in request.history[-_TURNS:])
        # an empty list limits to nothing and is surely meant as no limit
        return replace(request, question=question, history=history, regulations=request.regulations or None)

    def _begin(self, request: AskRequest) -> State:
        return State(self.clean(request))

    def _finish(self, state: State, begun: float) -> Answer:
        assert state.answer is not None
        elapsed = round((time.perf_counter() - begun) * 1000)
        answer = replace(state.answer, id=uuid.uuid4().hex, elapsed_ms=elapsed)
        question = recorded(state.request.question, self.options.log_questions)
        logger.info(
            "提问 %s %s %d 毫秒%s",
            answer.id,
            "未找到依据" if answer.refused else "已答",
            elapsed,
            f" {question}" if question else "",
        )
        if self._recorder is not None:
            try:
                self._recorder(state.request, answer)
            except Exception:
                logger.exception("回答 %s 没有记录下来", answer.id)
        return answer

    def _condense_step(self, state: State) -> State:
        request = state.request
        previous = [turn.question for turn in request.history if turn.question]
        return replace(state, question_used=self.index.retriever.condense(request.question, previous))

    def _retrieve_step(self, state: State) -> State:
        request = state.request
        only = set(request.regulations) if request.regulations else None
        found = self.index.retriever.retrieve(state.question_used, as_of=request.as_of, regulations=only)
        if self._follow is not None:
            found = self._follow(found, self.index, request.as_of)
        return replace(state, retrieval=found)

    def _extract_step(self, state: State) -> State:
        answer = self._extract(state.retrieval, self.index)
        if answer.refused:  # the wording of a refusal is the site's
            answer = refusal(
                state.question_used, answer.related, self.options.contact, answer.internal_note, answer.reason
            )
        return replace(state, answer=replace(answer, question_used=state.question_used))

    def _verify_step(self, state: State) -> State:
        assert state.answer is not None
        try:
            verify(state.answer, self.index.regulations)
        except VerificationError as error:
            logger.error("答案未通过原文核对，已改为未找到依据：%s（索引 %s）", error, self.index.build_id)
            note = f"verification: {error}"
            return replace(state, answer=refusal(state.question_used, (), self.options.contact, note))
        return state

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if not self.slots.take(self.options.wait):
            raise AskError("busy", "正在处理的提问较多，请稍后再试。", 503)
        try:
            if self._closed:
                raise AskError("not_ready", "索引刚刚更换，请再问一次。", 503)
            yield
        finally:
            self.slots.give_back()


def tidy(text: str) -> str:
    """``text`` without invisible characters; control characters and white space collapsed to single spaces."""
    visible = (character for character in text if unicodedata.category(character) != "Cf")
    return " ".join("".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in visible).split())
