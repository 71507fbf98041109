"""A fluent model that alters one thing in a sentence, over every question about the samples: what it alters is never
shown, what it leaves as it is mostly is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from app.chain import RegulationChain
from eval.claims.invariants import violations
from tests.app.llm.fluent import FAITHFUL, FREE, Fluent
from tests.app.llm.samples import Samples, lasting, questions, request
from tests.app.llm.scripted import ScriptedServer, speaking

pytestmark = pytest.mark.slow

REPLIES = 250


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    made = ScriptedServer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def chain(samples: Samples, server: ScriptedServer) -> Iterator[RegulationChain]:
    with samples.chain(server.url, "fluent", llm_context=8192) as made:
        yield made


def test_what_is_altered_is_never_shown(
    chain: RegulationChain, server: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    said: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    quoted = {q.id: chain.ask(request(q, "extractive")).to_dict() for q in questions()}
    answered = [question for question in questions() if not quoted[question.id]["refused"]]
    replies = seed = 0
    while replies < REPLIES:
        seed += 1
        for question in answered:
            model = Fluent(seed)
            server.play(speaking(model))
            answer = chain.ask(request(question, "llm")).to_dict()
            assert lasting(answer) == lasting(quoted[question.id])
            assert violations(answer) == [], question.id
            released = [claim["text"] for claim in answer["generated"]["claims"]]
            wrong = [text for text in released if model.sentences[text] not in (FAITHFUL, FREE)]
            assert wrong == [], (question.id, wrong)
            said.update(model.sentences.values())
            shown.update(model.sentences[text] for text in released)
            replies += model.replies
    with capsys.disabled():
        print(f"\n{replies} replies; sentences {dict(said)}; shown {dict(shown)}")
    assert sum(said.values()) - said[FAITHFUL] - said[FREE] >= REPLIES
    assert shown[FAITHFUL] >= 0.9 * said[FAITHFUL]
