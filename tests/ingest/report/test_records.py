"""The report itemises what was understood, left out and repaired."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from ingest.editions.dedupe import Merge
from ingest.lines.mapped import Edit
from ingest.model import Difference, Reference, Regulation, Segment, Source
from ingest.report.findings import Finding
from ingest.report.records import FileReport, IngestReport, keep, unaccounted


def test_what_is_in_nothing_is_shown() -> None:
    text = "甲乙丙丁。戊"
    left = [Edit("页码", 3, 4, "丁", removed=True)]
    assert unaccounted(text, [Segment(0, 2, 0, 2)], left) == [(2, 3, "丙"), (4, 6, "。戊")]
    assert unaccounted(text, [Segment(0, 3, 0, 3), Segment(3, 5, 4, 6)], left) == []


def test_only_white_space_needs_no_account() -> None:
    assert unaccounted("甲 \n\u3000乙", [Segment(0, 1, 0, 1), Segment(1, 2, 4, 5)], []) == []
    assert unaccounted("甲——乙", [Segment(0, 1, 0, 1), Segment(1, 2, 3, 4)], []) == [(1, 3, "——")]


def test_json_is_complete(ingested: Callable) -> None:  # type: ignore[type-arg]
    report, _ = ingested("打印办法\n第一条 省纸,,,双面。\n- 3 -\n第二条 完。")
    data = json.loads(IngestReport([report], regulations=1, articles=2).to_json())
    assert data["schema"] == 2 and data["regulations"] == 1 and data["merges"] == []
    [file] = data["files"]
    assert [edit["reason"] for edit in file["left_out"]] == ["页码"]
    assert file["documents"][0]["counts"] == {"article": 2}
    assert file["documents"][0]["structure"] == data["structure"] == {"条": 2, "款": 2}
    assert file["unaccounted"] == []
    assert (data["clean"], data["look"], data["findings"]) == (True, 0, [])
    assert "findings" not in file, "they stand once, in a list of their own"


def test_structure_counts_headings_and_all_that_articles_hold(ingested: Callable) -> None:  # type: ignore[type-arg]
    text = (
        "打印办法\n第一章 总则\n第一条 甲。\n乙。\n第二章 分则\n第二条 禁止：\n（一）丙：\n1.丁；\n2.戊；\n（二）己。"
    )
    report, _ = ingested(text)
    assert report.documents[0].structure == {"章": 2, "条": 2, "款": 3, "项": 2, "目": 2}


def test_findings_are_told_file_by_file() -> None:
    difference = Difference(0, 1, "甲", "乙")
    merge = Merge("打印办法@1", "打印办法", "甲.txt", "乙.txt", 0.9, (difference,))
    kept = keep([regulation("打印办法", title_inferred=True, file="甲.txt")])
    doubt = Finding("numbering", True, "第三条起缺失", "打印办法@1")
    report = IngestReport(
        [
            FileReport("甲.txt", notices=["含公式1处，已写成一行文字，请核对", "正文取自主体区"], findings=[doubt]),
            FileReport("乙.txt", unaccounted=[(3, 5, "——")]),
            FileReport("坏.txt", error="坏.txt：读不出来。", error_code="unreadable"),
        ],
        [merge, replace(merge, merged_file="坏.txt", differences=())],
        kept=kept,
    )
    assert [(f.file, f.kind, f.look) for f in report.findings] == [
        ("甲.txt", "reader", True),
        ("甲.txt", "reader", False),
        ("甲.txt", "numbering", True),
        ("甲.txt", "title", True),
        ("乙.txt", "unaccounted", True),
        ("乙.txt", "copies", True),
        ("坏.txt", "error", True),
    ]
    data = report.to_dict()
    assert (data["clean"], data["look"]) == (False, 6)
    assert data["findings"][2] == {
        "kind": "numbering",
        "look": True,
        "message": "第三条起缺失",
        "document": "打印办法@1",
        "address": "",
        "file": "甲.txt",
    }


def test_nothing_found_needs_a_look() -> None:
    assert [finding.kind for finding in IngestReport([]).looks] == ["error"]


def test_references_are_counted() -> None:
    lost = Reference(0, 2, "第一条", problem="本办法没有第九条")
    found = Reference(0, 2, "第一条", targets=("第二条",))
    away = Reference(0, 2, "第一条", "云岫市档案法", problem="未导入《云岫市档案法》")
    [kept] = keep([replace(regulation("打印办法"), references=(lost, found, away))])
    assert (kept.references, kept.unresolved, kept.outside) == (3, 1, 1)
    assert [(finding.kind, finding.look) for finding in kept.findings] == [("reference", True), ("reference", False)]


def regulation(title: str, *, title_inferred: bool = False, file: str = "甲.txt") -> Regulation:
    return Regulation("甲", title, title_inferred, "前款", (), (), (Source(file, "", ()),))


def test_files_of_one_name_in_two_folders_are_both_told() -> None:
    report = IngestReport([FileReport("甲.txt", error="甲.txt：读不出来。"), FileReport("甲.txt")])
    assert [(f.file, f.kind) for f in report.looks] == [("甲.txt", "error")]
