from __future__ import annotations

from eval.evaluation import Evaluation
from eval.report.examined import examined
from eval.report.markdown import as_markdown
from eval.run import Run


def markdown(evaluation: Evaluation) -> str:
    return as_markdown(evaluation, [examined(run) for run in evaluation.runs])


def test_it_shows_each_failed_question_and_no_other(evaluation: Evaluation) -> None:
    text = markdown(evaluation)
    assert "条问：6 题中 2 题全对" in text
    assert "## 未达到的要求" in text and "要求不低于 0.9" in text
    assert "## 没有评到的系统\n\n- llm：没有设置端点" in text
    assert "### q2（口语提问，引文不符）" in text and "### q4（按条号查，出错）" in text
    assert "### q1" not in text and "### q3" not in text
    assert "- 应为：《青石镇图书室借阅办法（试行）》第二条第（一）项（要点：十五日／15日）" in text
    assert "- 实为：《青石镇图书室借阅办法（试行）》第二条第（二）项" in text
    assert "- 引文（与原文不符！）：改过的引文" in text
    assert "- 实为：服务返回 500" in text
    assert "- 系统备注：分数低于阈值" in text


def test_systems_side_by_side_with_their_calibration(evaluation: Evaluation) -> None:
    text = markdown(evaluation)
    assert "| 指标 | 条问 | 只用词 BM25 |" in text
    assert "CRAG" in text
    assert text.count("### 置信度校准") == 1  # only one of the two has a probability
    assert "| 误拒不超过 | 误拒率 |" in text


def test_comparison_with_the_baseline(evaluation: Evaluation) -> None:
    text = markdown(evaluation)
    assert "### 与基线 旧.json 相比（6 题）" in text
    assert "#### 由错变对（1 题）\n\n- q1 晚还多久停借" in text
    assert "#### 由对变错（1 题）\n\n- q5 那逾期呢" in text


def test_one_system_is_not_put_beside_itself(made: Run) -> None:
    text = markdown(Evaluation(made.question_set, (made,), made.started))
    assert "系统并列" not in text and "与基线" not in text


def test_nothing_becomes_markup(hostile: Evaluation) -> None:
    text = markdown(hostile)
    assert "<" not in text
    for line in text.splitlines():
        assert line.replace("\\|", "").count("|") == 0 or line.startswith("|")
    assert "\\`\\|\\#" in text
