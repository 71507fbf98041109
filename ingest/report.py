"""What ingestion understood, merged, left out and repaired: one record a file, as JSON and as Chinese Markdown."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from ingest.dedupe import Merge
from ingest.mapped import Edit
from ingest.model import Regulation, Segment
from ingest.titles import quoted


@dataclass(slots=True)
class DocumentReport:
    """One document as understood. Counts are of addressable units by kind; ``share`` is of the file's characters."""

    id: str
    title: str
    title_inferred: bool
    start: int
    end: int
    share: float
    counts: dict[str, int]
    chapters: int
    issuer: str | None
    document_number: str | None
    published: str | None
    effective: str | None
    notices: list[str]
    warnings: list[str]
    slips: list[str]


@dataclass(slots=True)
class FileReport:
    """One source file; ``error`` is set where it could not be ingested at all, ``notices`` is what its reader says."""

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
    error: str = ""
    error_code: str = ""


@dataclass(slots=True)
class IngestReport:
    """The whole run. ``regulations`` counts what was stored; ``carried`` those kept from an earlier run because their
    file could not be read this time, ``notes`` the files passed over because they describe the folder."""

    files: list[FileReport]
    merges: list[Merge] = field(default_factory=list)
    regulations: int = 0
    articles: int = 0
    carried: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[FileReport]:
        """The files that could not be ingested."""
        return [file for file in self.files if file.error]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready data."""
        return {
            "regulations": self.regulations,
            "articles": self.articles,
            "carried": self.carried,
            "notes": self.notes,
            "files": [_plain(file) for file in self.files],
            "merges": [_plain(merge) for merge in self.merges],
        }

    def to_json(self) -> str:
        """The report as JSON, a line for each file and each merge."""
        data = self.to_dict()
        lines = []
        for key, value in data.items():
            if isinstance(value, list) and value:
                inner = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in value)
                lines.append(f"{json.dumps(key)}: [\n  {inner}\n ]")
            else:
                lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
        return "{\n " + ",\n ".join(lines) + "\n}\n"


def _plain(record: object) -> Any:
    """Dataclasses as dictionaries; unlike ``asdict`` without a copy of every leaf, of which a large file has many."""
    if is_dataclass(record):
        return {each.name: _plain(getattr(record, each.name)) for each in fields(record)}
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
        chapters=sum(1 for h in regulation.headings if h.title.startswith("第") and "章" in h.title[:8]),
        issuer=regulation.issuer,
        document_number=regulation.document_number,
        published=regulation.published,
        effective=regulation.effective,
        notices=list(regulation.notices),
        warnings=list(warnings),
        slips=[text for _, _, text in slips(regulation)],
    )


_SLIP = re.compile(r"(?<=[\u4e00-\u9fff]) ([a-z]{2,12}) (?=[\u4e00-\u9fff])")


def slips(regulation: Regulation) -> list[tuple[int, int, str]]:
    """Likely slips of the source, which stay as they are: a Latin word in the middle of Chinese (根据行业 and 单位).

    Offsets are canonical; the text shows the slip with its neighbours.
    """
    found = []
    for match in _SLIP.finditer(regulation.text):
        start, end = max(0, match.start() - 6), min(len(regulation.text), match.end() + 6)
        found.append((match.start(), match.end(), regulation.text[start:end].replace("\n", " ")))
    return found


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


_KINDS = {
    "article": "条",
    "point": "点",
    "section": "节",
    "problem": "个问题",
    "paragraph": "段",
    "annex": "个附件",
    "preamble": "处题注/引言/结尾",
    "closing": "处落款",
    "front": "处印发通知/发布说明",
}


def markdown(report: IngestReport) -> str:
    """The report for people, in Chinese."""
    lines = [
        "# 导入报告",
        "",
        f"共 {len(report.files)} 个文件，得到 {report.regulations} 部文件、{report.articles} 个可引用单元；"
        f"{len(report.errors)} 个文件未能导入。",
    ]
    lines += [f"- 保留上次导入的{quoted(title)}：本次未能读取其来源文件。" for title in report.carried]
    if report.notes:
        lines.append(f"- 未当作制度导入：{'、'.join(report.notes)}（按文件名是文件夹的说明；确需导入请改名）。")
    for file in report.files:
        lines += ["", f"## {file.file}", ""]
        if file.error:
            lines.append(f"**未导入**：{file.error}")
            continue
        lines.append(f"编码 {file.encoding}，{file.characters} 字。" if file.encoding else f"{file.characters} 字。")
        lines += [f"- 注意：{notice}" for notice in file.notices]
        lines += [_document(document) for document in file.documents]
        lines += _edits("略去", file.left_out, file.characters)
        lines += _edits("修整", file.repairs, file.characters)
        for start, end, text in file.unaccounted:
            lines.append(f"- 未归入任何文件（{start}–{end}）：“{text}”")
    if report.merges:
        lines += ["", "## 合并的重复文件", ""]
        for merge in report.merges:
            into = f"{merge.merged_file} 并入 {merge.kept_file}（相似度 {merge.similarity:.3f}）"
            lines.append(f"- {quoted(merge.kept_title)}：{into}")
            lines += [
                f"  - 文字不同：“{_one_line(difference.canonical)}” ↔ “{_one_line(difference.variant)}”"
                for difference in merge.differences
            ]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "⏎", text)


def _document(document: DocumentReport) -> str:
    counted = "、".join(f"{count}{_KINDS[kind]}" for kind, count in document.counts.items())
    chapters = f"，{document.chapters}章" if document.chapters else ""
    inferred = "（标题系推定，原文未印出）" if document.title_inferred else ""
    said = [f"- {quoted(document.title)}{inferred}：{counted}{chapters}，占全文 {document.share:.1%}"]
    known = (
        ("文号", document.document_number),
        ("发文", document.issuer),
        ("发布", document.published),
        ("施行", document.effective),
    )
    facts = "；".join(f"{name} {value}" for name, value in known if value)
    said += [f"  - {facts}"] if facts else []
    said += [f"  - 注意：{text}" for text in document.notices + document.warnings]
    said += [f"  - 疑似原文笔误，照录未改：“{text}”" for text in document.slips]
    return "\n".join(said)


def _edits(word: str, edits: list[Edit], characters: int) -> list[str]:
    groups: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        groups[edit.reason].append(edit)
    lines = []
    for reason, group in groups.items():
        size = sum(edit.size for edit in group)
        lines.append(f"- {word}·{reason}：{len(group)} 处，{size} 字（{size / max(1, characters):.2%}）")
        for edit in group[:8]:
            change = f" → “{_one_line(edit.result)}”" if edit.result else ""
            lines.append(f"  - {edit.start}–{edit.end}：“{_one_line(edit.text)}”{change}")
        if len(group) > 8:
            lines.append(f"  - 其余 {len(group) - 8} 处见 ingest-report.json")
    return lines
