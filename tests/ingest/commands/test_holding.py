"""python -m ingest add, remove, list; and run without sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.library import library_files
from ingest.pipeline import REGULATIONS
from ingest.staging import Staging
from ingest.store import read_regulations

GOOD = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"
OTHER = "复印规定\n第一条 登记。\n第二条 单面。\n第三条 完。"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "甲.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "甲.txt.meta.yaml").write_text("issuer: 砚禾研究院", encoding="utf-8")
    return tmp_path / "甲.txt"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "数据"


def titles(data: Path) -> set[str]:
    return {each.title for each in read_regulations(data / REGULATIONS)}


def test_add_and_remove(file: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(file), "--data", str(data), "--dry-run"]) == 0
    assert not data.exists() and "新增：《打印办法》" in capsys.readouterr().out
    assert main(["add", str(file), "--data", str(data)]) == 0
    assert library_files(data) == ["甲.txt"] and read_regulations(data / REGULATIONS)[0].issuer == "砚禾研究院"
    other = file.with_name("乙.txt")
    other.write_text(OTHER, encoding="utf-8")
    assert main(["add", str(other), "--data", str(data)]) == 0
    assert titles(data) == {"打印办法", "复印规定"}
    assert main(["remove", "甲.txt", "--data", str(data)]) == 0
    assert titles(data) == {"复印规定"} and library_files(data) == ["乙.txt"]
    with pytest.raises(SystemExit) as ended:
        main(["remove", "甲.txt", "--data", str(data)])
    assert ended.value.code == 1 and "制度库里没有“甲.txt”" in capsys.readouterr().err


def test_replace(file: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["add", str(file), "--data", str(data)])
    new = file.with_name("甲二版.txt")
    new.write_text(GOOD.replace("双面", "单面"), encoding="utf-8")
    capsys.readouterr()
    assert main(["add", str(new), "--replace", "甲.txt", "--data", str(data)]) == 0
    assert "内容更新：《打印办法》" in capsys.readouterr().err or library_files(data) == ["甲二版.txt"]
    assert library_files(data) == ["甲二版.txt"]
    with pytest.raises(SystemExit) as ended:
        main(["add", str(new), str(file), "--replace", "甲.txt", "--data", str(data)])
    assert ended.value.code == 2


def test_add_what_is_no_file(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["add", str(tmp_path), "--data", str(data)])
    assert ended.value.code == 2 and "整个文件夹请用 run" in capsys.readouterr().err


def test_list(file: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["add", str(file), "--data", str(data)])
    capsys.readouterr()
    assert main(["list", "--data", str(data), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["library"], [each["title"] for each in told["regulations"]]) == (["甲.txt"], ["打印办法"])
    assert main(["list", "--data", str(data)]) == 0
    assert "《打印办法》 现行有效" in capsys.readouterr().out


def test_what_is_staged_and_confirmed(file: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    staging = Staging(data)
    received = staging.receive()
    received.write_bytes(file.read_bytes())
    staging.put(received, file.name)
    run = ["run", "--staged", "--data", str(data), "--progress"]
    assert main([*run, "--dry-run", "--json"]) == 0
    said = capsys.readouterr()
    plan = json.loads(said.out)
    assert plan["counts"] == {"new": 1} and plan["findings"] == []
    assert json.loads(said.err.splitlines()[0]) == {"stage": "解析文件", "done": 0, "total": 1}
    received = staging.receive()
    received.write_text(OTHER, encoding="utf-8")
    staging.put(received, "乙.txt")
    with pytest.raises(SystemExit) as ended:
        main([*run, "--plan", plan["plan"]])
    assert ended.value.code == 4 and "重新预演" in capsys.readouterr().err
    assert not (data / REGULATIONS).exists() and len(staging.names()) == 2
    staging.drop("乙.txt")
    assert main([*run, "--plan", plan["plan"]]) == 0
    assert titles(data) == {"打印办法"} and staging.names() == []
    assert main(["run", "--data", str(data)]) == 0
    assert titles(data) == {"打印办法"}


def test_run_without_any_source(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", "--data", str(data)])
    assert ended.value.code == 1 and "还没有来源" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["run", "--watch", "--data", str(data)])
    assert ended.value.code == 2 and "--watch 要写明来源" in capsys.readouterr().err
