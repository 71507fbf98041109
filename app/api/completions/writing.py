"""An answer object as a completion, whole or in chunks."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.api.completions import markdown
from app.api.completions.conversation import REPHRASING
from app.api.events import compact
from app.chain import Event
from app.error_body import openai_body
from app.generated import LABEL


def completion(answer: Mapping[str, Any], model: str, read: int) -> dict[str, Any]:
    """The completion for an answer object; ``read`` is how many characters the messages have."""
    words = markdown.text(answer)
    said = {"role": "assistant", "content": words, "refusal": None}
    return {
        "id": f"chatcmpl-{answer['id']}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": 0, "message": said, "finish_reason": "stop", "logprobs": None}],
        "usage": _usage(read, len(words)),
        "tiaowen": answer,
    }


def chunks(events: Iterable[Event], model: str, read: int | None) -> Iterator[str]:
    """The events of an answer as chunks on the wire, then ``[DONE]``; with their usage where ``read`` is given.

    The words are those of the whole answer. Quotations are said as they come; for :data:`REPHRASING` the claims are,
    which stand before them. The chunk that finishes the answer carries the whole object under ``tiaowen``.
    """
    head = {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": model,
    }
    unknown = {} if read is None else {"usage": None}
    written = ""

    def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _line({**head, "choices": [choice], **unknown, **more})

    def said(words: str) -> str:
        nonlocal written
        words = f"\n\n{words}" if written else words
        written += words
        return chunk({"content": words})

    yield chunk({"role": "assistant", "content": ""})
    for event in events:
        data = event["data"]
        if event["event"] == "piece" and model != REPHRASING:
            yield said(markdown.quotation(data["citation"]))
        elif event["event"] == "claim":
            if not written:
                yield said(markdown.heading(LABEL))
            yield said(markdown.claim(data))
        elif event["event"] == "answer":
            rest = markdown.text(data).removeprefix(written).removeprefix("\n\n")
            if rest:
                yield said(rest)
            yield chunk({}, "stop", tiaowen=data)
    if read is not None:
        yield _line({**head, "choices": [], "usage": _usage(read, len(written))})
    yield "data: [DONE]\n\n"


def fault(status: int, code: str, message: str) -> str:
    """An error in the midst of the chunks."""
    return _line(openai_body(status, code, message))


def _usage(read: int, written: int) -> dict[str, int]:
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _line(data: Mapping[str, Any]) -> str:
    return f"data: {compact(data)}\n\n"
