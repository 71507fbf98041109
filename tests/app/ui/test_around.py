from __future__ import annotations

import re
from typing import Any

import pytest

from app.settings import Settings
from app.ui import around

MODEL: dict[str, Any] = {"llm_base_url": "http://127.0.0.1:9/v1", "llm_model": "某模型"}


def test_all_html_is_one_line_so_that_markdown_leaves_it_alone() -> None:
    for settings in (Settings(), Settings(**MODEL)):
        pages = (around.masthead(settings), around.welcome(settings), around.privacy(settings), around.PANEL)
        for page in (*pages, around.TOOLS):
            assert "\n" not in page
            assert re.match(r"<(div|header|details|button)\b", page)


def test_the_way_to_the_regulations_lies_below_the_public_prefix() -> None:
    head = around.masthead(Settings(root_path="/tiaowen", title="砚禾<b>问答"))
    assert 'href="/tiaowen/browse"' in head
    assert "砚禾&lt;b&gt;问答" in head


def test_only_a_site_with_a_model_speaks_of_one() -> None:
    for said in (around.masthead, around.welcome, around.privacy):
        assert not re.search("改写|AI|语言模型", said(Settings(llm_default=True)))
    assert "只引原文" in around.masthead(Settings())
    assert "只引" not in around.masthead(Settings(**MODEL))
    assert "AI生成，仅供参考" in around.welcome(Settings(**MODEL))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, ("日志中不写提问的内容", "保留 180 天")),
        ({"log_questions": "masked", "audit_days": 30}, ("已遮盖", "保留 30 天")),
        ({"log_questions": "full", "audit": False}, ("全部内容", "不写审计日志")),
        (MODEL, ("选“AI改写并附原文”提问", "发给本站设置的语言模型", "选“原文摘录”时不发")),
    ],
)
def test_the_page_states_what_becomes_of_a_question(settings: dict[str, Any], said: tuple[str, ...]) -> None:
    html = around.privacy(Settings(**settings))
    assert all(words in html for words in said)


@pytest.mark.parametrize("also", ["llm_condense", "llm_expand", "llm_rerank"])
def test_a_model_that_helps_to_search_is_told_more(also: str) -> None:
    html = around.privacy(Settings(**{**MODEL, also: True}))
    assert "提问时，问题、前几轮对话和查到的条文会发给本站设置的语言模型" in html
