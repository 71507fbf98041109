"""The measurement of parsing on paper."""

from __future__ import annotations

from collections import Counter

from eval.parsing.accounting import Account, Stretch
from eval.parsing.boundaries import Rate, Score
from eval.parsing.cutter import Cuts
from eval.parsing.measure import CUTTERS, FileResult, LabelResult, Measurement
from eval.parsing.numbering import Numbering
from eval.parsing.report import as_json, as_markdown, tables


def made(*, faults: int = 0, failures: int = 0) -> Measurement:
    """Two files: one with articles, one without."""
    account = Account(100, 80, 5, 10, 5, 0, 0, Counter({"页码": 8}), [Stretch(3, 5, "——")] * failures)
    numbering = Numbering(articles=4, faults=["第一条之后是第三条"] * faults)
    cuts = {name: Cuts(4, 1, 0) for name in CUTTERS}
    none = {name: Cuts(0, 0, 0) for name in CUTTERS}
    files = [
        FileResult("甲.md", account, numbering, cuts),
        FileResult("乙.md", Account(50, 50), Numbering(parts=3, swallowed=["二、"]), none),
    ]
    return Measurement("法规", files, megabytes=3.0, cpu=1.5, wall=2.0, memory_mb={"峰值": 70.4})


def labels(name: str, right: int) -> LabelResult:
    rate = Rate(right / 4, 0.5, 1.0)
    scores = {each: {"article": Score(4, 4, right, rate, rate, None)} for each in ("ours", "second")}
    return LabelResult(name, 2, scores, {"甲.md": ["第二条"]}, {})  # type: ignore[arg-type]


def test_files_without_articles_are_counted_apart() -> None:
    numbering = as_json(made(faults=1))["numbering"]
    assert numbering["with_articles"]["files"] == numbering["without_articles"]["files"] == 1
    assert numbering["with_articles"]["without_unexplained_gap_or_repetition"] == 0
    assert numbering["with_articles"]["faults"] == {"甲.md": ["第一条之后是第三条"]}
    assert numbering["without_articles"]["clean"] == 0
    assert numbering["without_articles"]["swallowed"] == {"乙.md": ["二、"]}


def test_shares_and_speed() -> None:
    shown = tables(made())
    assert ["原样保留", "130", "86.6667%"] in shown["字符去向"][1]
    assert shown["略去的内容"][1] == [["页码", "8", "5.3333%"]]
    assert ["每秒 CPU 时间解析", "2.00 MB"] in shown["速度和内存"][1]
    assert shown["切分对比"][1][0] == ["本项目", "4", "1（25.00%）", "0（0.00%）"]


def test_labels_that_agree_make_one_table() -> None:
    agreeing = made()
    agreeing.labels = [labels("一", 3), labels("二", 3)]
    assert "边界（标注 一、二，2 个文件）" in tables(agreeing)
    assert as_markdown(agreeing).count("标注有而没有照样认出") == 1
    differing = made()
    differing.labels = [labels("一", 3), labels("二", 4)]
    assert {"边界（标注 一，2 个文件）", "边界（标注 二，2 个文件）"} <= set(tables(differing))
    row = tables(differing)["边界（标注 一，2 个文件）"][1][0]
    assert row == ["本项目", "条", "4", "4", "3", "75.00%（50.00%–100.00%）", "75.00%（50.00%–100.00%）", "—"]


def test_what_does_not_add_up_is_named() -> None:
    bad = made(failures=1)
    assert bad.failures == ["甲.md 第 3–5 字：“——”没有交代去向，或出现了两次"]
    assert bad.failures[0] in as_markdown(bad)
