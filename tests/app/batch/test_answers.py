"""An answer as cells."""

from __future__ import annotations

from dataclasses import replace

from app.answer import answered
from app.batch.answers import COLUMNS, FAILED, REFUSED, SETTLED, WIDTHS, cells, failed
from app.chain import AskRequest, RegulationChain


def test_an_answer_with_its_sources(chain: RegulationChain) -> None:
    assert cells(chain.ask(AskRequest("工具书能外借吗"))) == [
        SETTLED,
        "图书出借按下列规定办理：\n（二）工具书不外借。",
        "《图书室借阅办法》第二条第（二）项",
        "现行有效",
        "借阅.txt",
        0.9,
        "",
    ]


def test_a_refusal_shows_what_is_near(chain: RegulationChain) -> None:
    row = cells(chain.ask(AskRequest("食堂几点开饭")))
    assert row[0] == REFUSED and str(row[1]).startswith("未找到依据") and row[2:6] == ["", "", "", ""]
    assert row[6] == "《图书室借阅办法》第一条"


def test_what_is_near_says_where_it_is_not_in_force(chain: RegulationChain) -> None:
    answer = chain.ask(AskRequest("食堂几点开饭"))
    old = replace(answer, related=(replace(answer.related[0], status="已废止"),))
    assert cells(old)[6] == "《图书室借阅办法》第一条（已废止）"


def test_several_quotations_are_numbered(chain: RegulationChain) -> None:
    one = chain.ask(AskRequest("工具书能外借吗")).citations[0]
    two = replace(one, number=2, regulation="另一办法", title_inferred=True, status="已废止")
    row = cells(answered("", [one, two]))
    assert str(row[1]).count("\n［2］图书出借") == 1
    first, second = str(row[2]).split("\n")
    assert first == "［1］《图书室借阅办法》第二条第（二）项"
    assert second == "［2］《另一办法》第二条第（二）项（名称为推断）（已废止）"
    assert row[3] == "现行有效\n已废止" and row[4] == "借阅.txt"


def test_no_more_than_a_cell_holds(chain: RegulationChain) -> None:
    one = chain.ask(AskRequest("工具书能外借吗")).citations[0]
    text = str(cells(answered("", [replace(one, quote="字" * 40_000)]))[1])
    assert len(text) <= 32_767 and text.endswith("按出处查看原文）")


def test_every_row_fills_the_columns() -> None:
    assert len(failed("问题太长。")) == len(COLUMNS) == len(WIDTHS)
    assert failed("问题太长。")[:2] == [FAILED, "问题太长。"]
