"""python -m ingest."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.pipeline import REGULATIONS
from ingest.store import read_regulations

GOOD = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "来源"
    folder.mkdir()
    (folder / "甲.txt").write_text(GOOD, encoding="utf-8")
    return folder


def test_run(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(folder), "--data", str(tmp_path / "数据")]) == 0
    assert "《打印办法》" in capsys.readouterr().err
    assert len(read_regulations(tmp_path / "数据" / REGULATIONS)) == 1


def test_check_prints_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("# 导入报告")


def test_some_files_failed(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "空.txt").write_bytes(b"")
    assert main(["run", str(folder), "--data", str(tmp_path / "数据")]) == 3
    assert "空.txt" in capsys.readouterr().err
    assert len(read_regulations(tmp_path / "数据" / REGULATIONS)) == 1


def test_a_missing_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(tmp_path / "没有"), "--data", str(tmp_path / "数据")])
    assert stopped.value.code == 1
    assert "找不到文件或文件夹" in capsys.readouterr().err


def test_the_size_limit_is_a_setting(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "大.txt").write_text(GOOD + "多用的纸要退回仓库。" * 60_000, encoding="utf-8")
    monkeypatch.setenv("MAX_FILE_MB", "1")
    assert main(["check", str(folder)]) == 3
    assert "MAX_FILE_MB=1" in capsys.readouterr().out
    assert main(["check", str(folder), "--max-file-mb", "5"]) == 0


def test_a_limit_that_is_no_number(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MAX_FILE_MB", "很大")
    with pytest.raises(SystemExit) as stopped:
        main(["check", "."])
    assert stopped.value.code == 2
    assert "MAX_FILE_MB=50" in capsys.readouterr().err


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["run"])
    assert stopped.value.code == 2
    assert "缺少参数" in capsys.readouterr().err
