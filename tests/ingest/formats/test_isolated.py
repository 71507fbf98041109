"""Readers in a process of their own: what they return and raise comes back; hangs and crashes do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.formats import isolated
from ingest.formats.extract import Extract
from ingest.model import IngestError, Mark, Place

READER = """
import os, sys, time
from ingest.formats.extract import Builder
from ingest.formats.isolated import alive
from ingest.model import IngestError

def read(data, name):
    print("libraries print")
    match data:
        case b"hang":
            time.sleep(60)
        case b"slow":
            for _ in range(7):
                time.sleep(1)
                alive()
        case b"crash":
            os._exit(11)
        case b"memory":
            bytearray(8_000_000_000)
        case b"refuse":
            raise IngestError("encrypted", f"{name}：去掉密码")
        case b"fail":
            raise KeyError("xref")
        case b"library":
            import no_such_library_anywhere
    built = Builder()
    built.line([("第一条　砚禾", 2, "1,2,3,4")], "removed", "页眉页脚")
    built.line([(str(os.getpid()), None, "")])
    built.notices.append("孤立\\ud800")
    return built.extract("pdf")
"""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A module that misbehaves as its data say, found by the worker through PYTHONPATH."""
    (tmp_path / "misbehaving_reader.py").write_text(READER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    isolated._drop()
    yield "misbehaving_reader"
    isolated._drop()


def _run(reader: str, data: bytes, seconds: float = 30) -> Extract:
    return isolated.run(reader, data, "甲.pdf", seconds=seconds, memory_mb=2000)


def _refused(reader: str, data: bytes, seconds: float = 30) -> IngestError:
    with pytest.raises(IngestError) as caught:
        _run(reader, data, seconds)
    assert caught.value.message.startswith("甲.pdf：")
    return caught.value


def test_everything_comes_back(reader: str) -> None:
    extract = _run(reader, b"x")
    assert extract.text.startswith("第一条　砚禾\n")
    assert extract.encoding == "pdf"
    assert extract.marks == (Mark(0, 6, "removed", "页眉页脚"),)
    assert extract.places[0] == Place(0, 6, 2, "1,2,3,4")
    assert extract.notices == ("孤立\ud800",)


def test_one_worker_serves_the_batch_and_a_new_one_after_a_crash(reader: str) -> None:
    first = _run(reader, b"").text
    assert _refused(reader, b"refuse").code == "encrypted"
    assert _refused(reader, b"fail").code == "broken"
    assert _run(reader, b"x").text == first
    assert _refused(reader, b"crash").code == "broken"
    assert _run(reader, b"x").text != first


def test_a_hang_is_ended(reader: str) -> None:
    error = _refused(reader, b"hang", seconds=2)
    assert error.code == "timeout"
    assert "2 秒" in error.message
    assert _run(reader, b"x").text


def test_signs_of_life_extend_the_time(reader: str) -> None:
    assert _run(reader, b"slow", seconds=5).text


def test_memory_is_bounded(reader: str) -> None:
    pytest.importorskip("resource", reason="this system cannot bound a process's memory")
    assert _refused(reader, b"memory").code == "too_large"


def test_a_missing_library_is_named(reader: str) -> None:
    error = _refused(reader, b"library")
    assert error.code == "unsupported"
    assert "no_such_library_anywhere" in error.message
