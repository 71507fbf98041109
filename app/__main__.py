"""``python -m app``: each command is a module of ``app.commands``; settings are read there and passed as arguments."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from app.commands import ask, audit, batch, credentials, demo_portal, llm, mcp, serve, site
from ingest.console import ArgumentParser

_OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 answered or stopped, 1 a fault, 2 wrong usage, 3 no basis found."""
    os.environ.update(_OFFLINE)  # read by libraries when they are imported, which happens below
    chosen = _parser().parse_args(arguments)
    gc.disable()  # looking for garbage while thousands of modules load costs two seconds of a start
    try:
        status: int = chosen.command(chosen)
    finally:
        gc.enable()
    return status


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m app", description="条问：规章制度问答，答案只引原文，条款精确到项。")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=ArgumentParser)
    for command in (serve, ask, demo_portal, site, audit, batch, credentials, llm, mcp):
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
