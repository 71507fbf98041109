"""Messages of a chat → a question to the chain."""

from __future__ import annotations

from collections.abc import Sequence

from app.api.completions.contract import ChatIn, MessageIn, TiaowenIn
from app.chain import AskError, AskRequest, Turn, tidy

QUOTING, REPHRASING = "tiaowen", "tiaowen-llm"
"""The models that can be asked: what they are called here."""


def modes(rephrases: bool) -> dict[str, str]:
    """The models that can be asked, by name, and how the chain answers for them; ``rephrases``: whether the site has a
    language model."""
    return {QUOTING: "extractive", REPHRASING: "llm"} if rephrases else {QUOTING: "extractive"}


def mode_of(model: str, rephrases: bool) -> str:
    """How the chain answers for the model of this name; :class:`AskError` (404) where there is none."""
    known = modes(rephrases)
    if model not in known:
        names = "、".join(known)
        raise AskError("model_not_found", f"没有名为“{tidy(model)[:80]}”的模型，可用的是 {names}。", 404)
    return known[model]


def asked(body: ChatIn, visitor: str, rephrases: bool) -> AskRequest:
    """The last message of the user as the question, the ones before it as history; other roles say nothing here."""
    mode = mode_of(body.model, rephrases)
    users = [at for at, message in enumerate(body.messages) if message.role == "user"]
    if not users:
        raise AskError("empty_question", "messages 中没有 user 消息，请把要查询的问题写在最后一条 user 消息里。")
    question = body.messages[users[-1]].content
    if not question.only_words:
        raise AskError("unreadable_content", "本服务只看文字，看不了图片、声音和文件，请去掉它们再问。")
    own = body.tiaowen or TiaowenIn()
    return AskRequest(
        question=question.text,
        history=tuple(_turns(body.messages[: users[-1]])),
        as_of=own.as_of,
        regulations=frozenset(own.regulations) if own.regulations else None,
        mode=mode,
        visitor=visitor,
    )


def _turns(messages: Sequence[MessageIn]) -> list[Turn]:
    turns: list[Turn] = []
    for message in messages:
        if message.role == "user":
            turns.append(Turn(message.content.text, ""))
        elif message.role == "assistant" and turns:
            turns[-1] = Turn(turns[-1].question, message.content.text)
    return turns
