"""With a real second process: nothing in it is heavy, it takes a second to start."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.settings import Settings
from eval.dataset import Question
from eval.run import AskError, Reply, SilentError, UnreachableError
from eval.systems.apart import apart
from eval.systems.system import Setup, SystemUnderTest
from vectorstore.errors import VectorstoreError


class Odd:
    """Does what the question's id says."""

    def ask(self, question: Question) -> Reply:
        match question.id:
            case "turned away":
                raise AskError("问题是空的")
            case "broken":
                raise ValueError("没有料到")
            case "dies":
                os._exit(9)
            case "slow":
                time.sleep(60)
        return Reply({"answer": question.question, "pid": os.getpid()}, 1.5, ({"article": "第一条"},), "备注", 0.5)


def opened(name: str, setup: Setup) -> SystemUnderTest:
    if name == "absent":
        raise UnreachableError("没有启用")
    if name == "unbuilt":
        raise VectorstoreError("no_index", "还没有索引")
    if name == "dies":
        os._exit(9)
    left = Path(setup.settings.data, "closed")
    return SystemUnderTest(Odd(), "b1", {"对象": name}, left.touch)


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(Settings(data=tmp_path))


def test_it_answers_from_a_process_of_its_own_and_closes_what_it_holds(setup: Setup, tmp_path: Path) -> None:
    with apart("fake", setup, opened) as system:
        assert (system.build_id, system.facts) == ("b1", {"对象": "fake"})
        reply = system.asker.ask(Question("q1", "停借多久", "direct"))
        assert reply.answer["answer"] == "停借多久" and reply.answer["pid"] != os.getpid()
        assert (reply.elapsed_ms, reply.ranking, reply.note, reply.confidence) == (
            1.5,
            ({"article": "第一条"},),
            "备注",
            0.5,
        )
        assert system.memory()["峰值"] > 0
        with pytest.raises(AskError, match="问题是空的") as caught:
            system.asker.ask(Question("turned away", "", "direct"))
        assert not isinstance(caught.value, SilentError)
        with pytest.raises(AskError, match="ValueError: 没有料到"):
            system.asker.ask(Question("broken", "", "direct"))
        assert system.asker.ask(Question("q2", "还在", "direct")).answer["answer"] == "还在"
    assert (tmp_path / "closed").exists()


def test_its_death_is_not_the_runs(setup: Setup) -> None:
    with apart("fake", setup, opened) as system:
        for identity in ("dies", "q2"):
            with pytest.raises(SilentError, match="进程已退出（退出码 9）"):
                system.asker.ask(Question(identity, "", "direct"))


def test_a_system_that_does_not_come_to_an_end_is_ended(setup: Setup) -> None:
    with apart("fake", Setup(setup.settings, timeout_s=0.2), opened) as system:
        with pytest.raises(SilentError, match=r"0\.2 秒内没有答完"):
            system.asker.ask(Question("slow", "", "direct"))
        with pytest.raises(SilentError):
            system.asker.ask(Question("q2", "", "direct"))


@pytest.mark.parametrize(("name", "words"), [("absent", "没有启用"), ("unbuilt", "还没有索引"), ("dies", "退出码 9")])
def test_what_cannot_be_opened_is_said(setup: Setup, name: str, words: str) -> None:
    with pytest.raises(UnreachableError, match=words):
        apart(name, setup, opened)
