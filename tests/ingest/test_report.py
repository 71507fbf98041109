"""The report itemises what was understood, left out and repaired."""

from __future__ import annotations

import json
from collections.abc import Callable

from ingest.dedupe import Merge
from ingest.mapped import Edit
from ingest.model import Difference, Regulation, Segment
from ingest.report import FileReport, IngestReport, markdown, slips, unaccounted


def test_what_is_in_nothing_is_shown() -> None:
    text = "甲乙丙丁。戊"
    left = [Edit("页码", 3, 4, "丁", removed=True)]
    assert unaccounted(text, [Segment(0, 2, 0, 2)], left) == [(2, 3, "丙"), (4, 6, "。戊")]
    assert unaccounted(text, [Segment(0, 3, 0, 3), Segment(3, 5, 4, 6)], left) == []


def test_only_white_space_needs_no_account() -> None:
    assert unaccounted("甲 \n\u3000乙", [Segment(0, 1, 0, 1), Segment(1, 2, 4, 5)], []) == []
    assert unaccounted("甲——乙", [Segment(0, 1, 0, 1), Segment(1, 2, 3, 4)], []) == [(1, 3, "——")]


def test_slips_stay_and_are_shown(regulation: Callable[..., Regulation]) -> None:
    found = regulation("打印办法\n第一条 依照科室 and 仓库的约定办理。\n第二条 完。")
    [(start, end, shown)] = slips(found)
    assert found.text[start:end] == " and "
    assert "科室 and 仓库" in shown


def test_markdown_names_spans_shares_and_reasons(ingested: Callable) -> None:  # type: ignore[type-arg]
    report, _ = ingested("打印办法\n第一条 省纸,,,双面。\n- 3 -\n第二条 完。")
    text = markdown(IngestReport([report], regulations=1, articles=2))
    assert "《打印办法》：2条" in text
    assert "略去·页码：1 处，5 字" in text and "“- 3 -”" in text
    assert "修整·重复标点合一：1 处，2 字" in text, "what is kept of a repeated mark is not counted"
    assert "修整·标点改全角：1 处，1 字" in text, "nor what the step before took away"
    assert "“,,,” → “,”" in text


def test_markdown_keeps_to_its_lines() -> None:
    merge = Merge("一", "学习《打印办法》", "甲.txt", "乙.txt", 0.9, (Difference(0, 3, "甲\n乙", "丙"),))
    carried = IngestReport(
        [FileReport("坏.txt", error="坏.txt：读不出来。")], [merge], carried=["打印办法"], notes=["README.md"]
    )
    text = markdown(carried)
    assert "“甲⏎乙” ↔ “丙”" in text
    assert "《学习〈打印办法〉》" in text
    assert "**未导入**：坏.txt：读不出来。" in text
    assert "保留上次导入的《打印办法》" in text
    assert "未当作制度导入：README.md" in text


def test_json_is_complete(ingested: Callable) -> None:  # type: ignore[type-arg]
    report, _ = ingested("打印办法\n第一条 省纸,,,双面。\n- 3 -\n第二条 完。")
    data = json.loads(IngestReport([report], regulations=1, articles=2).to_json())
    assert data["regulations"] == 1 and data["merges"] == []
    [file] = data["files"]
    assert [edit["reason"] for edit in file["left_out"]] == ["页码"]
    assert file["documents"][0]["counts"] == {"article": 2}
    assert file["unaccounted"] == []
