"""``python -m app batch``: the input is never touched, the output is whole or not there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import app.server
from app.__main__ import main
from app.answer import Answer
from app.chain import AskRequest, RegulationChain

TABLE = "问题,部门\n工具书能外借吗,办公室\n食堂几点开饭,\n"


@pytest.fixture(autouse=True)
def _table(elsewhere: None) -> None:
    Path("题.csv").write_bytes(TABLE.encode("gb18030"))


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, chain: RegulationChain) -> RegulationChain:
    monkeypatch.setattr(app.server, "load_chain", lambda settings: chain)
    return chain


def _fails(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as caught:
        main(["batch", *arguments])
    assert isinstance(caught.value.code, int)
    return caught.value.code, capsys.readouterr().err


def test_a_csv_file(ready: RegulationChain, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "题.csv", "答.csv"]) == 0
    assert "2 个问题：有依据 1 个，未找到依据 1 个，未能查询 0 个。已写入 答.csv。" in capsys.readouterr().out
    written = Path("答.csv").read_text(encoding="utf-8-sig")
    assert "《图书室借阅办法》第二条第（二）项" in written and "办公室" in written
    assert Path("题.csv").read_bytes() == TABLE.encode("gb18030")
    assert sorted(path.name for path in Path().iterdir()) == ["答.csv", "题.csv"]


def test_a_workbook_limited_to_a_regulation(ready: RegulationChain) -> None:
    book, out = Workbook(), io.BytesIO()
    for row in (["问题"], ["工具书能外借吗"]):
        book.worksheets[0].append(row)
    book.save(out)
    Path("题.xlsx").write_bytes(out.getvalue())
    assert main(["batch", "题.xlsx", "答.xlsx", "--regulation", "图书室借阅办法", "--as-of", "2024-05-01"]) == 0
    assert load_workbook("答.xlsx").worksheets[0]["B2"].value == "有依据"
    assert ready.index.retriever.calls[-1][2] == {"r1"}  # type: ignore[attr-defined]


def test_interrupted_it_writes_what_is_done(
    ready: RegulationChain, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ready.ask

    def ask(request: AskRequest) -> Answer:
        if "食堂" in request.question:
            raise KeyboardInterrupt
        return asked(request)

    monkeypatch.setattr(ready, "ask", ask)
    assert main(["batch", "题.csv", "答.csv"]) == 1
    assert "已中断：查了 1 个，共 2 个" in capsys.readouterr().err
    assert "第二条第（二）项" in Path("答.csv").read_text(encoding="utf-8-sig")


def test_a_file_that_is_there_already(ready: RegulationChain, capsys: pytest.CaptureFixture[str]) -> None:
    Path("答.csv").write_text("旧")
    status, said = _fails(["题.csv", "答.csv"], capsys)
    assert status == 2 and "--force" in said and Path("答.csv").read_text() == "旧"
    assert main(["batch", "题.csv", "答.csv", "--force"]) == 0


@pytest.mark.parametrize("target", ["题.csv", "./题.csv"])
def test_the_input_is_never_the_output(ready: RegulationChain, capsys: pytest.CaptureFixture[str], target: str) -> None:
    status, said = _fails(["题.csv", target, "--force"], capsys)
    assert status == 2 and "不能就是原来的表格" in said
    assert Path("题.csv").read_bytes() == TABLE.encode("gb18030")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["没有.csv", "答.csv"], 2, "没有找到表格"),
        (["题.csv", "答.txt"], 2, ".xlsx 或 .csv"),
        (["题.csv", "答.xlsx"], 2, "请以 .csv 结尾"),
        (["题.csv", "无/答.csv"], 2, "没有文件夹"),
        (["题.csv", "答.csv", "--regulation", "没有的办法"], 1, "没有收录"),
        (["空.csv", "答.csv"], 1, "没有内容"),
    ],
)
def test_what_cannot_be_done(
    ready: RegulationChain, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, said: str
) -> None:
    Path("空.csv").write_text("问题\n")
    found, message = _fails(arguments, capsys)
    assert found == status and said in message and not Path("答.csv").exists()


def test_too_many_questions(ready: RegulationChain, capsys: pytest.CaptureFixture[str]) -> None:
    Path("题.csv").write_text("问题\n" + "甲？\n" * 5001, encoding="utf-8")
    status, said = _fails(["题.csv", "答.csv"], capsys)
    assert status == 1 and "有 5001 个问题，超过一次 5000 个的上限" in said
