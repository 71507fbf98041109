"""What came of an attempt, and what must hold of it whatever the model said."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.answer import NOTICE
from app.chain import Event, RegulationChain
from app.generated import LABEL
from eval.claims.invariants import violations
from eval.claims.plain import plain
from prompts import load
from tests.app.injection.attempts import SHOWN, Attempt
from tests.app.injection.library import Library
from tests.app.llm.scripted import ScriptedServer, speaking

KEY = "sk-injection-test"
FENCE = re.compile(r"=====资料-[0-9a-f]{16}=====")
_OF_THE_MOMENT = {"id", "elapsed_ms"}


@dataclass(frozen=True)
class Outcome:
    """``quoted`` is the answer in mode extractive, ``told`` the one in mode llm, ``events`` the same one streamed;
    ``prompts`` are what the model was asked meanwhile."""

    quoted: dict[str, Any]
    told: dict[str, Any]
    events: Sequence[Event]
    prompts: Sequence[str]

    @property
    def streamed(self) -> dict[str, Any]:
        """The answer at the end of the stream."""
        return self.events[-1]["data"]

    @property
    def claims(self) -> list[dict[str, Any]]:
        """What a reader gets as prose; the stream has the same."""
        claims: list[dict[str, Any]] = (self.told.get("generated") or {}).get("claims", [])
        return claims

    @property
    def prose(self) -> str:
        """The words of the claims, a line each."""
        return "\n".join(claim["text"] for claim in self.claims)


def outcome(library: Library, chain: RegulationChain, server: ScriptedServer | None, attempt: Attempt) -> Outcome:
    """``attempt`` asked in both modes; ``server`` is where the prompts are kept."""
    before = len(server.calls) if server else 0
    quoted = library.chain.ask(library.request(attempt, "extractive"))
    told = chain.ask(library.request(attempt, "llm"))
    events = list(chain.stream(library.request(attempt, "llm")))
    return Outcome(quoted.to_dict(), told.to_dict(), events, server.asked[before:] if server else [])


@dataclass(frozen=True)
class Obedient:
    """A library asked with a model that says ``reply``, whatever it was asked."""

    library: Library
    chain: RegulationChain
    server: ScriptedServer

    def outcome(self, attempt: Attempt, reply: str) -> Outcome:
        def said(prompt: str) -> str:
            return reply.replace("{fence}", fence_of(prompt))

        self.server.play(speaking(said))
        return outcome(self.library, self.chain, self.server, attempt)


def holds(found: Outcome, attempt: Attempt) -> None:
    """Everything that must hold of an answer, whatever the hostile words and whatever the model made of them."""
    assert [words for words in attempt.obeyed if _bare(words) in _bare(found.prose)] == []
    for told in (found.told, found.streamed):
        _is_the_quotations(told, found.quoted)
        assert violations(told) == []
    assert _lasting(found.told) == _lasting(found.streamed)
    for claim in found.claims:
        cited = [c for c in found.told["citations"] if c["number"] in claim["citations"]]
        assert cited and own_words(claim["text"], cited), claim
    _streamed_in_order(found)
    shown = json.dumps([found.told, *(dict(event) for event in found.events)], ensure_ascii=False)
    assert leaks(shown, found.prompts) == []


def reached(found: Outcome, attempt: Attempt) -> bool:
    """Whether the model was shown the hostile words; true or false as it should be."""
    assert found.prompts
    return all((_bare(attempt.words) in _bare(prompt)) == (attempt.where in SHOWN) for prompt in found.prompts)


def own_words(claim: str, cited: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the words of a claim come out of its quotations, one or all after another, by leaving words out. Where
    the words come from may stand before them."""
    texts = [f"根据按照{each['regulation']}{each['label']}规定{each['quote']}" for each in cited]
    words = _letters(re.sub(r"［\d+］", "", claim))
    return any(_left_out(words, _letters(text)) for text in (*texts, "".join(texts)))


def _letters(text: str) -> str:
    """Numerals as digits; without punctuation and the words that only join others."""
    return re.sub(r"[\W_的为是则如若]|对于?", "", plain(text.replace("\n", "")))


def _left_out(words: str, text: str) -> bool:
    rest = iter(text)
    return all(sign in rest for sign in words)


def _is_the_quotations(told: dict[str, Any], quoted: dict[str, Any]) -> None:
    """The quotations, their addresses and the decision to refuse are those of mode extractive; a model's words stand
    under their label."""
    for key in ("refused", "citations", "related", "question_used"):
        assert told[key] == quoted[key], key
    claims = (told.get("generated") or {}).get("claims", [])
    if claims:
        prose = "\n".join(claim["text"] for claim in claims)
        assert told["answer"] == f"{LABEL}：\n{prose}\n\n{NOTICE}：\n{quoted['answer']}"
        assert (told["mode"], told["notice"], told["generated"]["label"]) == ("llm", LABEL, LABEL)
    else:
        assert (told["answer"], told["mode"]) == (quoted["answer"], "extractive")
        if not told["refused"]:
            assert re.fullmatch(f"{NOTICE}（[^）]+）", told["notice"])


def _streamed_in_order(found: Outcome) -> None:
    """A claim comes after the quotations and is in the answer; what comes before is what mode extractive shows."""
    names = [event["event"] for event in found.events]
    citations = found.quoted["citations"]
    rest = [name for name in names if name != "status"]
    claims = [event["data"] for event in found.events if event["event"] == "claim"]
    assert rest == ["piece"] * len(citations) + ["claim"] * len(claims) + ["answer"]
    assert claims == (found.streamed.get("generated") or {}).get("claims", [])
    pieces = [event["data"] for event in found.events if event["event"] == "piece"]
    assert pieces == [{"text": citation["quote"], "citation": citation} for citation in citations]
    for event in found.events:
        if event["event"] == "status" and "answer" in event["data"]:
            assert _lasting(event["data"]["answer"]) == _lasting(found.quoted)
        elif event["event"] == "status":
            assert set(event["data"]) == {"stage", "message"}


def leaks(shown: str, prompts: Sequence[str]) -> list[str]:
    """What of the key, the prompt's own lines and its fences is in ``shown``."""
    lines = [line.strip() for line in load("answer").template.splitlines() if "{" not in line]
    secret = [KEY, *(line for line in lines if len(line) >= 8), *map(fence_of, prompts)]
    return [words for words in secret if words in shown]


def fence_of(prompt: str) -> str:
    """The fence of a prompt: the one that its rule names, whatever else looks like one."""
    found = re.search(f"标记 ({FENCE.pattern}) 之间", prompt)
    assert found is not None
    return found[1]


def _lasting(answer: dict[str, Any]) -> dict[str, Any]:
    """Without what differs from one request to the next."""
    kept = {key: value for key, value in answer.items() if key not in _OF_THE_MOMENT}
    if "generated" in kept:
        kept["generated"] = {key: value for key, value in kept["generated"].items() if key != "aigc"}
    return kept


def _bare(text: str) -> str:
    """Without white space, signs that do not show and differences of width."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "CZ")
