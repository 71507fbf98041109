"""A weak model over every question about the samples: it invents, repeats itself and does not listen, and of that
nothing reaches an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from app.answer import NOTICE
from app.chain import RegulationChain
from app.generated import LABEL
from eval.claims.invariants import violations
from eval.dataset import Question
from eval.measures import fact_recall
from tests.app.llm.real import RealModel
from tests.app.llm.samples import Samples, lasting, questions, request

pytestmark = pytest.mark.slow

MANY = 100  # questions; each costs two processors some seconds


@pytest.fixture(scope="module")
def chain(samples: Samples, real_model: RealModel) -> Iterator[RegulationChain]:
    how = {"llm_timeout": 300, "llm_concurrency": 2, "llm_max_tokens": 48, "llm_context": 2048}
    with samples.chain(real_model.url, real_model.name, **how) as made:
        yield made


def told(chain: RegulationChain, question: Question) -> dict[str, Any]:
    """The answer in mode llm, held against the one in mode extractive."""
    quoted = chain.ask(request(question, "extractive")).to_dict()
    answer = chain.ask(request(question, "llm")).to_dict()
    assert lasting(answer) == lasting(quoted), question.id
    assert violations(answer) == [], question.id
    assert answer["answer"].endswith(quoted["answer"])
    assert recall([answer["answer"]], question) >= recall([c["quote"] for c in quoted["citations"]], question)
    assert (answer["mode"] == "llm") == answer["answer"].startswith(LABEL) == bool(claims(answer))
    assert answer["refused"] or answer["mode"] == "llm" or answer["notice"].startswith(f"{NOTICE}（语言模型")
    return answer


def recall(texts: list[str], question: Question) -> float:
    return fact_recall(texts, question.facts) or 0.0


def claims(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return (answer.get("generated") or {}).get("claims", [])


def test_nothing_invented_reaches_an_answer(chain: RegulationChain, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [*(q for q in questions() if q.unanswerable), *(q for q in questions() if not q.unanswerable)][:MANY]
    assert len(asked) == MANY and sum(question.unanswerable for question in asked) >= 20
    with ThreadPoolExecutor(2) as both_places:
        answers = list(both_places.map(partial(told, chain), asked))
    count = Counter(
        refused=sum(answer["refused"] for answer in answers),
        in_prose=sum(answer["mode"] == "llm" for answer in answers),
        released=sum(len(claims(answer)) for answer in answers),
        withheld=sum((answer.get("generated") or {}).get("withheld", 0) for answer in answers),
    )
    notes = Counter((answer.get("generated") or {}).get("note") or "—" for answer in answers if not answer["refused"])
    with capsys.disabled():
        print(f"\n{len(answers)} questions: {dict(count)}; notes: {dict(notes)}")
    assert count["released"] + count["withheld"] >= 50  # it did write
