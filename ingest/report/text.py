"""The report for people, in Chinese: the verdict first, then what needs a look, then the rest."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.documents.titles import quoted
from ingest.editions.changes import FACTS
from ingest.lines.mapped import Edit
from ingest.report.findings import NAMES, Finding
from ingest.report.records import DocumentReport, FileReport, IngestReport

Style = Literal["title", "good", "look", "bad", "plain", "quiet"]

MOST_FILES = 60
"""Files shown in the short report; all of them where they are no more than :data:`FEW_FILES`."""
FEW_FILES = 12
MOST_FINDINGS = 10
MOST_EXAMPLES = 8
MOST_MERGES = 10
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report, as Markdown, and how it looks where there are colours."""

    text: str
    style: Style = "plain"


def markdown(report: IngestReport, *, title: str = "导入报告", everything: bool = True) -> str:
    """The report as Markdown; without ``everything`` the summary and what needs a look."""
    return "\n".join(row.text for row in rows(report, title=title, everything=everything)) + "\n"


def rows(report: IngestReport, *, title: str, everything: bool) -> Iterator[Row]:
    """The report line by line."""
    looks: dict[str, list[Finding]] = defaultdict(list)
    others: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        (looks if finding.look else others)[finding.file].append(finding)
    yield Row(f"# {title}", "title")
    yield Row("")
    yield from _verdict(report, looks)
    yield from _summary(report)
    yield from _kinds(looks)
    for finding in looks.get("", []):
        yield Row(f"- 需要看：{_line(finding.message)}", "look")
    shown = [file for file in report.files if everything or file.file in looks or len(report.files) <= FEW_FILES]
    limit = len(shown) if everything else MOST_FILES
    for file in shown[:limit]:
        yield Row("")
        yield Row(f"## {file.file}", "title")
        yield Row("")
        # Of many files the sums are enough.
        edits = everything or len(report.files) <= FEW_FILES
        yield from _file(file, looks.get(file.file, []), others.get(file.file, []), everything, edits)
    yield from _edits_of_all(report)
    yield from _changes(report)
    yield from _merges(report, everything)
    if hidden := len(report.files) - len(shown[:limit]):
        yield Row("")
        clean = len(report.files) - len(shown)
        words = f"{clean} 个没有需要看的地方" if clean == hidden else f"其中 {clean} 个没有需要看的地方"
        yield Row(f"另有 {hidden} 个文件没有列出，{words}；加 --all 逐个列出。", "quiet")


def _verdict(report: IngestReport, looks: dict[str, list[Finding]]) -> Iterator[Row]:
    count = sum(map(len, looks.values()))
    if not count:
        yield Row("**没有需要处理的问题。**", "good")
        return
    where = f"，涉及 {len(looks)} 个文件" if "" not in looks else ""
    failed = f"，其中 {len(report.errors)} 个文件未能导入" if report.errors else ""
    yield Row(f"**{count} 处需要看一看{where}{failed}。**", "bad" if report.errors else "look")


def _summary(report: IngestReport) -> Iterator[Row]:
    counted = "、".join(f"{name} {count}" for name, count in report.structure().items())
    units = f"（{counted}）" if counted else ""
    yield Row("")
    yield Row(
        f"共 {len(report.files)} 个来源文件，得到 {report.regulations} 部制度、{report.articles} 个可引用单元{units}；"
        f"{len(report.errors)} 个来源文件未能导入。"
    )
    if len(statuses := Counter(kept.status for kept in report.kept)) > 1:
        yield Row("状态：" + "、".join(f"{status} {count} 部" for status, count in statuses.most_common()) + "。")
    references = sum(kept.references for kept in report.kept)
    if references:
        lost, outside = sum(kept.unresolved for kept in report.kept), sum(kept.outside for kept in report.kept)
        yield Row(f"引用 {references} 处：{lost} 处没有落到条文，{outside} 处指向没有导入的文件。")
    for title in report.carried:
        yield Row(f"- 保留上次导入的{quoted(title)}：本次未能读取其来源文件。", "look")
    for line in report.withdrawn:
        yield Row(f"- 已撤下，没有导入：{line}", "look")
    if report.notes:
        names = "、".join(report.notes)
        yield Row(f"- 未当作制度导入：{names}（文件夹的说明，或网页附带的文件夹；确需导入请改名）。", "quiet")


def _changes(report: IngestReport) -> Iterator[Row]:
    if report.changes:
        yield Row("")
        yield Row("## 与上次导入相比", "title")
        yield Row("")
    for line in report.changes:
        yield Row(f"- {line}", "look" if line.startswith("不再包含") else "plain")


def _kinds(looks: dict[str, list[Finding]]) -> Iterator[Row]:
    """How many of what there is to look at."""
    counts = Counter(finding.kind for found in looks.values() for finding in found)
    if not counts:
        return
    yield Row("")
    for kind in (kind for kind in NAMES if counts[kind]):
        files = sum(any(finding.kind == kind for finding in found) for found in looks.values())
        yield Row(f"- {NAMES[kind]}：{counts[kind]} 处（{files} 个文件）", "look")


def _file(
    file: FileReport, looks: Sequence[Finding], others: Sequence[Finding], everything: bool, edits: bool
) -> Iterator[Row]:
    if file.error:
        yield Row(f"**未导入**：{file.error}", "bad")
        return
    form = f"编码 {file.encoding}" if file.format in ("", "text", "markdown", "html") else f"格式 {file.format}"
    yield Row(f"{form}，{file.characters} 字。", "quiet")
    for document in file.documents:
        yield from _document(document)
    most = len(looks) if everything else MOST_FINDINGS
    for finding in looks[:most]:
        yield Row(f"- 需要看：{_line(finding.message)}", "look")
    if len(looks) > most:
        yield Row(f"- 其余 {len(looks) - most} 处：加 --all 逐处列出", "look")
    for finding in others if everything else others[:most]:
        yield Row(f"- 说明：{_line(finding.message)}", "quiet")
    if edits:
        yield from _edits("略去", file.left_out, file.characters, everything)
        yield from _edits("修整", file.repairs, file.characters, everything)


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


def _document(document: DocumentReport) -> Iterator[Row]:
    counted = "、".join(f"{count}{_KINDS[kind]}" for kind, count in document.counts.items())
    below = "、".join(f"{count}{name}" for name, count in document.structure.items() if name != "条")
    inferred = "（标题系推定，原文未印出）" if document.title_inferred else ""
    inside = f"；{below}" if below else ""
    yield Row(f"- {quoted(document.title)}{inferred}：{counted}{inside}，占全文 {document.share:.1%}")
    known = (
        ("文号", document.document_number),
        ("发文", document.issuer),
        ("发布", document.published),
        ("施行", document.effective),
        ("状态", document.status if document.status != "现行有效" else None),
    )
    if facts := "；".join(f"{name} {value}" for name, value in known if value):
        yield Row(f"  - {facts}", "quiet")


def _edits(word: str, edits: Iterable[Edit], characters: int, everything: bool) -> Iterator[Row]:
    groups: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        groups[edit.reason].append(edit)
    for reason, group in groups.items():
        size = sum(edit.size for edit in group)
        yield Row(f"- {word}·{reason}：{len(group)} 处，{size} 字（{size / max(1, characters):.2%}）", "quiet")
        if not everything:
            continue
        for edit in group[:MOST_EXAMPLES]:
            change = f" → “{_line(edit.result)}”" if edit.result else ""
            yield Row(f"  - {edit.start}–{edit.end}：“{_line(edit.text)}”{change}", "quiet")
        if len(group) > MOST_EXAMPLES:
            yield Row(f"  - 其余 {len(group) - MOST_EXAMPLES} 处见 ingest-report.json", "quiet")


def _edits_of_all(report: IngestReport) -> Iterator[Row]:
    """What was left out and repaired in all files together, where there are several."""
    if len(report.files) < 2:
        return
    total = max(1, sum(file.characters for file in report.files))
    said = [
        *_edits("略去", (edit for file in report.files for edit in file.left_out), total, False),
        *_edits("修整", (edit for file in report.files for edit in file.repairs), total, False),
    ]
    if said:
        yield Row("")
        yield Row("## 略去和修整（全部文件）", "title")
        yield Row("")
        yield from said


def _merges(report: IngestReport, everything: bool) -> Iterator[Row]:
    if not report.merges:
        return
    yield Row("")
    yield Row("## 合并的重复文件", "title")
    yield Row("")
    # Copies that differ come first: they are what a person wants to see.
    ordered = sorted(report.merges, key=lambda merge: not merge.differences)
    most = len(ordered) if everything else MOST_MERGES
    for merge in ordered[:most]:
        into = f"{merge.merged_file} 并入 {merge.kept_file}（相似度 {merge.similarity:.3f}）"
        yield Row(f"- {quoted(merge.kept_title)}：{into}")
        for difference in merge.differences if everything else merge.differences[:MOST_EXAMPLES]:
            change = f"“{_line(difference.canonical)}” ↔ “{_line(difference.variant)}”"
            yield Row(f"  - 文字不同：{change}", "look")
        if not everything and len(merge.differences) > MOST_EXAMPLES:
            yield Row(f"  - 其余 {len(merge.differences) - MOST_EXAMPLES} 处：加 --all 逐处列出", "look")
        for key, kept, its in merge.disagreements:
            yield Row(f"  - {FACTS[key]}不同：采用 {_line(kept)}，另一份作 {_line(its)}", "look")
        if merge.punctuation:
            total = sum(count for _, _, count in merge.punctuation)
            kinds = "、".join(f"“{mine or '无'}”↔“{its or '无'}” {n} 处" for mine, its, n in merge.punctuation[:5])
            yield Row(f"  - 仅标点不同 {total} 处：{kinds}{'等' if len(merge.punctuation) > 5 else ''}", "quiet")
    if len(ordered) > most:
        yield Row(f"- 其余 {len(ordered) - most} 处合并：加 --all 逐处列出", "quiet")


def _line(text: str) -> str:
    """On one line, and no longer than a person reads."""
    flat = re.sub(r"\s*\n\s*", "⏎", text)
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST]}……（共 {len(flat)} 字）"
