"""``python -m ingest check``: what would be understood of the sources, without writing anything."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from rich.console import Console

from ingest.commands.shared import add_data, add_limit, parsing
from ingest.console import fail, show
from ingest.model import IngestError
from ingest.pipeline import check
from ingest.report.text import rows
from ingest.sources import Limits


def add(commands: Any) -> None:
    """Teach the command line this command."""
    text = "只看会解析出什么，不写入"
    parser = commands.add_parser(
        "check", help=text, description=f"{text}。退出码：0 没有需要看的，1 有，2 用法不对或没有这个来源。"
    )
    parser.add_argument(
        "sources", nargs="+", type=Path, metavar="来源", help="文件或文件夹（TXT、Markdown、HTML、DOCX、PDF、ZIP）"
    )
    add_data(parser)
    add_limit(parser)
    parser.add_argument("--all", action="store_true", help="逐个文件、逐处列出（默认只详列需要看一看的）")
    parser.add_argument("--json", action="store_true", help="打印一个 JSON 对象")
    parser.set_defaults(perform=_check)


def _check(options: argparse.Namespace) -> int:
    limits = Limits(max_file_mb=options.max_file_mb)
    try:
        with parsing(Console(stderr=True, soft_wrap=True), False) as progress:
            report, _ = check(options.sources, limits=limits, today=dt.date.today(), progress=progress)
    except KeyboardInterrupt:
        fail("已中断，没有写入任何内容。", 130)
    except IngestError as error:
        fail(error.message, 2)
    if options.json:
        print(report.to_json(), end="")
    else:
        show((row.text, row.style) for row in rows(report, title="检查报告", everything=options.all))
    return 1 if report.looks else 0
