"""An invented regulation in two editions, and a question set about it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from eval import command
from eval.__main__ import main
from eval.dataset import Question
from eval.gold import Catalogue
from eval.run import Reply, UnreachableError
from eval.systems.system import Setup, SystemUnderTest
from ingest.model import Article, Item, Paragraph, Regulation
from ingest.store import write_regulations

TITLE = "青石镇图书室借阅办法（试行）"
HEADER = {"set": "借阅", "version": 3, "corpus": "samples", "written": "2026-11-22", "note": "测试"}


def _edition(identity: str, days: str, effective: str, status: str) -> Regulation:
    text, articles = "", []
    lines = [
        ("第一条", "为方便借阅，制定本办法。", []),
        ("第二条", "有下列情形的，停借：", [f"（一）逾期{days}的；", "（二）损坏图书的。"]),
    ]
    for number, (marker, lead, printed) in enumerate(lines, 1):
        start = len(text)
        text += f"{marker} {lead}"
        lead_end, items = len(text), []
        for position, words in enumerate(printed, 1):
            text += "\n"
            items.append(Item(position, words[:3], len(text), len(text) + len(words), len(text) + len(words)))
            text += words
        paragraph = Paragraph(1, start + len(marker) + 1, len(text), lead_end, tuple(items))
        articles.append(Article(marker, "article", number, 0, "", (), start, len(text), (paragraph,)))
        text += "\n"
    return Regulation(
        identity, TITLE, False, text, (), tuple(articles), (), effective=effective, status=status, aliases=("借阅办法",)
    )


@pytest.fixture
def regulations() -> dict[str, Regulation]:
    """Both editions: ``old`` in force from 2019, ``new`` from 2024."""
    old = _edition("old", "三十日", "2019-01-01", "已被修订")
    new = _edition("new", "十五日", "2024-07-01", "现行有效")
    return {"new": new, "old": old}


@pytest.fixture
def catalogue(regulations: dict[str, Regulation]) -> Catalogue:
    return Catalogue(regulations)


def citation(regulation: Regulation, address: str, item: int | None = None, /, **changes: Any) -> dict[str, Any]:
    """A citation of the API contract, as far as the benchmark reads it."""
    article = regulation.article(address)
    assert article is not None
    paragraph = article.paragraphs[0]
    spans, label = [[paragraph.start, paragraph.lead_end]], address
    if item is not None:
        part = paragraph.items[item - 1]
        spans.append([part.start, part.end])
        label = f"{address}第{part.marker}项"
    return {
        "regulation": regulation.title,
        "regulation_id": regulation.id,
        "article": address,
        "label": label,
        "spans": spans,
        "quote": "\n".join(regulation.text[start:end] for start, end in spans),
        "score": 0.9,
        "article_id": f"{regulation.id}#{address}",
        "article_text": regulation.text[article.start : article.end],
        **changes,
    }


def answer(citations: list[dict[str, Any]], related: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"citations": citations, "related": related or [], "refused": not citations}


@pytest.fixture
def cite() -> Callable[..., dict[str, Any]]:
    return citation


@pytest.fixture
def reply() -> Callable[..., dict[str, Any]]:
    return answer


ANSWERABLE = {
    "id": "q1",
    "question": "晚还多久会停借",
    "kind": "numeric",
    "gold": [{"regulation": TITLE, "article": "第二条", "label": "第（一）项"}],
    "match": "any",
    "facts": [["十五日", "15日"]],
    "unanswerable": False,
}
UNANSWERABLE = {
    "id": "q2",
    "question": "图书室周末开门吗",
    "kind": "unanswerable",
    "gold": [],
    "match": "any",
    "facts": [],
    "unanswerable": True,
}


@pytest.fixture
def record() -> Callable[..., dict[str, Any]]:
    """A right record with changes; a value of ``...`` takes the field away."""

    def make(base: Mapping[str, Any] = ANSWERABLE, **changes: Any) -> dict[str, Any]:
        return {name: value for name, value in {**base, **changes}.items() if value is not ...}

    return make


@pytest.fixture
def write_set(tmp_path: Path) -> Callable[..., Path]:
    """Writes a set: the header and the records given, or the two right ones."""

    def write(*records: Mapping[str, Any], header: Mapping[str, Any] | None = HEADER, name: str = "借阅.jsonl") -> Path:
        lines = [*([header] if header is not None else []), *(records or (ANSWERABLE, UNANSWERABLE))]
        path = tmp_path / name
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        return path

    return write


class Server:
    """Answers with the prepared (status, headers, body) one after another, and remembers what it was asked."""

    def __init__(self) -> None:
        self.replies: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[tuple[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, None))
                self.answer()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append((self.path, json.loads(body)))
                self.answer()

            def answer(self) -> None:
                status, headers, content = outer.replies.pop(0)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Nothing on the screen."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def will(self, status: int, body: Any, **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        self.replies.append((status, {name.replace("_", "-"): value for name, value in headers.items()}, content))


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.http.shutdown()
    thread.join()
    server.http.server_close()


@pytest.fixture
def closed_url() -> str:
    """An address of this machine where nothing listens."""
    unused = Server()
    unused.http.server_close()
    return unused.url


class Fake:
    """Answers q1 rightly and refuses all else, as ``told`` says; ``asked`` are the ids it was asked."""

    def __init__(self, told: Callable[[Question], dict[str, Any]]) -> None:
        self.told = told
        self.asked: list[str] = []

    def ask(self, question: Question) -> Reply:
        self.asked.append(question.id)
        return Reply(self.told(question), 5)


class Site:
    """A data folder with an index, and the systems over it: all answer q1 rightly; ``absent`` cannot be opened."""

    def __init__(self, data: Path, told: Callable[[Question], dict[str, Any]]) -> None:
        self.data = data
        self.told = told
        self.absent: set[str] = set()
        self.opened: list[Fake] = []
        self.build = "b1"

    def open(self, name: str, setup: Setup) -> SystemUnderTest:
        if name in self.absent:
            raise UnreachableError(f"{name} 没有启用")
        self.opened.append(Fake(lambda question: self.told(question)))
        return SystemUnderTest(self.opened[-1], self.build, {"索引": self.build}, memory=lambda: {"峰值": 100.0})

    def build_of(self, name: str, setup: Setup) -> str:
        return self.build

    def report(self, folder: Path) -> dict[str, Any]:
        (found,) = folder.rglob("report.json")
        read: dict[str, Any] = json.loads(found.read_text("utf-8"))
        return read

    def run(self, *arguments: object) -> int:
        return main(["run", "--data", str(self.data), *(str(argument) for argument in arguments)])


@pytest.fixture
def site(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    regulations: dict[str, Regulation],
    cite: Callable[..., dict[str, Any]],
    reply: Callable[..., dict[str, Any]],
) -> Site:
    right, refused = reply([cite(regulations["new"], "第二条", 1)]), reply([])
    made = Site(tmp_path / "data", lambda question: right if question.id == "q1" else refused)
    for build in ("b1", "b2"):
        write_regulations(made.data / "index" / build / "regulations.jsonl", regulations.values())
    monkeypatch.setattr(command, "open_system", made.open)
    monkeypatch.setattr(command, "build_of", made.build_of)
    monkeypatch.setenv("COLUMNS", "200")
    return made
