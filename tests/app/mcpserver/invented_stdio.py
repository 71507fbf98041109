"""The server on standard input over an invented regulation, as ``python -m app mcp`` serves the real ones.

Run by the tests in a process of its own. What it prints on the way must not reach the client.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from app.answer import Answer, answered, quote
from app.chain import RegulationChain
from app.mcpserver.stdio import serve_stdio
from ingest.model import Article, Paragraph, Regulation

TEXT = "第一条 图书借期三十日。"


class _Retriever:
    def retrieve(self, question: str, *, as_of: date | None, regulations: set[str] | None, limit: int = 10) -> Any:
        print("noise from Python")
        os.system("echo noise from a child")
        return question

    def condense(self, question: str, previous: Sequence[str]) -> str:
        return question


class _Index:
    build_id = "b1"
    retriever = _Retriever()

    def __init__(self) -> None:
        article = Article("第一条", "article", 1, 0, "", (), 0, len(TEXT), (Paragraph(1, 4, len(TEXT), len(TEXT)),))
        self.regulations = {"r1": Regulation("r1", "图书室借阅办法", False, TEXT, (), (article,), ())}

    def close(self) -> None:
        """Nothing is held open."""


def _extract(found: Any, index: Any) -> Answer:
    regulation = index.regulations["r1"]
    return answered("", [quote(regulation, regulation.articles[0], [(4, len(TEXT))], "第一条", 0.9, 1)])


if __name__ == "__main__":
    chain = RegulationChain(_Index(), _extract)
    serve_stdio(lambda: chain, "条问")
