"""Sources are remembered, and one that cannot be reached takes nothing with it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from ingest.model import IngestError
from ingest.origins import SOURCES, read_origins
from ingest.pipeline import REGULATIONS, Prepared, ingest, prepare, store
from ingest.sources import Limits
from ingest.store import read_regulations

TODAY = dt.date(2026, 1, 1)
GOOD = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"
OTHER = "复印规定\n第一条 登记。\n第二条 单面。\n第三条 完。"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, text in (("甲", GOOD), ("乙", OTHER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "甲", tmp_path / "乙"], tmp_path / "数据", limits=Limits(), today=TODAY)
    return tmp_path / "数据"


def again(data: Path) -> Prepared:
    prepared = prepare(None, data, limits=Limits(), today=TODAY)
    store(prepared, data)
    return prepared


def titles(data: Path) -> set[str]:
    return {each.title for each in read_regulations(data / REGULATIONS)}


def test_the_sources_of_the_last_time(data: Path, tmp_path: Path) -> None:
    origins = read_origins(data) or ()
    assert [(Path(each.path).name, each.files) for each in origins] == [("甲", ("甲.txt",)), ("乙", ("乙.txt",))]
    (tmp_path / "甲" / "丙.txt").write_text(GOOD.replace("打印办法", "装订规定").replace("双", "左"), encoding="utf-8")
    again(data)
    assert titles(data) == {"打印办法", "复印规定", "装订规定"}
    (tmp_path / "甲" / "丙.txt").unlink()
    assert again(data).report.carried == []
    assert titles(data) == {"打印办法", "复印规定"}


@pytest.mark.parametrize("how", ["gone", "empty"])
def test_a_source_that_cannot_be_reached(data: Path, tmp_path: Path, how: str) -> None:
    shutil.rmtree(tmp_path / "乙")
    if how == "empty":
        (tmp_path / "乙").mkdir()
    for _ in range(2):
        report = again(data).report
        assert report.carried == ["复印规定"]
        assert [file.error_code for file in report.errors] == ["missing"] and "沿用" in report.errors[0].error
    assert titles(data) == {"打印办法", "复印规定"}
    (tmp_path / "乙").mkdir(exist_ok=True)
    (tmp_path / "乙" / "乙.txt").write_text(OTHER.replace("单面", "两面"), encoding="utf-8")
    assert again(data).report.errors == []
    assert "两面" in "".join(each.text for each in read_regulations(data / REGULATIONS))


def test_sources_that_are_named_replace_the_recorded_ones(data: Path, tmp_path: Path) -> None:
    ingest([tmp_path / "甲"], data, limits=Limits(), today=TODAY)
    assert titles(data) == {"打印办法"} and len(read_origins(data) or ()) == 1


def test_what_was_stored_before_sources_were_recorded_stays(data: Path) -> None:
    (data / SOURCES).unlink()
    (data / "library").mkdir()
    (data / "library" / "丙.txt").write_text(GOOD.replace("打印办法", "装订规定").replace("双", "左"), encoding="utf-8")
    for _ in range(2):
        report = again(data).report
        assert titles(data) == {"打印办法", "复印规定", "装订规定"}
        assert report.carried == [] and report.errors == []


def test_no_sources_at_all(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="还没有来源") as refused:
        prepare(None, tmp_path, limits=Limits(), today=TODAY)
    assert refused.value.code == "nothing"


def test_a_damaged_record(data: Path) -> None:
    (data / SOURCES).write_text("[]", encoding="utf-8")
    with pytest.raises(IngestError, match="移走它"):
        again(data)
