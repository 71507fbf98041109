"""python -m ingest."""

from __future__ import annotations

import json
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


def test_a_message_is_one_line_wherever_it_goes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    name = "关于进一步加强打印和复印纸张管理工作的若干意见（2024年修订）.docx"
    (folder / name).write_bytes(b"")
    then = "false [打印]"
    assert main(["run", str(folder), "--data", str(tmp_path / "数据"), "--then", then]) == 1
    said = capsys.readouterr().err.splitlines()
    assert f"  未导入：{name}：文件是空的，没有可导入的文字。请检查原文件。" in said
    assert any(then in line for line in said)


def test_check_prints_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# 检查报告\n\n**没有需要处理的问题。**\n")
    assert "\x1b[" not in printed


def test_check_tells_by_its_status_that_something_needs_a_look(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "乙.txt").write_text("借书办法\n第一条 登记。\n第三条 归还。\n第四条 完。", encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    assert "1 处需要看一看，涉及 1 个文件" in capsys.readouterr().out
    assert main(["check", str(folder), "--json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert [(f["file"], f["kind"]) for f in printed["findings"]] == [("乙.txt", "numbering")]


def test_check_all_lists_every_edit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "甲.txt").write_text(GOOD + "\n- 3 -\n", encoding="utf-8")
    assert main(["check", str(folder)]) == 0
    assert "“- 3 -”" not in capsys.readouterr().out
    assert main(["check", str(folder), "--all"]) == 0
    assert "“- 3 -”" in capsys.readouterr().out


def test_check_of_a_missing_or_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(tmp_path / "没有")])
    assert stopped.value.code == 2
    assert main(["check", str(tmp_path)]) == 1
    assert "没有找到可导入的文件" in capsys.readouterr().out


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
    assert main(["check", str(folder)]) == 1
    assert "MAX_FILE_MB=1" in capsys.readouterr().out
    main(["check", str(folder), "--max-file-mb", "5"])
    assert "MAX_FILE_MB" not in capsys.readouterr().out


def test_a_limit_that_is_no_number(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MAX_FILE_MB", "很大")
    with pytest.raises(SystemExit) as stopped:
        main(["check", "."])
    assert stopped.value.code == 2
    assert "MAX_FILE_MB=50" in capsys.readouterr().err


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check"])
    assert stopped.value.code == 2
    assert "缺少参数" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "数据"
    assert main(["run", str(folder), "--data", str(data), "--dry-run"]) == 0
    assert not data.exists()
    assert "没有写入" in capsys.readouterr().err
    main(["run", str(folder), "--data", str(data)])
    before = (data / REGULATIONS).read_bytes()
    (folder / "甲.txt").write_text(GOOD.replace("双面", "单面"), encoding="utf-8")
    capsys.readouterr()
    assert main(["run", str(folder), "--data", str(data), "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# 导入预演") and "~~双~~**单**" in printed
    assert main(["run", str(folder), "--data", str(data), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["stored"], [step["kind"] for step in told["steps"]]) == (False, ["edition", "vanished"])
    assert (data / REGULATIONS).read_bytes() == before


def test_run_tells_what_changed(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", str(folder), "--data", str(tmp_path / "数据")]
    main(arguments)
    (folder / "甲.txt").rename(folder / "乙.txt")
    (folder / "丙.txt").write_text(GOOD.replace("打印办法", "装订规定").replace("双面", "左边"), encoding="utf-8")
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    said = capsys.readouterr()
    assert "来源变化：《打印办法》：现来自 乙.txt" in said.err
    assert json.loads(said.out)["counts"] == {"new": 1, "sources": 1}


def test_a_command_afterwards(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", str(folder), "--data", str(tmp_path / "数据"), "--then"]
    assert main([*arguments, "python -c pass"]) == 0
    assert main([*arguments, "python -c exit(4)"]) == 1
    assert "以状态 4 结束" in capsys.readouterr().err


def test_watching_excludes_a_dry_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(folder), "--watch", "--dry-run"])
    assert stopped.value.code == 2
    assert "--watch 不能与 --dry-run" in capsys.readouterr().err


def test_what_is_written_does_not_become_a_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", str(folder), "--data", str(folder / "子" / "数据")])
    assert ended.value.code == 2 and "请用 --data 换一个文件夹" in capsys.readouterr().err
    assert not (folder / "子").exists()
    assert main(["run", str(folder), "--data", str(folder / ".数据")]) == 0
