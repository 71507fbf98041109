"""The command line in Chinese: argparse's own words translated, errors that name the fault, one progress style."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PHRASES = [
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"参数 \1 的值 \2 不可用，可选：\3"),
    (r"argument (.*?): invalid (\S+) value: (.*)", r"参数 \1 的值 \3 无效"),
    (r"argument (.*?): expected one argument", r"参数 \1 需要一个值"),
    (r"argument (.*?): expected at least one argument", r"参数 \1 至少需要一个值"),
    (r"argument (.*?): not allowed with argument (.*)", r"参数 \1 不能与 \2 同时使用"),
    (r"argument (.*?): (.*)", r"参数 \1：\2"),
]


def _translate(message: str) -> str:
    for pattern, chinese in _PHRASES:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, chinese, message)
    return message


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ArgumentParser(argparse.ArgumentParser):
    """An argparse parser whose help and errors are Chinese; a usage error exits with status 2."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", _Formatter)
        kwargs["add_help"] = False
        super().__init__(**kwargs)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本帮助并退出")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}：{_translate(message)}。运行 {self.prog} --help 查看用法。\n")


def positive(text: str) -> int:
    """An argument that counts something: a whole number from 1. Raises ``ValueError``."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def progress() -> Progress:
    """The bars of a long command."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=False
    )


def stages(bars: Progress) -> Callable[[str, int, int], None]:
    """Told (what is being done, steps done, steps in all), it moves the bar of that stage, which it adds at first; a
    stage of no steps has none."""
    tasks: dict[str, TaskID] = {}

    def report(stage: str, done: int, total: int) -> None:
        if total == 0:
            return
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=total)
        bars.update(tasks[stage], completed=done, total=total)

    return report


def told(out: TextIO) -> Callable[[str, int, int], None]:
    """The same told to a program: a JSON object a line, ``stage``, ``done`` and ``total``; a stage is told of at most a
    hundred times."""
    last: tuple[str, int, int] = ("", 0, 0)

    def report(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = (stage, 100 * done // max(1, total), total)
        if now != last and total:
            last = now
            print(json.dumps({"stage": stage, "done": done, "total": total}, ensure_ascii=False), file=out, flush=True)

    return report


def fail(message: str, status: int = 1) -> NoReturn:
    """Print one Chinese error line and leave with ``status``."""
    print(f"错误：{message}", file=sys.stderr)
    raise SystemExit(status)


_COLOURS = {"title": "bold", "good": "bold green", "look": "yellow", "bad": "bold red", "quiet": "dim"}


def show(rows: Iterable[tuple[str, str]]) -> None:
    """Print (Markdown line, style) rows on standard output: in colours on a terminal, as plain Markdown elsewhere."""
    from rich.console import Console

    console = Console()
    for text, style in rows:
        if console.is_terminal:
            plain = re.sub(r"^#+ |\*\*", "", text)
            console.print(plain, style=_COLOURS.get(style), markup=False, highlight=False, soft_wrap=True)
        else:
            print(text)
