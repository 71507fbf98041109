from __future__ import annotations

from dataclasses import replace

from eval.comparison import Comparison
from eval.report.examined import examined
from eval.report.tables import between, changes_table, headline, interval, table
from eval.run import Run
from eval.statistics import Measured


def test_rows_are_as_long_as_the_head(made: Run, comparison: Comparison) -> None:
    system = examined(made)
    for head, rows in (table(system), table(system, short=True), headline(system), changes_table(comparison)):
        assert rows and all(len(row) == len(head) for row in rows)


def test_refusals_of_both_sorts_are_not_one_number(made: Run) -> None:
    by_name = {row[0]: row for row in table(examined(made))[1]}
    assert by_name["无依据"][-2] == "0.500"
    assert by_name["追问"][-2] == "1.000"
    assert by_name["全部"][-2] == "—"
    assert by_name["全部"][1] == "6"


def test_memory_and_unchecked_quotations(made: Run) -> None:
    assert ["常驻内存（MiB）", "当前 512，峰值 600", "—", "—"] in headline(examined(made))[1]
    unchecked = tuple(
        replace(result, cited=tuple(replace(cited, verbatim=None) for cited in result.cited), related_verbatim=())
        for result in made.results
    )
    assert ["引文逐字无误率", "未核对", "—", "0"] in headline(examined(replace(made, results=unchecked)))[1]


def test_a_models_words_have_their_rows_where_there_are_any(made: Run) -> None:
    assert not [row for row in headline(examined(made))[1] if "改写" in row[0] or "违反" in row[0]]
    first = replace(made.results[0], claims=2, withheld=1, violations=("改写第 1 句：…",))
    rows = headline(examined(replace(made, results=(first, *made.results[1:]))))[1]
    assert ["语言模型改写", "2 句采用，1 句未采用", "—", "3 句"] in rows
    assert ["违反核对规则（处）", "1", "—", "2 句"] in rows


def test_an_interval_never_claims_certainty() -> None:
    wilson = (0.7, 0.95)
    assert interval(Measured(0.9, 0.85, 0.94, 200, wilson)) == (0.85, 0.94)
    assert interval(Measured(0.9, 0.85, 0.94, 20, wilson)) == wilson  # few questions
    assert interval(Measured(1.0, 1.0, 1.0, 200, wilson)) == wilson  # all right
    assert between(Measured(1.0, 1.0, 1.0, 200, None)) == ""
    assert between(Measured(0.9, 0.85, 0.94, 200, None)) == "0.850–0.940"
    assert between(Measured(-0.3, -0.5, -0.1, 200, None)) == "-0.500 至 -0.100"


def test_changes_have_their_p_values(comparison: Comparison) -> None:
    head, rows = changes_table(comparison)
    row = dict(zip(head, rows[0], strict=True))
    tiny = replace(comparison.changes["correct"], low=-1e-9)
    assert "+0.000 至" in changes_table(replace(comparison, changes={"correct": tiny}))[1][0][4]
    assert (row["指标"], row["差"], row["变好／变差"], row["p"]) == ("整题全对率", "+0.000", "1／1", "1.000")
