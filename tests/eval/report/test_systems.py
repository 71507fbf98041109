from __future__ import annotations

from dataclasses import replace

from eval.report.examined import examined
from eval.report.systems import compared, compared_table, shortened, side_by_side, width
from eval.run import Run


def test_side_by_side_fits_a_screen_of_80_columns(made: Run, other: Run) -> None:
    far = replace(other, name="http://tiaowen.yanhe.example:7860/a/long/way")
    head, rows = side_by_side([examined(made), examined(far)])
    assert [row[0] for row in rows] == ["条问", "http://tiao…"]
    assert all(len(row) == len(head) for row in rows)
    columns = [max(width(row[at]) for row in (head, *rows)) for at in range(len(head))]
    assert sum(columns) + 2 * len(columns) + 2 <= 80  # what a table of rich puts around its columns


def test_the_best_number_of_each_row_is_marked(made: Run, other: Run) -> None:
    lines = {line.name: line for line in compared([examined(made), examined(other)])}
    assert lines["整题全对率"].best == (True, False)
    assert lines["耗时 p50／p95（毫秒）"].best == (False, True)  # the lower the better
    assert lines["条文 Success@1"].best == (False, False)  # both alike: nobody is best


def test_fewer_false_refusals_are_better(made: Run, other: Run) -> None:
    results = tuple(replace(r, scores={**r.scores, "false_refusal": 0.9}) for r in other.results)
    lines = {line.name: line for line in compared([examined(made), examined(replace(other, results=results))])}
    assert lines["误拒率"].best == (True, False)


def test_a_number_that_only_one_system_has(made: Run, other: Run) -> None:
    alone = tuple(replace(r, scores={**r.scores, "faithfulness": 0.8}) for r in other.results)
    head, rows = compared_table([examined(made), examined(replace(other, results=alone))])
    assert head == ["指标", "条问", "只用词 BM25"]
    row = next(row for row in rows if "忠实度" in row[0])
    assert row[1] == "—" and row[2].startswith("0.800")


def test_shortened_counts_chinese_characters_twice() -> None:
    assert shortened("条问条问", 8) == "条问条问"
    assert shortened("条问条问条", 8) == "条问条…"
