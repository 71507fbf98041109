from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.dataset import Gold, Question, QuestionSet
from eval.report.examined import Examined, examined
from eval.report.words import cautions, lead, statements
from eval.run import Cited, QuestionResult, Run


def system(answerable: Sequence[int], without: Sequence[int] = (), verbatim: bool | None = True) -> Examined:
    """A question for each number: 1 answered right (or rightly refused), 0 not."""
    cited = (Cited("甲办法", "第一条", "第一条", "引", verbatim),)
    results = [
        QuestionResult(
            Question(f"a{n}", "问", "direct", (Gold("甲办法", "第一条"),)),
            False,
            cited,
            (),
            (),
            {"correct": float(right)},
            9,
        )
        for n, right in enumerate(answerable)
    ]
    results += [
        QuestionResult(
            Question(f"u{n}", "问", "unanswerable", unanswerable=True),
            bool(right),
            (),
            (),
            (),
            {"correct": float(right), "refusal": float(right)},
            9,
        )
        for n, right in enumerate(without)
    ]
    chosen = QuestionSet("集", 1, "", Path("集.jsonl"), "0" * 64, tuple(result.question for result in results))
    return examined(Run(chosen, "tiaowen", {}, tuple(results), "2026-11-22 10:00:00"))


def test_the_lead_says_it_in_a_sentence() -> None:
    made = system([1] * 30 + [0] * 10, [1] * 9 + [0])
    assert lead(made) == (
        "条问：50 题中 39 题全对；每 100 个能答的问题约 75 个答对；该拒答的 10 个拒了 9 个；引文 40 段，逐字无误。"
    )


def test_the_lead_does_not_hide_a_false_quotation() -> None:
    assert "引文 3 段，3 段与原文不符" in lead(system([1, 1, 0], verbatim=False))
    assert "引文未核对" in lead(system([1, 1, 0], verbatim=None))


def test_statements_have_figure_and_proof() -> None:
    by_name = {statement.name: statement for statement in statements(system([1] * 30 + [0] * 10, [1] * 9 + [0]))}
    assert list(by_name) == ["整题全对", "能答的答对", "该拒答的拒答", "引文逐字无误"]
    assert by_name["整题全对"].figure == "78.0%"
    assert "40 个有依据的问题，答对 30 个，10 个没有答对或没有答全" in by_name["能答的答对"].sentence
    assert "10 个没有依据的问题，拒答了 9 个，1 个没有拒答" in by_name["该拒答的拒答"].sentence
    assert "95% 置信区间" in by_name["整题全对"].proof


def test_all_right_proves_less_than_everything() -> None:
    whole = statements(system([1] * 20))[0]
    assert whole.figure == "100%"
    assert "到 100% 之间" in whole.proof and "100% 到" not in whole.proof


def test_one_false_quotation_of_many_is_not_rounded_away() -> None:
    made = system([1] * 3000)
    spoilt = replace(made.run.results[0], cited=(replace(made.run.results[0].cited[0], verbatim=False),))
    run = replace(made.run, results=(spoilt, *made.run.results[1:]))
    quoted = statements(examined(run))[-1]
    assert quoted.figure == "99.9%"
    assert "缺陷" in quoted.proof


def test_what_is_not_asked_is_not_said() -> None:
    assert [statement.name for statement in statements(system([], [1, 1]))] == [
        "整题全对",
        "该拒答的拒答",
        "引文逐字无误",
    ]


def test_what_the_size_of_the_set_can_prove() -> None:
    said = cautions(system([1] * 100))
    assert "至少要有 6 题（6.0 个百分点）" in said[0] and len(said) == 1
    assert "说明不了" in cautions(system([1] * 5))[0]
    assert "直接提问（20 题）" in cautions(system([1] * 20))[1]


def test_errors_are_told() -> None:
    made = system([1] * 10)
    results = (replace(made.run.results[0], error="断线"), *made.run.results[1:])
    assert cautions(examined(replace(made.run, results=results)))[0].startswith("1 题出错")
