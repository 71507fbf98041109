"""The Blocks as a client sees them, without a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import ui
from app.chain import AskError, RegulationChain
from app.settings import Settings
from app.ui.page import EXAMPLES, Examples, _linked, _loaded


@pytest.fixture
def page(chain: RegulationChain) -> TestClient:
    app = FastAPI()
    ui.mount(app, ui.build_blocks(lambda: chain, Settings()))
    return TestClient(app)


def test_the_page_is_served_with_our_title_and_style(page: TestClient) -> None:
    got = page.get("/")
    assert got.status_code == 200
    assert "条问" in got.text
    assert "#tw-page" in got.text


def test_nothing_of_the_page_is_a_public_endpoint(page: TestClient) -> None:
    info = page.get("/gradio_api/info").json()
    assert info == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_no_footer_links_and_no_run_history(page: TestClient) -> None:
    config = page.get("/config").json()
    assert config["footer_links"] == []
    assert config["analytics_enabled"] is False


def test_no_component_evaluates_templates(page: TestClient) -> None:
    # gradio's HTML component compiles its template with Function(), which the Content-Security-Policy forbids
    kinds = {component["type"] for component in page.get("/config").json()["components"]}
    assert "html" not in kinds


def test_every_piece_of_our_html_is_sanitised_and_free_of_tex(page: TestClient) -> None:
    markdown = [c["props"] for c in page.get("/config").json()["components"] if c["type"] == "markdown"]
    assert len(markdown) >= 7
    assert all(props["sanitize_html"] and props["latex_delimiters"] == [] for props in markdown)


def test_the_style_and_script_load_nothing_from_elsewhere(page: TestClient) -> None:
    head = page.get("/config").json()["head"]
    assert "http:" not in head
    assert "https:" not in head
    assert "@import" not in head
    theme = page.get("/theme.css").text
    assert all(target.strip("\"'").startswith("data:") for target in re.findall(r"url\(([^)]{0,9})", theme))
    assert "@font-face" not in theme


def test_a_permanent_link_opens_its_article_with_nothing_marked(chain: RegulationChain) -> None:
    html, message = _linked(chain, "r1#第二条")
    assert message == ""
    assert "tw-record-linked" in html
    assert "工具书不外借" in html
    assert "<mark>" not in html


@pytest.mark.parametrize("wanted", ["r1#第九条", "r9#第一条", "第一条", "#", "<script>"])
def test_a_link_to_nothing_says_so(chain: RegulationChain, wanted: str) -> None:
    html, message = _linked(chain, wanted)
    assert html == ""
    assert "不在现有制度中" in message


def test_the_page_opens_while_there_is_no_index() -> None:
    def provider() -> Any:
        raise AskError("not_ready", "索引还没有建好。", 503)

    assert "索引还没有建好" in _loaded(provider, Examples(), "")[-1]


def test_the_page_opens_where_no_example_can_be_made(chain: RegulationChain, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("secret")

    monkeypatch.setattr(chain.index.retriever, "retrieve", broken)
    loaded = _loaded(lambda: chain, Examples(), "")
    assert [button["visible"] for button in loaded[:EXAMPLES]] == [False] * EXAMPLES
    assert loaded[EXAMPLES]["choices"] == [("图书室借阅办法", "r1")]


def test_examples_are_worked_out_once_for_each_build(chain: RegulationChain) -> None:
    offered = Examples()
    first = offered.of(chain)
    calls = len(chain.index.retriever.calls)  # type: ignore[attr-defined]
    assert offered.of(chain) is first
    assert len(chain.index.retriever.calls) == calls  # type: ignore[attr-defined]
    chain.index.build_id = "b2"  # type: ignore[misc]
    offered.of(chain)
    assert len(chain.index.retriever.calls) > calls or not first  # type: ignore[attr-defined]
