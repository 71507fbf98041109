from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from app.claims import Passage


@pytest.fixture
def passage() -> Callable[..., Passage]:
    """Makes an invented passage of a text."""

    def make(
        text: str,
        number: int = 1,
        *,
        label: str = "第九条",
        title: str = "砚禾研究院人事管理办法",
        path: tuple[str, ...] = (),
        aliases: tuple[str, ...] = (),
    ) -> Passage:
        return Passage(number, title, aliases, label, path, text)

    return make


@pytest.fixture
def cpu_seconds() -> Callable[[Callable[[], object]], float]:
    """The processor time that a call takes."""

    def measure(call: Callable[[], object]) -> float:
        begun = time.process_time()
        call()
        return time.process_time() - begun

    return measure
