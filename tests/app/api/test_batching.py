"""``POST /api/batch``: the file as the body, the file as the answer."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook

from app.answer import Answer
from app.api import create_app
from app.api.batching import TYPES
from app.chain import AskError, AskRequest, RegulationChain
from app.settings import Settings

TABLE = "问题,部门\n工具书能外借吗,办公室\n".encode()


def _client(provider: Callable[[], RegulationChain], folder: Path) -> TestClient:
    return TestClient(create_app(provider, Settings(data=folder)), raise_server_exceptions=False)


@pytest.fixture
def client(chain: RegulationChain, tmp_path: Path) -> TestClient:
    return _client(lambda: chain, tmp_path)


def _xlsx(*questions: str) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for question in ("问题", *questions):
        book.worksheets[0].append([question])
    book.save(out)
    return out.getvalue()


def test_a_workbook(client: TestClient) -> None:
    data = _xlsx("工具书能外借吗", "食堂几点开饭")
    response = client.post("/api/batch", content=data, headers={"content-type": TYPES["xlsx"]})
    assert response.status_code == 200 and response.headers["content-type"] == TYPES["xlsx"]
    assert response.headers["content-disposition"] == 'attachment; filename="answers.xlsx"'
    rows = list(load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["是否有依据", "有依据", "未找到依据"]


def test_a_csv_file_whatever_a_browser_calls_it(client: TestClient) -> None:
    for stated in ("text/csv; charset=gbk", "application/vnd.ms-excel", "application/octet-stream"):
        response = client.post("/api/batch", content=TABLE, headers={"content-type": stated})
        assert response.status_code == 200 and response.headers["content-type"].startswith("text/csv")
        assert "《图书室借阅办法》第二条第（二）项" in response.content.decode("utf-8-sig")


def test_something_else(client: TestClient) -> None:
    for stated in ("application/json", "multipart/form-data; boundary=x", ""):
        response = client.post("/api/batch", content=TABLE, headers={"content-type": stated})
        assert response.status_code == 415 and "文件本身" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        ("姓名,部门\n某甲,人事\n".encode(), "no_question_column"),
        (b"PK\x03\x04broken", "unreadable"),
        (("问题\n" + "甲？\n" * 501).encode(), "too_many"),
    ],
)
def test_a_table_that_cannot_be_answered(client: TestClient, data: bytes, code: str) -> None:
    response = client.post("/api/batch", content=data, headers={"content-type": "text/csv"})
    assert response.status_code == 422 and response.json()["error"]["code"] == code


def test_one_table_at_a_time(chain: RegulationChain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, leave = threading.Event(), threading.Event()
    asked = chain.ask

    def ask(request: AskRequest) -> Answer:
        entered.set()
        assert leave.wait(30)
        return asked(request)

    monkeypatch.setattr(chain, "ask", ask)
    client = _client(lambda: chain, tmp_path)
    first = threading.Thread(
        target=lambda: client.post("/api/batch", content=TABLE, headers={"content-type": "text/csv"})
    )
    first.start()
    try:
        assert entered.wait(30)
        second = client.post("/api/batch", content=TABLE, headers={"content-type": "text/csv"})
        assert second.status_code == 503 and second.json()["error"]["code"] == "busy"
    finally:
        leave.set()
        first.join(30)
    assert client.post("/api/batch", content=TABLE, headers={"content-type": "text/csv"}).status_code == 200


def test_no_index_yet(tmp_path: Path) -> None:
    def provider() -> RegulationChain:
        raise AskError("not_ready", "索引尚未就绪，请稍后再试。", 503)

    response = _client(provider, tmp_path).post("/api/batch", content=TABLE, headers={"content-type": "text/csv"})
    assert response.status_code == 503 and response.json()["error"]["code"] == "not_ready"
