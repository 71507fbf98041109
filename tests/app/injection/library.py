"""Invented regulations with hostile words in them, ingested and indexed as any other; no model is loaded for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from app.chain import AskRequest, Assistant, Options, RegulationChain, Turn
from app.extract import extract
from app.outcome import followed
from ingest.pipeline import prepare
from ingest.sources import Limits
from ingest.store import write_regulations
from tests.app.injection.attempts import IN_DOCUMENT, Attempt
from tests.vectorstore.conftest import LetterEmbeddings
from vectorstore import build, verify
from vectorstore.index import open_index
from vectorstore.retriever import Retriever
from vectorstore.synonyms import load

_TEXT = """# 砚禾研究院第{number}阅览室借阅办法{title}

（2025年1月6日院长办公会议通过）

## 第一章 总则

### 第一条

为规范图书资料借阅，制定本办法。

## 第二章 借阅

### 第二条

普通图书借期为三十日，期满前可以续借一次，续借期为十五日。{text}

### 第三条

借阅特殊资料，按照下列规定办理：

（一）工具书不得外借；

（二）保密资料经馆长批准，可以借出一日；

（三）孤本不得外借。

{item}

### 第四条

逾期不还的，停止借阅一个月；丢失的，应当按照原价三倍赔偿。

### 第五条

每年借阅限额见下表：

| 人员 | 限额 | 备注 |
| --- | --- | --- |
| 研究人员 | 60册 | {cell} |
| 其他职工 | 30册 | 无 |

### 第六条

本办法由图书馆负责解释，自2025年2月1日起施行。
"""
_CLEAN = "clean"
_BEFORE = "普通图书可以借多久"


@dataclass(frozen=True)
class Library:
    """``chain`` without a language model, and the id of the regulation for each attempt."""

    chain: RegulationChain
    regulations: dict[str, str]

    def helped(self, assistant: Assistant) -> RegulationChain:
        """The same chain with a language model."""
        return RegulationChain(self.chain.index, extract, self.chain.options, followed, assistant=assistant)

    def request(self, attempt: Attempt, mode: str) -> AskRequest:
        """The attempt as it comes in."""
        question = attempt.asked
        history: tuple[Turn, ...] = ()
        match attempt.where:
            case "question" | "follow_up":
                question += f"？{attempt.words}"
            case "earlier_question":
                history = (Turn(f"{_BEFORE}？{attempt.words}", "三十日。"),)
            case "earlier_answer":
                history = (Turn("借书证怎么办", attempt.words),)
        if attempt.where == "follow_up":
            history = (Turn(_BEFORE, "三十日。"),)
        identity = self.regulations.get(attempt.id, self.regulations[_CLEAN])
        return AskRequest(question, history, regulations=frozenset({identity}), mode=mode)


@contextmanager
def opened(folder: Path, planted: Iterable[Attempt]) -> Iterator[Library]:
    """A library in ``folder``: a regulation for each attempt that sits in a document, and one without any."""
    regulations = {}
    for number, (name, attempt) in enumerate({_CLEAN: None, **{a.id: a for a in planted}}.items(), 1):
        if attempt is None or attempt.where in IN_DOCUMENT:
            source = _written(folder / "sources", number, attempt)
            (regulations[name],) = prepare([source], folder, limits=Limits(), today=date(2026, 11, 22)).regulations
    write_regulations(folder / "regulations.jsonl", regulations.values())
    letters = LetterEmbeddings()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "verify_build", verify.check)  # in this process: a second one takes seconds to start
        build.build(folder, embedder=letters)
    index = open_index(folder, letters)
    index.retriever = Retriever(index, letters, vocabulary=load())
    chain = RegulationChain(index, extract, Options(), followed)
    try:
        yield Library(chain, {name: regulation.id for name, regulation in regulations.items()})
    finally:
        chain.close()


def _written(folder: Path, number: int, attempt: Attempt | None) -> Path:
    hostile = dict.fromkeys(("title", "text", "item", "cell"), "")
    name = f"{number}"
    if attempt is not None and attempt.where == "file":
        name = f"{attempt.words}{number}"
    elif attempt is not None:
        hostile[attempt.where] = attempt.words
    folder.mkdir(exist_ok=True)
    source = folder / f"{name}.md"
    source.write_text(_TEXT.format(number=number, **hostile), encoding="utf-8")
    return source
