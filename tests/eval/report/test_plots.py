from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from eval.report.examined import examined
from eval.report.plots import Plot, kinds_plot, latency_plot, percent
from eval.run import Run


def texts(plot: Plot) -> Sequence[str]:
    return [element.text or "" for element in ElementTree.fromstring(plot.svg).iter("text")]


def test_kinds_have_a_bar_with_its_number_and_a_table(made: Run) -> None:
    plot = kinds_plot([examined(made)])
    assert {"问数字", "1 题", "100%", "无依据", "50%"} <= set(texts(plot))
    head, rows = plot.numbers
    row = dict(zip(head, rows[-1], strict=True))
    assert (row["题型"], row["题数"], row["全对率"]) == ("无依据", "2", "50%")
    assert row["95% 置信区间"] != "50%–50%"


def test_several_systems_have_a_bar_each(made: Run, other: Run) -> None:
    plot = kinds_plot([examined(made), examined(other)])
    assert len(plot.numbers[1]) == 2 * len(examined(made).kinds)
    assert "var(--series-1)" in plot.svg


def test_latency_of_one_system_is_by_kind_and_of_several_by_system(made: Run, other: Run) -> None:
    alone = latency_plot([examined(made)])
    assert alone and {"问数字", "追问"} <= set(texts(alone))
    assert alone.numbers[0][0] == "题型"
    both = latency_plot([examined(made), examined(other)])
    assert both and {"条问", "只用词 BM25"} <= set(texts(both))
    assert [row[3] for row in both.numbers[1]] == ["30", "3"]


def test_no_answer_at_all_has_no_latency(made: Run) -> None:
    broken = tuple(replace(result, error="断线") for result in made.results)
    assert latency_plot([examined(replace(made, results=broken))]) is None


def test_the_name_of_a_system_is_text(made: Run, other: Run) -> None:
    plot = latency_plot([examined(made), examined(replace(other, name="<a>$x^2$\x00"))])
    assert plot and "<a>$x^2$\ufffd" in texts(plot)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0%"), (1, "100%"), (0.5, "50%"), (0.996, "99.6%"), (0.004, "0.4%"), (0.1234, "12%")]
)
def test_percent_keeps_all_and_nothing_apart_from_nearly(value: float, text: str) -> None:
    assert percent(value) == text
