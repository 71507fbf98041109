"""Questions asked with their regulation and without it; the index is a stand-in that knows what it was built of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import app.server
from app.answer import refusal
from app.settings import Settings
from eval import holdout
from eval.dataset import Gold, Question
from eval.holdout import measure, plan
from ingest.model import Regulation
from vectorstore.errors import VectorstoreError

TITLE = "青石镇图书室借阅办法（试行）"
LATE = Question("q1", "晚还多久停借", "numeric", (Gold(TITLE, "第二条", "第（一）项"),))
OTHER = Question("q2", "船能借几天", "numeric", (Gold("船只借用办法", "第二条"),))
BOTH = Question("q3", "都能借几天", "multi", (*LATE.gold, *OTHER.gold))
LOST = Question("q4", "车能借几天", "numeric", (Gold("车辆借用办法", "第一条"),))
NONE = Question("q5", "周末开门吗", "unanswerable", unanswerable=True)


@pytest.fixture
def served(regulations: dict[str, Regulation]) -> dict[str, Regulation]:
    boats = replace(regulations["new"], id="boats", title="船只借用办法", aliases=())
    return {**regulations, "boats": boats}


def test_only_what_stands_in_one_regulation_is_asked(served: dict[str, Regulation]) -> None:
    made = plan([LATE, OTHER, BOTH, LOST, NONE], served, None)
    assert [(one.title, one.ids, one.questions) for one in made.regulations] == [
        (TITLE, frozenset({"old", "new"}), (LATE,)),
        ("船只借用办法", frozenset({"boats"}), (OTHER,)),
    ]
    assert (made.several, made.elsewhere) == ((BOTH,), (LOST,))


def test_a_title_limits_what_is_left_out(served: dict[str, Regulation]) -> None:
    assert [one.title for one in plan([LATE, OTHER], served, ["船只借用办法"]).regulations] == ["船只借用办法"]


class Chain:
    """Cites the first regulation it has whatever is asked, or refuses where that is told."""

    def __init__(
        self, regulations: Sequence[Regulation], cite: Callable[..., dict[str, Any]], closed: list[str]
    ) -> None:
        self._found = [r for r in regulations if r.id in ("new", "boats")]
        self._cite = cite
        self._closed = closed

    def ask(self, question: Question) -> Any:
        cited = [self._cite(regulation, "第二条", 1) for regulation in self._found[:1]]
        if question.id == "q1" and not any(r.id == "new" for r in self._found):
            cited = []
        return SimpleNamespace(answer={"refused": not cited, "citations": cited})

    def close(self) -> None:
        self._closed.append("closed")


@pytest.fixture
def rig(
    served: dict[str, Regulation], cite: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[tuple[Settings, list[str], list[set[str]], list[Path]]]:
    """Settings of a data folder, and what was closed, what the indexes were built of, and where."""
    closed: list[str] = []
    built: list[set[str]] = []
    folders: list[Path] = []
    data = tmp_path / "data"
    data.mkdir()
    (data / "embeddings.sqlite").write_bytes(b"vectors")

    def build(folder: Path, regulations: Sequence[Regulation], embedder: object) -> None:
        assert (folder / "embeddings.sqlite").read_bytes() == b"vectors"
        built.append({regulation.id for regulation in regulations})
        folders.append(folder)

    def open_chain(settings: Settings, embedder: object) -> Chain:
        inside = set(served) if settings.data == data else built[-1]
        return Chain([served[each] for each in served if each in inside], cite, closed)

    monkeypatch.setattr(holdout, "_build", build)
    monkeypatch.setattr(app.server, "open_chain", open_chain)
    monkeypatch.setattr("eval.systems.local.ChainAsker", lambda chain, ranked: chain)
    yield Settings(data=data), closed, built, folders


def test_every_question_is_asked_with_its_regulation_and_without(
    rig: tuple[Settings, list[str], list[set[str]], list[Path]], served: dict[str, Regulation]
) -> None:
    settings, closed, built, folders = rig
    steps: list[tuple[str, int, int]] = []
    planned = plan([LATE, OTHER], served, None)
    found = measure(settings, None, served, planned, lambda *step: steps.append(step))  # type: ignore[arg-type]
    assert built == [{"boats"}, {"old", "new"}], "all editions go together"
    assert [(both.question.id, both.present.refused, both.absent.refused) for both in found] == [
        ("q1", False, True),
        ("q2", False, False),
    ]
    assert found[0].present.right
    assert found[1].absent.quoted[0][0] == f"《{TITLE}》第二条第（一）项", "what was quoted instead is told"
    assert len(closed) == 3
    assert ("全部制度都在", 2, 2) in steps
    assert not folders[0].exists(), "nothing stays behind"
    assert [path.name for path in settings.data.iterdir()] == ["embeddings.sqlite"]


def test_an_index_that_cannot_be_built_does_not_cost_the_others(
    rig: tuple[Settings, list[str], list[set[str]], list[Path]],
    served: dict[str, Regulation],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build = holdout._build

    def sometimes(folder: Path, regulations: Sequence[Regulation], embedder: Any) -> None:
        if {regulation.id for regulation in regulations} == {"boats"}:
            raise VectorstoreError("verification", "新索引没有通过检查")
        build(folder, regulations, embedder)

    monkeypatch.setattr(holdout, "_build", sometimes)
    planned = plan([LATE, OTHER], served, None)
    found = measure(rig[0], None, served, planned, lambda *step: None)  # type: ignore[arg-type]
    assert [both.absent.error for both in found] == ["新索引没有通过检查", ""]
    assert not found[0].present.refused, "with its regulation it was answered all the same"


def test_a_refusal_of_the_product_is_read_as_one(served: dict[str, Regulation]) -> None:
    told = refusal("船能借几天").to_dict()
    asker = SimpleNamespace(ask=lambda question: SimpleNamespace(answer=told))
    (said,) = holdout.ask(asker, [OTHER], holdout.Catalogue(served), lambda done: None)
    assert (said.refused, said.quoted, said.right) == (True, (), False)
