"""Ingestion of invented texts, as a file on disk would be ingested."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.formats.archive import Member
from ingest.lines.clean import clean
from ingest.lines.layout import lines
from ingest.lines.line import Line
from ingest.lines.mapped import Mapped
from ingest.model import Regulation
from ingest.parse import Parsed
from ingest.pipeline import parse_member
from ingest.report.records import FileReport
from ingest.sources import Limits


@pytest.fixture
def laid_out() -> Callable[[str], list[Line]]:
    """Text → its logical lines."""
    return lambda text: lines(clean(Mapped.of(text))[0])[0]


@pytest.fixture
def ingested() -> Callable[..., tuple[FileReport, list[Parsed]]]:
    """(text, file name, the sidecar beside it) → the file's report and its documents."""

    def run(text: str, name: str = "某文件.txt", sidecar: bytes | None = None) -> tuple[FileReport, list[Parsed]]:
        return parse_member(Member(name, text.encode(), sidecar=sidecar), Limits())

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
