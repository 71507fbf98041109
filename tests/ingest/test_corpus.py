"""The real seed corpus: facts about its structure, none of its sentences. Skipped where it is absent."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from ingest.model import Regulation
from ingest.numeral import format_numeral
from ingest.pipeline import check
from ingest.report.records import FileReport, IngestReport
from ingest.report.text import markdown
from ingest.sources import Limits

ASSESSMENT = "内蒙古自治区事业单位工作人员考核办法"
REPORTING = "党委（党组）书记抓基层党建工作述职评议考核办法"
ORGANISATION = "中国共产党党和国家机关基层组织工作条例"
TOWNSHIP = "苏木乡镇党委工作办法（试行）"
EFFECT = "市党建工作成效考核办法"
COMMUNITY = "关于加强社区工作者队伍建设的意见"
SOCIAL = "关于加强社会组织党的建设工作的意见（试行）"
LEGAL_AID = "关于加强高校法律援助志愿服务工作的意见"
WATER = "海南区进一步加强水资源管理和利用工作方案"

# Chapters with the last article of each.
CHAPTERS = {
    ASSESSMENT: [4, 8, 17, 22, 26, 37, 45, 48, 52],
    ORGANISATION: [4, 9, 11, 17, 22, 27, 32, 40, 43],
    TOWNSHIP: [3, 6, 15, 22, 28, 34, 36],
    EFFECT: [5, 6, 9, 14, 17, 20, 23],
    REPORTING: [],
}
ARTICLES = {ASSESSMENT: 52, ORGANISATION: 43, TOWNSHIP: 36, EFFECT: 23, REPORTING: 10}


@pytest.fixture(scope="module")
def result(corpus_dir: Path) -> tuple[IngestReport, dict[str, Regulation]]:
    report, regulations = check([corpus_dir], limits=Limits(), today=dt.date(2026, 1, 1))
    return report, {r.title: r for r in regulations}


@pytest.fixture(scope="module")
def regulations(result: tuple[IngestReport, dict[str, Regulation]]) -> dict[str, Regulation]:
    return result[1]


def file_of(result: tuple[IngestReport, dict[str, Regulation]], part: str) -> FileReport:
    return next(file for file in result[0].files if part in file.file)


def addresses(regulation: Regulation, kind: str) -> list[str]:
    return [a.address for a in regulation.articles if a.kind == kind]


def test_twelve_documents_and_no_error(result: tuple[IngestReport, dict[str, Regulation]]) -> None:
    report, found = result
    assert report.errors == []
    assert report.regulations == len(found) == 12
    assert {*ARTICLES, COMMUNITY, SOCIAL, LEGAL_AID, WATER} < set(found)


def test_nothing_is_unaccounted_for(result: tuple[IngestReport, dict[str, Regulation]]) -> None:
    assert {file.file: file.unaccounted for file in result[0].files if file.unaccounted} == {}
    for file in result[0].files:
        removed = sum(edit.end - edit.start for edit in file.left_out)
        assert removed / file.characters < 0.06, (file.file, removed)


@pytest.mark.parametrize("title", list(ARTICLES))
def test_every_article_under_its_number_and_chapter(regulations: dict[str, Regulation], title: str) -> None:
    found = regulations[title]
    articles = [a for a in found.articles if a.kind == "article"]
    assert [a.address for a in articles] == [f"第{format_numeral(n)}条" for n in range(1, ARTICLES[title] + 1)]
    lasts = CHAPTERS[title]
    chapters = [h.title for h in found.headings if h.level == 3]
    assert [re.match(r"第.+?章", c).group() for c in chapters] == [  # type: ignore[union-attr]
        f"第{format_numeral(n)}章" for n in range(1, len(lasts) + 1)
    ]
    for article in articles:
        number = article.number or 0
        above = [chapters[next(i for i, last in enumerate(lasts) if number <= last)]] if lasts else []
        assert list(article.path) == above, article.address
        marker = f"第{format_numeral(number)}条"
        assert re.sub(r"\s", "", found.text[article.start : article.start + 12]).startswith(marker)


def test_the_missing_title_is_inferred_and_runs_of_marks_come_out_single(regulations: dict[str, Regulation]) -> None:
    assert [r.title for r in regulations.values() if r.title_inferred] == [REPORTING]
    assert regulations[REPORTING].effective == "2019-12-30"
    for regulation in regulations.values():
        assert re.search(r"([，。、；])\1", regulation.text) is None, regulation.title


def test_ellipses_and_dashes_stay(corpus_dir: Path, regulations: dict[str, Regulation]) -> None:
    canonical = "".join(r.text for r in regulations.values())
    source = "".join(p.read_text(encoding="utf-8") for p in corpus_dir.glob("*.txt"))
    for mark in ("……", "——"):
        assert canonical.count(mark) == 0 or source.count(mark) >= canonical.count(mark)
    assert source.count("······") and canonical.count("······") == 1


def test_the_repeated_article_is_removed_and_reported(result: tuple[IngestReport, dict[str, Regulation]]) -> None:
    [edit] = [e for e in file_of(result, "党内法规").left_out if e.reason == "重复印出的条文"]
    assert edit.text.startswith("第三十六条") and edit.removed


def test_the_annex_stays_apart(regulations: dict[str, Regulation]) -> None:
    found = regulations[EFFECT]
    last, annex = found.articles[-2:]
    assert (last.address, annex.address, annex.kind) == ("第二十三条", "附件1", "annex")
    assert last.end - last.start < 80
    assert annex.end - annex.start > 8000
    assert annex.note == "表格结构不可恢复"
    assert any("附件2" in n and "缺失" in n for n in found.notices)
    assert any("附件1" in n and "中断" in n for n in found.notices)
    assert found.text[annex.start : annex.end].count("\n") > 300


def test_points_that_run_through(regulations: dict[str, Regulation]) -> None:
    for title, count, sections in ((COMMUNITY, 17, 6), (SOCIAL, 23, 7)):
        found = regulations[title]
        assert addresses(found, "point") == [str(n) for n in range(1, count + 1)]
        assert len(found.headings) == sections
        assert all(len(a.path) == 1 for a in found.articles if a.kind == "point")
    assert regulations[SOCIAL].article("4").paragraphs[0].items[-1].number == 6  # type: ignore[union-attr]


def test_one_opinion_from_three_files(result: tuple[IngestReport, dict[str, Regulation]]) -> None:
    report, found = result
    assert len({s.file for s in found[COMMUNITY].sources}) == 3
    merges = [m for m in report.merges if m.kept_title == COMMUNITY]
    assert len(merges) == 2
    for merge in merges:
        assert any("优胜劣汰" in d.canonical and "优进绌退" in d.variant for d in merge.differences)
        assert all("\n" not in d.variant for d in merge.differences)
    assert "优进绌退" in markdown(report)


def test_sections_with_subsections(regulations: dict[str, Regulation]) -> None:
    subsections = [f"二（{format_numeral(n)}）" for n in range(1, 9)]
    assert addresses(regulations[LEGAL_AID], "section") == ["一", *subsections, "三"]


def test_problems_with_named_parts(regulations: dict[str, Regulation]) -> None:
    found = regulations[WATER]
    assert addresses(found, "problem") == ["问题一", "问题二", "问题三", "问题四"]
    for article in found.articles:
        if article.kind != "problem":
            continue
        names = Counter(
            re.sub(r"\d", "", name)
            for paragraph in article.paragraphs
            for item in paragraph.items
            for name in (item.name, *(sub.name for sub in item.subitems))
        )
        assert set(names) == {"工作目标", "工作措施", "责任单位", "完成时限"}
        assert names["工作措施"] == names["责任单位"] == names["完成时限"]
    group = found.article("四（一）")
    assert group is not None and len(group.paragraphs) == 14


def test_documents_without_numbers(regulations: dict[str, Regulation]) -> None:
    plain = {t: len(r.articles) for t, r in regulations.items() if {a.kind for a in r.articles} == {"paragraph"}}
    assert sorted(plain.values()) == [3, 4, 9]
    for title in plain:
        assert addresses(regulations[title], "paragraph") == [f"第{n}段" for n in range(1, plain[title] + 1)]


def test_notices_and_lead_ins_are_kept(regulations: dict[str, Regulation]) -> None:
    fronts = {t: addresses(r, "front") for t, r in regulations.items() if addresses(r, "front")}
    assert fronts == {
        ASSESSMENT: ["印发通知"],
        WATER: ["印发通知"],
        LEGAL_AID: ["印发通知"],
        ORGANISATION: ["发布说明"],
        SOCIAL: ["发布说明"],
        TOWNSHIP: ["发布说明"],
    }
    assert regulations[ASSESSMENT].published == "2024-04-03" == regulations[ASSESSMENT].effective


def test_noise_is_no_content(regulations: dict[str, Regulation]) -> None:
    for regulation in regulations.values():
        assert re.search(r"[\u1800-\u18af]|[.…]{4,}\s*\d|资源描述|展开阅读全文|魏晓晓|<u>", regulation.text) is None


def test_slips_of_the_source_stay_and_are_reported(result: tuple[IngestReport, dict[str, Regulation]]) -> None:
    assert " and " in result[1][ASSESSMENT].text
    assert any(" and " in slip for d in file_of(result, "公报").documents for slip in d.slips)


def folded(text: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[·•]", "·", plain.translate(str.maketrans("“”‘’。", "\"\"''.")))
    return re.sub(r"([,.;:!?、])\1+", r"\1", plain)


def test_offsets_lead_back_to_the_characters_of_the_file(corpus_dir: Path, regulations: dict[str, Regulation]) -> None:
    checked = 0
    for regulation in regulations.values():
        for source in regulation.sources:
            text = (corpus_dir / source.file).read_bytes().decode("utf-8-sig")
            changed = {at for d in source.differences for at in range(d.start, d.end)}
            for article in regulation.articles:
                mine, its = [], []
                for s in source.segments:
                    start, end = max(s.start, article.start), min(s.end, article.end)
                    if start >= end:
                        continue
                    mine.append(regulation.text[start:end])
                    if s.end - s.start == s.source_end - s.source_start:
                        its.append(text[s.source_start + start - s.start : s.source_start + end - s.start])
                    else:
                        its.append(text[s.source_start : s.source_end])
                assert folded("".join(mine)) == folded("".join(its)), (regulation.title, article.address, source.file)
                # Every word of the article is there, but for the wording in which this source differs.
                lost = {at for at in range(article.start, article.end) if regulation.text[at].isalnum()}
                for s in source.segments:
                    lost.difference_update(range(s.start, s.end))
                assert len(lost - changed) == 0, (regulation.title, article.address, source.file)
                checked += 1
    assert checked > 290
