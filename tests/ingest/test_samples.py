"""The project's own samples, as a fresh clone ingests them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest.model import Regulation
from ingest.numeral import format_numeral
from ingest.pipeline import check
from ingest.report import IngestReport
from ingest.sources import Limits

Result = tuple[IngestReport, tuple[Regulation, ...]]


@pytest.fixture(scope="module")
def result(samples_dir: Path) -> Result:
    return check([samples_dir], limits=Limits(), today=dt.date(2026, 1, 1))


def named(result: Result, part: str) -> list[Regulation]:
    return [r for r in result[1] if part in r.title]


def test_every_file_is_understood(result: Result) -> None:
    report, regulations = result
    assert report.errors == []
    assert [file.unaccounted for file in report.files if file.unaccounted] == []
    assert [r.title for r in regulations if r.title_inferred] == []
    assert len(regulations) == 6


def test_two_editions_stay_two(result: Result) -> None:
    editions = sorted(named(result, "工作人员考核办法"), key=lambda r: r.effective or "")
    assert [(r.effective, r.status, r.document_number) for r in editions] == [
        ("2019-05-01", "已废止", "砚院发〔2019〕9号"),
        ("2024-07-01", "现行有效", "砚院发〔2024〕18号"),
    ]
    assert [sum(a.kind == "article" for a in r.articles) for r in editions] == [21, 45]


def test_articles_in_turn_with_inserted_ones(result: Result) -> None:
    current = next(r for r in named(result, "工作人员考核办法") if r.status == "现行有效")
    plain = [a.address for a in current.articles if a.kind == "article" and not a.inserted]
    assert plain == [f"第{format_numeral(n)}条" for n in range(1, 45)]
    assert [a.address for a in current.articles if a.inserted] == ["第十四条之一"]
    assert [a.address for a in current.articles if a.kind == "annex"] == ["附件1", "附件2"]
    assert current.articles[1].path[0].startswith("第一章")


def test_a_table_inside_an_article(result: Result) -> None:
    [leave] = named(result, "请休假")
    tenth = leave.article("第十条")
    assert tenth is not None
    table = next(p for p in tenth.paragraphs if p.items)
    assert [item.name for item in table.items] == ["第1行", "第2行", "第3行"]
    assert leave.article("第十二条之一") is not None


def test_problems_and_the_group(result: Result) -> None:
    [plan] = named(result, "整治工作方案")
    assert [a.address for a in plan.articles if a.kind == "problem"] == ["问题一", "问题二", "问题三"]
    group = plan.article("四（一）")
    assert group is not None and len(group.paragraphs) > 5


def test_the_gazettes_copy_is_merged(result: Result) -> None:
    report, _ = result
    [opinion] = named(result, "学习日")
    assert {s.file for s in opinion.sources} == {"党支部学习日意见-试行.txt", "院务公报-2023年第3期.txt"}
    assert [a.address for a in opinion.articles if a.kind == "point"] == [str(n) for n in range(1, 13)]
    [merge] = report.merges
    assert len(merge.differences) == 3


def test_a_sentence_cut_by_a_page_is_one(result: Result) -> None:
    [rule] = named(result, "仪器设备")
    article = rule.article("第六条")
    assert article is not None
    assert len(article.paragraphs) == 2
    assert [a.kind for a in rule.articles] == ["front"] + ["article"] * 10
