"""The parts of an article that are quoted, on an invented regulation."""

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
from vectorstore.lexical import Term
from vectorstore.query import Query
from vectorstore.retrieval import ScoredPassage

LONG = "各部门应当按照职责做好有关工作，并将落实情况及时告知仓库管理员，由其登记造册。"
TEXT = f"""云岫市仓库管理办法

第一章 总则

第一条 为了管好仓库，制定本办法。

第二条 领用物品按照下列规定办理：
（一）五百元以下的，由组长签字；
（二）五百元以上的，由库长签字，{LONG}{LONG}{LONG}
（三）贵重物品的领用另有要求，{LONG}{LONG}{LONG}

第三条 {LONG}{LONG}{LONG}仓库的盘点每个季度应当进行一次。{LONG}{LONG}其中，盘点结果应当公示五天。{LONG}

第四条 库长可以处罚下列人员。{LONG}{LONG}
（一）损坏物品的，照价赔偿。
（二）私自出借物品的，停用三个月。
同时有两种情形的，{LONG}{LONG}合并处理。

第五条 钥匙由库长保管。
备用钥匙由门卫保管。

第六条 值夜班的发放下列补助：
（一）甲班二十元；
（二）乙班三十元；
（三）有下列情形的另行确定：
1.连值两夜；
2.节日值夜。

第七条 组长的职责是：
（一）清点物品；
（二）登记台账。
库长的职责另行规定。

第八条 下列物品装箱保管：
（一）甲箱放铁器，{LONG * 6}
（二）乙箱放木器，{LONG * 6}
（三）丙箱放瓷器，{LONG * 6}
（四）丁箱放布匹，{LONG * 6}
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


def _scored(regulation: Regulation, address: str, words: tuple[str, ...], **scores: float) -> list[ScoredPassage]:
    """The article's passages, best first; ``scores`` by a word that the passage must contain, ``words`` are the
    question's."""
    made = []
    for passage in passages(regulation):
        if passage.article_id.endswith(f"#{address}"):
            own = passage.text.split("\n")[-1] if passage.kind in ("item", "subitem") else passage.text
            score = max((value for word, value in scores.items() if word in own), default=0.1)
            if passage.kind == "article" or (passage.kind == "paragraph" and "/s" not in passage.id):
                score -= 0.01
            support = Support(typed=score, words=tuple(float(word in own) for word in words))
            made.append(ScoredPassage(passage, score, support))
    return sorted(made, key=lambda p: -p.score)


def _quotes(regulation: Regulation, address: str, query: Query | None = None, **scores: float) -> list[tuple[str, str]]:
    query = query or Query("", "")
    words = tuple(term.word for term in query.terms)
    chosen = choose(regulation, _article(regulation, address), _scored(regulation, address, words, **scores), query)
    return [(c.label, "\n".join(regulation.text[start:end] for start, end in c.spans)) for c in chosen]


def _labels(regulation: Regulation, address: str, query: Query | None = None, **scores: float) -> list[str]:
    return [label for label, _ in _quotes(regulation, address, query, **scores)]


def test_an_article_of_one_paragraph_is_quoted_without_its_marker(regulation: Regulation) -> None:
    assert _quotes(regulation, "第一条") == [("第一条", "为了管好仓库，制定本办法。")]


def test_only_the_paragraph_that_answers(regulation: Regulation) -> None:
    assert _quotes(regulation, "第五条", 备用=0.9) == [("第五条第二款", "备用钥匙由门卫保管。")]


def test_paragraphs_that_fit_equally_well_are_each_quoted_at_their_address(regulation: Regulation) -> None:
    assert _labels(regulation, "第五条", 备用=0.9, 库长=0.85) == ["第五条第二款", "第五条第一款"]


def test_an_item_that_does_not_speak_for_itself_has_its_lead_in(regulation: Regulation) -> None:
    item = [("第二条第（一）项", "领用物品按照下列规定办理：\n（一）五百元以下的，由组长签字；")]
    assert _quotes(regulation, "第二条", 组长=0.9) == item


def test_an_item_below_a_sentence_speaks_for_itself(regulation: Regulation) -> None:
    assert _quotes(regulation, "第四条", 私自=0.9) == [("第四条第一款第（二）项", "（二）私自出借物品的，停用三个月。")]


def test_a_subitem_with_both_its_lead_ins(regulation: Regulation) -> None:
    text = "值夜班的发放下列补助：\n（三）有下列情形的另行确定：\n2.节日值夜。"
    assert _quotes(regulation, "第六条", 节日=0.9) == [("第六条第（三）项第2目", text)]


PLAN = """云岫市供水方案

一、主要任务

问题一：漏水的管道多。全市一半的管道用了三十年。
工作目标：漏水减半。
工作措施1：换掉老旧的管道。
责任单位：市水务局
完成时限：2027年6月
工作措施2：每月巡查一次。
责任单位：市供水公司
完成时限：长期坚持

问题二：用水没有计量。
工作目标：户户有表。
工作措施：给各户装表。
责任单位：市计量所
完成时限：2027年12月
"""


def test_a_part_with_a_name_is_quoted_alone_only_where_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "供水方案.txt").write_text(PLAN, encoding="utf-8")
    ingest([tmp_path / "供水方案.txt"], tmp_path / "data", limits=Limits(), today=date(2026, 1, 1))
    (plan,) = read_regulations(tmp_path / "data" / "regulations.jsonl")
    who, how = Query("", "", wants=frozenset({"who"})), Query("", "")
    assert _labels(plan, "问题一", who, 水务局=0.9) == ["问题一工作措施1责任单位"]
    [(label, text)] = _quotes(plan, "问题一", how, 水务局=0.9)
    assert label == "问题一工作措施1" and "换掉老旧的管道" in text


def test_the_whole_list_where_several_are_asked_for(regulation: Regulation) -> None:
    several = Query("", "", wants=frozenset({"list"}))
    [(label, text)] = _quotes(regulation, "第二条", several, 签字=0.9, 贵重=0.85)
    assert label == "第二条" and "（一）" in text and "（三）" in text
    assert _labels(regulation, "第二条", several, 组长=0.9) == ["第二条第（一）项"]


def test_the_list_where_it_fits_nearly_as_well_as_a_plain_paragraph(regulation: Regulation) -> None:
    several = Query("", "", wants=frozenset({"list"}))
    assert _labels(regulation, "第七条", several, 清点=0.8, 登记=0.8, 另行=0.9)[0] == "第七条第一款"
    assert _labels(regulation, "第七条", 清点=0.2, 登记=0.2, 另行=1.2) == ["第七条第二款"]


def test_a_short_list_is_quoted_whole_where_no_item_stands_out(regulation: Regulation) -> None:
    assert _labels(regulation, "第六条", 二十元=0.9, 三十元=0.88) == ["第六条"]


def test_items_of_a_long_list_that_fit_equally_well_are_each_quoted(regulation: Regulation) -> None:
    assert _labels(regulation, "第二条", 组长=0.9, 库长=0.88) == ["第二条第（一）项", "第二条第（二）项"]


def test_of_a_very_long_list_the_best_items_are_quoted(regulation: Regulation) -> None:
    assert _labels(regulation, "第八条", 箱=0.9) == ["第八条第（一）项", "第八条第（二）项", "第八条第（三）项"]


def test_a_paragraph_is_quoted_once(regulation: Regulation) -> None:
    several = Query("", "", wants=frozenset({"list"}))
    assert _labels(regulation, "第七条", several, 清点=0.8, 登记=0.8, 另行=0.75) == ["第七条第一款", "第七条第二款"]


def test_an_amount_tells_the_items_apart(regulation: Regulation) -> None:
    asked = Query("", "领三百元的东西谁签字")
    assert _labels(regulation, "第二条", asked, 组长=0.8, 库长=0.9) == ["第二条第（一）项"]


def test_an_item_about_no_amount_is_not_lost_to_one_that_has_it(regulation: Regulation) -> None:
    asked = Query("", "领三百元的贵重东西谁签字")
    labels = _labels(regulation, "第二条", asked, 组长=0.6, 贵重=0.9)
    assert labels == ["第二条第（一）项", "第二条第（三）项"]


def test_two_things_asked_stand_in_two_items(regulation: Regulation) -> None:
    terms = tuple(Term(word, ((word,),), 0.5) for word in ("签字", "贵重"))
    both = Query("签字和贵重物品怎么办", "", terms=terms)
    assert _labels(regulation, "第二条", both, 组长=0.9, 贵重=0.55) == ["第二条第（一）项", "第二条第（三）项"]
    one = Query("签字贵重物品怎么办", "", terms=terms)
    assert _labels(regulation, "第二条", one, 组长=0.9, 贵重=0.55) == ["第二条第（一）项"]


def test_the_question_before_tells_the_items_apart(regulation: Regulation) -> None:
    follow_up = Query("", "", background=(Term("出借", (("出借",),), 0.9),))
    assert _labels(regulation, "第四条", follow_up, 照价=0.5, 停用=0.5) == ["第四条第一款第（二）项"]


def test_what_decides_between_items_comes_along_where_several_apply(regulation: Regulation) -> None:
    asked = Query("既损坏了又私自出借，怎么罚", "")
    assert _labels(regulation, "第四条", asked, 私自=0.9) == ["第四条第一款第（二）项", "第四条第二款"]


def test_the_sentence_of_a_long_paragraph(regulation: Regulation) -> None:
    assert _quotes(regulation, "第三条", 每个季度=0.9) == [("第三条", "仓库的盘点每个季度应当进行一次。")]


def test_a_sentence_that_leans_on_the_one_before_it(regulation: Regulation) -> None:
    assert _quotes(regulation, "第三条", 公示=0.9) == [("第三条", f"{LONG}其中，盘点结果应当公示五天。")]


def test_the_paragraph_after_the_items(regulation: Regulation) -> None:
    assert _labels(regulation, "第四条", 合并处理=1.2) == ["第四条第二款"]


def test_the_whole_article_where_that_is_asked_for(regulation: Regulation) -> None:
    [(label, text)] = _quotes(regulation, "第四条", Query("", "", whole=True), 私自=0.9)
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
    chosen = at(regulation, _article(regulation, cited.article_address), cited)
    assert chosen is not None and chosen.label == label


def test_a_place_that_does_not_exist(regulation: Regulation) -> None:
    assert at(regulation, _article(regulation, "第四条"), Citation(article=4, paragraph=7)) is None
    assert at(regulation, _article(regulation, "第四条"), Citation(article=4, item=9)) is None
