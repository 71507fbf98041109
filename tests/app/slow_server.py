"""The API with an answer that takes until the file ``go`` is there: ``python slow_server.py FOLDER PORT``.

Run by ``test_process.py`` in a process of its own, because it is stopped by a signal.
"""

from __future__ import annotations

import socket
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from app.answer import refusal
from app.api import create_app
from app.chain import RegulationChain
from app.guard import guarded
from app.operations import Operations
from app.process import Server
from app.settings import Settings
from ingest.model import Regulation
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations


class Index:
    """An opened index as the chain sees it, and its own retriever."""

    build_id = "b1"
    passages: tuple[str, ...] = ()

    def __init__(self, regulations: dict[str, Regulation]) -> None:
        self.regulations = regulations
        self.retriever = self

    def retrieve(self, question: str, **limits: Any) -> str:
        return question

    def condense(self, question: str, previous: Any) -> str:
        return question

    def close(self) -> None:
        """Nothing is held open."""


def main(folder: Path, port: int) -> None:
    (folder / "办法.txt").write_text("砚禾研究院值班办法\n第一条 值班由办公室安排。\n", encoding="utf-8")
    ingest([folder / "办法.txt"], folder, limits=Limits(), today=date(2026, 3, 4))
    index = Index({regulation.id: regulation for regulation in read_regulations(folder / "regulations.jsonl")})

    def slow(question: str, index: Any) -> Any:
        (folder / "entered").touch()
        while not (folder / "go").exists():
            time.sleep(0.02)
        return refusal(question, ())

    settings = Settings(data=folder, graceful_seconds=60)
    operations = Operations.of(settings)
    chain = RegulationChain(index, slow, recorder=operations.recorder("b1"))
    operations.note("start")
    app = create_app(lambda: chain, settings, operations)
    service = guarded(operations.draining.layer(app), settings, operations.denied, operations.observe)
    with socket.create_server(("127.0.0.1", port)) as bound:
        Server(service, operations.draining, settings.graceful_seconds, lambda: None).run([bound])
    operations.note("stop")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
