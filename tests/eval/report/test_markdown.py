from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.comparison import compare
from eval.dataset import Gold, Problem, Question, QuestionSet
from eval.gold import Catalogue
from eval.report import as_json, as_markdown, headline, table, write_report
from eval.run import Reply, Run, failed, score
from ingest.model import Regulation

TITLE = "青石镇图书室借阅办法（试行）"


@pytest.fixture
def made(
    catalogue: Catalogue,
    regulations: dict[str, Regulation],
    cite: Callable[..., dict[str, Any]],
    reply: Callable[..., dict[str, Any]],
) -> Run:
    """Four questions: right, wrong item and not verbatim, rightly refused, failed."""
    gold, facts = (Gold(TITLE, "第二条", "第（一）项"),), (("十五日", "15日"),)
    questions = (
        Question("q1", "晚还多久停借", "numeric", gold, "any", facts),
        Question("q2", "<b>弄坏|书</b>怎么办", "colloquial", gold, "any", facts),
        Question("q3", "周末开门吗", "unanswerable", unanswerable=True),
        Question("q4", "第二条说什么", "lookup", gold),
    )
    new = regulations["new"]
    results = (
        score(questions[0], Reply(reply([cite(new, "第二条", 1)]), 10), catalogue),
        score(questions[1], Reply(reply([cite(new, "第二条", 2, quote="改过的引文")]), 20), catalogue),
        score(questions[2], Reply(reply([]), 30), catalogue),
        failed(questions[3], "服务返回 500", 40),
    )
    chosen = QuestionSet("借阅", 3, "", Path("借阅.jsonl"), "ab" * 32, questions)
    return Run(chosen, "tiaowen", {"索引": "b1"}, results, "2026-11-22 10:00:00", {"当前": 512.4, "峰值": 600.0})


def test_json_holds_what_was_expected_found_and_quoted(made: Run) -> None:
    report = json.loads(json.dumps(as_json(made, [Problem(2, "gold[0].label", "没有", False)], ["要求"])))
    assert report["set"] == {"name": "借阅", "version": 3, "file": "借阅.jsonl", "sha256": "ab" * 32}
    assert report["overall"]["measures"]["Success@1"]["mean"] == pytest.approx(2 / 3)
    assert report["overall"]["quote_validity"] == 0.5
    assert list(report["by_kind"]) == ["colloquial", "numeric", "lookup", "unanswerable"]
    second = report["questions"][1]
    assert second["expected"]["gold"] == [{"regulation": TITLE, "article": "第二条", "label": "第（一）项"}]
    assert second["quoted"][0]["quote"] == "改过的引文"
    assert second["found"] == [f"《{TITLE}》第二条"]
    assert (report["problems"][0]["line"], report["missed"]) == (2, ["要求"])


def test_markdown_shows_each_failed_question_and_no_other(made: Run) -> None:
    text = as_markdown(made, missed=["条文 Success@1：0.667，要求不低于 0.9"])
    assert "2 题全对，2 题未全对，其中 1 题出错没有回答" in text
    assert "## 未达到的要求" in text and "要求不低于 0.9" in text
    assert "### q2（口语提问）" in text and "### q4（按条号查）" in text
    assert "### q1" not in text and "### q3" not in text
    assert "- 应为：《青石镇图书室借阅办法（试行）》第二条第（一）项（要点：十五日／15日）" in text
    assert "- 实为：《青石镇图书室借阅办法（试行）》第二条第（二）项" in text
    assert "- 引文（与原文不符！）：改过的引文" in text
    assert "- 实为：服务返回 500" in text


def test_questions_cannot_become_markup(made: Run) -> None:
    text = as_markdown(made)
    assert "<b>" not in text
    assert "&lt;b&gt;弄坏\\|书&lt;/b&gt;怎么办" in text


def test_tables_have_equal_rows(made: Run) -> None:
    for head, rows in (table(made), table(made, short=True), headline(made)):
        assert rows and all(len(row) == len(head) for row in rows)
    by_name = {row[0]: row for row in table(made)[1]}
    assert by_name["无依据"][-2] == "1.000"
    assert by_name["全部"][-2] == "—"  # rightly and wrongly refused are not one number
    assert by_name["全部"][1] == "4"
    assert ["常驻内存（MiB）", "当前 512，峰值 600", "—", "—"] in headline(made)[1]


def test_quotations_that_could_not_be_checked_are_said_to_be(
    made: Run, regulations: dict[str, Regulation], cite: Any, reply: Any
) -> None:
    question = made.results[0].question
    result = score(question, Reply(reply([cite(regulations["new"], "第二条", 1)]), 10), Catalogue(None))
    run = Run(made.question_set, "tiaowen", {}, (result,), "")
    assert ["引文逐字无误率", "未核对", "—", "0"] in headline(run)[1]


def test_comparison_in_markdown(made: Run) -> None:
    before = as_json(made)
    before["questions"][0]["scores"]["correct"] = 0.0
    text = as_markdown(made, comparison=compare(made, before, "旧.json"))
    assert "## 与基线 旧.json 相比（4 题）" in text
    assert "### 由错变对（1 题）\n\n- q1 晚还多久停借" in text
    assert "### 由对变错（0 题）\n\n没有。" in text


def test_both_files_are_written(made: Run, tmp_path: Path) -> None:
    write_report(tmp_path / "a" / "b", made, [], [], None)
    report = json.loads((tmp_path / "a" / "b" / "report.json").read_text("utf-8"))
    assert [question["id"] for question in report["questions"]] == ["q1", "q2", "q3", "q4"]
    assert (tmp_path / "a" / "b" / "report.md").read_text("utf-8").startswith("# 评测报告：借阅")
