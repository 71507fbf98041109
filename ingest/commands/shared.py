"""What several commands share: their options, and an ingest told on the terminal or to a program."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from ingest.console import fail, told
from ingest.documents.titles import quoted
from ingest.editions.plan import fingerprint
from ingest.editions.plan import markdown as plan_markdown
from ingest.editions.plan import to_dict as plan_dict
from ingest.exclusive import exclusive
from ingest.following import run_then
from ingest.model import IngestError
from ingest.pipeline import REPORT_MD, Change, Prepared, prepare, store
from ingest.report.records import IngestReport
from ingest.sources import Limits

DEFAULT_MAX_FILE_MB = 20.0
PARTIAL = 3
CHANGED = 4
"""Exit statuses: some files could not be read; the plan is not the one that was confirmed."""


def add_data(parser: argparse.ArgumentParser) -> None:
    """``--data``."""
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="文件夹", help="数据文件夹（默认 data）")


def add_limit(parser: argparse.ArgumentParser) -> None:
    """``--max-file-mb``."""
    parser.add_argument(
        "--max-file-mb",
        type=_positive,
        default=limit_from_environment(),
        metavar="MB",
        help="单个文件大小上限 MAX_FILE_MB（默认 20，也可用环境变量 MAX_FILE_MB 设置）",
    )


def add_ingesting(parser: argparse.ArgumentParser) -> None:
    """The options of every command that ends in an ingest."""
    add_data(parser)
    add_limit(parser)
    parser.add_argument("--dry-run", action="store_true", help="只预演：逐条列出会有什么变化，不写入")
    parser.add_argument(
        "--then",
        metavar="命令",
        help='导入成功后运行的命令（--watch 时只在有变化后），如 --then "python -m vectorstore build"',
    )
    parser.add_argument("--json", action="store_true", help="打印一个 JSON 对象")
    parser.add_argument("--plan", metavar="指纹", help="只在变化与预演时（--json 中的 plan）相同时才写入")
    parser.add_argument("--progress", action="store_true", help="进度写成一行一个 JSON 对象，供程序读取")


def _positive(text: str) -> float:
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError("应大于 0")
    return value


def limit_from_environment() -> float:
    """MAX_FILE_MB of the environment, or the default; ends the process where it is no number."""
    text = os.environ.get("MAX_FILE_MB", "")
    if not text:
        return DEFAULT_MAX_FILE_MB
    try:
        return _positive(text)
    except (ValueError, argparse.ArgumentTypeError):
        fail(f"环境变量 MAX_FILE_MB 的值“{text}”应为大于 0 的数字，例如 MAX_FILE_MB=50。", 2)


@contextmanager
def parsing(console: Console, machine: bool) -> Iterator[Callable[[int, int, str], None]]:
    """The progress of reading files: a bar, or lines for a program."""
    if machine:
        report = told(sys.stderr)
        yield lambda done, total, name: report("解析文件", done, total)
        return
    with Progress(console=console) as bar:
        task = bar.add_task("解析文件")

        def progress(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=f"解析 {escape(name)}" if name else "解析完成")

        yield progress


def ingest(options: argparse.Namespace, sources: Sequence[Path] | None, change: Callable[[], Change]) -> int:
    """Ingest, or try it out, as the options say, and return the exit status: 0, :data:`PARTIAL`, :data:`CHANGED`, or 1
    where the command afterwards failed. Other faults end the process."""
    console = Console(stderr=True, soft_wrap=True)
    try:
        with exclusive(options.data), parsing(console, options.progress) as progress:
            prepared = prepare(
                sources,
                options.data,
                limits=Limits(max_file_mb=options.max_file_mb),
                today=dt.date.today(),
                progress=progress,
                change=change(),
            )
            if options.plan and options.plan != fingerprint(prepared.steps):
                fail("来源在预演之后又变了，没有写入任何内容。请重新预演，看过变化再确认。", CHANGED)
            if not options.dry_run:
                store(prepared, options.data)
    except KeyboardInterrupt:
        fail("已中断，没有写入任何内容。", 130)
    except IngestError as error:
        fail(error.message)
    except OSError as error:
        fail(f"无法写入 {options.data}（{error.strerror}）。请检查磁盘空间和权限，或用 --data 换一个文件夹。")
    return _tell(prepared, options, console)


def _tell(prepared: Prepared, options: argparse.Namespace, console: Console) -> int:
    status = PARTIAL if prepared.report.errors else 0
    if options.json:
        about = {
            "stored": not options.dry_run,
            "clean": not prepared.report.looks,
            "regulations": prepared.report.regulations,
            "carried": prepared.report.carried,
            "findings": [{"file": each.file, "message": each.message} for each in prepared.report.looks],
        }
        print(json.dumps({**about, **plan_dict(prepared.steps)}, ensure_ascii=False))
    elif options.dry_run:
        print(plan_markdown(prepared.steps), end="")
    if options.dry_run:
        for file in prepared.report.errors:
            console.print(f"  未导入：{file.error}", markup=False)
        console.print(f"以上是预演，没有写入 {options.data}。", markup=False)
        return status
    _summary(console, prepared.report, options.data)
    if options.then and not run_then(options.then, lambda said: console.print(said, markup=False)):
        return 1
    return status


def _summary(console: Console, report: IngestReport, data: Path) -> None:
    for file in report.files:
        for document in file.documents:
            mark = "（标题系推定）" if document.title_inferred else ""
            console.print(
                f"  {quoted(document.title)}{mark} {sum(document.counts.values())} 个单元 ← {file.file}", markup=False
            )
            for notice in document.notices + document.warnings:
                console.print(f"    注意：{notice}", markup=False)
    for merge in report.merges:
        console.print(
            f"  合并：{merge.merged_file} 的{quoted(merge.kept_title)}与 {merge.kept_file} 是同一文件", markup=False
        )
    for file in report.errors:
        console.print(f"  未导入：{file.error}", markup=False)
    for line in report.withdrawn:
        console.print(f"  已撤下，没有导入：{line}", markup=False)
    for line in report.changes:
        console.print(f"  {line}", markup=False)
    console.print(
        f"共 {report.regulations} 部文件、{report.articles} 个可引用单元。详细报告：{data / REPORT_MD}", markup=False
    )
