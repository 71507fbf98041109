"""The samples as records, and answers with a model's words over invented quotations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Regulation
from ingest.pipeline import REGULATIONS, ingest
from ingest.sources import Limits
from ingest.store import read_regulations

TITLE = "云岫市砚禾研究院借书办法"


@pytest.fixture(scope="session")
def samples(samples_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Regulation]:
    """The sample regulations by id."""
    data = tmp_path_factory.mktemp("samples")
    ingest([samples_dir], data, limits=Limits(), today=date(2026, 11, 22))
    return {regulation.id: regulation for regulation in read_regulations(data / REGULATIONS)}


def _citation(number: int, label: str, quote: str) -> dict[str, Any]:
    return {
        "number": number,
        "regulation": TITLE,
        "label": label,
        "article": label.split("条")[0] + "条",
        "quote": quote,
    }


CITATIONS = [
    _citation(1, "第八条第二款第（三）项", "有下列情形之一的，应当停借：\n（三）逾期满三十日未还，且不足三本的；"),
    _citation(2, "第十二条", "押金按百分之二十扣除，每年十二月三十一日以前退还五百元以内的余额；但是教职工除外。"),
    _citation(
        3, "第十五条", "馆长可以批准“特藏”外借。不得转借，依照《图书馆条例》第四十条办理：\n（一）登记；\n（二）盖章。"
    ),
]


@pytest.fixture
def answer() -> Callable[..., dict[str, Any]]:
    """An answer of the API in mode ``llm`` whose claims are the texts given, with what they mark."""

    def make(*texts: str, **changes: Any) -> dict[str, Any]:
        claims = [{"text": text, "citations": _marks(text)} for text in texts]
        generated = {"label": "AI生成，仅供参考", "model": "m", "claims": claims, "withheld": 0, "note": ""}
        shown = "AI生成，仅供参考：\n" + "\n".join(texts) + "\n\n原文摘录：\n……"
        return {"mode": "llm", "citations": CITATIONS, "generated": generated, "answer": shown, **changes}

    return make


def _marks(text: str) -> list[int]:
    return list(dict.fromkeys(int(part.split("］")[0]) for part in text.split("［")[1:]))
