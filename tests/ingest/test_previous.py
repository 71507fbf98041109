"""Every change can be undone, and the undoing too."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import IngestError
from ingest.previous import has_previous, read_text, replace_text, undo


def test_change_and_undo(tmp_path: Path) -> None:
    file = tmp_path / "词.txt"
    assert read_text(file) is None and not has_previous(file)
    replace_text(file, "一\n")
    replace_text(file, "二\n")
    replace_text(file, "二\n")
    undo(file)
    assert read_text(file) == "一\n"
    undo(file)
    assert read_text(file) == "二\n"


def test_the_first_change_is_undone_by_removing_the_file(tmp_path: Path) -> None:
    file = tmp_path / "词.txt"
    replace_text(file, "一\n")
    undo(file)
    assert not file.exists()
    undo(file)
    assert read_text(file) == "一\n"
    replace_text(file, None)
    assert not file.exists()


def test_nothing_to_undo(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="没有上一版"):
        undo(tmp_path / "词.txt")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "词.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(IngestError, match="UTF-8"):
        read_text(tmp_path / "词.txt")
