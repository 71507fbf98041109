"""A turn where a language model writes, from the body of the request to the last line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from app.chain import HangUp, RegulationChain
from app.embed.turn import TurnIn, lines

PROSE = "图书出借按下列规定办理：工具书不外借［1］。"


def views(chain: RegulationChain, **body: Any) -> list[dict[str, Any]]:
    asked = TurnIn(question="工具书外借吗", **body)
    sent = lines(lambda: chain, asked, "", feedback=True, hang_up=HangUp())
    return [json.loads(line) for line in sent]


def test_the_prose_grows_above_quotations_that_are_there_already(rephrasing: Any) -> None:
    seen = [line["current"] for line in views(rephrasing(PROSE), mode="llm") if "tw-turn-1" in line.get("current", "")]
    assert ["tw-claim" in page for page in seen] == [False, True, True]
    assert ["tw-waiting" in page for page in seen] == [True, True, False]
    assert all("工具书不外借" in page and "tw-quotation" in page for page in seen)


def test_a_turn_whose_prose_nobody_waits_for_can_be_followed_up(rephrasing: Any) -> None:
    seen = views(rephrasing(PROSE), mode="llm")
    first = next(line for line in seen if "tw-writing" in line.get("current", ""))
    assert first["conversation"]["turns"] == seen[-1]["conversation"]["turns"]
    assert "AI生成" not in str(first["conversation"])


def test_without_a_sound_sentence_it_is_the_answer_of_quotations(rephrasing: Any) -> None:
    plain, fallen = (
        views(rephrasing(PROSE))[-1]["current"],
        views(rephrasing("可以外借［1］。"), mode="llm")[-1]["current"],
    )
    assert "tw-prose" not in fallen and "可以外借" not in fallen
    assert "原文摘录（语言模型的改写没有通过核对，未采用）" in fallen
    assert len(plain) < len(fallen) < len(plain) + 60


def test_a_model_that_is_away_is_said_to_be_away(rephrasing: Any) -> None:
    shown = views(rephrasing(fault="down"), mode="llm")[-1]["current"]
    assert "原文摘录（语言模型暂时没有应答）" in shown and "tw-quotation" in shown


def test_prose_that_was_cut_off_says_so(rephrasing: Any) -> None:
    shown = views(rephrasing(PROSE, fault="cut"), mode="llm")[-1]["current"]
    assert "tw-claim" in shown and "语言模型的应答中断了，以上改写可能不完整。" in shown


def test_a_site_without_a_model_says_so_and_answers_nothing(chain: RegulationChain) -> None:
    (line,) = views(chain, mode="llm")
    assert not line["asked"] and "没有启用语言模型" in line["message"]


def test_a_mode_is_a_word() -> None:
    with pytest.raises(ValidationError):
        TurnIn(question="问", mode="x" * 1000)
