"""``python -m app ask``: one question on the command line."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from typing import TYPE_CHECKING, Any

from app.commands.shared import (
    ANSWERED,
    FAILED,
    REFUSED,
    add_common,
    add_limits,
    harmless,
    log_to_stderr,
    regulations_named,
    settings_of,
    unwritable,
    with_build,
)
from app.location import files_named
from app.naming import cited

if TYPE_CHECKING:
    from app.answer import Answer


_NO_MODEL = "没有启用语言模型。请先在设置里写明 llm_base_url 和 llm_model（见 docs/llm.md），或者去掉 --mode llm。"


def add(commands: Any) -> None:
    """Teach the command line this command."""
    ask = commands.add_parser(
        "ask",
        help="在命令行提问",
        description="在命令行提问。退出码：0 已回答，3 未找到依据，1 出错，2 用法不对。",
    )
    ask.add_argument("question", metavar="问题", help="要查询的问题，请加引号")
    ask.add_argument(
        "--mode",
        choices=("extractive", "llm"),
        default="extractive",
        help="extractive 摘录原文（默认）；llm 另请语言模型改写，逐句核对后才显示",
    )
    ask.add_argument("--json", action="store_true", help="输出与 POST /api/ask 相同的 JSON")
    add_limits(ask)
    add_common(ask)
    ask.set_defaults(command=_ask)


def _ask(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    log_to_stderr(logging.ERROR, "%(message)s")
    from app.chain import AskError, AskRequest
    from app.server import ServeError, load_chain
    from ingest.model import IngestError
    from vectorstore.errors import VectorstoreError

    if chosen.mode == "llm" and not settings.has_llm:  # before seconds go into loading
        return _failed("mode_unavailable", _NO_MODEL, chosen.json)
    try:
        chain = load_chain(settings)
        try:
            only = regulations_named(chosen.regulation or (), chain)
            answer = chain.ask(AskRequest(chosen.question, as_of=chosen.as_of, regulations=only, mode=chosen.mode))
        finally:
            chain.close()
    except AskError as error:
        return _failed(error.code, error.message, chosen.json)
    except ServeError as error:
        return _failed("cannot_start", str(error), chosen.json)
    except (VectorstoreError, IngestError) as error:
        return _failed(error.code, with_build(error, settings), chosen.json)
    except OSError as error:
        return _failed("io_error", unwritable(error, settings), chosen.json)
    except KeyboardInterrupt:
        return _failed("interrupted", "已中断。", chosen.json)
    if chosen.json:
        print(json.dumps(answer.to_dict(settings.root_path), ensure_ascii=False, indent=2))
    else:
        print(shown(answer))
    return REFUSED if answer.refused else ANSWERED


def _failed(code: str, message: str, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False, indent=2))
    else:
        print(f"错误：{message}", file=sys.stderr)
    return FAILED


def shown(answer: Answer) -> str:
    """The answer for a terminal: quotations with their addresses, or the nearest articles where there is no basis."""
    fallen_back = answer.generated is not None and not answer.generated.claims
    lines = [harmless(f"{answer.notice}：\n{answer.answer}" if fallen_back else answer.answer)]
    if answer.citations:
        lines += ["", "出处："]
    for citation in answer.citations:
        places = "；".join(files_named((source.file, source.page) for source in citation.sources))
        lines.append(f"[{citation.number}] {cited(citation)} — {places}")
    if answer.related:
        lines += ["", f"{answer.notice}：" if answer.refused else "相关条文："]
    for related in answer.related:
        opening = " ".join(related.quote.split())
        lines.append(f"· {cited(related)}：{opening[:60]}{'…' if len(opening) > 60 else ''}")
    return "\n".join(lines[:1] + [harmless(line) for line in lines[1:]])
