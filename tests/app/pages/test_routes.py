"""The panel's fragment: one article, its neighbours, and errors as Chinese pieces of HTML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.chain import AskError, Options, RegulationChain
from app.pages import add_pages
from app.pages.routes import NO_ARTICLE
from app.settings import Settings
from ingest.model import Regulation


def client_of(provider: Any, tmp_path: Path) -> TestClient:
    app = FastAPI()
    add_pages(app, provider, Settings(data=tmp_path, root_path="/tw"))
    return TestClient(app, raise_server_exceptions=False)


def test_the_article_whole_with_its_neighbours(chain: RegulationChain, tmp_path: Path) -> None:
    answer = client_of(lambda: chain, tmp_path).get("/tw/panel", params={"article": "r1#第二条"})
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert 'id="tw-record-panel"' in answer.text and "（二）工具书不外借。" in answer.text
    assert "<mark>" not in answer.text
    assert "上一条" in answer.text and "下一条" in answer.text


def test_hostile_ids_stay_text(index: Any, regulation: Regulation, tmp_path: Path) -> None:
    hostile = '"><script>x</script>'
    articles = tuple(replace(article, address=hostile + article.address) for article in regulation.articles)
    index.regulations = {hostile: replace(regulation, id=hostile, title=hostile, articles=articles)}
    chain = RegulationChain(index, lambda *_: pytest.fail("nothing is asked"), Options())
    answer = client_of(lambda: chain, tmp_path).get("/tw/panel", params={"article": f"{hostile}#{hostile}第二条"})
    assert answer.status_code == 200 and "工具书不外借" in answer.text
    assert "<script" not in answer.text and 'href=""' not in answer.text


@pytest.mark.parametrize("identity", ["", "r1", "r1#第九条", "<script>#x"])
def test_an_unknown_article_is_said_in_chinese(chain: RegulationChain, tmp_path: Path, identity: str) -> None:
    answer = client_of(lambda: chain, tmp_path).get("/tw/panel", params={"article": identity})
    assert answer.status_code == 404 and NO_ARTICLE in answer.text and "script" not in answer.text


@pytest.mark.parametrize("path", ["/tw/panel?article=r1", "/tw/browse", "/tw/browse/r1", "/tw/browse?q=借阅"])
def test_no_index_and_a_fault_are_said_in_chinese(tmp_path: Path, path: str) -> None:
    def none_yet() -> RegulationChain:
        raise AskError("not_ready", "索引尚未就绪。", 503)

    def broken() -> RegulationChain:
        raise RuntimeError("secret detail")

    answer = client_of(none_yet, tmp_path).get(path)
    assert (answer.status_code, "索引尚未就绪。" in answer.text) == (503, True)
    assert answer.headers["retry-after"] == "5"
    answer = client_of(broken, tmp_path).get(path)
    assert answer.status_code == 500 and "服务内部出错" in answer.text and "secret" not in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
