"""A model that also helps with the search, and obeys hostile words there: what was asked stays what was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from app.chain import RegulationChain
from app.llm import LanguageModel
from app.llm.assistant import assistant_of
from app.settings import load_settings
from eval.claims.invariants import violations
from tests.app.injection.attempts import Attempt, attempts
from tests.app.injection.library import Library
from tests.app.injection.outcome import KEY, leaks
from tests.app.llm.scripted import ScriptedServer, speaking

TALKED = [attempt for attempt in attempts() if attempt.where in ("earlier_question", "earlier_answer", "follow_up")]
ASKED = [attempt for attempt in attempts() if attempt.where in ("question", "text", "title")]
HIJACKED = "食堂周末几点开门"


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    made = ScriptedServer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def helped(library: Library, server: ScriptedServer) -> Iterator[RegulationChain]:
    """The library with a model that does all that a site can let it do."""
    settings = load_settings(
        None,
        {},
        llm_base_url=server.url,
        llm_model="obedient",
        llm_key=KEY,
        llm_condense=True,
        llm_expand=True,
        llm_rerank=True,
    )
    model = LanguageModel(server.url, "obedient", settings.llm_key, timeout=30)
    yield library.helped(assistant_of(model, settings))
    model.close()


def told(helped: RegulationChain, server: ScriptedServer, library: Library, attempt: Attempt, helping: str) -> str:
    """The answer as JSON where the model says ``helping`` whenever it is to help, checked; the question is last."""

    def said(prompt: str) -> str:
        return f"{attempt.reply}\n{attempt.faithful}" if prompt.endswith("\n回答：") else helping

    server.play(speaking(said))
    before = len(server.calls)
    answer = helped.ask(library.request(attempt, "llm")).to_dict()
    shown = json.dumps(answer, ensure_ascii=False)
    prose = "\n".join(claim["text"] for claim in (answer.get("generated") or {}).get("claims", []))
    assert violations(answer) == [] and not [words for words in attempt.obeyed if words in prose]
    assert leaks(shown, server.asked[before:]) == []
    quoted = library.chain.ask(library.request(attempt, "extractive")).to_dict()
    assert answer["refused"] == quoted["refused"]
    assert {c["article_id"] for c in answer["citations"]} <= {
        c["article_id"] for c in (*quoted["citations"], *quoted["related"])
    }
    return str(answer["question_used"])


@pytest.mark.parametrize("attempt", TALKED, ids=lambda attempt: attempt.id)
def test_a_conversation_does_not_change_what_is_asked(
    attempt: Attempt, helped: RegulationChain, server: ScriptedServer, library: Library
) -> None:
    request = library.request(attempt, "llm")
    own = "".join((request.question, *(turn.question for turn in request.history)))
    plain = library.chain.ask(library.request(attempt, "extractive")).question_used
    for helping in (attempt.words, attempt.reply.split("[1]")[0], HIJACKED, f"{request.question}{HIJACKED}"):
        used = told(helped, server, library, attempt, helping)
        assert used == plain or not [words for words in attempt.obeyed if words in used and words not in own]
        assert HIJACKED not in used


@pytest.mark.parametrize("attempt", ASKED, ids=lambda attempt: attempt.id)
def test_nor_do_a_document_and_the_question_itself(
    attempt: Attempt, helped: RegulationChain, server: ScriptedServer, library: Library
) -> None:
    plain = library.chain.ask(library.request(attempt, "extractive")).question_used
    for helping in (attempt.reply.split("[1]")[0], "借阅、续借、丢失、赔偿、逾期", "2"):
        assert told(helped, server, library, attempt, helping) == plain
