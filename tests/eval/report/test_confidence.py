from __future__ import annotations

from dataclasses import replace

from eval.calibration import calibration
from eval.report.confidence import (
    calibration_plot,
    calibration_table,
    calibration_words,
    tradeoff_plot,
    tradeoff_table,
)
from eval.report.examined import examined
from eval.run import Run


def test_bins_hold_confidence_against_what_was_right(made: Run) -> None:
    found = calibration_table(made.results)
    assert found is not None
    by_bin = {row[0]: row[1:] for row in found[1]}
    assert by_bin["0.9–1.0"][:3] == ["1", "95%", "100%"]
    assert by_bin["0.6–0.7"][:3] == ["1", "60%", "0%"]


def test_the_numbers_in_words(made: Run) -> None:
    numbers = calibration(made.results)
    assert numbers is not None
    assert f"ECE {numbers.ece:.3f}" in calibration_words(numbers)
    assert "AUROC" in calibration_words(numbers)
    assert "AUROC" not in calibration_words(replace(numbers, auroc=None))


def test_the_tradeoff_at_round_rates(made: Run) -> None:
    found = tradeoff_table(made.results)
    assert found is not None
    # confidences: 0.95, 0.72 and 0.3 of answerable questions, 0.1 and 0.6 of others
    assert found[1][0][:3] == ["0%", "0%", "50%"]
    assert found[1][-1][:3] == ["100%", "33%", "100%"]


def test_a_system_without_a_probability_has_a_point_but_no_curve(made: Run, other: Run) -> None:
    system = examined(other)
    assert calibration_table(other.results) is None and tradeoff_table(other.results) is None
    assert calibration_plot([system]) is None
    alone = tradeoff_plot([system])
    assert alone and len(alone.numbers[1]) == 1 and "曲线" not in alone.reading
    both = tradeoff_plot([examined(made), system])
    assert both and "曲线" in both.reading
    assert [row[1] for row in both.numbers[1] if row[0] == "只用词 BM25"] == ["现在"]


def test_calibration_names_the_systems_only_where_there_are_several(made: Run, other: Run) -> None:
    alone, beside = calibration_plot([examined(made)]), calibration_plot([examined(made), examined(other)])
    assert alone and beside
    assert "条问：" not in alone.reading and "条问：" in beside.reading


def test_questions_of_one_sort_have_no_tradeoff(made: Run) -> None:
    answerable = tuple(result for result in made.results if not result.question.unanswerable)
    assert tradeoff_plot([examined(replace(made, results=answerable))]) is None
