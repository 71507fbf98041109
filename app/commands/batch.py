"""``python -m app batch``: a table of questions in, the same table with answers and their sources out."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.shared import (
    ANSWERED,
    FAILED,
    WRONG_USAGE,
    add_common,
    add_limits,
    log_to_stderr,
    regulations_named,
    settings_of,
    unwritable,
    with_build,
)
from ingest.console import fail

if TYPE_CHECKING:
    from app.batch.fill import Outcome, Task
    from app.settings import Settings

LIMIT = 5000
"""Questions of one run."""

_MAX_MB = 50
_KINDS = (".xlsx", ".csv")


def add(commands: Any) -> None:
    """Teach the command line this command."""
    batch = commands.add_parser(
        "batch",
        help="回答一张表格里的问题",
        description="逐行回答表格（XLSX、CSV）里的问题，另存为一份，在右边加上答案和出处。表头写“问题”的一列是问题。"
        "按 Ctrl+C 停止，已经查到的会保存。退出码：0 全部查过，1 出错或中断，2 用法不对。",
    )
    batch.add_argument("source", type=Path, metavar="表格", help="写有问题的表格，不会被改动")
    batch.add_argument("target", type=Path, metavar="新表格", help="写入答案的新文件，格式与表格相同")
    batch.add_argument("--force", action="store_true", help="新表格已经存在时覆盖它")
    add_limits(batch)
    add_common(batch)
    batch.set_defaults(command=_batch)


def _batch(chosen: argparse.Namespace) -> int:
    try:
        return _run(chosen)
    except KeyboardInterrupt:  # before the asking has begun
        fail("已中断，没有写文件。")


def _run(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    log_to_stderr(logging.ERROR, "%(message)s")
    _check(chosen.source, chosen.target, chosen.force)
    from app.batch.fill import read
    from app.batch.sheet import BatchError
    from app.chain import AskError
    from app.server import ServeError
    from ingest.model import IngestError
    from vectorstore.errors import VectorstoreError

    try:
        task = read(_content(chosen.source), LIMIT, "请拆成几个文件分别运行。")
        if chosen.target.suffix.lower() != f".{task.kind}":
            fail(f"表格是 {task.kind.upper()} 文件，新表格的文件名请以 .{task.kind} 结尾。", WRONG_USAGE)
        made, outcome = _asked(task, chosen, settings)
        _write(chosen.target, made)
    except (BatchError, AskError, VectorstoreError, IngestError) as error:
        fail(with_build(error, settings))
    except ServeError as error:
        fail(str(error))
    except OSError as error:
        fail(unwritable(error, settings))
    return _said(outcome, task.count, chosen.target)


def _check(source: Path, target: Path, force: bool) -> None:
    """What can be known before the model is loaded."""
    if not source.is_file():
        fail(f"没有找到表格 {source}，请检查路径。", WRONG_USAGE)
    if target.suffix.lower() not in _KINDS:
        fail(f"新表格 {target} 的文件名应以 .xlsx 或 .csv 结尾，与表格的格式相同。", WRONG_USAGE)
    if target.exists() and target.samefile(source):
        fail("新表格不能就是原来的表格，请换一个文件名。", WRONG_USAGE)
    if target.exists() and not force:
        fail(f"{target} 已经存在，没有覆盖。请换一个文件名，确要覆盖的加 --force。", WRONG_USAGE)
    if not target.parent.is_dir():
        fail(f"没有文件夹 {target.parent}，请先建立，或换一个位置。", WRONG_USAGE)
    if not os.access(target.parent, os.W_OK):
        fail(f"不能写入文件夹 {target.parent}，请检查权限，或换一个位置。", WRONG_USAGE)


def _content(source: Path) -> bytes:
    size = source.stat().st_size
    if size > _MAX_MB * 1024 * 1024:
        fail(f"{source} 有 {size / 1024 / 1024:.0f} MB，超过 {_MAX_MB} MB。请删去图片和多余的内容，或拆成几个文件。")
    return source.read_bytes()


def _asked(task: Task, chosen: argparse.Namespace, settings: Settings) -> tuple[bytes, Outcome]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from app.answer import Answer
    from app.batch.fill import fill
    from app.chain import AskRequest
    from app.server import load_chain
    from ingest.console import stages

    print(f"{chosen.source}：{task.count} 个问题。正在打开索引、载入模型……", file=sys.stderr, flush=True)
    chain = load_chain(settings)
    gc.enable()  # from here on it runs for minutes
    try:
        only = regulations_named(chosen.regulation or (), chain)

        def ask(question: str) -> Answer:
            return chain.ask(AskRequest(question, as_of=chosen.as_of, regulations=only))

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as bars:
            report = stages(bars)
            return fill(task, ask, lambda done, total: report("查找", done, total))
    finally:
        chain.close()


def _write(target: Path, content: bytes) -> None:
    """The whole file or none of it."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            Path(file.name).chmod(0o644)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _said(outcome: Outcome, count: int, target: Path) -> int:
    ends = f"有依据 {outcome.answered} 个，未找到依据 {outcome.refused} 个，未能查询 {outcome.failed} 个"
    if outcome.interrupted:
        print(f"已中断：查了 {outcome.done} 个，共 {count} 个；{ends}。已经查到的写入 {target}。", file=sys.stderr)
        return FAILED
    print(f"{count} 个问题：{ends}。已写入 {target}。")
    return ANSWERED
