"""``python -m eval``: each command is a module with ``NAME`` or ``COMMANDS``, ``add`` and ``run``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from eval import command, holdoutcommand, setcommand
from eval.claims import command as claims
from eval.draft import command as draft
from eval.load import command as load
from eval.parsing import command as parsing
from eval.retrieval import command as retrieval
from ingest.console import ArgumentParser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 fine, 1 a demand is not met, 2 it could not be done, 130 interrupted."""
    runs = {
        command.NAME: command.run,
        retrieval.NAME: retrieval.run,
        holdoutcommand.NAME: holdoutcommand.run,
        load.NAME: load.run,
        claims.NAME: claims.run,
        **dict.fromkeys(draft.COMMANDS, draft.run),
        **dict.fromkeys(setcommand.COMMANDS, setcommand.run),
        **dict.fromkeys(parsing.COMMANDS, parsing.run),
    }
    options = _parser().parse_args(arguments)
    return runs[options.command](options)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m eval", description="评测：答得对不对，引得准不准，该拒答时有没有拒答；以及解析得对不对。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=ArgumentParser)
    command.add(commands)
    setcommand.add(commands)
    draft.add(commands)
    holdoutcommand.add(commands)
    retrieval.add(commands)
    load.add(commands)
    claims.add(commands)
    parsing.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
