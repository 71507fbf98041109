"""Places that a quotation leads to, on an invented regulation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.answer import Quote, quote
from app.linked import linked
from ingest.model import Regulation
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations

TEXT = """砚禾研究院菜园管理办法

第一条 本办法所称菜畦，是指编了号的种植地块。

第二条 菜畦每年抽签分配，抽签按照本办法第四条办理。

第三条 擅自换地的，菜园评比定为不达标。

第四条 抽签由三人主持。

第五条 菜园评比定为不达标的，收回地块。
工具评比定为不达标的，停借工具。

第六条 有下列情形的，停用水管：
（一）漏水的；
（二）浇路的。
前款第二项情形严重的，拆除水管。
"""


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Regulation:
    source = tmp_path_factory.mktemp("source")
    (source / "菜园管理办法.txt").write_text(TEXT, encoding="utf-8")
    data: Path = tmp_path_factory.mktemp("data")
    ingest([source], data, limits=Limits(), today=date(2026, 1, 1))
    return read_regulations(data / "regulations.jsonl")[0]


def _quote(regulation: Regulation, address: str, words: str, label: str | None = None) -> Quote:
    article = regulation.article(address)
    assert article is not None
    start = regulation.text.index(words, article.start)
    return quote(regulation, article, ((start, start + len(words)),), label or address, 0.9, 1)


def _labels(regulation: Regulation, *cited: Quote) -> list[str]:
    return [link.chosen.label for link in linked(cited, {regulation.id: regulation})]


def test_what_is_referred_to_and_what_a_word_means(regulation: Regulation) -> None:
    cited = _quote(regulation, "第二条", "菜畦每年抽签分配，抽签按照本办法第四条办理。")
    assert _labels(regulation, cited) == ["第四条", "第一条"]


def test_only_references_inside_the_quotation(regulation: Regulation) -> None:
    assert _labels(regulation, _quote(regulation, "第二条", "每年抽签分配")) == []


def test_what_follows_from_the_outcome(regulation: Regulation) -> None:
    cited = _quote(regulation, "第三条", "擅自换地的，菜园评比定为不达标。")
    assert _labels(regulation, cited) == ["第五条第一款"]


def test_what_is_quoted_already_is_left_out(regulation: Regulation) -> None:
    cited = _quote(regulation, "第二条", "菜畦每年抽签分配，抽签按照本办法第四条办理。")
    other = _quote(regulation, "第四条", "抽签由三人主持。")
    assert _labels(regulation, cited, other) == ["第一条"]


def test_a_place_of_the_same_article(regulation: Regulation) -> None:
    cited = _quote(regulation, "第六条", "前款第二项情形严重的，拆除水管。", "第六条第二款")
    assert _labels(regulation, cited) == ["第六条第一款第（二）项"]
