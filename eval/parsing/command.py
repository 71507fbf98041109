"""``python -m eval parsing`` and ``python -m eval label``: measuring the parser, and labels to measure it by."""

from __future__ import annotations

import argparse
import gc
import json
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from eval.parsing.annotation import (
    SAMPLE_SEED,
    SAMPLE_SIZE,
    AnnotationError,
    draw,
    labelled,
    read_labels,
    sheet,
    to_jsonl,
)
from eval.parsing.measure import Measurement, measure
from eval.parsing.report import as_json, tables, write
from ingest.console import fail
from ingest.model import IngestError
from ingest.pipeline import GARBAGE
from ingest.sources import Limits

COMMANDS = ("parsing", "label")


def add(commands: Any) -> None:
    """Add the two commands to argparse's subparsers."""
    parsing = commands.add_parser("parsing", help="测量解析：编号、字符去向、速度，以及对照标注的条款项边界")
    parsing.add_argument("folder", type=Path, metavar="文件夹", help="要解析的文件夹，例如法律法规的 Markdown")
    parsing.add_argument(
        "--labels", type=Path, nargs="+", default=[], metavar="文件", help="标注文件（JSONL）；给两份时另报一致程度"
    )
    parsing.add_argument("--json", action="store_true", help="把结果以 JSON 打印到标准输出")
    parsing.add_argument("--out", type=Path, metavar="目录", help="另写 parsing.md 和 parsing.json，列出每一处问题")
    parsing.add_argument("--max-file-mb", type=float, default=20.0, metavar="MB", help="单个文件大小上限，默认 20")
    label = commands.add_parser("label", help="抽样供人标注，或把逐行标注转换成标注文件")
    label.add_argument("folder", type=Path, metavar="文件夹", help="标注所依据的文件夹（UTF-8 的 .md）")
    wanted = label.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--sheets", type=Path, metavar="目录", help="把抽中的文件写成带行号的 01.txt、02.txt……")
    wanted.add_argument("--lines", type=Path, metavar="目录", help="读取 01.txt、02.txt……里的逐行标注，打印标注文件")
    label.add_argument(
        "--size", type=int, default=SAMPLE_SIZE, metavar="个数", help=f"抽多少个文件，默认 {SAMPLE_SIZE}"
    )
    label.add_argument("--seed", type=int, default=SAMPLE_SEED, metavar="种子", help=f"随机种子，默认 {SAMPLE_SEED}")


def run(options: argparse.Namespace) -> int:
    """Exit status: 0; 1 where characters do not add up or a file could not be parsed; 2 where nothing was measured."""
    gc.set_threshold(*GARBAGE)  # as the command that ingests does
    try:
        if not options.folder.is_dir():
            raise AnnotationError(f"找不到文件夹：{options.folder}。请检查路径是否写对。")
        return _parsing(options) if options.command == "parsing" else _label(options)
    except (AnnotationError, IngestError) as error:
        fail(str(error), 2)
    except OSError as error:
        fail(f"{error.filename} 读写不了（{error.strerror}）。请检查路径和权限。", 2)


def _parsing(options: argparse.Namespace) -> int:
    labels = [(path.stem, read_labels(path)) for path in options.labels]
    columns = (TextColumn("解析"), BarColumn(), MofNCompleteColumn(), TextColumn("剩余"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("解析", total=None)
        made = measure(
            options.folder,
            labels,
            Limits(max_file_mb=options.max_file_mb),
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    if options.out:
        write(options.out, made)
    if options.json:
        print(json.dumps(as_json(made), ensure_ascii=False, indent=1))
    else:
        _show(made, options.out)
    return 1 if made.failures or made.errors else 0


def _show(made: Measurement, out: Path | None) -> None:
    console = Console()
    console.print(f"{made.folder}：{len(made.files)} 个文件，{len(made.errors)} 个未能解析。", markup=False)
    for title, (head, rows) in tables(made).items():
        shown = Table(title=title, box=SIMPLE, padding=(0, 1, 0, 0))
        for number, name in enumerate(head):
            shown.add_column(_narrow(name), justify="right" if number else "left")
        for row in rows:
            shown.add_row(*map(_narrow, row))
        console.print(shown)
    for complaint in (*made.errors, *made.failures[:20]):
        console.print(f"未达到要求：{complaint}", style="red", markup=False)
    if out:
        console.print(f"逐处清单：{out / 'parsing.md'}", markup=False, soft_wrap=True)
    else:
        console.print("用 --out 目录 可得到每一处问题的清单。", markup=False)


def _narrow(cell: str) -> str:
    """An interval or a share goes below its number, so that the tables fit a screen."""
    return cell.replace("（", "\n（")


def _label(options: argparse.Namespace) -> int:
    chosen = draw(options.folder, options.size, options.seed)
    if options.sheets:
        options.sheets.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, name in enumerate(chosen, 1):
        data = (options.folder / name).read_bytes()
        if options.sheets:
            (options.sheets / f"{number:02}.txt").write_text(sheet(data.decode("utf-8-sig")), encoding="utf-8")
        else:
            rows.append(labelled(name, data, (options.lines / f"{number:02}.txt").read_text(encoding="utf-8")))
    if options.lines:
        print(to_jsonl(rows), end="")
    return 0
