"""A library with every attempt planted in it, asked with a language model that says what the test tells it to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from app.chain import Assistant
from app.llm import LanguageModel
from app.llm.breaker import Breaker
from app.llm.writer import Writer
from prompts import load
from tests.app.injection.attempts import attempts
from tests.app.injection.library import Library, opened
from tests.app.injection.outcome import KEY, Obedient
from tests.app.llm.scripted import ScriptedServer


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with opened(tmp_path_factory.mktemp("library"), attempts()) as made:
        yield made


@pytest.fixture(scope="session")
def obedient(library: Library) -> Iterator[Obedient]:
    """The library asked with a scripted model; every test plays what it wants to be said."""
    server = ScriptedServer()
    model = LanguageModel(server.url, "obedient", SecretStr(KEY), timeout=30, breaker=Breaker(failures=1000))
    writer = Writer(model, load("answer"), max_tokens=600, context=6000)
    try:
        yield Obedient(library, library.helped(Assistant(model.name, writer.runnable)), server)
    finally:
        model.close()
        server.close()
