"""How well a folder of texts is parsed: numbering, every character's account, speed, and labelled boundaries."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval.parsing.accounting import Account, account
from eval.parsing.annotation import Agreement, AnnotationError, Labelled, agreement
from eval.parsing.boundaries import Score, differences, score, tally
from eval.parsing.cutter import Cuts, SourceLine, cut, cut_units, judge, source_lines
from eval.parsing.numbering import Numbering, examine, source_articles
from eval.parsing.origin import Origin
from eval.parsing.structure import KIND_NAMES, Kind, parsed_units
from eval.run import resident_memory
from ingest.formats.archive import Member
from ingest.lines.mapped import Edit
from ingest.model import IngestError, Regulation
from ingest.pipeline import parse_member
from ingest.read import read_member
from ingest.sources import Limits, fetch, find_sources

Progress = Callable[[int, int], None]
"""(files done, files in all)."""

CUTTERS = {"ours": "本项目", "second": "第二级标题切分", "second-markdown": "第二级标题切分（保留 # 号）"}
"""Who cuts a text into pieces; the second one sees a TXT file, the third the Markdown as it is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as parsed. ``cpu`` and ``wall`` are the seconds from its bytes to its report."""

    name: str
    sha256: str
    source: str
    regulations: tuple[Regulation, ...]
    left_out: tuple[Edit, ...]
    repairs: tuple[Edit, ...]
    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class FileResult:
    """What one file came to."""

    file: str
    account: Account
    numbering: Numbering
    cuts: dict[str, Cuts]


@dataclass(frozen=True, slots=True)
class LabelResult:
    """Boundaries against one set of labels: the scores of each cutter, and for ours the addresses missed and made up,
    by file."""

    name: str
    files: int
    scores: dict[str, dict[Kind, Score]]
    missed: dict[str, list[str]]
    made_up: dict[str, list[str]]


@dataclass(slots=True)
class Measurement:
    """Everything of one run. ``megabytes`` counts the texts as UTF-8, in millions of bytes; ``memory_mb`` is this
    process's resident memory in MiB, with what the measurement itself needs."""

    folder: str
    files: list[FileResult] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    cpu: float = 0.0
    wall: float = 0.0
    memory_mb: dict[str, float] = field(default_factory=dict)
    labels: list[LabelResult] = field(default_factory=list)
    agreement: dict[Kind, Agreement] = field(default_factory=dict)

    @property
    def failures(self) -> list[str]:
        """Characters that do not add up, as Chinese sentences with file and span."""
        return [
            f"{file.file} 第 {stretch.start}–{stretch.end} 字：“{stretch.text}”没有交代去向，或出现了两次"
            for file in self.files
            for stretch in file.account.failures
        ]

    @property
    def reasons(self) -> Counter[str]:
        """Removed characters, white space apart, by reason."""
        return sum((file.account.reasons for file in self.files), Counter())


def measure(
    folder: Path, labels: Sequence[tuple[str, list[Labelled]]], limits: Limits, progress: Progress
) -> Measurement:
    """Parse every file below ``folder`` and measure it; ``labels`` are (name, labelled files).

    Raises IngestError where the folder does not exist, AnnotationError where labels do not fit its files.
    """
    found, _ = find_sources([folder])
    result = Measurement(folder.name)
    wanted = {each.file for _, files in labels for each in files}
    kept: dict[str, Reading] = {}
    for done, (path, name) in enumerate(found):
        progress(done, len(found))
        for member in fetch(path, name, limits):
            try:
                reading = _read(member, limits)
            except IngestError as error:
                result.errors.append(error.message)
                continue
            result.megabytes += len(reading.source.encode("utf-8", "replace")) / 1e6
            result.cpu, result.wall = result.cpu + reading.cpu, result.wall + reading.wall
            result.files.append(_judge(reading))
            if reading.name in wanted:
                kept[reading.name] = reading
    progress(len(found), len(found))
    result.memory_mb = resident_memory()
    result.labels = [_against(name, files, kept) for name, files in labels]
    if len(labels) == 2:
        result.agreement = {kind: agreement(labels[0][1], labels[1][1], kind) for kind in KIND_NAMES}
    return result


def _read(member: Member, limits: Limits) -> Reading:
    cpu, wall = time.process_time(), time.perf_counter()
    report, parsed = parse_member(member, limits)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    source = read_member(member, limits).text
    regulations = tuple(each.regulation for each in parsed)
    return Reading(
        report.file, report.sha256, source, regulations, tuple(report.left_out), tuple(report.repairs), cpu, wall
    )


def _judge(reading: Reading) -> FileResult:
    openings = [opening.at for opening in source_articles(reading.source) if not opening.why_not]
    lines = source_lines(reading.source, signs=False)
    ours = judge(lines, openings, list(_articles(reading, lines)))
    cuts = {"ours": ours}
    for name, signs in (("second", False), ("second-markdown", True)):
        seen = source_lines(reading.source, signs=signs)
        cuts[name] = judge(seen, openings, [{line.at for line in chunk.lines} for chunk in cut(seen)])
    return FileResult(
        reading.name,
        account(reading.source, reading.regulations, reading.left_out, reading.repairs),
        examine(reading.source, reading.regulations, reading.left_out),
        cuts,
    )


def _articles(reading: Reading, lines: Sequence[SourceLine]) -> Iterator[set[int]]:
    """Our pieces: the units that are shown whole."""
    for regulation in reading.regulations:
        origin = Origin(reading.source, regulation.sources[0].segments)
        for article in regulation.articles:
            first, last = origin.start(article.start), origin.start(article.end - 1)
            yield {line.at for line in lines if first <= line.at <= last}


def _against(name: str, files: Sequence[Labelled], readings: dict[str, Reading]) -> LabelResult:
    ours, second = [], []
    missed: dict[str, list[str]] = {}
    made_up: dict[str, list[str]] = {}
    for each in files:
        reading = readings.get(each.file)
        if reading is None:
            raise AnnotationError(f"标注 {name} 里的 {each.file} 不在所测的文件夹里。请指定标注所依据的文件夹。")
        if reading.sha256 != each.sha256:
            raise AnnotationError(f"{each.file} 与标注 {name} 所依据的文件不同（SHA-256 对不上），不能比较。")
        removed = [(edit.start, edit.end) for edit in reading.left_out]
        units = parsed_units(reading.source, reading.regulations, removed)
        ours.append(tally(each.units, units))
        second.append(tally(each.units, cut_units(reading.source)))
        lacking, extra = differences(each.units, units)
        if lacking:
            missed[each.file] = lacking
        if extra:
            made_up[each.file] = extra
    return LabelResult(name, len(files), {"ours": score(ours), "second": score(second)}, missed, made_up)
