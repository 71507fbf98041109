"""The project's own samples, as a fresh clone ingests them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest.address import label
from ingest.model import Regulation
from ingest.numeral import format_numeral
from ingest.pipeline import check
from ingest.report.records import IngestReport
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
    assert len(regulations) == 9


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


def test_a_saved_web_page_without_the_site_round_it(result: Result) -> None:
    [travel] = named(result, "差旅费")
    assert [a.address for a in travel.articles] == [f"第{format_numeral(n)}条" for n in range(1, 16)]
    assert (travel.document_number, travel.published, travel.effective) == (
        "砚院财〔2025〕6号",
        "2025-03-18",
        "2025-04-01",
    )
    assert travel.repeals == ("云岫市砚禾研究院差旅费报销规定",)
    assert "站内搜索" not in travel.text and "版权所有" not in travel.text
    seventh = travel.article("第七条")
    assert seventh is not None
    rows = seventh.paragraphs[1].items
    assert [label(seventh, seventh.paragraphs[1], row) for row in rows] == ["第七条第1行", "第七条第2行"]
    assert all(travel.text[row.start : row.end].endswith("经济舱") for row in rows), "a cell over two rows is in both"


def test_a_word_file_with_computed_numbers_and_tracked_changes(result: Result) -> None:
    report, _ = result
    [cars] = named(result, "公务用车")
    assert [a.address for a in cars.articles if a.kind == "article"] == [
        f"第{format_numeral(n)}条" for n in range(1, 13)
    ]
    fifth, eighth, annex = (cars.article(address) for address in ("第五条", "第八条", "附件1"))
    assert fifth is not None and eighth is not None and annex is not None
    assert [len(p.items) for p in fifth.paragraphs] == [4, 0]
    assert "两小时" in cars.text[eighth.start : eighth.end] and "二十四小时" not in cars.text
    assert [row.name for row in annex.paragraphs[0].items] == ["第1行", "第2行", "第3行"]
    assert cars.sources[0].format == "docx" and cars.sources[0].places[0].position.startswith("段落")
    [file] = [each for each in report.files if each.format == "docx"]
    assert any("修订痕迹" in notice for notice in file.notices)


def test_a_pdf_with_pages_and_a_table(result: Result) -> None:
    [meetings] = named(result, "会议管理")
    assert [a.address for a in meetings.articles if a.kind == "article"] == [
        f"第{format_numeral(n)}条" for n in range(1, 16)
    ]
    assert "制度汇编" not in meetings.text and "— 1 —" not in meetings.text
    assert {place.page for place in meetings.sources[0].places} == {1, 2}
    seventh = meetings.article("第七条")
    assert seventh is not None and [row.name for row in seventh.paragraphs[1].items] == ["第1行", "第2行", "第3行"]
    assert meetings.document_number == "砚院办〔2024〕31号"
