"""The administration over an empty data folder, called as its page calls it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from app.access.password import hashed
from app.admin.mounting import add_admin
from app.errors import install
from app.settings import Settings

PASSWORD = "一个够长的管理密码呀呀"


@dataclass
class Visit:
    """A browser at the administration page; ``noted`` is what the audit log was told."""

    client: TestClient
    data: Path
    noted: list[dict[str, Any]]
    csrf: str = ""

    def login(self, password: str = PASSWORD, name: str = "王某") -> Response:
        answer = self.client.post("/t/admin/api/login", json={"name": name, "password": password})
        self.csrf = answer.json().get("csrf", "")
        return answer

    def get(self, path: str) -> Response:
        return self.client.get(f"/t/admin/api/{path}")

    def post(self, path: str, body: Any = None) -> Response:
        return self.client.post(f"/t/admin/api/{path}", json=body or {}, headers={"x-tiaowen-csrf": self.csrf})

    def put(self, name: str, content: bytes | str, **query: str) -> Response:
        data = content.encode() if isinstance(content, str) else content
        headers = {"x-tiaowen-csrf": self.csrf}
        return self.client.put(f"/t/admin/api/files/{name}", content=data, params=query, headers=headers)

    @property
    def actions(self) -> list[str]:
        return [each["action"] for each in self.noted]


@pytest.fixture
def open_admin(tmp_path: Path) -> Callable[..., Visit]:
    """Settings → a visit of the administration they make."""

    def make(**given: Any) -> Visit:
        settings = Settings(
            **{"data": tmp_path / "数据", "root_path": "/t", "admin_password": hashed(PASSWORD), **given}
        )
        noted: list[dict[str, Any]] = []
        app = FastAPI()
        install(app, "/t")
        add_admin(app, settings, lambda event, **facts: noted.append({"event": event, **facts}))
        return Visit(TestClient(app, client=("127.0.0.1", 5000)), settings.data, noted)

    return make


@pytest.fixture
def admin(open_admin: Callable[..., Visit]) -> Visit:
    """Signed in."""
    visit = open_admin()
    assert visit.login().status_code == 200
    return visit
