"""``python -m eval claims`` over the samples, with checks that let too much through or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import app.claims
from app.claims import Claim, Passage, Verdict
from eval.__main__ import main
from eval.claims import command
from ingest.model import Regulation


def _serving(monkeypatch: pytest.MonkeyPatch, regulations: Mapping[str, Regulation]) -> None:
    folder = SimpleNamespace(
        serving=lambda: SimpleNamespace(build_id="b1"), regulations=lambda build_id: {"b1": regulations}[build_id]
    )
    monkeypatch.setattr(command, "IndexFolder", lambda data: folder)
    monkeypatch.setenv("COLUMNS", "200")


def _all_with_a_mark(sentence: str, passages: Mapping[int, Passage]) -> Verdict:
    if "［1］" in sentence:
        return Verdict(Claim(sentence, (1,)), "ok")
    return Verdict(None, "no_mark")


def _nothing(sentence: str, passages: Mapping[int, Passage]) -> Verdict:
    return Verdict(None, "unsupported")


def test_what_was_released_is_listed_and_decides_the_status(
    samples: Mapping[str, Regulation],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    _serving(monkeypatch, samples)
    monkeypatch.setattr(app.claims, "check", _all_with_a_mark)
    written = tmp_path / "结果.json"
    assert main(["claims", "--out", str(written)]) == 0  # nothing was demanded
    said = capsys.readouterr().out
    record: dict[str, Any] = json.loads(written.read_text("utf-8"))
    released = record["altered"]["all"]["released"]
    assert record["set"] == "tuning" and released > 100 and said.count("放行了改动句") == released
    assert "标错依据" in said and "不含“换一种说法”" in said and "改动的语句的结论：ok " in said
    assert "核对一个 8 句的回答（" in said and "毫秒" in said
    assert main(["claims", "--max-released", str(released)]) == 0
    assert main(["claims", "--max-released", str(released - 1)]) == 1
    assert f"未达到要求：放行的改动句 {released} 句" in capsys.readouterr().out


def test_the_other_half_and_a_check_that_releases_nothing(
    samples: Mapping[str, Regulation], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _serving(monkeypatch, samples)
    monkeypatch.setattr(app.claims, "check", _nothing)
    assert main(["claims", "--set", "heldout", "--max-released", "0"]) == 0
    said = capsys.readouterr().out
    assert "留出语句集 heldout" in said and "放行了改动句" not in said


def test_another_index_cannot_be_measured(
    regulations: Mapping[str, Regulation], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _serving(monkeypatch, regulations)
    with pytest.raises(SystemExit) as left:
        main(["claims"])
    said = capsys.readouterr().err
    assert left.value.code == 2 and "索引里没有《" in said and "请先导入 samples/" in said


def test_faults_of_the_command_line_and_of_the_folders(
    samples: Mapping[str, Regulation],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["claims", "--data", str(tmp_path / "没有")])
    assert left.value.code == 2 and "还没有可用的索引" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        main(["claims", "--max-released", "-1"])
    assert left.value.code == 2 and "应是不小于 0 的整数" in capsys.readouterr().err
    _serving(monkeypatch, samples)
    monkeypatch.setattr(app.claims, "check", _nothing)
    with pytest.raises(SystemExit) as left:
        main(["claims", "--out", str(tmp_path)])
    assert left.value.code == 2 and "请用 --out 换一个可写的位置" in capsys.readouterr().err
