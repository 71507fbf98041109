"""The report that people read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.editions.dedupe import Merge
from ingest.lines.mapped import Edit
from ingest.model import Difference
from ingest.report.findings import Finding
from ingest.report.records import DocumentReport, FileReport, IngestReport, KeptReport
from ingest.report.text import FEW_FILES, MOST_FILES, MOST_FINDINGS, markdown, rows


def document(title: str = "打印办法") -> DocumentReport:
    counts = {"article": 2}
    return DocumentReport(
        title, title, False, 0, 9, 0.9, counts, {"条": 2, "款": 3}, None, None, None, None, "现行有效", [], [], []
    )


def file(name: str, *messages: str) -> FileReport:
    found = [Finding("numbering", True, message, "打印办法") for message in messages]
    return FileReport(name, 10, "utf-8", documents=[document()], findings=found)


def test_the_verdict_comes_first() -> None:
    assert markdown(IngestReport([file("甲.txt")])).splitlines()[2] == "**没有需要处理的问题。**"
    bad = IngestReport([file("甲.txt", "缺第二条", "缺第九条"), FileReport("乙.txt", error="乙.txt：读不出来。")])
    lines = markdown(bad, title="检查报告").splitlines()
    assert lines[0] == "# 检查报告"
    assert lines[2] == "**3 处需要看一看，涉及 2 个文件，其中 1 个文件未能导入。**"
    assert "- 编号缺漏或重复：2 处（1 个文件）" in lines and "- 未能导入：1 处（1 个文件）" in lines
    assert "- 需要看：缺第二条" in lines


def test_rows_have_the_style_of_what_they_say() -> None:
    styles = {row.text: row.style for row in rows(IngestReport([file("甲.txt")]), title="检查报告", everything=False)}
    assert styles["# 检查报告"] == "title" and styles["**没有需要处理的问题。**"] == "good"
    styles = {row.text: row.style for row in rows(IngestReport([file("甲.txt", "缺")]), title="", everything=False)}
    assert styles["- 需要看：缺"] == "look"


def test_a_long_report_keeps_to_what_needs_a_look() -> None:
    many = [file(f"好{n}.txt") for n in range(FEW_FILES)] + [file("坏.txt", *map(str, range(MOST_FINDINGS + 2)))]
    short = markdown(IngestReport(many), everything=False)
    assert "## 坏.txt" in short and "## 好1.txt" not in short
    assert "- 其余 2 处：加 --all 逐处列出" in short
    assert f"另有 {FEW_FILES} 个文件没有列出，{FEW_FILES} 个没有需要看的地方" in short
    whole = markdown(IngestReport(many), everything=True)
    assert "## 好1.txt" in whole and f"- 需要看：{MOST_FINDINGS + 1}" in whole and "--all" not in whole
    every = markdown(IngestReport([file(f"坏{n}.txt", "缺") for n in range(MOST_FILES + 3)]), everything=False)
    assert every.count("- 需要看：缺") == MOST_FILES
    assert "另有 3 个文件没有列出，其中 0 个没有需要看的地方" in every


def test_a_few_files_are_all_shown() -> None:
    assert "## 甲.txt" in markdown(IngestReport([file("甲.txt")]), everything=False)


def test_spans_shares_and_reasons(ingested: Callable) -> None:  # type: ignore[type-arg]
    report, _ = ingested("打印办法\n第一条 省纸,,,双面。\n- 3 -\n第二条 完。")
    text = markdown(IngestReport([report], regulations=1, articles=2))
    assert "《打印办法》：2条；2款，占全文" in text
    assert "略去·页码：1 处，5 字" in text and "“- 3 -”" in text
    assert "修整·重复标点合一：1 处，2 字" in text, "what is kept of a repeated mark is not counted"
    assert "修整·标点改全角：1 处，1 字" in text, "nor what the step before took away"
    assert "“,,,” → “,”" in text
    assert "“,,,” → “,”" not in markdown(IngestReport([report]), everything=False)


def test_what_was_left_out_of_all_files_is_summed_up() -> None:
    left = [Edit("页码", 0, 4, "- 1 -", removed=True)]
    one, two = (FileReport(name, 100, left_out=left) for name in ("甲.txt", "乙.txt"))
    assert "## 略去和修整（全部文件）\n\n- 略去·页码：2 处，8 字（4.00%）" in markdown(IngestReport([one, two]))


def test_merged_copies_and_what_differs() -> None:
    same = Merge("一", "学习《打印办法》", "甲.txt", "丙.txt", 1.0, ())
    other = Merge("一", "学习《打印办法》", "甲.txt", "乙.txt", 0.9, (Difference(0, 3, "甲\n乙", "丙"),))
    carried = IngestReport(
        [FileReport("坏.txt", error="坏.txt：读不出来。")], [same, other], carried=["打印办法"], notes=["README.md"]
    )
    text = markdown(carried)
    assert "“甲⏎乙” ↔ “丙”" in text
    assert "《学习〈打印办法〉》" in text
    assert text.index("乙.txt 并入") < text.index("丙.txt 并入"), "copies that differ come first"
    assert "**未导入**：坏.txt：读不出来。" in text
    assert "保留上次导入的《打印办法》" in text
    assert "未当作制度导入：README.md" in text


def test_what_is_very_long_is_cut_short() -> None:
    merge = Merge("一", "打印办法", "甲.txt", "乙.txt", 0.5, (Difference(0, 900, "纸" * 900, ""),))
    text = markdown(IngestReport([file("甲.txt")], [merge]))
    assert "……（共 900 字）" in text and "纸" * 200 not in text


@pytest.mark.parametrize(("statuses", "shown"), [(["现行有效"], False), (["现行有效", "尚未施行"], True)])
def test_statuses_are_said_where_they_differ(statuses: list[str], shown: bool) -> None:
    kept = [KeptReport(s, s, False, s, None, None, ["甲.txt"], 4, 1, 2) for s in statuses]
    text = markdown(IngestReport([file("甲.txt")], kept=kept))
    assert ("尚未施行 1 部" in text) is shown
    assert f"引用 {4 * len(kept)} 处：{len(kept)} 处没有落到条文，{2 * len(kept)} 处指向没有导入的文件。" in text


def test_what_copies_disagree_in_besides_words() -> None:
    marks = (("，", "、", 3), ("。", "", 1))
    merge = Merge(
        "打印办法",
        "打印办法",
        "甲.txt",
        "乙.txt",
        1.0,
        (),
        disagreements=(("published", "2024-03-05", "2024-03-08"),),
        punctuation=marks,
    )
    lines = markdown(IngestReport([file("甲.txt")], [merge])).splitlines()
    assert "  - 发布日期不同：采用 2024-03-05，另一份作 2024-03-08" in lines
    assert "  - 仅标点不同 4 处：“，”↔“、” 3 处、“。”↔“无” 1 处" in lines


def test_what_is_other_than_before() -> None:
    report = IngestReport([file("甲.txt")], changes=["新增：《打印办法》 ← 甲.txt", "不再包含：《复印规定》"])
    lines = markdown(report).splitlines()
    assert lines[lines.index("## 与上次导入相比") + 2 :][:2] == [f"- {line}" for line in report.changes]
    assert "## 与上次导入相比" not in markdown(IngestReport([file("甲.txt")]))
