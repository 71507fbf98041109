"""``python -m ingest run``: sources → ``data``/regulations.jsonl."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from rich.console import Console

from ingest.commands.shared import add_ingesting, ingest
from ingest.console import fail
from ingest.following import follow_sources, stop_on_signals
from ingest.pipeline import Change
from ingest.sources import Limits
from ingest.staging import Staging


def add(commands: Any) -> None:
    """Teach the command line this command."""
    text = "解析并写入数据文件夹"
    run = commands.add_parser(
        "run",
        help=text,
        description=f"{text}。不写来源时沿用上次的来源；数据文件夹里的制度库（library）总会一并读取。"
        "退出码：0 全部导入，3 有文件没能导入，1 出错，2 用法不对，4 与 --plan 不符。",
    )
    run.add_argument(
        "sources", nargs="*", type=Path, metavar="来源", help="文件或文件夹（TXT、Markdown、HTML、DOCX、PDF、ZIP）"
    )
    add_ingesting(run)
    run.add_argument("--watch", action="store_true", help="持续关注来源，有变化即导入，按 Ctrl-C 结束")
    run.add_argument("--staged", action="store_true", help="连同管理页上已上传、尚未确认的文件")
    run.set_defaults(perform=lambda options: _run(run, options))


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    _keep_apart(options.sources, options.data)
    if options.watch:
        if options.dry_run or options.json:
            parser.error("--watch 不能与 --dry-run、--json 同时使用")
        if not options.sources:
            parser.error("--watch 要写明来源")
        return _follow(options)

    def change() -> Change:
        return Change(Staging(options.data).change() if options.staged else None)

    return ingest(options, options.sources or None, change)


def _keep_apart(sources: list[Path], data: Path) -> None:
    """What is written must not be read as a source by the next run. Hidden folders never are."""
    for source in sources:
        if not source.is_dir() or not data.resolve().is_relative_to(source.resolve()):
            continue
        if not any(part.startswith(".") for part in data.resolve().relative_to(source.resolve()).parts):
            fail(f"数据文件夹 {data} 在来源文件夹 {source} 里，写入的数据会被当作来源。请用 --data 换一个文件夹。", 2)


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
