"""Fixtures shared by every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.llm.real import RealModel, real_server
from tests.app.llm.scripted import ScriptedServer

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def _shared(part: str) -> Path:
    folder = SHARED / part
    if not folder.is_dir():
        pytest.skip(f"../shared/{part} is absent: this test needs the real input that lies beside the project")
    return folder


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The five real seed files; the test is skipped where they are absent."""
    return _shared("corpus")


@pytest.fixture(scope="session")
def laws_dir() -> Path:
    """The 1,510 real laws in Markdown; the test is skipped where they are absent."""
    return _shared("laws")


@pytest.fixture(scope="session")
def samples_dir() -> Path:
    """The project's own sample regulations."""
    return ROOT / "samples"


@pytest.fixture
def llm_server() -> Iterator[ScriptedServer]:
    """A language model's endpoint that says what the test tells it to: see ``tests/app/llm/scripted.py``."""
    server = ScriptedServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def real_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealModel]:
    """A small language model behind llama.cpp's server, for tests marked ``slow``; they are skipped without it."""
    with real_server(tmp_path_factory.mktemp("gemma")) as model:
        yield model
