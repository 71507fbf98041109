"""One job at a time, in a process of its own; what became of it is known after a restart, however it ended."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.admin.job import Job, read_job, write_job
from app.admin.jobs import BusyError, Jobs
from app.admin.tasks import Task

LONG = 60.0


@dataclass(frozen=True, slots=True)
class Scripted(Task):
    """A task of small programs."""

    programs: tuple[str, ...] = ()

    def commands(self, data: Path, model: str | None, who: str) -> tuple[tuple[str, ...], ...]:
        return tuple((sys.executable, "-c", program) for program in self.programs)


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(tmp_path, None)


def run(jobs: Jobs, *programs: str) -> Job:
    jobs.start(Scripted("import", programs=programs), "王某")
    jobs.wait(LONG)
    job = jobs.latest()
    assert job is not None
    return job


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


TELL = """
import sys
print('{"stage": "解析文件", "done": 3, "total": 4}', file=sys.stderr)
print("共 3 部文件", file=sys.stderr)
"""


def test_commands_run_one_after_the_other(jobs: Jobs) -> None:
    job = run(jobs, TELL + "sys.exit(3)", "print('已发布索引')")
    assert (job.state, job.step, job.error) == ("done", 1, "") and job.ended
    assert jobs.log(job) == "共 3 部文件\n已发布索引\n", "progress is no output"
    assert jobs.running() is None and jobs.find(job.id) == job
    assert "commands" not in job.shown()


def test_what_is_printed_as_json_is_the_result(jobs: Jobs) -> None:
    assert jobs.result(run(jobs, "print('{\"plan\": 1}')")) == {"plan": 1}


def test_a_failure_ends_it_and_is_explained(jobs: Jobs) -> None:
    job = run(jobs, "import sys; print('错误：磁盘满了。\\n请清理', file=sys.stderr); sys.exit(1)", "print('不该运行')")
    assert (job.state, job.error) == ("failed", "磁盘满了。\n请清理")
    assert "不该运行" not in jobs.log(job)
    assert "状态 7" in run(jobs, "import sys; sys.exit(7)").error


WAIT = (
    'import time, sys; print(\'{"stage": "等", "done": 0, "total": 9}\', file=sys.stderr, flush=True); time.sleep(600)'
)


def test_one_at_a_time_and_cancelled(jobs: Jobs, tmp_path: Path) -> None:
    jobs.start(Scripted("import", programs=(WAIT,)), "王某")
    until(lambda: (job := jobs.running()) is not None and job.stage == "等")
    for other in (jobs, Jobs(tmp_path, None)):  # also after the service was started anew
        with pytest.raises(BusyError):
            other.start(Task("rebuild"), "李某")
        running = other.running()
        assert running is not None and running.who == "王某"
    assert jobs.cancel()
    jobs.wait(LONG)
    job = jobs.latest()
    assert job is not None and job.state == "cancelled"
    assert not jobs.cancel()
    assert run(jobs, "pass").state == "done"


def test_asked_to_end_twice_it_still_waits_for_what_it_runs(jobs: Jobs, tmp_path: Path) -> None:
    """Whoever comes next must not meet a command that is still writing."""
    finished = tmp_path / "finished"
    slow = f"""
import signal, sys, time, pathlib
def end(*_):
    time.sleep(1)
    pathlib.Path({str(finished)!r}).touch()
    sys.exit(130)
signal.signal(signal.SIGINT, end)
{WAIT}
"""
    jobs.start(Scripted("import", programs=(slow,)), "王某")
    until(lambda: (job := jobs.running()) is not None and job.stage == "等")
    assert jobs.cancel()
    time.sleep(0.3)
    assert jobs.cancel()
    jobs.wait(LONG)
    job = jobs.latest()
    assert job is not None and job.state == "cancelled" and finished.exists()


def test_a_worker_that_is_killed_is_noticed(jobs: Jobs) -> None:
    jobs.start(Scripted("import", programs=(WAIT,)), "王某")
    until(lambda: (job := jobs.running()) is not None and job.pid > 0)
    job = jobs.running()
    assert job is not None
    os.killpg(job.pid, signal.SIGKILL)
    until(lambda: jobs.running() is None)
    job = jobs.latest()
    assert job is not None and job.state == "interrupted" and "重新操作" in job.error
    assert run(jobs, "pass").state == "done"


def test_secrets_of_the_service_are_not_handed_on(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOWEN_TOKEN_SECRET", "s" * 40)
    job = run(jobs, "import os; print([key for key in os.environ if key.startswith('TIAOWEN')])")
    assert jobs.log(job) == "[]\n"


def test_history(jobs: Jobs, tmp_path: Path) -> None:
    job = run(jobs, "pass")
    for number in range(60):
        old = replace(job, id=f"2020-{number:03}")
        (tmp_path / "admin" / "jobs" / old.id).mkdir()
        write_job(tmp_path / "admin" / "jobs" / old.id, old)
    (tmp_path / "admin" / "jobs" / "2021").mkdir()
    latest = run(jobs, "pass")
    assert jobs.history()[0] == latest and len(jobs.history()) <= 50
    assert read_job(tmp_path / "没有") is None


def test_the_commands_of_a_task(tmp_path: Path) -> None:
    def words(task: Task, model: str | None = None) -> list[list[str]]:
        return [list(command[2:]) for command in task.commands(tmp_path, model, "王某")]

    at = f"--data={tmp_path}"
    assert words(Task("import", preview=True)) == [
        ["ingest", "run", "--staged", at, "--progress", "--dry-run", "--json"]
    ]
    assert words(Task("import", plan="ab"), "/m") == [
        ["ingest", "run", "--staged", at, "--progress", "--plan=ab"],
        ["vectorstore", "build", at, "--progress", "--model=/m"],
    ]
    [withdraw, _] = words(Task("withdraw", plan="ab", id="--help", reason="--json"))
    assert withdraw[:4] == ["ingest", "withdraw", "--who=王某", "--reason=--json"] and withdraw[-2:] == ["--", "--help"]
    assert words(Task("rebuild", force=True)) == [["vectorstore", "build", at, "--progress", "--force"]]
    assert words(Task("rollback")) == [["vectorstore", "rollback", at]]
