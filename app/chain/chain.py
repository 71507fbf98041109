"""The retrieval chain: condense → retrieve → extract → verify, each a langchain Runnable; in mode ``llm`` → write →
render after them.

The steps pass a :class:`State` along. ``ask`` runs the whole sequence, ``stream`` the same steps one by one with an
event before each. No quotation leaves before the whole extractive answer is verified, and no sentence of a language
model before it has been checked against the quotations that it cites.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any, cast

from langchain_core.runnables import Runnable, RunnableLambda, RunnableSequence

from app.answer import Answer, VerificationError, refusal, verify
from app.chain.hangup import HangUp
from app.chain.parts import Assistant, Event, Extract, Follow, Options, Recorder, SearchIndex, State, Task
from app.chain.request import MODES, AskError, AskRequest, Turn, tidy
from app.claims.grounds import passages
from app.generated import Generated
from app.privacy import recorded
from app.slots import Slots
from app.written import LEFT, written

logger = logging.getLogger("tiaowen.ask")

_TURNS = 5  # how much of the conversation a follow-up may refer to
_WRITING = "语言模型正在改写，逐句核对…"
_NO_MODEL = "本服务没有启用语言模型，只能摘录原文（mode=extractive）。要启用，请管理员设置 llm_base_url 和 llm_model。"


class RegulationChain:
    """Questions to one opened index, as many at once as it has ``slots``. Safe to use from several threads."""

    def __init__(
        self,
        index: SearchIndex,
        extract: Extract,
        options: Options | None = None,
        follow: Follow | None = None,
        recorder: Recorder | None = None,
        assistant: Assistant | None = None,
    ) -> None:
        self.index = index
        self.assistant = assistant
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
        self._render = RunnableLambda(self._render_step, name="render")
        self._prose: Runnable[State, State] = RunnableSequence(
            RunnableLambda(self._write_step, name="write"), self._render
        )

    def ask(self, request: AskRequest) -> Answer:
        """The verified answer, or a refusal. Raises :class:`AskError` for a question that cannot be asked."""
        begun = time.perf_counter()
        state = self._begin(request)
        with self._slot():
            state = self.runnable.invoke(state)
        if self._wants_prose(state):  # outside the slot: a model takes its time, and others want to search
            state = self._prose.invoke(state)
        return self._finished(state, begun)

    def stream(self, request: AskRequest, hang_up: HangUp | None = None) -> Iterator[Event]:
        """Events of the answer as it comes about, the last one ``answer`` with the same object as :meth:`ask` gives.

        In mode ``llm`` the status ``write`` has the extractive ``answer``, which is complete before the model is asked.
        :class:`AskError` is raised before the first event wherever the fault lies in the request. Whoever may have to
        leave in the midst of waiting for an event gives a ``hang_up`` and calls it then.
        """
        begun = time.perf_counter()
        return self._events(self._begin(request), begun, hang_up or HangUp())

    def _events(self, state: State, begun: float, hang_up: HangUp) -> Iterator[Event]:
        for stage, step in self._steps:
            yield {"event": "status", "data": {"stage": step.get_name(), "message": f"正在{stage}…"}}
            with self._slot():  # not held while the reader is slow to take an event
                state = step.invoke(state)
        root = self.options.root_path
        prose = self._wants_prose(state)
        assert state.answer is not None
        # what is shown before a model has written is the same answer already
        answer = replace(state.answer, id=uuid.uuid4().hex) if prose else self._finished(state, begun)
        state = replace(state, answer=answer)
        try:
            for citation in answer.citations:
                yield {"event": "piece", "data": {"text": citation.quote, "citation": citation.to_dict(root)}}
            if prose:
                state = yield from self._write_events(state, hang_up)
        except GeneratorExit:
            if prose:  # what has been read is recorded, even where nobody waited for the end
                self._finished(self._left(state), begun)
            raise
        if prose:
            answer = self._finished(state, begun)
        yield {"event": "answer", "data": answer.to_dict(root)}

    def _write_events(self, state: State, hang_up: HangUp) -> Generator[Event, None, State]:
        """Every claim as soon as it has passed; at the end the state with the answer that has them all."""
        assert self.assistant is not None and state.answer is not None
        so_far = state.answer.to_dict(self.options.root_path)
        yield {"event": "status", "data": {"stage": "write", "message": _WRITING, "answer": so_far}}
        made = Generated(self.assistant.model)
        # whoever stops reading closes this, and with it the request to the model
        stream = cast("Generator[Generated]", self.assistant.write.stream(self._task(state, hang_up)))
        with closing(stream) as pieces:
            for piece in pieces:
                made += piece
                for claim in piece.claims:
                    yield {"event": "claim", "data": claim.to_dict()}
        return self._left(state) if hang_up.gone else self._render.invoke(replace(state, generated=made))

    def _left(self, state: State) -> State:
        """What is recorded where nobody waited for the end."""
        assert self.assistant is not None
        return self._render_step(replace(state, generated=Generated(self.assistant.model, note=LEFT, kind="left")))

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
        if request.mode == "llm" and self.assistant is None:
            raise AskError("mode_unavailable", _NO_MODEL)
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
        cleaned = self.clean(request)
        patience = self.assistant.patience if self.assistant is not None else 0.0
        return State(cleaned, time.monotonic() + patience)

    def _finished(self, state: State, begun: float) -> Answer:
        assert state.answer is not None
        elapsed = round((time.perf_counter() - begun) * 1000)
        answer = replace(state.answer, id=state.answer.id or uuid.uuid4().hex, elapsed_ms=elapsed)
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
        request, condense = state.request, self.index.retriever.condense
        used = condense(request.question, [turn.question for turn in request.history if turn.question])
        helper = self._helper(state)
        # what stands on its own does not belong to the turns before, whatever a model makes of them together
        if helper is not None and helper.condense is not None and used != condense(request.question, ()):
            with self._waiting():
                written = helper.condense(request.question, request.history, state.until)
            used = condense(written, ()) if written else used
        return replace(state, question_used=used)

    def _retrieve_step(self, state: State) -> State:
        request = state.request
        found = self._found(state.question_used, request)

        def search(question: str) -> Any:
            with self._slot():
                return self._found(question, request)

        helper = self._helper(state)
        for improve in helper.improve if helper is not None else ():
            with self._waiting():
                found = improve(found, self.index, search, state.until)
        if self._follow is not None:
            found = self._follow(found, self.index, request.as_of)
        return replace(state, retrieval=found)

    def _found(self, question: str, request: AskRequest) -> Any:
        only = set(request.regulations) if request.regulations else None
        return self.index.retriever.retrieve(question, as_of=request.as_of, regulations=only)

    def _helper(self, state: State) -> Assistant | None:
        return self.assistant if state.request.mode == "llm" else None

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

    def _wants_prose(self, state: State) -> bool:
        assert state.answer is not None
        return state.request.mode == "llm" and not state.answer.refused

    def _task(self, state: State, hang_up: HangUp) -> Task:
        assert state.answer is not None
        return Task(state.question_used, passages(state.answer.citations, self.index.regulations), hang_up)

    def _write_step(self, state: State) -> State:
        assert self.assistant is not None
        said = self.assistant.write.invoke(self._task(state, HangUp()))  # None where the model said nothing at all
        return replace(state, generated=said or Generated(self.assistant.model))

    def _render_step(self, state: State) -> State:
        assert state.answer is not None and state.generated is not None
        return replace(state, answer=written(state.answer, state.generated, self.index.regulations))

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if not self.slots.take(self.options.wait):
            raise AskError("busy", "正在处理的提问较多，请稍后再试。", 503)
        try:
            self._open()
            yield
        finally:
            self.slots.give_back()

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """Inside :meth:`_slot`: without it, for a model takes its time, and others want to search."""
        self.slots.give_back()
        try:
            yield
        finally:
            self.slots.take()
        self._open()

    def _open(self) -> None:
        if self._closed:
            raise AskError("not_ready", "索引刚刚更换，请再问一次。", 503)
