"""What the hold-out command prints and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval import holdoutcommand
from eval.__main__ import main
from eval.dataset import Question
from eval.holdout import Both, LeftOut, Plan, Said, Told
from ingest.model import Regulation

QUESTION = Question("q1", "晚还多久停借", "numeric")
QUOTED = (("《船只借用办法》第二条", "逾期十五日的，停借。" * 20),)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, regulations: dict[str, Regulation]) -> Callable[..., None]:
    """The command with an index that is taken for granted, and the answers given."""

    def prepare(*found: Both) -> None:
        title = regulations["new"].title
        planned = Plan((LeftOut(title, frozenset({"new"}), tuple(both.question for both in found)),), (QUESTION,), ())
        known = {**regulations, "b": SimpleNamespace(id="b", title="船只借用办法", aliases=())}
        serving = SimpleNamespace(
            serving=lambda: SimpleNamespace(build_id="b1"), regulations=lambda build_id: {"b1": known}[build_id]
        )
        monkeypatch.setattr(holdoutcommand, "IndexFolder", lambda data: serving)
        monkeypatch.setattr(holdoutcommand, "plan", lambda questions, regulations, titles: planned)
        monkeypatch.setattr("vectorstore.embedding.load_embedder", lambda model, data: None)

        def measure(settings: object, embedder: object, known: object, planned: Plan, told: Told) -> Sequence[Both]:
            told("全部制度都在", 1, 1)
            return found

        monkeypatch.setattr(holdoutcommand, "measure", measure)

    return prepare


def both(refused_without: bool, refused_with: bool = False, title: str = "青石镇图书室借阅办法（试行）") -> Both:
    absent = Said(refused_without, () if refused_without else QUOTED)
    return Both(QUESTION, title, Said(refused_with, right=not refused_with), absent)


def test_the_table_and_what_was_quoted_instead(
    measured: Callable[..., None], write_set: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    measured(both(True), both(True), both(True), both(False))
    assert main(["hold-out", "--questions", str(write_set())]) == 0
    shown = capsys.readouterr().out
    assert "75%" in shown
    assert "仍然作答的 1 题" in shown
    assert "《船只借用办法》第二条" in shown
    assert "1 题的标准答案分在几部制度里" in shown


def test_json_is_all_that_goes_to_standard_output(
    measured: Callable[..., None], write_set: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    measured(both(True), both(False, refused_with=True))
    assert main(["hold-out", "--questions", str(write_set()), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["refusal_without"]["mean"] == found["false_refusal_with"]["mean"] == 0.5
    assert found["questions"][1]["without"]["quoted"][0]["place"] == QUOTED[0][0]
    assert found["gold_in_several_regulations"] == ["q1"]


@pytest.mark.parametrize(
    ("demand", "status"),
    [
        (["--min-refusal", "0.5"], 0),
        (["--min-refusal", "0.6"], 1),
        (["--max-false-refusal", "0.5"], 0),
        (["--max-false-refusal", "0.4"], 1),
    ],
)
def test_demands(measured: Callable[..., None], write_set: Callable[..., Path], demand: list[str], status: int) -> None:
    measured(both(True, refused_with=True), both(False))
    assert main(["hold-out", "--questions", str(write_set()), *demand]) == status


def test_what_was_not_measured_is_said_and_no_success(
    measured: Callable[..., None], write_set: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Both(QUESTION, "青石镇图书室借阅办法（试行）", Said(False, right=True), Said(False, error="索引建不起来"))
    measured(both(True), broken)
    assert main(["hold-out", "--questions", str(write_set())]) == 1
    shown = capsys.readouterr().out
    assert "没有测到 1 题" in shown
    assert "100%" in shown, "the rest is measured all the same"


def test_a_regulation_that_is_not_there_is_named(
    measured: Callable[..., None], write_set: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    measured(both(True))
    with pytest.raises(SystemExit) as leaving:
        main(["hold-out", "--questions", str(write_set()), "--regulation", "没有这部"])
    assert leaving.value.code == 2
    assert "没有这部" in capsys.readouterr().err


def test_without_an_index_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["hold-out", "--data", str(tmp_path)])
    assert leaving.value.code == 2
    assert "vectorstore build" in capsys.readouterr().err
