"""The Blocks as a client sees them, without a browser."""

from __future__ import annotations

import re
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import ui
from app.chain import AskError, RegulationChain
from app.settings import Settings
from app.ui.assets import (
    PAGE_SCRIPTS,
    PAGE_STYLES,
    PROSE_SCRIPTS,
    PROSE_STYLES,
    SHARED_SCRIPTS,
    SHARED_STYLES,
    STATIC,
    together,
)
from app.ui.page import EXAMPLES, Examples, _examples, _linked, _loaded, chosen_values


@pytest.fixture
def page(chain: RegulationChain) -> TestClient:
    app = FastAPI()
    settings = Settings(title="砚禾<问答>")
    ui.mount(app, ui.build_blocks(lambda: chain, settings, Examples()), title=settings.title)
    return TestClient(app)


def test_the_page_is_chinese_and_ours_from_the_first_byte(page: TestClient) -> None:
    got = page.get("/")
    assert got.status_code == 200
    assert got.headers["content-length"] == str(len(got.content))
    assert re.search(r'<html lang="zh-CN" data-root=""\s', got.text)
    assert "<title>砚禾&lt;问答&gt;</title>" in got.text
    assert got.text.index("#tw-page") < got.text.index("<script>")  # no moment without our style
    assert "正在打开" in got.text
    assert "需要 JavaScript" in got.text


def test_the_page_names_nothing_of_other_sites(page: TestClient) -> None:
    html = page.get("/").text
    assert re.findall(r"https?:[^\s\"'`]+", re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)) == []
    for gone in ("og:", "twitter:", "manifest.json", "iframeResizer.contentWindow"):
        assert gone not in html


def test_below_a_prefix_the_scripts_are_told_so(chain: RegulationChain) -> None:
    app = FastAPI()
    ui.mount(app, ui.build_blocks(lambda: chain, Settings(root_path="/tiaowen"), Examples()), path="/tiaowen")
    client = TestClient(app)
    assert 'data-root="/tiaowen"' in client.get("/tiaowen/").text
    assert client.get("/tiaowen/theme.css").status_code == 200


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
    ours = together(path.name for path in STATIC.iterdir())
    assert "http:" not in ours
    assert "https:" not in ours
    assert "@import" not in ours
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

    assert "索引还没有建好" in _loaded(provider, {})[-1]
    assert [button["visible"] for button in _examples(provider, Examples())] == [False] * EXAMPLES


def test_the_page_opens_where_no_example_can_be_made(chain: RegulationChain, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise RuntimeError("secret")

    monkeypatch.setattr(chain.index.retriever, "retrieve", broken)
    assert [button["visible"] for button in _examples(lambda: chain, Examples())] == [False] * EXAMPLES
    chosen, *limits, _, _ = _loaded(lambda: chain, {})
    assert chosen["choices"] == [("图书室借阅办法", "r1")]
    assert "value" not in chosen  # the reader may have chosen by now
    assert limits == [gr.skip(), gr.skip()]


def test_no_conversation_is_kept_on_the_server(page: TestClient) -> None:
    kinds = {component["type"] for component in page.get("/config").json()["components"]}
    assert "state" not in kinds


def test_every_file_of_the_folder_is_loaded_and_the_shared_scripts_know_nothing_of_gradio() -> None:
    styles, scripts = (SHARED_STYLES, PROSE_STYLES, PAGE_STYLES), (SHARED_SCRIPTS, PROSE_SCRIPTS, PAGE_SCRIPTS)
    assert {path.name for path in STATIC.iterdir()} == {name for names in (*styles, *scripts) for name in names}
    assert "gradio_api" not in together(SHARED_SCRIPTS)


def test_examples_are_worked_out_once_for_each_build(chain: RegulationChain) -> None:
    offered = Examples()
    first = offered.of(chain)
    calls = len(chain.index.retriever.calls)  # type: ignore[attr-defined]
    assert offered.of(chain) is first
    assert len(chain.index.retriever.calls) == calls  # type: ignore[attr-defined]
    chain.index.build_id = "b2"  # type: ignore[misc]
    offered.of(chain)
    assert len(chain.index.retriever.calls) > calls or not first  # type: ignore[attr-defined]


def test_a_link_limits_the_search_and_shows_the_limits(chain: RegulationChain) -> None:
    chosen, day, scope, article, message = _loaded(lambda: chain, {"regulation": "r1", "as_of": "2021-05-01"})
    assert (chosen["value"], day["value"], scope["open"], article, message) == (["r1"], "2021-05-01", True, "", "")
    chosen, day, scope, _, message = _loaded(lambda: chain, {"regulation": "<b>gone"})
    assert "value" not in chosen
    assert day == scope == gr.skip()
    assert "不在现有目录中" in message and "<b>" not in message


def test_a_choice_is_the_chain_s_to_check_and_nothing_but_words() -> None:
    assert chosen_values(["r1", 1, ["r2"], None]) == ["r1"]
    assert chosen_values("r1") == []
