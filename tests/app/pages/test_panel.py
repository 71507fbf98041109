"""The source panel's fragment: one article, its neighbours, and errors as Chinese pieces of HTML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.chain import AskError, RegulationChain
from app.pages import add_pages
from app.pages.panel import MISSING, fragment
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
    assert 'tw-previous" data-article="r1#第一条">上一条' in answer.text
    assert 'tw-next" data-article="r1#第三条">下一条' in answer.text


def test_the_first_and_the_last_article_have_one_neighbour_and_a_lonely_one_none(regulation: Regulation) -> None:
    assert "tw-previous" not in fragment(regulation, 0) and "tw-next" in fragment(regulation, 0)
    assert "tw-previous" in fragment(regulation, 2) and "tw-next" not in fragment(regulation, 2)
    assert "<nav" not in fragment(replace(regulation, articles=regulation.articles[:1]), 0)


def test_hostile_ids_stay_text(regulation: Regulation) -> None:
    hostile = '"><script>x</script>'
    articles = tuple(replace(article, address=hostile + article.address) for article in regulation.articles)
    shown = fragment(replace(regulation, id=hostile, title=hostile, articles=articles), 1)
    assert "<script" not in shown and 'data-article="&quot;&gt;&lt;script' in shown


@pytest.mark.parametrize("identity", ["", "r1", "r1#第九条", "<script>#x"])
def test_an_unknown_article_is_said_in_chinese(chain: RegulationChain, tmp_path: Path, identity: str) -> None:
    answer = client_of(lambda: chain, tmp_path).get("/tw/panel", params={"article": identity})
    assert answer.status_code == 404 and MISSING in answer.text and "script" not in answer.text


def test_no_index_and_a_fault_are_said_in_chinese(tmp_path: Path) -> None:
    def none_yet() -> RegulationChain:
        raise AskError("not_ready", "索引尚未就绪。", 503)

    def broken() -> RegulationChain:
        raise RuntimeError("secret detail")

    answer = client_of(none_yet, tmp_path).get("/tw/panel?article=r1")
    assert (answer.status_code, "索引尚未就绪。" in answer.text) == (503, True)
    answer = client_of(broken, tmp_path).get("/tw/panel?article=r1")
    assert answer.status_code == 500 and "服务内部出错" in answer.text and "secret" not in answer.text
