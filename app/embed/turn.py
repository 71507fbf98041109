"""One turn of the embedded page: a question and what was said before it in, views as lines of JSON out.

The views are those of the chat page (``app.ui.session.converse``). The conversation itself stays in the browser, which
sends along what a follow-up may refer to and keeps the HTML of the earlier turns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.chain import HangUp
from app.ui.session import Conversation, Provider, View, converse


class TurnIn(BaseModel):
    """The body of ``POST {root}/embed/turn``. ``conversation`` is what the last line of the turn before gave."""

    model_config = ConfigDict(extra="forbid")

    question: str
    conversation: dict[str, Any] | None = None
    as_of: str = Field("", max_length=40)
    regulations: list[str] = Field(default=[], max_length=1000)
    mode: str = Field("extractive", max_length=20)


def lines(provider: Provider, body: TurnIn, visitor: str, *, feedback: bool, hang_up: HangUp) -> Iterator[str]:
    """Each view as a line of JSON; the line with ``conversation`` is the last one of an answered question.

    ``visitor``, ``feedback`` and ``hang_up`` are those of :func:`app.ui.session.converse`.
    """
    said = Conversation.of(body.conversation)
    views = converse(
        provider,
        said,
        body.question,
        body.as_of,
        body.regulations,
        mode=body.mode,
        visitor=visitor,
        feedback=feedback,
        hang_up=hang_up,
    )
    for view in views:
        yield json.dumps(_line(view, said), ensure_ascii=False) + "\n"


def _line(view: View, said: Conversation) -> dict[str, Any]:
    line: dict[str, Any] = {"asked": view.asked, "message": view.message}
    if view.current is not None:
        line["current"] = view.current
    if view.announcement is not None:
        line["announcement"] = view.announcement
    if view.conversation.count > said.count:
        line["conversation"] = view.conversation.kept()
    return line
