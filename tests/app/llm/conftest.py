"""Language models of the scripted server, closed after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.llm import LanguageModel
from app.llm.breaker import Breaker
from tests.app.llm.samples import Samples, indexed
from tests.app.llm.scripted import ScriptedServer


@pytest.fixture
def model_of(llm_server: ScriptedServer) -> Iterator[Callable[..., LanguageModel]]:
    """``model_of(timeout=…)``: a model that does not rest after failures and hardly pauses between tries."""
    made: list[LanguageModel] = []

    def make(url: str | None = None, **how: Any) -> LanguageModel:
        usual = {"timeout": 10.0, "pauses": (0.01, 0.02), "breaker": Breaker(failures=1000)}
        model = LanguageModel(url or llm_server.url, "qwen3:8b", **{**usual, **how})
        model.prepare()
        made.append(model)
        return model

    yield make
    for model in made:
        model.close()


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """The sample regulations, indexed with the embedding model."""
    return indexed(tmp_path_factory.mktemp("samples"))
