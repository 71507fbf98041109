"""What an answer with a model's words must not say, found without the code that let it through."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.claims import invariants, plain
from eval.claims.invariants import RULES, violations

Make = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    "text",
    [
        "逾期满三十日未还，且不足三本的，应当停借［1］。",
        "逾期满30天未还，且不足3本的，应当停借［1］。",
        "根据《云岫市砚禾研究院借书办法》第八条第二款第（三）项，逾期满三十日未还的，应当停借［1］。",
        "根据《借书办法》第8条第2款第3项，应当停借［1］。",
        "押金按20%扣除，每年12月31日以前退还500元以内的余额［2］。",
        "馆长可以批准“特藏”外借［3］，押金按百分之二十扣除［2］。",
        "依照《图书馆条例》第四十条办理［3］。",
        "第十五条第（二）项是盖章［3］。",
        "1. 押金按百分之二十扣除［2］。",
    ],
)
def test_what_stands_in_the_cited_text_breaks_nothing(answer: Make, text: str) -> None:
    assert violations(answer(text)) == []


@pytest.mark.parametrize(
    ("text", "rule", "found"),
    [
        ("应当停借。", "mark", "（没有）"),
        ("应当停借［4］。", "mark", "4"),
        ("根据第九条，应当停借［1］。", "address", "第9条"),
        ("根据第八条第三款，应当停借［1］。", "address", "第8条第3款"),
        ("根据第八条第三项第二款，应当停借［1］。", "address", "第8条第3项第2款"),
        ("根据第八条第二款第（二）项，应当停借［1］。", "address", "第8条第2款第(2)项"),
        ("依照第十条办理［3］。", "address", "第10条"),  # 第四十条 ends in it
        ("见附件1［2］。", "address", "附件1"),
        ("逾期满四十日，应当停借［1］。", "number", "40日"),
        ("逾期满十日，应当停借［1］。", "number", "10日"),
        ("逾期满三十个工作日，应当停借［1］。", "number", "30个工作日"),
        ("押金按12%扣除［2］。", "number", "12%"),
        ("押金按百分之三十扣除［2］。", "number", "30%"),
        ("退还五万元［2］。", "number", "50000元"),
        ("逾期满三十日未还［2］。", "number", "30日"),  # of another citation
        ("每年十一月三十一日以前退还［2］。", "date", "每年11月31日"),
        ("次年12月31日以前退还［2］。", "date", "次年12月31日"),
        ("根据《图书馆法》，应当停借［1］。", "title", "图书馆法"),
        ("馆长可以批准“普通图书”外借［3］。", "quotation", "普通图书"),
        ("押金应当按百分之二十扣除［2］。", "modal", "应当"),
        ("一律停借［1］。", "modal", "一律"),
        ("应当停借，建议早还［1］。", "modal", "建议"),
        ("五百元以上的余额［2］。", "modal", "以上"),
        ("教职工不除外［2］。", "negation", "不除"),
    ],
)
def test_what_does_not_stand_there_is_found(answer: Make, text: str, rule: str, found: str) -> None:
    broken = violations(answer(text))
    assert (rule, found) in [(each.rule, each.found) for each in broken]
    assert all(each.number == 1 and str(each).startswith("改写第 1 句：") for each in broken)


def test_every_claim_is_looked_at(answer: Make) -> None:
    made = answer("应当停借［1］。", "押金按百分之三十扣除［2］。")
    assert [(each.number, each.rule) for each in violations(made)] == [(2, "number")]


def test_citations_that_are_not_the_marks(answer: Make) -> None:
    made = answer("应当停借［1］。")
    made["generated"]["claims"][0]["citations"] = [2]
    assert [each.rule for each in violations(made)] == ["mark"]


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": "AI生成，仅供参考：\n应当停借［1］。\n另外，馆长说了算。\n\n原文摘录：\n……"},
        {"answer": "应当停借［1］。\n\n原文摘录：\n……"},
        {"mode": "extractive"},
    ],
)
def test_words_that_are_no_claim_or_bear_no_label(answer: Make, changes: dict[str, Any]) -> None:
    (broken,) = violations(answer("应当停借［1］。", **changes))
    assert broken.rule == "prose" and "AI 标识" in str(broken)


def test_mode_llm_without_a_claim_is_wrong_and_an_extractive_answer_is_right(answer: Make) -> None:
    assert [each.rule for each in violations(answer())] == ["prose"]
    assert violations({"mode": "extractive", "citations": [], "answer": "……"}) == []
    assert violations({"citations": []}) == []  # systems that know no modes


def test_every_rule_has_words() -> None:
    assert all("{found}" in words for words in RULES.values())


def test_it_shares_nothing_with_the_check() -> None:
    for module in (invariants, plain):
        tree = ast.parse(Path(module.__file__ or "").read_text("utf-8"))
        imported = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        assert not any(name.startswith("app") for name in imported)
