"""The package's own files: what is served, how it is cached, and that nothing else can be reached."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.pages.static import StaticFiles, own_files, static_routes


@pytest.fixture
def files(tmp_path: Path) -> StaticFiles:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "page.js").write_text("'条';", encoding="utf-8")
    (folder / "page.css").write_text("p{}", encoding="utf-8")
    (folder / "secret.py").write_text("x", encoding="utf-8")
    (folder / "deep.js").mkdir()
    (tmp_path / "outside.js").write_text("outside", encoding="utf-8")
    return StaticFiles([folder, tmp_path / "absent"], "/tw")


@pytest.fixture
def client(files: StaticFiles) -> TestClient:
    app = FastAPI()
    app.include_router(static_routes(files), prefix="/tw")
    return TestClient(app)


def test_a_file_with_its_type_is_checked_on_every_visit(client: TestClient) -> None:
    answer = client.get("/tw/static/page.js")
    assert (answer.status_code, answer.text) == (200, "'条';")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    tag = answer.headers["etag"]
    for condition in (tag, f'"other", W/{tag}', "*"):
        again = client.get("/tw/static/page.js", headers={"If-None-Match": condition})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/tw/static/page.js", headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.head("/tw/static/page.css").headers["content-type"] == "text/css; charset=utf-8"


def test_the_address_with_its_version_is_kept_for_good_and_an_old_one_is_not(
    files: StaticFiles, client: TestClient
) -> None:
    assert files.url("page.css").startswith("/tw/static/page.css?v=")
    assert "immutable" in client.get(files.url("page.css")).headers["cache-control"]
    assert client.get("/tw/static/page.css?v=0123456789abcdef").headers["cache-control"] == "no-cache"
    with pytest.raises(KeyError):
        files.url("other.css")


@pytest.mark.parametrize(
    "name",
    ["secret.py", "deep.js", "other.js", "..%2Foutside.js", "..%5Coutside.js", "%2e%2e/outside.js", "page.js%00", ""],
)
def test_nothing_but_the_named_files_is_served(client: TestClient, name: str) -> None:
    answer = client.get(f"/tw/static/{name}")
    assert answer.status_code == 404 and "outside" not in answer.text


def test_two_files_of_one_name_are_a_mistake(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.js").write_text("1", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.js"):
        StaticFiles([tmp_path / "a", tmp_path / "b"])


def test_the_parts_of_the_service_do_not_collide() -> None:
    own_files()
