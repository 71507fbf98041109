"""One visitor's conversation: a question in, a sequence of views out. Knows nothing of gradio."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.chain import AskError, AskRequest, RegulationChain, Turn
from app.ui import render

logger = logging.getLogger("tiaowen.ui")

Provider = Callable[[], RegulationChain]
"""The chain that is serving now; raises :class:`app.chain.AskError` while there is none."""

REMEMBERED = 5  # turns that a follow-up may refer to
SHOWN = 30  # turns kept on the page

FAILED = "查找时出了差错，没有得到答案。请稍后再试；如果仍然不行，请把提问的时间告诉管理员。"
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Conversation:
    """What has been said: ``turns`` for the chain, ``pages`` the same as HTML, ``count`` numbers the turns."""

    turns: tuple[Turn, ...] = ()
    pages: tuple[str, ...] = ()
    count: int = 0

    def add(self, turn: Turn, page: str) -> Conversation:
        """The conversation with one more turn, the oldest ones dropped beyond what is kept."""
        return Conversation((*self.turns, turn)[-REMEMBERED:], (*self.pages, page)[-SHOWN:], self.count + 1)


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows. None leaves a part as it is.

    ``earlier`` and ``current`` are HTML, ``message`` says what is wrong with the question, ``announcement`` is for
    screen readers; ``asked`` is true where the question was accepted, so that the box can be emptied.
    """

    conversation: Conversation
    earlier: str | None = None
    current: str | None = None
    message: str = ""
    announcement: str | None = None
    asked: bool = field(default=True)


def converse(
    provider: Provider, conversation: Conversation, question: str, as_of: str = "", regulations: Sequence[str] = ()
) -> Iterator[View]:
    """Ask ``question``: the views of the page while the answer comes about; the last one holds the new conversation."""
    asked = question.strip()
    try:
        chain = provider()
        request = AskRequest(asked, conversation.turns, parse_day(as_of), frozenset(regulations) or None)
        events = chain.stream(request)
    except AskError as error:
        yield View(conversation, message=render.note(error.message), asked=False)
        return
    except Exception:
        logger.exception("提问失败")
        yield View(conversation, message=render.note(FAILED), asked=False)
        return
    earlier = "".join(conversation.pages)
    yield View(conversation, earlier, render.thinking(asked, "正在查找…"))
    try:
        yield from _follow(events, conversation, asked, chain)
    except AskError as error:
        yield View(conversation, None, render.failure(asked, error.message), announcement=render.note(error.message))
    except Exception:
        logger.exception("提问失败")
        yield View(conversation, None, render.failure(asked, FAILED), announcement=render.note(FAILED))


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


def _follow(events: Iterator[Any], conversation: Conversation, asked: str, chain: RegulationChain) -> Iterator[View]:
    arrived: list[dict[str, Any]] = []
    for event in events:
        data = event["data"]
        if event["event"] == "status":
            yield View(conversation, None, render.thinking(asked, data["message"]))
        elif event["event"] == "piece":
            arrived.append(data["citation"])
            yield View(conversation, None, render.partial(asked, arrived))
        elif event["event"] == "answer":
            page = render.turn(asked, data, conversation.count + 1, chain.index.regulations)
            done = conversation.add(Turn(asked, str(data["answer"])), page)
            yield View(done, None, page, announcement=render.announcement(data))
            return
    raise RuntimeError("the stream ended without an answer")
