"""What an answer needs of the rest of its article, on an invented regulation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.companions import deciding, followed, speaking_of
from ingest.model import Article, Paragraph, Regulation
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations

TEXT = """砚禾研究院车棚管理办法

第一条 有下列情形之一的，收回车位：
（一）转借车位的；
（二）停放废旧车辆的。
前款第二项规定的车辆由车主运走。
同时有两项以上情形的，加重处理。

第二条 车棚管理小组由下列人员组成：
组长：施大川
组员：曹小河
"""


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Regulation:
    source = tmp_path_factory.mktemp("source")
    (source / "车棚管理办法.txt").write_text(TEXT, encoding="utf-8")
    data: Path = tmp_path_factory.mktemp("data")
    ingest([source], data, limits=Limits(), today=date(2026, 1, 1))
    return read_regulations(data / "regulations.jsonl")[0]


@pytest.fixture(scope="module")
def article(regulation: Regulation) -> Article:
    found = regulation.article("第一条")
    assert found is not None
    return found


def _texts(regulation: Regulation, paragraphs: list[Paragraph]) -> list[str]:
    return [regulation.text[p.start : p.end].strip() for p in paragraphs]


def test_what_a_colon_announces(regulation: Regulation) -> None:
    second = regulation.article("第二条")
    assert second is not None
    end = followed(regulation, second, second.paragraphs[0])
    assert regulation.text[:end].endswith("组员：曹小河")
    last = second.paragraphs[-1]
    assert followed(regulation, second, last) == last.end


def test_a_broken_line_of_a_flattened_table_goes_on_to_the_end_of_its_sentence() -> None:
    text = "未按时清扫车\n棚，扣一分。\n下一项"
    paragraphs = (Paragraph(1, 0, 6, 6), Paragraph(2, 7, 13, 13), Paragraph(3, 14, 17, 17))
    annex = Article("附件1", "annex", None, 0, "", (), 0, len(text), paragraphs)
    regulation = Regulation("r", "车棚办法", False, text, (), (annex,), ())
    assert followed(regulation, annex, paragraphs[0]) == 13
    assert followed(regulation, annex, paragraphs[2]) == 17
    ordinary = Article("第一条", "article", 1, 0, "", (), 0, len(text), paragraphs)
    assert followed(regulation, ordinary, paragraphs[0]) == 6


def test_a_paragraph_that_names_the_very_item(regulation: Regulation, article: Article) -> None:
    listing = article.paragraphs[0]
    found = speaking_of(regulation, article, listing, listing.items[1])
    assert _texts(regulation, found) == ["前款第二项规定的车辆由车主运走。"]
    assert speaking_of(regulation, article, listing, listing.items[0]) == []


def test_what_holds_where_several_items_apply(regulation: Regulation, article: Article) -> None:
    found = deciding(regulation, article, article.paragraphs[0], "既转借又停废车，怎么处理")
    assert _texts(regulation, found) == ["同时有两项以上情形的，加重处理。"]
    assert deciding(regulation, article, article.paragraphs[0], "转借车位怎么处理") == []
