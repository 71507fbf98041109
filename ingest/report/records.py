"""What ingestion understood, merged, left out and repaired, as records and as JSON; :mod:`ingest.report.text` writes
them for people."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from ingest.editions.dedupe import Merge
from ingest.lines.mapped import Edit
from ingest.model import Regulation, Segment
from ingest.references.resolve import is_outside
from ingest.report.findings import Finding, final_findings, reader_finding, slips

SCHEMA = 2
"""Of the JSON; it grows when a key changes its meaning or goes, not when one is added."""


@dataclass(slots=True)
class DocumentReport:
    """One document as understood. ``counts`` are addressable units by kind, ``structure`` 编 章 节 条 款 项 目 as far
    as it has them; ``share`` is of the file's characters."""

    id: str
    title: str
    title_inferred: bool
    start: int
    end: int
    share: float
    counts: dict[str, int]
    structure: dict[str, int]
    issuer: str | None
    document_number: str | None
    published: str | None
    effective: str | None
    status: str
    notices: list[str]
    warnings: list[str]
    slips: list[str]


@dataclass(slots=True)
class FileReport:
    """One source file; ``error`` is set where it could not be ingested at all, ``notices`` is what its reader says.
    ``findings`` are those of its documents, each by itself, before copies are merged."""

    file: str
    characters: int = 0
    encoding: str = ""
    sha256: str = ""
    format: str = ""
    notices: list[str] = field(default_factory=list)
    documents: list[DocumentReport] = field(default_factory=list)
    left_out: list[Edit] = field(default_factory=list)
    repairs: list[Edit] = field(default_factory=list)
    unaccounted: list[tuple[int, int, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    error: str = ""
    error_code: str = ""


@dataclass(slots=True)
class KeptReport:
    """One regulation as it is kept, after merging: what only all sources together can tell. ``references`` counts the
    references it holds, ``unresolved`` those to a place that is not there, ``outside`` those to a regulation that is
    not among the ingested ones."""

    id: str
    title: str
    title_inferred: bool
    status: str
    published: str | None
    effective: str | None
    files: list[str]
    references: int
    unresolved: int
    outside: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class IngestReport:
    """The whole run. ``regulations`` counts what was stored; ``carried`` those kept from an earlier run because their
    file could not be read this time, ``notes`` the files passed over because they describe the folder, ``withdrawn``
    the editions left out because they were taken back, ``changes`` what is other than after the run before, a Chinese
    line each."""

    files: list[FileReport]
    merges: list[Merge] = field(default_factory=list)
    regulations: int = 0
    articles: int = 0
    carried: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    kept: list[KeptReport] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[FileReport]:
        """The files that could not be ingested."""
        return [file for file in self.files if file.error]

    @property
    def findings(self) -> list[Finding]:
        """Everything worth saying, file by file in their order; what concerns no single file has no ``file``."""
        by_file: dict[str, list[Finding]] = {}
        for file in self.files:  # files of two folders may have one name
            by_file.setdefault(file.file, []).extend(_of_file(file))
        for kept in self.kept:
            by_file.setdefault(kept.files[0] if kept.files else "", []).extend(kept.findings)
        for merge in self.merges:
            by_file.setdefault(merge.merged_file, []).extend(_of_merge(merge))
        if not self.files:
            by_file[""] = [Finding("error", True, "没有找到可导入的文件。请检查文件夹内容。")]
        return [replace(finding, file=name) for name, found in by_file.items() for finding in found]

    @property
    def looks(self) -> list[Finding]:
        """The findings that a person should look at."""
        return [finding for finding in self.findings if finding.look]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready data."""
        looks = self.looks
        return {
            "schema": SCHEMA,
            "clean": not looks,
            "look": len(looks),
            "regulations": self.regulations,
            "articles": self.articles,
            "structure": self.structure(),
            "carried": self.carried,
            "notes": self.notes,
            "withdrawn": self.withdrawn,
            "changes": self.changes,
            "findings": [_plain(finding) for finding in self.findings],
            "files": [_plain(file) for file in self.files],
            "kept": [_plain(kept) for kept in self.kept],
            "merges": [_plain(merge) for merge in self.merges],
        }

    def structure(self) -> dict[str, int]:
        """编 章 节 条 款 项 目 of all documents, copies included."""
        total = sum((Counter(d.structure) for file in self.files for d in file.documents), Counter())
        return {name: total[name] for name in _PARTS if total[name]}

    def to_json(self) -> str:
        """The report as JSON, a line for each finding, file, regulation and merge."""
        lines = []
        for key, value in self.to_dict().items():
            if isinstance(value, list) and value:
                inner = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in value)
                lines.append(f"{json.dumps(key)}: [\n  {inner}\n ]")
            else:
                lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
        return "{\n " + ",\n ".join(lines) + "\n}\n"


def _of_file(file: FileReport) -> list[Finding]:
    if file.error:
        return [Finding("error", True, file.error)]
    lost = [
        Finding("unaccounted", True, f"第 {start}–{end} 字没有归入任何文件，也没有说明去向：“{text}”")
        for start, end, text in file.unaccounted
    ]
    return lost + [reader_finding(notice) for notice in file.notices] + file.findings


def _of_merge(merge: Merge) -> list[Finding]:
    if not merge.differences:
        return []
    message = f"与 {merge.kept_file} 是同一文件，文字有 {len(merge.differences)} 处不同，请核对哪一份正确"
    return [Finding("copies", True, message, merge.kept_id)]


def _plain(record: object) -> Any:
    """Dataclasses as dictionaries; unlike ``asdict`` without a copy of every leaf, of which a large file has many.
    Findings stand once, in a list of their own."""
    if is_dataclass(record):
        return {each.name: _plain(getattr(record, each.name)) for each in fields(record) if each.name != "findings"}
    if isinstance(record, (list, tuple)):
        return [_plain(each) for each in record]
    return record


def describe(regulation: Regulation, characters: int, warnings: Iterable[str]) -> DocumentReport:
    """The report of one parsed document; its span is that of its first source."""
    segments = regulation.sources[0].segments
    covered = sum(s.source_end - s.source_start for s in segments)
    kinds = Counter(article.kind for article in regulation.articles)
    return DocumentReport(
        id=regulation.id,
        title=regulation.title,
        title_inferred=regulation.title_inferred,
        start=min((s.source_start for s in segments), default=0),
        end=max((s.source_end for s in segments), default=0),
        share=round(covered / max(1, characters), 4),
        counts={str(kind): count for kind, count in kinds.items()},
        structure=_structure(regulation),
        issuer=regulation.issuer,
        document_number=regulation.document_number,
        published=regulation.published,
        effective=regulation.effective,
        status=regulation.status,
        notices=list(regulation.notices),
        warnings=list(warnings),
        slips=[text for _, _, text in slips(regulation)],
    )


def keep(regulations: Sequence[Regulation]) -> list[KeptReport]:
    """What the report says of the regulations that are kept."""
    return [
        KeptReport(
            id=each.id,
            title=each.title,
            title_inferred=each.title_inferred,
            status=each.status,
            published=each.published,
            effective=each.effective,
            files=[source.file for source in each.sources],
            references=len(each.references),
            unresolved=sum(bool(reference.problem) and not is_outside(reference) for reference in each.references),
            outside=sum(map(is_outside, each.references)),
            findings=final_findings(each),
        )
        for each in regulations
    ]


_PARTS = ("编", "分编", "章", "节", "条", "款", "项", "目")


def _structure(regulation: Regulation) -> dict[str, int]:
    """编 章 节 条 款 项 目; what the text does not have is left out."""
    counts: Counter[str] = Counter()
    for heading in regulation.headings:
        if found := re.match(r"第[^第\s]{1,9}?(分编|编|章|节)(?=\s|$)", heading.title):
            counts[found[1]] += 1
    paragraphs = [article.paragraphs for article in regulation.articles if article.kind == "article"]
    items = [each.items for several in paragraphs for each in several if each.items]
    counts["条"], counts["款"], counts["项"] = len(paragraphs), sum(map(len, paragraphs)), sum(map(len, items))
    counts["目"] = sum(len(item.subitems) for several in items for item in several)
    return {name: counts[name] for name in _PARTS if counts[name]}


def unaccounted(text: str, segments: Iterable[Segment], edits: Iterable[Edit]) -> list[tuple[int, int, str]]:
    """Stretches of the source, white space apart, that are in no regulation and in no edit: should be empty, shown
    where they are not."""
    mark = bytearray(len(text))
    for segment in segments:
        mark[segment.source_start : segment.source_end] = b"\1" * (segment.source_end - segment.source_start)
    for edit in edits:
        mark[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
    found: list[tuple[int, int, str]] = []
    position = 0
    while (start := mark.find(b"\0", position)) >= 0:
        end = mark.find(b"\1", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            found.append((start, end, text[start:end].strip()[:60]))
        position = end
    return found
