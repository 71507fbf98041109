"""Only quotations that stand in the served records get into a document, whatever was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.answer import NOTICE
from app.chain import AskError, AskRequest, RegulationChain
from app.export.contract import ExportTurnIn
from app.export.rebuild import ExportTurn, is_whole, rebuild
from app.generated import LABEL
from ingest.model import Regulation

Rephrasing = Callable[..., RegulationChain]


def _turn(chain: RegulationChain, question: str = "工具书能外借吗", **changes: Any) -> dict[str, Any]:
    return {"question": question, **chain.ask(AskRequest(question)).to_dict(), **changes}


def _rebuilt(chain: RegulationChain, *turns: dict[str, Any], **options: Any) -> list[ExportTurn]:
    return rebuild([ExportTurnIn.model_validate(turn) for turn in turns], chain.index.regulations, **options)


def _refused(chain: RegulationChain, *turns: dict[str, Any], **options: Any) -> AskError:
    with pytest.raises(AskError) as caught:
        _rebuilt(chain, *turns, **options)
    assert caught.value.status == 422
    return caught.value


def test_an_answer_is_made_again_from_the_record(chain: RegulationChain) -> None:
    sent = _turn(chain, answer="可以外借", notice="官方解释", question_used="另一个问题")
    [turn] = _rebuilt(chain, sent)
    assert turn.answer.citations[0].quote == "图书出借按下列规定办理：\n（二）工具书不外借。"
    assert "可以外借" not in turn.answer.answer and turn.answer.notice == NOTICE
    assert turn.understood == "另一个问题"


def test_a_question_that_was_searched_as_asked_is_not_said_twice(chain: RegulationChain) -> None:
    assert _rebuilt(chain, _turn(chain, question_used="工具书 能外借吗"))[0].understood == ""


def test_a_refusal_says_what_every_refusal_says(chain: RegulationChain) -> None:
    sent = _turn(chain, "食堂几点开饭", answer="未找到依据：但是《图书室借阅办法》规定可以外借。")
    [turn] = _rebuilt(chain, sent, contact="办公室（8000）")
    assert turn.answer.refused and "可以外借" not in turn.answer.answer and "办公室（8000）" in turn.answer.answer
    assert [near.label for near in turn.answer.related] == ["第一条"]


@pytest.mark.parametrize(
    "changes",
    [
        {"regulation_id": "r9", "article_id": "r9#第二条"},
        {"article": "第九条", "article_id": "r1#第九条"},
        {"article_id": "r1#第三条"},
        {"label": "第二条第（九）项"},
        {"label": "第二条第（一）项"},
        {"spans": [[0, 5000]]},
        {"spans": [[5, 5]]},
        {"quote": "（二）工具书可以外借。"},
    ],
)
def test_a_forged_citation_stops_the_export(chain: RegulationChain, changes: dict[str, Any]) -> None:
    sent = _turn(chain)
    sent["citations"][0] |= changes
    error = _refused(chain, _turn(chain), sent)
    assert error.code == "stale_citation" and "重新提问后再导出" in error.message


def test_words_cut_out_of_a_sentence_are_no_quotation(chain: RegulationChain) -> None:
    sent = _turn(chain)
    start, end = sent["citations"][0]["spans"][1]
    sent["citations"][0]["quote"] = None
    sent["citations"][0]["spans"] = [[start + 6, end]]  # 不外借。 → 外借。
    assert _refused(chain, sent).code == "stale_citation"
    sent["citations"][0]["spans"] = [[start, end - 4]]
    assert _refused(chain, sent).code == "stale_citation"


def test_spans_out_of_order_are_no_quotation(chain: RegulationChain) -> None:
    sent = _turn(chain)
    sent["citations"][0] |= {"spans": sent["citations"][0]["spans"][::-1], "quote": None}
    assert _refused(chain, sent).code == "stale_citation"


def test_a_related_article_is_checked_too(chain: RegulationChain) -> None:
    sent = _turn(chain, "食堂几点开饭")
    sent["related"][0] |= {"label": "第三条"}
    assert _refused(chain, sent).code == "stale_citation"


def test_neither_a_refusal_with_citations_nor_an_answer_without(chain: RegulationChain) -> None:
    assert _refused(chain, _turn(chain, refused=True)).code == "stale_citation"
    assert _refused(chain, _turn(chain, citations=[])).code == "stale_citation"


def test_an_index_that_changed_stops_the_export(chain: RegulationChain, regulation: Regulation) -> None:
    sent = _turn(chain)
    changed = replace(regulation, text=regulation.text.replace("工具书不外借", "工具书可外借"))
    with pytest.raises(AskError, match="索引已更新"):
        rebuild([ExportTurnIn.model_validate(sent)], {"r1": changed})


def _rephrased(rephrasing: Rephrasing, *sentences: str, **more: Any) -> dict[str, Any]:
    answer = rephrasing(*sentences, **more).ask(AskRequest("工具书能外借吗", mode="llm"))
    return {"question": "工具书能外借吗", **answer.to_dict()}


def test_a_model_s_words_are_checked_again_and_labelled_here(chain: RegulationChain, rephrasing: Rephrasing) -> None:
    sent = _rephrased(rephrasing, "图书出借按下列规定办理：工具书不外借。[1]", "工具书可以外借。[1]")
    sent["generated"] |= {"label": "官方解释", "note": "可以外借", "withheld": 99, "model": "可以外借"}
    answer = _rebuilt(chain, sent)[0].answer
    assert (answer.mode, answer.notice) == ("llm", LABEL) and answer.generated
    assert [claim.text for claim in answer.generated.claims] == [sent["generated"]["claims"][0]["text"]]
    assert answer.generated.claims[0].citations == (1,) and "可以外借" not in str(answer)


@pytest.mark.parametrize(
    "claims",
    [
        [],
        [{"text": "工具书可以外借［1］。"}],
        [{"text": "工具书不外借。"}],
        [{"text": "工具书不外借［2］。"}],
        [{"text": ""}],
        [{"text": "以上由图书室确认［1］。"}],
    ],
)
def test_a_sentence_that_the_quotations_do_not_support_stops_the_export(
    chain: RegulationChain, rephrasing: Rephrasing, claims: list[Any]
) -> None:
    sent = _rephrased(rephrasing, "图书出借按下列规定办理：工具书不外借。[1]")
    for said in ({"claims": claims}, {"claims": [*sent["generated"]["claims"], *claims]} if claims else None):
        error = _refused(chain, {**sent, "generated": said})
        assert error.code == "unsupported_claim" and "与引文核对不上" in error.message
        if claims:  # whatever the turn calls itself
            assert _refused(chain, {**sent, "generated": said, "mode": "extractive"}).code == "unsupported_claim"


def test_of_a_refusal_a_model_has_nothing_to_say(chain: RegulationChain, rephrasing: Rephrasing) -> None:
    said = _rephrased(rephrasing, "图书出借按下列规定办理：工具书不外借。[1]")["generated"]
    for mode in ("extractive", "llm"):
        refusal = _turn(chain, "食堂几点开饭", mode=mode, generated=said)
        assert _refused(chain, refusal).code == "unsupported_claim"


def test_where_the_model_failed_the_quotations_are_all(chain: RegulationChain, rephrasing: Rephrasing) -> None:
    answer = _rebuilt(chain, _rephrased(rephrasing, fault="down"))[0].answer
    assert (answer.mode, answer.notice, answer.generated) == ("extractive", NOTICE, None)


def test_no_more_than_a_document_can_hold(chain: RegulationChain) -> None:
    sent = _turn(chain, citations=_turn(chain)["citations"] * 20)
    assert _refused(chain, *[sent] * 31).code == "too_long"
    said = {"claims": [{"text": "工具书不外借［1］。"}] * 20}
    assert _refused(chain, *[_turn(chain, generated=said)] * 29).code == "too_long"


@pytest.mark.parametrize(
    ("span", "whole"), [((0, 18), True), ((4, 18), True), ((5, 18), False), ((4, 17), False), ((4, 12), False)]
)
def test_where_a_quotation_may_begin_and_end(regulation: Regulation, span: tuple[int, int], whole: bool) -> None:
    assert is_whole(regulation.text, regulation.articles[0], span) is whole
