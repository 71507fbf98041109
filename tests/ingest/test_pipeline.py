"""A folder of good and bad files."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path

import pytest

from ingest.formats.archive import Member
from ingest.model import IngestError
from ingest.pipeline import REGULATIONS, REPORT_JSON, REPORT_MD, Known, check, ingest, parse_member, prepare
from ingest.report.records import IngestReport
from ingest.sources import Limits
from ingest.store import read_regulations

TODAY = dt.date(2026, 1, 1)
GOOD = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"
OTHER = "复印规定\n第一条 登记。\n第二条 单面。\n第三条 完。"


def run(sources: Path, data: Path) -> IngestReport:
    return ingest([sources], data, limits=Limits(), today=TODAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "来源"
    folder.mkdir()
    (folder / "甲.txt").write_text(GOOD, encoding="utf-8")
    (folder / "乙.txt").write_text(OTHER, encoding="gb18030")
    return folder


def test_good_files_are_stored_and_reported(folder: Path, tmp_path: Path) -> None:
    report = run(folder, tmp_path / "数据")
    assert (report.regulations, report.articles, report.errors) == (2, 6, [])
    stored = read_regulations(tmp_path / "数据" / REGULATIONS)
    assert {r.title for r in stored} == {"打印办法", "复印规定"}
    assert {s.file for r in stored for s in r.sources} == {"甲.txt", "乙.txt"}
    assert json.loads((tmp_path / "数据" / REPORT_JSON).read_text(encoding="utf-8"))["regulations"] == 2
    assert "《打印办法》" in (tmp_path / "数据" / REPORT_MD).read_text(encoding="utf-8")


def test_check_writes_nothing(folder: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    report, regulations = check([folder], limits=Limits(), today=TODAY)
    assert report.regulations == len(regulations) == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_a_bad_file_among_good_ones(folder: Path, tmp_path: Path) -> None:
    (folder / "图.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "空.txt").write_bytes(b"")
    (folder / "密.txt").write_text("机密★三年\n" + GOOD, encoding="utf-8")
    report = run(folder, tmp_path / "数据")
    assert report.regulations == 2
    assert {file.error_code for file in report.errors} == {"binary", "empty", "classified"}


def test_a_file_that_turns_bad_loses_nothing(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    run(folder, data)
    (folder / "乙.txt").write_bytes(b"")
    report = run(folder, data)
    assert report.carried == ["复印规定"]
    assert {r.title for r in read_regulations(data / REGULATIONS)} == {"打印办法", "复印规定"}


def test_a_file_that_is_gone_goes(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    run(folder, data)
    (folder / "乙.txt").unlink()
    report = run(folder, data)
    assert [r.title for r in read_regulations(data / REGULATIONS)] == ["打印办法"]
    assert any(line.startswith("不再包含：《复印规定》") and "乙.txt" in line for line in report.changes)
    assert "## 与上次导入相比" in (data / REPORT_MD).read_text(encoding="utf-8")
    assert json.loads((data / REPORT_JSON).read_text(encoding="utf-8"))["changes"] == report.changes
    assert run(folder, data).changes == []


def test_what_would_happen(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    first = prepare([folder], data, limits=Limits(), today=TODAY)
    assert [step.kind for step in first.steps] == ["new", "new"] and first.report.changes == []
    run(folder, data)
    before = (data / REGULATIONS).read_bytes()
    (folder / "甲.txt").write_text(GOOD.replace("双面", "单面"), encoding="utf-8")
    prepared = prepare([folder], data, limits=Limits(), today=TODAY)
    assert sorted(step.kind for step in prepared.steps) == ["edition", "unchanged", "vanished"]
    assert (data / REGULATIONS).read_bytes() == before


def test_a_stored_file_that_cannot_be_read_is_replaced(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    data.mkdir()
    (data / REGULATIONS).write_text('{"schema": 0}\n', encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    assert "读不出来" in run(folder, data).changes[0]
    assert len(read_regulations(data / REGULATIONS)) == 2


def test_an_archive_that_turns_bad_loses_nothing(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    with zipfile.ZipFile(folder / "包.zip", "w") as pack:
        pack.writestr("丙.txt", GOOD.replace("打印办法", "装订规定").replace("双面", "左边"))
    run(folder, data)
    (folder / "包.zip").write_bytes((folder / "包.zip").read_bytes()[:60])
    assert run(folder, data).carried == ["装订规定"]


def test_a_file_that_is_still_written_keeps_what_it_held(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    run(folder, data)
    (folder / "乙.txt").write_text(OTHER[:12], encoding="gb18030")
    writing = {str(folder / "乙.txt")}
    prepared = prepare([folder], data, limits=Limits(), today=TODAY, unfinished=writing)
    assert [file.error_code for file in prepared.report.errors] == ["unfinished"]
    assert {step.kind for step in prepared.steps} == {"unchanged"}


def test_carried_regulations_have_their_status_of_today(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    (folder / "甲.txt").write_text(GOOD.replace("完。", "本办法自2020年1月1日起施行。"), encoding="utf-8")
    run(folder, data)
    (folder / "甲.txt").write_bytes(b"")
    (folder / "丁.txt").write_text(
        GOOD.replace("双面", "单面").replace("完。", "本办法自2025年1月1日起施行。"), encoding="utf-8"
    )
    run(folder, data)
    stored = {r.effective: r.status for r in read_regulations(data / REGULATIONS) if r.title == "打印办法"}
    assert stored == {"2020-01-01": "已被修订", "2025-01-01": "现行有效"}


def test_what_is_known_is_not_parsed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: Known = {}
    check([folder], limits=Limits(), today=TODAY, known=known)
    assert len(known) == 2
    parsed: list[str] = []
    real = parse_member
    monkeypatch.setattr("ingest.pipeline.parse_member", lambda m, limits: parsed.append(m.name) or real(m, limits))
    (folder / "甲.txt").write_text(GOOD.replace("双面", "单面"), encoding="utf-8")
    (folder / "乙.txt.meta.yaml").write_text("issuer: 青石镇\n", encoding="utf-8")
    check([folder], limits=Limits(), today=TODAY, known=known)
    assert sorted(parsed) == ["乙.txt", "甲.txt"]
    for name in ("乙.txt", "乙.txt.meta.yaml"):
        (folder / name).unlink()
    check([folder], limits=Limits(), today=TODAY, known=known)
    assert len(parsed) == 2 and len(known) == 1


def test_nothing_to_ingest_leaves_what_is_stored(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    run(folder, data)
    before = (data / REGULATIONS).read_bytes()
    empty = tmp_path / "没有内容"
    empty.mkdir()
    with pytest.raises(IngestError) as refused:
        run(empty, data)
    assert refused.value.code == "nothing" and "没有可导入的文件" in refused.value.message
    assert (data / REGULATIONS).read_bytes() == before


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="找不到") as refused:
        run(tmp_path / "没有", tmp_path / "数据")
    assert refused.value.code == "missing"
    assert not (tmp_path / "数据").exists()


def test_copies_become_one_regulation(folder: Path, tmp_path: Path) -> None:
    (folder / "丙.txt").write_text(GOOD.replace("双面", "两面"), encoding="utf-8")
    long = "各科室都要节约用纸，及时取走，按月登记，如实上报，不得浪费。"
    for name, word in (("甲.txt", "双面"), ("丙.txt", "两面")):
        text = GOOD.replace("省纸。", long * 3).replace("双面", f"一律{word}打印")
        (folder / name).write_text(text, encoding="utf-8")
    report = run(folder, tmp_path / "数据")
    assert report.regulations == 2
    [merge] = report.merges
    assert merge.kept_title == "打印办法" and len(merge.differences) == 1


def test_progress_is_told(folder: Path) -> None:
    told: list[tuple[int, int, str]] = []
    check([folder], limits=Limits(), today=TODAY, progress=lambda *each: told.append(each))
    assert told[0][:2] == (0, 2) and told[-1] == (2, 2, "")


def test_a_title_without_a_text_is_reported(folder: Path) -> None:
    (folder / "甲.txt").write_text("装订规定\n\n为省纸，制定本规定的工作正在进行。\n\n" + GOOD, encoding="utf-8")
    report, _ = check([folder], limits=Limits(), today=TODAY)
    assert all(file.unaccounted == [] for file in report.files)


def test_a_defect_in_one_file_is_named_and_the_rest_goes_through(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest import pipeline

    real = pipeline.parse_member

    def broken(member: Member, limits: Limits) -> object:
        if member.name == "甲.txt":
            raise ZeroDivisionError
        return real(member, limits)

    monkeypatch.setattr(pipeline, "parse_member", broken)
    report = run(folder, tmp_path / "数据")
    assert [(file.file, file.error_code) for file in report.errors] == [("甲.txt", "internal")]
    assert "ZeroDivisionError" in report.errors[0].error and "反馈" in report.errors[0].error
    assert report.regulations == 1
