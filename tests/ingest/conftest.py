"""Ingestion of invented texts, as a file on disk would be ingested."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.clean import clean
from ingest.layout import Line, lines
from ingest.mapped import Mapped
from ingest.model import Regulation
from ingest.parse import Parsed
from ingest.pipeline import parse_file
from ingest.report import FileReport


@pytest.fixture
def laid_out() -> Callable[[str], list[Line]]:
    """Text → its logical lines."""
    return lambda text: lines(clean(Mapped.of(text))[0])[0]


@pytest.fixture
def ingested(tmp_path: Path) -> Callable[..., tuple[FileReport, list[Parsed]]]:
    """(text, file name) → the file's report and its documents."""

    def run(text: str, name: str = "某文件.txt") -> tuple[FileReport, list[Parsed]]:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return parse_file(path, name, 20)

    return run


@pytest.fixture
def regulation(ingested: Callable[..., tuple[FileReport, list[Parsed]]]) -> Callable[..., Regulation]:
    """(text, file name) → the one regulation the file holds; nothing of the file may be unaccounted for."""

    def run(text: str, name: str = "某文件.txt") -> Regulation:
        report, parsed = ingested(text, name)
        assert report.unaccounted == []
        assert len(parsed) == 1, [p.regulation.title for p in parsed]
        return parsed[0].regulation

    return run
