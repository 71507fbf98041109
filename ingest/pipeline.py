"""The stages in order: read → clean → layout → split → parse → merge → editions → store, with a report."""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from ingest.documents.split import split
from ingest.editions.dedupe import merge
from ingest.editions.plan import Step, is_empty, plan
from ingest.editions.plan import lines as lines_of
from ingest.editions.status import IN_FORCE, resolve_editions
from ingest.formats.archive import Member
from ingest.library import LibraryChange, library_files
from ingest.lines.clean import clean
from ingest.lines.layout import lines
from ingest.lines.mapped import Edit, Mapped
from ingest.metadata.sidecar import parse_sidecar
from ingest.model import IngestError, Regulation
from ingest.origins import Origin, is_from, origins_of, reachable, read_origins, unrecorded, write_origins
from ingest.parse import Parsed, parse
from ingest.read import read_member
from ingest.references.resolve import resolve
from ingest.report.findings import findings
from ingest.report.records import FileReport, IngestReport, describe, keep, unaccounted
from ingest.report.text import markdown
from ingest.sources import Limits, fetch, find_sources
from ingest.store import read_regulations, write_regulations, write_text
from ingest.withdrawn import Withdrawal, leave_out, read_withdrawn, write_withdrawn

GARBAGE = (50_000, 20, 20)
"""For :func:`gc.set_threshold`, by who owns the process: records are many and hold no cycles, and looking for some
after every 700 of them takes a quarter of the time of parsing."""

Progress = Callable[[int, int, str], None]
"""(files done, files in all, the file at work)."""
Known = dict[tuple[str, bytes, bytes | None], tuple[FileReport, list[Parsed]]]
"""What was made of a file, by its name, the hash of its bytes and its sidecar."""

REGULATIONS = "regulations.jsonl"
REPORT_JSON = "ingest-report.json"
REPORT_MD = "ingest-report.md"


def parse_member(member: Member, limits: Limits) -> tuple[FileReport, list[Parsed]]:
    """Everything one file holds. Raises IngestError where it cannot be ingested."""
    raw = read_member(member, limits)
    cleaned, repairs = clean(Mapped.of(raw.text))
    laid_out, noise = lines(cleaned, raw.marks, plain=raw.format in ("text", "markdown"))
    # A large file's stages must not all be in memory at once.
    del cleaned
    documents, furniture = split(laid_out)
    del laid_out
    sidecar = parse_sidecar(member.sidecar, f"{member.name}.meta.yaml") if member.sidecar is not None else None
    parsed = [parse(document, raw, sidecar) for document in documents]
    if sidecar:
        sidecar.check([p.printed for p in parsed])
    del documents
    if not any(p.regulation.articles for p in parsed):
        raise IngestError("empty", f"{member.name}：没有识别出任何条文或段落。请检查文件内容，或另存为纯文本后再导入。")
    bare = [p for p in parsed if not p.regulation.articles]
    parsed = [p for p in parsed if p.regulation.articles]
    report = FileReport(raw.file, len(raw.text), raw.encoding, raw.sha256, raw.format, list(raw.notices))
    inner = [edit for p in parsed for edit in p.edits]
    report.repairs = repairs + [edit for edit in inner if not edit.removed]
    joined = [edit for edit in furniture if not edit.removed]
    report.repairs += [edit for edit in noise if not edit.removed] + joined
    report.left_out = [edit for edit in noise + furniture + inner if edit.removed] + [_bare(p) for p in bare]
    report.documents = [describe(p.regulation, len(raw.text), p.warnings) for p in parsed]
    report.findings = [finding for p in parsed for finding in findings(p.regulation, p.warnings)]
    segments = [s for p in parsed for s in p.regulation.sources[0].segments]
    report.unaccounted = unaccounted(raw.text, segments, [*report.left_out, *report.repairs])
    return report, parsed


def _bare(parsed: Parsed) -> Edit:
    """A title without a text: no regulation, but not lost silently either."""
    segments = parsed.regulation.sources[0].segments
    start, end = min(s.source_start for s in segments), max(s.source_end for s in segments)
    return Edit("只有标题，没有正文", start, end, parsed.regulation.text[:40], removed=True)


def check(
    sources: list[Path],
    *,
    limits: Limits,
    today: dt.date,
    progress: Progress | None = None,
    unfinished: Collection[str] = (),
    known: Known | None = None,
    without: Collection[str] = (),
    withdrawn: Sequence[Withdrawal] = (),
) -> tuple[IngestReport, tuple[Regulation, ...]]:
    """Understand the sources without writing anything. Raises IngestError ``missing`` for a path that is not there.

    The files ``unfinished`` are reported, not read: they are still being written. What is in ``known`` is not parsed
    again; afterwards it holds what these sources hold. The paths ``without`` are passed over; the editions
    ``withdrawn`` are read, reported and left out.
    """
    found, notes = find_sources(sources)
    found = [(path, name) for path, name in found if str(path) not in without]
    reports: list[FileReport] = []
    regulations: list[Regulation] = []
    seen: Known = {}
    for done, (path, name) in enumerate(found):
        if progress:
            progress(done, len(found), name)
        if str(path) in unfinished:
            said = f"{name}：正在写入，写完后会自动导入；在那以前沿用上次导入的内容。"
            reports.append(FileReport(name, error=said, error_code="unfinished"))
            continue
        for member in fetch(path, name, limits):
            key = (member.name, sha256(member.data).digest(), member.sidecar)
            try:
                report, parsed = (known or {}).get(key) or parse_member(member, limits)
            except IngestError as error:
                reports.append(FileReport(member.name, error=error.message, error_code=error.code))
                continue
            except Exception as error:  # a defect of ours in one file must not cost the rest of the batch
                reports.append(FileReport(member.name, error=_defect(member.name, error), error_code="internal"))
                continue
            if known is not None:
                seen[key] = report, parsed
            reports.append(report)
            regulations += [p.regulation for p in parsed]
    if progress:
        progress(len(found), len(found), "")
    if known is not None:
        known.clear()
        known.update(seen)
    merged = merge(regulations)
    staying, left = leave_out(merged.regulations, withdrawn)
    kept = resolve(resolve_editions(staying, today))
    articles = sum(len(r.articles) for r in kept)
    gone = [entry.said() for entry in left.values()]
    return IngestReport(reports, list(merged.merges), len(kept), articles, [], notes, gone, keep(kept)), kept


@dataclass(frozen=True, slots=True)
class Change:
    """What an ingest does besides reading its sources: a change of the library, and the list of the withdrawn editions
    as it is to be from now on (None: as it is)."""

    library: LibraryChange | None = None
    withdrawn: tuple[Withdrawal, ...] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an ingest stores. ``steps`` lead there from what is stored now; ``same`` tells that nothing differs from
    it, not even an offset in a source, of which no step tells."""

    report: IngestReport
    regulations: tuple[Regulation, ...]
    steps: tuple[Step, ...]
    same: bool
    origins: tuple[Origin, ...] = ()
    change: Change = Change()


def prepare(
    sources: Sequence[Path] | None,
    data: Path,
    *,
    limits: Limits,
    today: dt.date,
    progress: Progress | None = None,
    unfinished: Collection[str] = (),
    known: Known | None = None,
    change: Change | None = None,
) -> Prepared:
    """Understand the sources and compare with what is stored in ``data``, without writing anything.

    ``sources`` None means those of the last time. The library of ``data`` is read besides them, withdrawn editions are
    left out. A file that cannot be read this time, and a source of the last time that cannot be reached, do not lose
    what an earlier run read from them: these regulations are carried over. Raises IngestError ``nothing`` where no
    regulation was found at all.
    """
    change = change or Change()
    library = change.library or LibraryChange(data)
    withdrawn = read_withdrawn(data) if change.withdrawn is None else change.withdrawn
    said: list[str] = []
    stored = _stored(data / REGULATIONS, said)
    recorded = read_origins(data) if sources is None else ()
    known_origins = recorded if recorded is not None else unrecorded(stored, library_files(data))
    paths, lost = reachable(known_origins if sources is None else ())
    paths += sources or ()
    report, regulations = check(
        [*paths, *library.sources()],
        limits=limits,
        today=today,
        progress=progress,
        unfinished=unfinished,
        known=known,
        without=library.without(),
        withdrawn=withdrawn,
    )
    report.changes += said
    report.files += [FileReport(each.path, error=each.error(), error_code="missing") for each in lost if each.path]
    failed = {file.file for file in report.errors} | {name for each in lost for name in each.files}
    present = {r.id for r in regulations}
    carried = [r for r in stored if r.id not in present and any(is_from(s.file, failed) for s in r.sources)]
    if carried := list(leave_out(carried, withdrawn)[0]):
        unknown = {name for each in lost if not each.path for name in each.files}
        report.carried = [r.title for r in carried if not all(s.file in unknown for s in r.sources)]
        fresh = [r if r.status_stated else replace(r, status=IN_FORCE) for r in carried]
        regulations = resolve(resolve_editions((*regulations, *fresh), today))
        report.kept = keep(regulations)
    if not regulations:
        raise IngestError("nothing", _nothing(report, sources is not None or bool(paths)))
    report.regulations, report.articles = len(regulations), sum(len(r.articles) for r in regulations)
    steps = plan(stored, regulations, leave_out(stored, withdrawn)[1].keys())
    report.changes += lines_of(steps) if stored and not is_empty(steps) else []
    origins = (*origins_of(paths), *lost)
    same = regulations == stored and change == Change()
    return Prepared(report, regulations, steps, same, origins, change)


def _nothing(report: IngestReport, told: bool) -> str:
    if report.withdrawn:
        return "全部制度都已撤下，没有可导入的。请先恢复至少一部，或加入新的制度文件。"
    if not told and not report.files:
        return "还没有来源。请写明制度所在的文件或文件夹，或先用 python -m ingest add 加入文件。"
    details = "".join(f"\n  {file.error}" for file in report.errors)
    return f"没有可导入的文件。支持 TXT、Markdown、HTML、DOCX、PDF 和 ZIP；请检查文件夹内容。{details}"


def store(prepared: Prepared, data: Path) -> None:
    """Write what was prepared to ``data``: the changes of library and withdrawals, the regulations, all of them, the
    report, and where they came from. Ended half-way, the next ingest completes it."""
    data.mkdir(parents=True, exist_ok=True)
    if prepared.change.library is not None:
        prepared.change.library.commit()
    if prepared.change.withdrawn is not None:
        write_withdrawn(data, prepared.change.withdrawn)
    write_origins(data, prepared.origins)
    write_regulations(data / REGULATIONS, prepared.regulations)
    write_text(data / REPORT_JSON, prepared.report.to_json())
    write_text(data / REPORT_MD, markdown(prepared.report))


def ingest(
    sources: list[Path], data: Path, *, limits: Limits, today: dt.date, progress: Progress | None = None
) -> IngestReport:
    """:func:`prepare` and :func:`store`. Where that raises, what is stored stays as it is."""
    prepared = prepare(sources, data, limits=limits, today=today, progress=progress)
    store(prepared, data)
    return prepared.report


def _defect(name: str, error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(where.filename).name}:{where.lineno}"
    what = f"{type(error).__name__}，{at}"
    return f"{name}：解析时程序出错（{what}）。这是程序的缺陷，请把这份文件和本行提示反馈给维护人员。"


def _stored(target: Path, said: list[str]) -> tuple[Regulation, ...]:
    """What an earlier run stored. A file of another version, or a damaged one, is replaced, not an obstacle."""
    if not target.is_file():
        return ()
    try:
        return read_regulations(target)
    except IngestError:
        said.append(f"上次导入的 {target.name} 读不出来（版本不同或已损坏），没有与它比较，将整个替换。")
        return ()
