"""Messages become a question with its history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.api.completions.contract import ChatIn
from app.api.completions.conversation import asked
from app.chain import AskError, AskRequest, Turn


def _asked(*messages: tuple[str, Any], rephrases: bool = False, **more: Any) -> AskRequest:
    said = [{"role": role, "content": content} for role, content in messages]
    return asked(ChatIn.model_validate({"model": "tiaowen", "messages": said, **more}), "张三", rephrases)


def test_the_last_message_of_the_user_is_the_question_and_pairs_before_it_the_history() -> None:
    request = _asked(
        ("system", "你是诗人"), ("user", "一"), ("assistant", "甲"), ("user", "二"), ("tool", "丙"), ("user", "三")
    )
    assert request == AskRequest("三", (Turn("一", "甲"), Turn("二", "")), visitor="张三")


def test_what_follows_or_precedes_without_a_question_is_left_out() -> None:
    assert _asked(("assistant", "您好"), ("user", "一"), ("assistant", "甲")) == AskRequest("一", visitor="张三")


def test_parts_of_text_are_put_together() -> None:
    parts = [{"type": "text", "text": "事假"}, {"type": "text", "text": "几天"}]
    assert _asked(("user", parts)).question == "事假\n几天"


def test_a_picture_is_refused_in_the_question_and_passed_over_before_it() -> None:
    picture = [{"type": "text", "text": "这张图"}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    assert _asked(("user", picture), ("user", "二")).history == (Turn("这张图", ""),)
    with pytest.raises(AskError) as caught:
        _asked(("user", picture))
    assert caught.value.code == "unreadable_content"


def test_our_own_parameters_reach_the_chain() -> None:
    request = _asked(("user", "一"), tiaowen={"as_of": "2024-12-31", "regulations": ["r1"]})
    assert (request.as_of, request.regulations) == (date(2024, 12, 31), frozenset({"r1"}))


def test_without_a_user_there_is_no_question() -> None:
    with pytest.raises(AskError) as caught:
        _asked(("system", "你是诗人"))
    assert caught.value.code == "empty_question"


@pytest.mark.parametrize(
    ("model", "shown", "rephrases"), [("gpt\u200b-5", "gpt-5", True), ("tiaowen-llm", "tiaowen-llm", False)]
)
def test_another_model_is_not_found(model: str, shown: str, rephrases: bool) -> None:
    with pytest.raises(AskError) as caught:
        _asked(("user", "一"), model=model, rephrases=rephrases)
    assert (caught.value.status, caught.value.code) == (404, "model_not_found")
    assert f"“{shown}”" in caught.value.message and ("、tiaowen-llm" in caught.value.message) == rephrases


def test_the_model_says_how_the_chain_answers() -> None:
    assert _asked(("user", "一"), rephrases=True).mode == "extractive"
    assert _asked(("user", "一"), model="tiaowen-llm", rephrases=True).mode == "llm"
