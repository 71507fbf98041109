"""``python -m ingest``: each command is a module of ``ingest.commands``."""

from __future__ import annotations

import gc
from collections.abc import Callable

from ingest.commands import check, holding, run, withdrawing
from ingest.console import ArgumentParser
from ingest.pipeline import GARBAGE


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 a fault or something to look at, 2 wrong usage, 3 some
    files could not be ingested, 4 the changes are not those that were confirmed."""
    parser = ArgumentParser(prog="python -m ingest", description="把规章制度文件解析为逐条可引用的文本。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=ArgumentParser)
    for command in (run, check, holding, withdrawing):
        command.add(commands)
    options = parser.parse_args(arguments)
    gc.set_threshold(*GARBAGE)
    perform: Callable[..., int] = options.perform
    return perform(options)


if __name__ == "__main__":
    raise SystemExit(main())
