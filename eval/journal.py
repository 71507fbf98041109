"""What an unfinished run has found out so far, kept in the report's folder until the report is written.

A file of JSON lines: what is being evaluated, then of each system its facts, one line a question, its memory at the
end. A line is in the file as soon as its question is answered; every so many are forced onto the disk.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.dataset import Question
from eval.run import Cited, QuestionResult
from vectorstore.errors import VectorstoreError
from vectorstore.lock import FileLock

FILE = "unfinished.jsonl"
_LOCK = ".lock"
_SYNC_EVERY = 20  # lines that a power cut may cost


class JournalError(Exception):
    """An unfinished run that cannot be gone on with; the message is Chinese."""


@dataclass
class Kept:
    """What is known of one system: ``memory_mb`` is None until it has been asked everything."""

    facts: Mapping[str, str]
    results: dict[str, QuestionResult] = field(default_factory=dict)
    memory_mb: Mapping[str, float] | None = None


class Journal:
    """The journal in ``folder``, gone on with where there is one. ``about`` says, in words for a reader, what decides
    the results (set, index, systems); where it differs from what the journal began with, :class:`JournalError`.

    ``started`` is when the run first began. Only one process may hold a journal.
    """

    def __init__(self, folder: Path, about: Mapping[str, str], questions: Iterable[Question], started: str) -> None:
        self._new_folder = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.started = started
        self.systems: dict[str, Kept] = {}
        self._path = folder / FILE
        try:
            self._lock = FileLock(folder / _LOCK, f"{folder} 里另一次评测正在运行，请等它结束，或用 --out 换一个目录")
        except VectorstoreError as error:
            raise JournalError(error.message) from error
        try:
            whole = self._read(about, {question.id: question for question in questions})
            self._file = self._path.open("r+b" if self._path.exists() else "wb")
            self._file.truncate(whole)  # the line that was being written when the run was ended
            self._file.seek(whole)
            self._unsynced = 0
            if not whole:
                self._write({"about": dict(about), "started": started})
        except BaseException:
            self._lock.release()
            raise

    def begin(self, name: str, facts: Mapping[str, str]) -> Kept:
        """The system called ``name`` is open and described by ``facts``; what is known of it already.

        Raises :class:`JournalError` where it was another one before the interruption.
        """
        kept = self.systems.get(name)
        if kept is None:
            self._write({"system": name, "facts": dict(facts)})
            kept = self.systems[name] = Kept(dict(facts))
        elif kept.facts != facts:
            changed = "、".join(sorted(key for key in {*kept.facts, *facts} if kept.facts.get(key) != facts.get(key)))
            raise JournalError(self._refusal(f"系统 {name} 的{changed}"))
        return kept

    def add(self, name: str, result: QuestionResult) -> None:
        """One question of a system is answered."""
        record = asdict(result)
        record["question"] = result.question.id
        self._write({"system": name, "result": record})

    def end(self, name: str, memory_mb: Mapping[str, float]) -> None:
        """A system has been asked everything."""
        self.systems[name].memory_mb = dict(memory_mb)
        self._write({"system": name, "memory_mb": dict(memory_mb)})

    def remove(self) -> None:
        """There is nothing to go on with any more: the journal goes, and the folder if it was made for nothing else."""
        self._path.unlink()
        (self.folder / _LOCK).unlink()
        if self._new_folder:
            with contextlib.suppress(OSError):  # the report is in it
                self.folder.rmdir()

    def close(self) -> None:
        """Force what was written onto the disk and let the folder go."""
        self._sync()
        self._file.close()
        self._lock.release()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, record: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        self._file.flush()
        self._unsynced += 1
        if self._unsynced >= _SYNC_EVERY:
            self._sync()

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._unsynced = 0

    def _read(self, about: Mapping[str, str], questions: Mapping[str, Question]) -> int:
        """Take up what is in the file; how many of its bytes are whole lines."""
        if not self._path.exists():
            return 0
        raw = self._path.read_bytes()
        whole = raw.rfind(b"\n") + 1
        try:
            records = [json.loads(line.decode("utf-8", "surrogatepass")) for line in raw[:whole].splitlines()]
            if not records:
                return 0
            began = records[0]["about"]
            self.started = records[0]["started"]
            changed = "、".join(key for key in {**began, **about} if began.get(key) != about.get(key))
            if changed:
                raise JournalError(self._refusal(changed))
            for record in records[1:]:
                self._take_up(record, questions)
        except (ValueError, KeyError, TypeError) as error:
            raise JournalError(f"{self._path} 已损坏，接不下去：请删去它重新评测，或用 --out 换一个目录。") from error
        return whole

    def _take_up(self, record: Mapping[str, Any], questions: Mapping[str, Question]) -> None:
        name = record["system"]
        if "facts" in record:
            self.systems[name] = Kept(record["facts"])
        elif "result" in record:
            result = _result(record["result"], questions)
            self.systems[name].results[result.question.id] = result
        else:
            self.systems[name].memory_mb = record["memory_mb"]

    def _refusal(self, changed: str) -> str:
        return (
            f"{self.folder} 里有一次没有跑完的评测，但{changed}与那时不同，不能接着评。"
            f"请改回原来的再运行；要重新评测，用 --out 换一个目录，或删去其中的 {FILE}。"
        )


def _result(record: Mapping[str, Any], questions: Mapping[str, Question]) -> QuestionResult:
    return QuestionResult(
        **{
            **record,
            "question": questions[record["question"]],
            "cited": tuple(Cited(**cited) for cited in record["cited"]),
            "ranking": tuple(record["ranking"]),
            "related_verbatim": tuple(record["related_verbatim"]),
            "violations": tuple(record.get("violations", ())),
        }
    )
