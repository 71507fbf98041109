"""The part of an article that is quoted, on an invented regulation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.choose import at, choose, whole
from ingest.citation import Citation
from ingest.model import Article, Regulation
from ingest.passages import passages
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations
from vectorstore.evidence import Support
from vectorstore.query import Query
from vectorstore.retrieval import ScoredPassage

LONG = "各部门应当按照职责做好有关工作，并将落实情况及时告知仓库管理员，由其登记造册。"
TEXT = f"""云岫市仓库管理办法

第一章 总则

第一条 为了管好仓库，制定本办法。

第二条 领用物品按照下列规定办理：
（一）五百元以下的，由组长签字；
（二）五百元以上的，由库长签字，{LONG}{LONG}
（三）贵重物品的领用另有要求，{LONG}{LONG}

第三条 {LONG}{LONG}{LONG}仓库的盘点每个季度应当进行一次。{LONG}{LONG}其中，盘点结果应当公示五天。{LONG}

第四条 库长可以处罚下列人员。{LONG}{LONG}
（一）损坏物品的，照价赔偿。
（二）私自出借物品的，停用三个月。
同时有两种情形的，{LONG}{LONG}合并处理。
"""


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Regulation:
    source = tmp_path_factory.mktemp("source")
    (source / "仓库管理办法.txt").write_text(TEXT, encoding="utf-8")
    data: Path = tmp_path_factory.mktemp("data")
    ingest([source], data, limits=Limits(), today=date(2026, 1, 1))
    return read_regulations(data / "regulations.jsonl")[0]


def _article(regulation: Regulation, address: str) -> Article:
    found = regulation.article(address)
    assert found is not None
    return found


def _scored(regulation: Regulation, address: str, **scores: float) -> list[ScoredPassage]:
    """The article's passages, best first; ``scores`` by a word that the passage must contain."""
    made = []
    for passage in passages(regulation):
        if passage.article_id.endswith(f"#{address}"):
            own = passage.text.split("\n")[-1] if passage.kind == "item" else passage.text
            score = max((value for word, value in scores.items() if word in own), default=0.1)
            if passage.kind == "article" or (passage.kind == "paragraph" and "/s" not in passage.id):
                score -= 0.2
            made.append(ScoredPassage(passage, score, Support(typed=score)))
    return sorted(made, key=lambda p: -p.score)


def _quote(regulation: Regulation, address: str, query: Query | None = None, **scores: float) -> tuple[str, str]:
    article = _article(regulation, address)
    chosen = choose(regulation, article, _scored(regulation, address, **scores), query or Query("", ""))
    return chosen.label, "\n".join(regulation.text[start:end] for start, end in chosen.spans)


def test_a_short_article_is_quoted_whole_without_its_marker(regulation: Regulation) -> None:
    assert _quote(regulation, "第一条") == ("第一条", "为了管好仓库，制定本办法。")


def test_an_item_that_does_not_speak_for_itself_has_its_lead_in(regulation: Regulation) -> None:
    label, text = _quote(regulation, "第二条", 组长=0.9)
    assert label == "第二条第（一）项"
    assert text == "领用物品按照下列规定办理：\n（一）五百元以下的，由组长签字；"


def test_an_item_below_a_sentence_speaks_for_itself(regulation: Regulation) -> None:
    assert _quote(regulation, "第四条", 私自=0.9) == ("第四条第一款第（二）项", "（二）私自出借物品的，停用三个月。")


def test_the_whole_list_where_several_are_asked_for(regulation: Regulation) -> None:
    several = Query("", "", wants=frozenset({"list"}))
    label, text = _quote(regulation, "第二条", several, 签字=0.9, 贵重=0.85)
    assert label == "第二条" and "（一）" in text and "（三）" in text
    assert _quote(regulation, "第二条", several, 组长=0.9)[0] == "第二条第（一）项"


def test_the_sentence_of_a_long_paragraph(regulation: Regulation) -> None:
    label, text = _quote(regulation, "第三条", 每个季度=0.9)
    assert label == "第三条" and text == "仓库的盘点每个季度应当进行一次。"


def test_a_sentence_that_leans_on_the_one_before_it(regulation: Regulation) -> None:
    text = _quote(regulation, "第三条", 公示=0.9)[1]
    assert text == f"{LONG}其中，盘点结果应当公示五天。"


def test_the_paragraph_after_the_items(regulation: Regulation) -> None:
    assert _quote(regulation, "第四条", 合并处理=0.9)[0] == "第四条第二款"


def test_the_whole_article_where_that_is_asked_for(regulation: Regulation) -> None:
    label, text = _quote(regulation, "第四条", Query("", "", whole=True), 私自=0.9)
    assert label == "第四条" and text.startswith("库长可以") and text.endswith("合并处理。")
    assert whole(_article(regulation, "第四条")).spans[0][1] == _article(regulation, "第四条").end


@pytest.mark.parametrize(
    ("cited", "label"),
    [
        (Citation(article=4), "第四条"),
        (Citation(article=4, paragraph=2), "第四条第二款"),
        (Citation(article=4, item=2), "第四条第一款第（二）项"),
        (Citation(article=2, item=1), "第二条第（一）项"),
    ],
)
def test_the_place_that_was_asked_for(regulation: Regulation, cited: Citation, label: str) -> None:
    chosen = at(_article(regulation, cited.article_address), cited)
    assert chosen is not None and chosen.label == label


def test_a_place_that_does_not_exist(regulation: Regulation) -> None:
    assert at(_article(regulation, "第四条"), Citation(article=4, paragraph=7)) is None
    assert at(_article(regulation, "第四条"), Citation(article=4, item=9)) is None
