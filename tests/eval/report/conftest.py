"""An invented evaluation: one system's run with every outcome, and the same questions through others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.baseline import read_baseline, save_baseline
from eval.comparison import Comparison, compare
from eval.dataset import Gold, Problem, Question, QuestionSet
from eval.evaluation import Evaluation
from eval.gold import Catalogue
from eval.run import QuestionResult, Reply, Run, failed, score
from ingest.model import Regulation

TITLE = "青石镇图书室借阅办法（试行）"


@pytest.fixture
def made(
    catalogue: Catalogue,
    regulations: dict[str, Regulation],
    cite: Callable[..., dict[str, Any]],
    reply: Callable[..., dict[str, Any]],
) -> Run:
    """Six questions: right; wrong item and not verbatim; rightly refused; failed; wrongly refused; answered without
    basis."""
    gold, facts = (Gold(TITLE, "第二条", "第（一）项"),), (("十五日", "15日"),)
    questions = (
        Question("q1", "晚还多久停借", "numeric", gold, "any", facts),
        Question("q2", "<b>弄坏|书</b>怎么办", "colloquial", gold, "any", facts),
        Question("q3", "周末开门吗", "unanswerable", unanswerable=True),
        Question("q4", "第二条说什么", "lookup", gold),
        Question("q5", "那逾期呢", "followup", gold, "any", facts, history=(("停借多久", "未找到依据"),)),
        Question("q6", "能带水杯吗", "unanswerable", unanswerable=True),
    )
    new = regulations["new"]

    def answered(number: int, elapsed_ms: float, confidence: float, **given: Any) -> QuestionResult:
        citations = [cite(new, "第二条", given["item"], **given.get("changes", {}))] if "item" in given else []
        question = questions[number - 1]
        return score(question, Reply(reply(citations), elapsed_ms, (), given.get("note", ""), confidence), catalogue)

    results = (
        answered(1, 10, 0.95, item=1),
        answered(2, 20, 0.72, item=2, changes={"quote": "改过的引文"}),
        answered(3, 30, 0.1),
        failed(questions[3], "服务返回 500", 40),
        answered(5, 50, 0.3, note="分数低于阈值"),
        answered(6, 60, 0.6, item=2),
    )
    chosen = QuestionSet("借阅", 3, "", Path("借阅.jsonl"), "ab" * 32, questions)
    return Run(chosen, "tiaowen", {"索引": "b1"}, results, "2026-11-22 10:00:00", {"当前": 512.4, "峰值": 600.0})


@pytest.fixture
def other(made: Run) -> Run:
    """The same questions through a system that never refuses, has no probability and gets nothing right."""
    wrong = {"correct": 0.0, "refusal": 0.0, "citation_recall": 0.0}
    results = tuple(
        replace(
            result, refused=False, confidence=None, error="", elapsed_ms=3, scores={**result.scores, **wrong}, cited=()
        )
        for result in made.results
    )
    return replace(made, name="bm25", results=results)


@pytest.fixture
def comparison(made: Run, tmp_path: Path) -> Comparison:
    """Against a run in which q1 was wrong and q5 right."""
    turned = {"q1": 0.0, "q5": 1.0, "q4": 0.0}
    before = tuple(
        replace(r, error="", scores={**r.scores, "correct": turned.get(r.question.id, r.scores["correct"])})
        for r in made.results
    )
    save_baseline(tmp_path / "旧.json", replace(made, results=before))
    return compare(made, read_baseline(tmp_path / "旧.json"), "旧.json")


@pytest.fixture
def evaluation(made: Run, other: Run, comparison: Comparison) -> Evaluation:
    """Both systems, with everything that can be said of an evaluation."""
    return Evaluation(
        made.question_set,
        (made, other),
        "2026-11-22 10:00:00",
        (Problem(2, "gold[0].label", "没有", False),),
        ("条文 Success@1：0.667，要求不低于 0.9",),
        (comparison, None),
        {"llm": "没有设置端点"},
    )


HOSTILE = (
    "恶</script></style><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\"'> onmouseover=hacked "
    "--> ]]> $x^2$ {{7*7}} &amp; `|# \x00\x07\ud800 \u202e"
)


@pytest.fixture
def hostile(evaluation: Evaluation) -> Evaluation:
    """The evaluation with every string from outside trying to be more than text."""
    chosen = replace(evaluation.question_set, name=HOSTILE, path=Path(HOSTILE.replace("\x00", "").replace("/", "")))

    def spoil(result: QuestionResult, number: int) -> QuestionResult:
        question = replace(
            result.question,
            id=f"{number}{HOSTILE}",
            question=HOSTILE,
            gold=tuple(Gold(HOSTILE, HOSTILE, HOSTILE) for _ in result.question.gold),
            facts=((HOSTILE,),) if result.question.facts else (),
            history=((HOSTILE, HOSTILE),),
        )
        cited = tuple(
            replace(cited, regulation=HOSTILE, label=HOSTILE, quote=HOSTILE * 9, verbatim=False)
            for cited in result.cited
        )
        return replace(
            result,
            question=question,
            cited=cited,
            ranking=(HOSTILE,),
            note=HOSTILE,
            error=result.error and HOSTILE,
            scores={**result.scores, "faithfulness": 0.5},
            opinion=HOSTILE,
        )

    def spoiled(run: Run) -> Run:
        results = tuple(spoil(result, number) for number, result in enumerate(run.results))
        return replace(run, question_set=chosen, name=HOSTILE, facts={HOSTILE: HOSTILE}, results=results)

    runs = tuple(spoiled(run) for run in evaluation.runs)
    compared = evaluation.comparisons[0]
    assert compared is not None
    comparisons = (
        replace(compared, name=HOSTILE, before=HOSTILE, warning=HOSTILE, gains=runs[0].results[:1], losses=()),
        None,
    )
    return Evaluation(
        chosen,
        runs,
        HOSTILE,
        (Problem(1, HOSTILE, HOSTILE),),
        (HOSTILE,),
        comparisons,
        {HOSTILE: HOSTILE},
    )
