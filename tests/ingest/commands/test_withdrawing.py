"""python -m ingest withdraw and restore."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.pipeline import REGULATIONS
from ingest.store import read_regulations
from ingest.withdrawn import read_withdrawn

GOOD = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"
OTHER = "复印规定\n第一条 登记。\n第二条 单面。\n第三条 完。"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "来源"
    folder.mkdir()
    (folder / "甲.txt").write_text(GOOD, encoding="utf-8")
    (folder / "乙.txt").write_text(OTHER, encoding="utf-8")
    main(["run", str(folder), "--data", str(tmp_path / "数据")])
    return tmp_path / "数据"


def ids(data: Path) -> dict[str, str]:
    return {each.title: each.id for each in read_regulations(data / REGULATIONS)}


def test_withdraw_and_restore(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = ids(data)["打印办法"]
    command = [identity, "--data", str(data)]
    capsys.readouterr()
    assert main(["withdraw", *command, "--dry-run"]) == 0
    assert "撤下：《打印办法》" in capsys.readouterr().out and len(ids(data)) == 2
    assert main(["withdraw", *command, "--reason", "印错\n了", "--who", "王某"]) == 0
    assert list(ids(data)) == ["复印规定"]
    [entry] = read_withdrawn(data)
    assert (entry.id, entry.who, entry.reason, entry.files) == (identity, "王某", "印错 了", ("甲.txt",))
    assert "已撤下，没有导入：《打印办法》" in capsys.readouterr().err
    main(["list", "--data", str(data)])
    assert "已撤下的制度（1 部）" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["withdraw", *command])
    assert "已经在撤下清单里" in capsys.readouterr().err
    assert main(["restore", *command]) == 0
    assert len(ids(data)) == 2 and read_withdrawn(data) == ()


def test_ids_that_are_not_there(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command, said in (("withdraw", "没有编号为“没有”的制度"), ("restore", "撤下清单里没有“没有”")):
        with pytest.raises(SystemExit) as ended:
            main([command, "没有", "--data", str(data)])
        assert ended.value.code == 1 and said in capsys.readouterr().err
