"""The browsing pages over HTTP: what they show, hostile strings, and what is not there."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.chain import RegulationChain
from app.pages import add_pages
from app.settings import Settings
from ingest.model import Heading, Regulation, Source


@pytest.fixture
def client(chain: RegulationChain, tmp_path: Path) -> TestClient:
    app = FastAPI()
    add_pages(app, lambda: chain, Settings(data=tmp_path, root_path="/tw", title="砚禾问"))
    return TestClient(app)


class Reader(HTMLParser):
    """The tags of a page, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def reading(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_list(client: TestClient) -> None:
    page = client.get("/tw/browse").text
    assert '<html lang="zh-CN" data-root="/tw">' in page and "<title>制度目录 - 砚禾问</title>" in page
    assert '<a href="/tw/browse/r1">图书室借阅办法</a>' in page
    for shown in ("图书室", "2020年2月1日施行", "3 条", "现行有效", "共收录 1 部制度"):
        assert shown in page
    assert 'href="#tw-content"' in page and 'id="tw-content"' in page


def test_a_filter_keeps_what_was_chosen(client: TestClient) -> None:
    page = client.get("/tw/browse", params={"title": "停车", "status": "现行有效"}).text
    assert 'value="停车"' in page and '<option value="现行有效" selected>' in page
    assert "符合条件的有 0 部（共 1 部）" in page and "没有符合条件的制度" in page


def test_pages_of_a_long_list(client: TestClient, index: Any, regulation: Regulation) -> None:
    index.regulations = {f"r{n}": replace(regulation, id=f"r{n}", title=f"第{n}号办法") for n in range(120)}
    page = client.get("/tw/browse?title=办法&page=2").text
    assert "第 2 页，共 3 页" in page
    assert 'rel="prev" href="/tw/browse?title=%E5%8A%9E%E6%B3%95&amp;page=1"' in page and "page=3" in page
    for wrong in ("0", "-1", "x", "１", "99999999", ""):
        assert client.get("/tw/browse", params={"page": wrong}).status_code == 200


def test_a_regulation_with_anchors_contents_and_a_way_to_ask(client: TestClient) -> None:
    page = client.get("/tw/browse/r1").text
    for address in ("第一条", "第二条", "第三条"):
        assert f'id="{address}"' in page and f'<a href="#{address}">{address}</a>' in page
    assert "（一）普通图书借期三十日；" in page and "借阅.txt" in page
    assert 'href="/tw/?regulation=r1"' in page
    assert '<input type="hidden" name="regulation" value="r1">' in page
    assert client.get("/tw/browse/r1").headers["cache-control"] == "no-cache"


def test_a_search_marks_the_words_and_leads_to_the_article(client: TestClient) -> None:
    page = client.get("/tw/browse", params={"q": "工具书"}).text
    assert 'href="/tw/browse/r1#%E7%AC%AC%E4%BA%8C%E6%9D%A1">《图书室借阅办法》第二条</a>' in page
    assert 'value="工具书"' in page and "工具书不外借" in page
    page = client.get("/tw/browse", params={"q": "借阅办法"}).text
    assert "名称相符的制度" in page
    assert "没有找到相关的条文" in client.get("/tw/browse", params={"q": "zzz"}).text


def test_a_search_within_one_regulation(client: TestClient, index: Any, regulation: Regulation) -> None:
    page = client.get("/tw/browse", params={"q": "停借", "regulation": "r1"}).text
    assert "在全部制度中查找" in page and 'name="regulation" value="r1"' in page
    assert index.retriever.calls[-1] == ("停借", None, {"r1"})
    index.regulations["r1"] = replace(regulation, status="已废止")
    client.get("/tw/browse", params={"q": "停借", "regulation": "r1"})
    assert str(index.retriever.calls[-1][1]) == "2020-02-01"  # today's law would leave it out


@pytest.mark.parametrize(
    "path", ["/tw/browse/r2", "/tw/browse/%3Cscript%3Ex", "/tw/browse/a/b/..%2Fc", "/tw/browse?q=借阅&regulation=r2"]
)
def test_what_is_not_there_is_a_page_with_a_search_box(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "没有找到这部制度" in answer.text
    assert '<input type="search"' in answer.text and "<script>x" not in answer.text


@pytest.mark.parametrize("words", ["？！", "字" * 1001])
def test_words_that_cannot_be_searched(client: TestClient, words: str) -> None:
    answer = client.get("/tw/browse", params={"q": words})
    assert answer.status_code == 422 and "问题" in answer.text and "<h1>" in answer.text


HOSTILE = '"><script>hacked()</script><img src=x onerror=hacked()>{{ 7*7 }}\u202e'


def test_hostile_strings_stay_text_everywhere(client: TestClient, index: Any, regulation: Regulation) -> None:
    text = regulation.text.replace("方便职工", HOSTILE[: len("方便职工")])
    articles = tuple(replace(each, note=HOSTILE, path=(HOSTILE,)) for each in regulation.articles)
    hostile = replace(
        regulation,
        id=HOSTILE,
        title=HOSTILE,
        text=text,
        articles=articles,
        headings=(Heading(1, HOSTILE, 0, 1),),
        sources=(Source(HOSTILE, "0", ()),),
        issuer=HOSTILE,
        document_number=HOSTILE,
        aliases=(HOSTILE,),
        notices=(HOSTILE,),
        title_note=HOSTILE,
        repeals=(HOSTILE,),
        status=HOSTILE,
        trial=HOSTILE,
    )
    index.regulations = {HOSTILE: hostile, "b": replace(hostile, id="b")}
    index.retriever.regulations = index.regulations
    for path, params in (
        ("/tw/browse", {}),
        ("/tw/browse", {"title": HOSTILE, "status": HOSTILE, "issuer": HOSTILE}),
        ("/tw/browse", {"q": HOSTILE}),
        ("/tw/browse", {"q": "工具书" + HOSTILE}),
        ("/tw/browse/b", {}),
    ):
        answer = client.get(path, params=params)
        assert answer.status_code == 200
        page = reading(answer.text)
        assert page.tags.count("script") == 2 and "img" not in page.tags  # our own two
        assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
        assert "49" not in re.sub(r'(?:href|src)="[^"]*"', "", answer.text) and "\u202e" not in answer.text


def test_pages_need_no_inline_code(client: TestClient) -> None:
    for path in ("/tw/browse", "/tw/browse/r1", "/tw/browse?q=借阅", "/tw/browse/r2"):
        page = client.get(path).text
        assert "<style" not in page and not re.search(r"<script(?![^>]* src=)", page)
        assert not re.search(r'(?:href|src)="(?:https?:)?//', page)  # nothing from elsewhere
        for address in re.findall(r'(?:href|src)="(/tw/static/[^"]+)"', page):
            assert client.get(address.replace("&amp;", "&")).headers["cache-control"].endswith("immutable")
