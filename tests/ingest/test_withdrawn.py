"""An edition taken back stays out, however its file, its id or its words have changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.model import IngestError, Regulation
from ingest.pipeline import REGULATIONS, Change, ingest, prepare, store
from ingest.sources import Limits
from ingest.store import read_regulations
from ingest.withdrawn import WITHDRAWN, leave_out, read_withdrawn, withdrawal, write_withdrawn

TODAY = dt.date(2026, 1, 1)
TEXT = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 本办法自{day}起施行。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "来源"
    folder.mkdir()
    (folder / "旧.txt").write_text(TEXT.format(day="2020年1月1日"), encoding="utf-8")
    (folder / "新.txt").write_text(TEXT.format(day="2025年1月1日").replace("双面", "单面"), encoding="utf-8")
    return folder


def stored(data: Path) -> dict[str, Regulation]:
    return {each.effective or "": each for each in read_regulations(data / REGULATIONS)}


def take_back(regulation: Regulation, data: Path) -> None:
    entry = withdrawal(regulation, when="2026-01-01T08:00:00+00:00", who="王某", reason="印错")
    write_withdrawn(data, [entry])


def run(folder: Path, data: Path) -> list[str]:
    return ingest([folder], data, limits=Limits(), today=TODAY).withdrawn


def test_the_older_edition_is_in_force_again(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    run(folder, data)
    assert stored(data)["2020-01-01"].status == "已被修订"
    take_back(stored(data)["2025-01-01"], data)
    [said] = run(folder, data)
    assert "《打印办法》" in said and "王某：印错" in said
    assert {day: each.status for day, each in stored(data).items()} == {"2020-01-01": "现行有效"}


def test_what_it_would_do_is_said_as_what_it_is(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    run(folder, data)
    entry = withdrawal(stored(data)["2025-01-01"], when="2026", who="", reason="")
    prepared = prepare([folder], data, limits=Limits(), today=TODAY, change=Change(withdrawn=(entry,)))
    assert sorted(step.kind for step in prepared.steps) == ["facts", "withdrawn"]
    assert any(line.startswith("撤下：《打印办法》") for line in prepared.report.changes)
    assert not (data / WITHDRAWN).exists()
    store(prepared, data)
    assert [each.id for each in read_withdrawn(data)] == [entry.id]


def test_a_file_that_fails_does_not_bring_it_back(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    run(folder, data)
    take_back(stored(data)["2025-01-01"], data)
    (folder / "新.txt").write_bytes(b"")
    run(folder, data)
    assert list(stored(data)) == ["2020-01-01"]


def test_found_again_under_another_id(folder: Path, regulation: Callable[..., Regulation]) -> None:
    text = TEXT.format(day="2025年1月1日")
    entry = withdrawal(regulation(text), when="2026", who="", reason="")
    moved = regulation("打印办法\n（2025年1月1日）\n" + text.partition("\n")[2])
    same_words = Regulation(**{**_fields(regulation(text)), "id": "打印办法@2024-12-01"})
    assert list(leave_out([same_words], [entry])[1]) == ["打印办法@2024-12-01"]
    assert moved.text != regulation(text).text
    corrected = Regulation(**{**_fields(regulation(text.replace("省纸", "节约用纸"))), "id": entry.id})
    assert list(leave_out([corrected], [entry])[1]) == [entry.id], "the same id with the words put right"
    dated = Regulation(**{**_fields(regulation(text)), "id": "别的", "text": "改过的字"})
    assert list(leave_out([dated], [entry])[1]) == ["别的"], "the same file, its only document of this title"
    twice = [dated, Regulation(**{**_fields(dated), "id": "再一个"})]
    assert leave_out(twice, [entry])[1] == {}, "which of the two is meant is not known"
    other = regulation(text.replace("打印办法", "装订规定"), "别.txt")
    assert leave_out([other], [entry]) == ((other,), {})


def _fields(regulation: Regulation) -> dict[str, object]:
    return {name: getattr(regulation, name) for name in Regulation.__dataclass_fields__}


def test_all_taken_back(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    run(folder, data)
    entries = [withdrawal(each, when="2026", who="", reason="") for each in stored(data).values()]
    with pytest.raises(IngestError, match="全部制度都已撤下"):
        prepare([folder], data, limits=Limits(), today=TODAY, change=Change(withdrawn=tuple(entries)))


def test_a_damaged_list_brings_nothing_back(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    run(folder, data)
    before = (data / REGULATIONS).read_bytes()
    for damaged in ("{", '{"withdrawn": [{"id": 1}]}', "[]"):
        (data / WITHDRAWN).write_text(damaged, encoding="utf-8")
        with pytest.raises(IngestError, match="撤下清单"):
            run(folder, data)
    assert (data / REGULATIONS).read_bytes() == before
