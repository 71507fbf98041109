"""``python -m app serve``: the chat page and the API, until interrupted."""

from __future__ import annotations

import argparse
import logging
from typing import Any

from app.commands.shared import ANSWERED, add_common, log_to_stderr, settings_of, unwritable, with_build
from ingest.console import fail


def add(commands: Any) -> None:
    """Teach the command line this command."""
    serve = commands.add_parser("serve", help="启动聊天页和接口", description="启动聊天页和接口，按 Ctrl+C 停止。")
    add_common(serve)
    serve.add_argument("--host", metavar="地址", help="监听地址（默认 127.0.0.1，仅本机可访问）")
    serve.add_argument("--port", type=int, metavar="端口", help="监听端口（默认 7860）")
    serve.set_defaults(command=_serve)


def _serve(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    log_to_stderr(logging.INFO, "%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("tiaowen").setLevel(logging.INFO)
    from app.server import ServeError, serve
    from ingest.model import IngestError
    from vectorstore.errors import VectorstoreError

    try:
        serve(settings, lambda line: print(line, flush=True))
    except (ServeError, VectorstoreError, IngestError) as error:
        fail(with_build(error, settings))
    except OSError as error:
        fail(unwritable(error, settings))
    except KeyboardInterrupt:
        pass
    print("条问已停止。")
    return ANSWERED
