"""``python -m ingest run|check SOURCES…``: the command line of ingestion, in Chinese."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from ingest.console import ArgumentParser, fail, show
from ingest.documents.titles import quoted
from ingest.editions.plan import markdown as plan_markdown
from ingest.editions.plan import to_dict as plan_dict
from ingest.following import follow_sources, run_then, stop_on_signals
from ingest.model import IngestError
from ingest.pipeline import GARBAGE, REPORT_MD, Prepared, check, prepare, store
from ingest.report.records import IngestReport
from ingest.report.text import rows
from ingest.sources import Limits

DEFAULT_MAX_FILE_MB = 20.0
PARTIAL = 3


def main(arguments: list[str] | None = None) -> int:
    """Run one command. ``run``: 0 when every file was ingested, 3 when some could not be, 1 when none could, 0 when
    ``--watch`` was ended. ``check``: 0 when nothing needs a look, 1 when something does. Both: 2 for wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    gc.set_threshold(*GARBAGE)
    if options.command == "run":
        _keep_apart(options.sources, options.data)
    if options.command == "run" and options.watch:
        if options.dry_run or options.json:
            parser.error("--watch 不能与 --dry-run、--json 同时使用")
        return _follow(options)
    console = Console(stderr=True, soft_wrap=True)
    today = dt.date.today()
    with Progress(console=console) as bar:
        task = bar.add_task("解析文件")

        def progress(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=f"解析 {escape(name)}" if name else "解析完成")

        limits = Limits(max_file_mb=options.max_file_mb)
        try:
            if options.command == "check":
                report, _ = check(options.sources, limits=limits, today=today, progress=progress)
            else:
                prepared = prepare(options.sources, options.data, limits=limits, today=today, progress=progress)
                if not options.dry_run:
                    store(prepared, options.data)
        except KeyboardInterrupt:
            bar.stop()
            fail("已中断，没有写入任何内容。", 130)
        except IngestError as error:
            bar.stop()
            fail(error.message, 2 if options.command == "check" else 1)
        except OSError as error:
            bar.stop()
            fail(f"无法写入 {options.data}（{error.strerror}）。请检查磁盘空间和权限，或用 --data 换一个文件夹。")
    if options.command == "check":
        return _checked(report, options)
    return _ran(prepared, options, console)


def _keep_apart(sources: list[Path], data: Path) -> None:
    """What is written must not be read as a source by the next run. Hidden folders never are."""
    for source in sources:
        if not source.is_dir() or not data.resolve().is_relative_to(source.resolve()):
            continue
        if not any(part.startswith(".") for part in data.resolve().relative_to(source.resolve()).parts):
            fail(f"数据文件夹 {data} 在来源文件夹 {source} 里，写入的数据会被当作来源。请用 --data 换一个文件夹。", 2)


def _ran(prepared: Prepared, options: argparse.Namespace, console: Console) -> int:
    status = PARTIAL if prepared.report.errors else 0
    if options.json:
        print(json.dumps({"stored": not options.dry_run, **plan_dict(prepared.steps)}, ensure_ascii=False))
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


def _follow(options: argparse.Namespace) -> int:
    console = Console(stderr=True, soft_wrap=True)

    def say(line: str) -> None:
        console.print(f"[{dt.datetime.now():%H:%M:%S}] {line}", markup=False, highlight=False)

    follow_sources(
        options.sources,
        options.data,
        limits=Limits(max_file_mb=options.max_file_mb),
        then=options.then,
        say=say,
        stop=stop_on_signals(),
    )
    return 0


def _checked(report: IngestReport, options: argparse.Namespace) -> int:
    if options.json:
        print(report.to_json(), end="")
    else:
        show((row.text, row.style) for row in rows(report, title="检查报告", everything=options.all))
    return 1 if report.looks else 0


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
    for line in report.changes:
        console.print(f"  {line}", markup=False)
    console.print(
        f"共 {report.regulations} 部文件、{report.articles} 个可引用单元。详细报告：{data / REPORT_MD}", markup=False
    )


def _positive(text: str) -> float:
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError("应大于 0")
    return value


def _limit_from_environment() -> float:
    text = os.environ.get("MAX_FILE_MB", "")
    if not text:
        return DEFAULT_MAX_FILE_MB
    try:
        return _positive(text)
    except (ValueError, argparse.ArgumentTypeError):
        fail(f"环境变量 MAX_FILE_MB 的值“{text}”应为大于 0 的数字，例如 MAX_FILE_MB=50。", 2)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m ingest", description="把规章制度文件解析为逐条可引用的文本。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=ArgumentParser)
    for name, text in (("run", "解析并写入数据文件夹"), ("check", "只看会解析出什么，不写入")):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument(
            "sources", nargs="+", type=Path, metavar="来源", help="文件或文件夹（TXT、Markdown、HTML、DOCX、PDF、ZIP）"
        )
        command.add_argument("--data", type=Path, default=Path("data"), help="数据文件夹（默认 data）")
        command.add_argument(
            "--max-file-mb",
            type=_positive,
            default=_limit_from_environment(),
            help="单个文件大小上限 MAX_FILE_MB（默认 20，也可用环境变量 MAX_FILE_MB 设置）",
        )
        if name == "check":
            command.add_argument("--all", action="store_true", help="逐个文件、逐处列出（默认只详列需要看一看的）")
        else:
            command.add_argument("--dry-run", action="store_true", help="只预演：逐条列出会有什么变化，不写入")
            command.add_argument("--watch", action="store_true", help="持续关注来源，有变化即导入，按 Ctrl-C 结束")
            command.add_argument(
                "--then",
                metavar="命令",
                help='导入成功后运行的命令（--watch 时只在有变化后），如 --then "python -m vectorstore build"',
            )
        command.add_argument("--json", action="store_true", help="打印一个 JSON 对象")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
