"""The sample regulations as a site has them, and the questions that are kept about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.chain import AskRequest, RegulationChain, Turn
from app.llm.assistant import assistant_of
from app.llm.configured import configured
from app.server import open_chain
from app.settings import load_settings
from eval.dataset import Question, load
from ingest.pipeline import prepare, store
from ingest.sources import Limits
from vectorstore import build, verify, weights
from vectorstore.embedding import SentenceEmbeddings, load_embedder
from vectorstore.errors import VectorstoreError

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Samples:
    """A data folder with the samples ingested and indexed, and the embedding model."""

    data: Path
    embedder: SentenceEmbeddings

    @contextmanager
    def chain(self, url: str, model: str, **how: Any) -> Iterator[RegulationChain]:
        """The chain of a site that uses the language model at ``url``, with these settings besides."""
        settings = load_settings(None, {}, data=self.data, llm_base_url=url, llm_model=model, **how)
        asked = configured(settings)
        assert asked is not None
        with (
            closing(asked),
            closing(open_chain(settings, self.embedder, assistant=assistant_of(asked, settings))) as chain,
        ):
            yield chain


def indexed(folder: Path) -> Samples:
    """The samples in ``folder``. The test is skipped without the package that has the weights."""
    try:
        weights.source_file()
    except VectorstoreError:
        pytest.skip("the package with the default weights is not installed")
    store(prepare([ROOT / "samples"], folder, limits=Limits(), today=date.today()), folder)
    embedder = load_embedder(None, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "verify_build", verify.check)  # in this process: a second one takes seconds to start
        build.build(folder, embedder=embedder)
    return Samples(folder, embedder)


def questions() -> list[Question]:
    """All that are kept."""
    return list(load(ROOT / "eval" / "questions" / "samples.jsonl").questions)


def request(question: Question, mode: str) -> AskRequest:
    """The question as it comes in."""
    history = tuple(Turn(asked, told) for asked, told in question.history)
    return AskRequest(question.question, history=history, as_of=question.as_of, mode=mode)


def lasting(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What a model must not change of an answer."""
    return {key: answer[key] for key in ("refused", "citations", "related", "question_used")}
