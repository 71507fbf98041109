"""What a path is: nothing is public by mistake, however it is written."""

from __future__ import annotations

import pytest

from app.guard.routes import closed, route, writable


@pytest.mark.parametrize(
    ("method", "path", "name", "public", "asks"),
    [
        ("GET", "/", "page", False, False),
        ("GET", "/assets/index.js", "static", False, False),
        ("GET", "/api/health", "health", True, False),
        ("HEAD", "/api/ready", "health", True, False),
        ("GET", "/api/metrics", "health", True, False),
        ("POST", "/api/health", "health", False, False),
        ("GET", "/api/regulations", "api", False, False),
        ("GET", "/api", "api", False, False),
        ("POST", "/api/ask", "ask", False, True),
        ("POST", "/api/ask/stream", "ask", False, True),
        ("GET", "/api/ask", "ask", False, False),
        ("POST", "/api/batch", "batch", False, True),
        ("POST", "/v1/chat/completions", "ask", False, True),
        ("GET", "/v1/models", "api", False, False),
        ("POST", "/mcp", "mcp", False, True),
        ("POST", "/mcp/", "mcp", False, True),
        ("GET", "/mcp", "held", False, False),
        ("GET", "/embed", "embed", True, False),
        ("GET", "/embed/embed.js", "static", True, False),
        ("POST", "/embed/turn", "ask", False, True),
        ("GET", "/embed/turn", "ask", False, False),
        ("POST", "/embed/turn/", "ask", False, True),
        ("POST", "/embed/other", "static", False, False),
        ("GET", "/widget.js", "static", True, False),
        ("POST", "/widget.js", "static", False, False),
        ("GET", "/static/page.js", "static", True, False),
        ("POST", "/enter", "enter", True, False),
        ("GET", "/browse/某办法", "browse", False, False),
        ("GET", "/panel", "browse", False, False),
        ("GET", "/admin", "admin", True, False),
        ("POST", "/admin/api/login", "admin_api", True, False),
        ("POST", "/gradio_api/queue/join", "ask", False, True),
        ("POST", "/gradio_api/call/ask", "ask", False, True),
        ("GET", "/gradio_api/queue/data", "answers", False, False),
        ("GET", "/gradio_api/heartbeat/x", "held", False, False),
    ],
)
@pytest.mark.parametrize("root", ["", "/tw", "/a/b"])
def test_paths(root: str, method: str, path: str, name: str, public: bool, asks: bool) -> None:
    found = route(method, root + path, root)
    assert (found.name, found.public, found.asks) == (name, public, asks)


@pytest.mark.parametrize(
    "path",
    [
        "//api/health",
        "/api//health",
        "/api/./health",
        "/api/ask/../health",
        "/API/health",
        "/api/health/",
        "/api/health/x",
        "/api/healthy",
        "/Static/page.js",
        "/static",
        "/static/../api/ask",
        "/static//page.js",
        "/widget.js/x",
        "/widgetXjs",
        "/widget.js/../",
        "/embed/../api/ask",
        "/embedded",
        "/adminx",
        "/ADMIN",
        "/enter/x",
        "/api/health\n",
        "/static/\n/../x",
        "",
    ],
)
def test_what_only_looks_public_is_not(path: str) -> None:
    for root in ("", "/tw"):
        assert not route("GET", root + path, root).public


@pytest.mark.parametrize("path", ["//api/ask", "/api//ask", "/./api/ask", "/x/../api/ask", "/api/ask/"])
def test_a_question_is_counted_however_its_path_is_written(path: str) -> None:
    assert route("POST", path, "").asks
    assert route("POST", f"/tw/{path}", "/tw").asks


@pytest.mark.parametrize(
    "path",
    ["/", "/api/health", "/twx/api/health", "/TW/api/health", "/tw/../api/health", "/tw/..", "/t", "/tw/../twx/"],
)
def test_outside_the_prefix(path: str) -> None:
    found = route("GET", path, "/tw")
    assert found.name == "outside" and not found.public


def test_only_what_is_asked_over_mcp_costs_a_third() -> None:
    assert route("POST", "/mcp", "").third and route("POST", "/mcp/", "").third
    assert not any(route("POST", path, "").third for path in ("/api/ask", "/api/batch", "/embed/turn", "/mcpx"))


def test_the_prefix_itself() -> None:
    assert route("GET", "/tw", "/tw").name == route("GET", "/tw/", "/tw").name == "page"
    assert route("GET", "//tw/api/health", "/tw").name == "health"
    assert not route("GET", "//tw/api/health", "/tw").public


def test_headers_of_a_path() -> None:
    policies = {
        "/": "page",
        "/config": "page",
        "/embed": "own",
        "/browse": "own",
        "/static/a.js": "own",
        "/admin": "admin",
        "/admin/api/x": "admin",
        "/api/ask": "data",
        "/v1/models": "data",
        "/gradio_api/queue/join": "data",
    }
    assert {path: route("GET", path, "").policy for path in policies} == policies
    assert route("GET", "/widget.js", "").shared and not route("GET", "/static/a.js", "").shared


def test_bodies_of_a_path() -> None:
    assert route("POST", "/api/batch", "").body == 5 * 2**20
    upload = route("PUT", "/admin/api/files/甲.txt", "")
    assert upload.streamed and upload.body == 60 * 2**20
    for path in ("/admin/api/jobs", "/admin/api/synonyms", "/admin/api/files"):
        other = route("POST", path, "")
        assert not other.streamed and other.body == 2 * 2**20, "the framework reads it before it asks who is there"
    login = route("POST", "/admin/api/login", "")
    assert login.tries and login.body is None and not login.streamed
    assert route("POST", "/api/ask", "").body is None


def test_a_path_that_no_link_leads_to() -> None:
    """The framework's ``$`` matches before a line feed at the end; what passes it must be what was judged."""
    assert not writable("/api/ask\n") and not writable("/a\x00") and not writable("/\x7f") and not writable("api")
    assert not writable("")
    assert writable("/browse/某办法@2024") and writable("/")


def test_closed_wherever_it_is_mounted() -> None:
    assert closed("/tw/gradio_api/upload") and closed("//monitoring") and not closed("/api/monitoring规")
