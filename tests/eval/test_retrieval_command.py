"""``python -m eval retrieval`` with what cannot be used: named, in Chinese, nothing overwritten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.__main__ import main
from tests.vectorstore.conftest import LetterEmbeddings
from vectorstore.fusion import READING, Linear, Ranker


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    rows = [
        {"_id": f"甲#{number}", "title": "甲办法", "text": text, "metadata": {"article": number}}
        for number, text in enumerate(("请假由处长批准。", "食堂每周供应五日。", "仪器放在三楼库房。"), start=1)
    ]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "请假由谁批准"}) + "\n", encoding="utf-8")
    (folder / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\nq\t甲#1\t1\n", encoding="utf-8")
    return folder


def status(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["retrieval", "--part", "all", *arguments])
    return int(left.value.code or 0)


def test_another_data_folder_is_not_overwritten(beir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    data.mkdir()
    before = json.dumps({"sources": [{"file": "考勤办法.txt"}]}) + "\n"
    (data / "regulations.jsonl").write_text(before, encoding="utf-8")
    assert status("--beir", str(beir), "--data", str(data)) == 2
    assert "--data" in capsys.readouterr().err
    assert (data / "regulations.jsonl").read_text(encoding="utf-8") == before
    assert [path.name for path in data.iterdir()] == ["regulations.jsonl"]


def test_with_another_model_there_is_no_precise_mode(
    beir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.embedding.load_embedder", lambda model, data: LetterEmbeddings())
    assert status("--beir", str(beir), "--data", str(tmp_path / "data"), "--system", "precise") == 2
    assert "去掉 --system precise" in capsys.readouterr().err


class Reads:
    """Notes what it was asked to read."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(question)
        return np.zeros(len(passages), np.float32)


@pytest.mark.parametrize("system", ["precise", "tiaowen", None])
def test_only_the_precise_mode_reads(
    beir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str | None
) -> None:
    reads = Reads()
    monkeypatch.setattr("vectorstore.embedding.load_embedder", lambda model, data: LetterEmbeddings())
    monkeypatch.setattr("vectorstore.cross_encoder.load_cross_encoder", lambda embedder, data: reads)
    doubts = Ranker(Linear(0.0, {"typed": 4.0}), Linear(0.5, {}), 0.4, read=Linear(0.5, {READING: 1.0}))
    monkeypatch.setattr("vectorstore.retriever.load_ranker", lambda: doubts)
    chosen = ["--system", system] if system else []
    main(["retrieval", "--part", "all", "--beir", str(beir), "--data", str(tmp_path / "data"), *chosen])
    assert set(reads.asked) == ({"请假由谁批准"} if system == "precise" else set())


def test_a_folder_that_cannot_be_written_is_named(
    beir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert status("--beir", str(beir), "--data", str(tmp_path / "file" / "data")) == 2
    assert "换一个可写的位置" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-3", "两"])
def test_a_number_of_questions_is_at_least_one(beir: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("--beir", str(beir), "--data", "x", "--limit", number) == 2
    assert number in capsys.readouterr().err
