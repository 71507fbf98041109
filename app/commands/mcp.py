"""``python -m app mcp``: the tools for an agent on the same machine, over standard input and output."""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import sys
from typing import Any

from app.commands.shared import ANSWERED, add_common, log_to_stderr, settings_of, unwritable, with_build
from ingest.console import fail


def add(commands: Any) -> None:
    """Teach the command line this command."""
    mcp = commands.add_parser(
        "mcp",
        help="作为 MCP 服务供本机的智能体调用",
        description="以 MCP（stdio）提供查询，由 MCP 客户端启动，不必自己运行；接入方法见 docs/mcp.md。"
        "其他机器请连接 python -m app serve 的 /mcp。",
    )
    add_common(mcp)
    mcp.set_defaults(command=_mcp)


def _mcp(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    log_to_stderr(logging.WARNING, "%(message)s")
    if sys.stdin.isatty():
        print("这个命令由 MCP 客户端启动，接入方法见 docs/mcp.md；按 Ctrl+C 停止。", file=sys.stderr)
    with contextlib.redirect_stdout(sys.stderr):  # standard output belongs to the protocol
        from ingest.model import IngestError
        from vectorstore.errors import VectorstoreError
        from vectorstore.published import IndexFolder

        try:
            IndexFolder(settings.data).serving()
        except (VectorstoreError, IngestError) as error:
            fail(with_build(error, settings))
        except OSError as error:
            fail(unwritable(error, settings))
        from app.mcpserver.stdio import Opening, serve_stdio
        from app.server import serve_published
    gc.enable()
    opening = Opening(lambda: serve_published(settings))
    try:
        serve_stdio(opening, settings.title)
    except KeyboardInterrupt:
        pass
    finally:
        opening.close()
    return ANSWERED
