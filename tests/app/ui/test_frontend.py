from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import ui
from app.chain import RegulationChain
from app.settings import Settings
from app.ui.frontend import frontend


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "index-12345678.js").write_text("'条文';" * 99, encoding="utf-8")
    (folder / "index-12345678.css").write_text("p{}", encoding="utf-8")
    (folder / "logo-12345678.png").write_bytes(b"x")
    (tmp_path / "secret.js").write_text("1", encoding="utf-8")
    app = FastAPI()
    app.include_router(frontend(folder), prefix="/tw")
    return TestClient(app)


@pytest.mark.parametrize("coding", ["gzip, deflate, br", "identity"])
def test_a_script_is_sent_as_the_browser_can_read_it_and_kept_for_good(client: TestClient, coding: str) -> None:
    for _ in range(2):
        got = client.get("/tw/assets/index-12345678.js", headers={"Accept-Encoding": coding})
        assert got.text == "'条文';" * 99
        assert got.headers["content-type"] == "text/javascript; charset=utf-8"
        assert "immutable" in got.headers["cache-control"]
        assert got.headers["vary"] == "Accept-Encoding"
        assert (got.headers.get("content-encoding") == "gzip") == ("gzip" in coding)
    assert client.get("/tw/assets/index-12345678.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("name", ["gone-12345678.js", "logo-12345678.png", "..%2Fsecret.js", "%2e%2e/secret.js", ""])
def test_nothing_else_is_sent_and_nothing_of_it_kept(client: TestClient, name: str) -> None:
    got = client.get(f"/tw/assets/{name}")
    assert got.status_code == 404
    assert "cache-control" not in got.headers


def test_the_scripts_of_the_page_are_found_below_its_prefix(chain: RegulationChain) -> None:
    app = FastAPI()
    ui.mount(app, ui.build_blocks(lambda: chain, Settings(root_path="/tw"), ui.Examples()), path="/tw")
    client = TestClient(app)
    named = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', client.get("/tw/").text)
    assert {name.rpartition(".")[2] for name in named} == {"js", "css"}
    for name in named:
        assert "immutable" in client.get(f"/tw/{name}").headers["cache-control"]
