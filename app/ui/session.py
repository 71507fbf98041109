"""One visitor's conversation: a question in, a sequence of views out. Knows nothing of gradio."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.chain import AskError, AskRequest, Event, HangUp, RegulationChain, Turn
from app.ui import render
from app.ui.prose import ended, grown
from ingest.documents.titles import quoted

logger = logging.getLogger("tiaowen.ui")

Provider = Callable[[], RegulationChain]
"""The chain that is serving now; raises :class:`app.chain.AskError` while there is none."""

REMEMBERED = 5  # turns that a follow-up may refer to
_MOST = 1_000_000  # turns: what no conversation reaches

FAILED = "查找时出了差错，没有得到答案。请稍后再试；如果仍然不行，请把提问的时间告诉管理员。"
BROKEN = "改写时出了差错"
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Conversation:
    """What has been said, as the visitor's browser keeps it and sends it along with the next question: ``turns`` for
    the chain, ``count`` numbers the turns of the page. The server keeps nothing of it."""

    turns: tuple[Turn, ...] = ()
    count: int = 0

    def add(self, turn: Turn) -> Conversation:
        """The conversation with one more turn, the oldest ones dropped beyond what a follow-up may refer to."""
        return Conversation((*self.turns, turn)[-REMEMBERED:], self.count + 1)

    def kept(self) -> dict[str, Any]:
        """As plain data for the browser."""
        return {"turns": [[turn.question, turn.answer] for turn in self.turns], "count": self.count}

    @classmethod
    def of(cls, kept: object) -> Conversation:
        """The conversation that a browser sends back. What is not of this shape counts as not said."""
        if not isinstance(kept, dict):
            return cls()
        count, turns = kept.get("count"), kept.get("turns")
        said = [
            Turn(*pair)
            for pair in (turns if isinstance(turns, list) else [])[-REMEMBERED:]
            if isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)
        ]
        return cls(tuple(said), min(count, _MOST) if isinstance(count, int) and count > 0 else 0)


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows. None leaves a part as it is.

    ``current`` is the HTML of the turn in question, ``message`` says what is wrong with the question, ``announcement``
    is for screen readers; ``asked`` is true where the question was accepted, so that the box can be emptied.
    ``writing`` is true while a language model still writes: what is shown is an answer already, and stays one where
    nobody waits for the rest.
    """

    conversation: Conversation
    current: str | None = None
    message: str = ""
    announcement: str | None = None
    asked: bool = field(default=True)
    writing: bool = field(default=False)


def converse(
    provider: Provider,
    conversation: Conversation,
    question: str,
    as_of: str = "",
    regulations: Sequence[str] = (),
    *,
    mode: str = "extractive",
    visitor: str = "",
    feedback: bool = True,
    hang_up: HangUp | None = None,
) -> Iterator[View]:
    """Ask ``question``: the views of the page while the answer comes about; the last one holds the new conversation.

    ``mode`` is that of :class:`app.chain.AskRequest`; ``visitor`` is who asks, for the audit log; ``feedback`` whether
    the site takes 有用/无用; ``hang_up`` is called where nobody waits for the next view any more.
    """
    asked = question.strip()
    try:
        chain = provider()
        day = parse_day(as_of)
        request = AskRequest(asked, conversation.turns, day, frozenset(regulations) or None, mode, visitor)
        events = chain.stream(request, hang_up)
    except AskError as error:
        yield View(conversation, message=render.note(error.message), asked=False)
        return
    except Exception:
        logger.exception("提问失败")
        yield View(conversation, message=render.note(FAILED), asked=False)
        return
    yield View(conversation, render.thinking(asked, "正在查找…"))
    try:
        yield from _follow(events, conversation, request, chain, feedback)
    except AskError as error:
        yield View(conversation, render.failure(asked, error.message), announcement=render.note(error.message))
    except Exception:
        logger.exception("提问失败")
        yield View(conversation, render.failure(asked, FAILED), announcement=render.note(FAILED))


def parse_day(written: str) -> date | None:
    """The day written as 2024-12-31, 2024年12月31日, 2024/12/31 or 20241231; None for nothing.

    Raises :class:`app.chain.AskError` for anything else.
    """
    if not written or not written.strip():
        return None
    if found := _DAY.fullmatch(written.strip()):
        try:
            return date(*(int(part) for part in found.groups() if part))
        except ValueError:
            pass
    raise AskError("invalid_date", "“按哪一天的规定”应写成日期，例如 2024-12-31；不需要时请清空。")


def _follow(
    events: Iterator[Event], conversation: Conversation, request: AskRequest, chain: RegulationChain, feedback: bool
) -> Iterator[View]:
    asked = request.question
    arrived: list[dict[str, Any]] = []
    written: dict[str, Any] = {}  # the answer as it is while a language model writes
    progress = ""

    def page(answer: dict[str, Any], progress: str = "") -> str:
        number, limits = conversation.count + 1, _limits(request, chain)
        known = chain.index.regulations
        return render.turn(asked, answer, number, known, limits=limits, feedback=feedback, progress=progress)

    def said(answer: dict[str, Any]) -> Conversation:
        return conversation.add(Turn(asked, str((written or answer)["answer"])))  # the quotations, not the prose

    try:
        for event in events:
            data = event["data"]
            if event["event"] == "status" and "answer" in data:
                written, progress = data["answer"], data["message"]
                told = render.announcement(written)
                yield View(said(written), page(written, progress), announcement=told, writing=True)
            elif event["event"] == "status":
                yield View(conversation, render.thinking(asked, data["message"]))
            elif event["event"] == "piece":
                arrived.append(data["citation"])
                yield View(conversation, render.partial(asked, arrived))
            elif event["event"] == "claim":
                written = grown(written, data)
                yield View(said(written), page(written, progress), writing=True)
            elif event["event"] == "answer":
                yield View(said(data), page(data), announcement=render.announcement(data))
                return
        raise RuntimeError("the stream ended without an answer")
    except Exception:
        if not written:
            raise
        logger.exception("改写失败")
        broken = ended(written, BROKEN)
        yield View(said(broken), page(broken), announcement=render.announcement(broken))


def _limits(request: AskRequest, chain: RegulationChain) -> str:
    """What the asker limited the search to, in words."""
    said = []
    if request.as_of:
        said.append(f"按{request.as_of.year}年{request.as_of.month}月{request.as_of.day}日有效的规定")
    titles = sorted(quoted(chain.index.regulations[each].title) for each in request.regulations or ())
    if titles:
        said.append("只在" + ("、".join(titles) if len(titles) <= 3 else f"选定的 {len(titles)} 部制度") + "中查找")
    return "，".join(said)
