"""``python -m app serve|ask``. Settings are read here and passed on as arguments."""

from __future__ import annotations

import argparse
import difflib
import gc
import json
import logging
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.location import files_named
from ingest.address import reference, spoken
from ingest.console import ArgumentParser, fail
from ingest.documents.titles import quoted

if TYPE_CHECKING:
    from app.answer import Answer
    from app.chain import RegulationChain
    from app.settings import Settings

ANSWERED, FAILED, WRONG_USAGE, REFUSED = 0, 1, 2, 3
"""Exit statuses; a refusal is told apart from an answer so that a script can."""

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


def _parser() -> argparse.ArgumentParser:
    parser = ArgumentParser(prog="python -m app", description="条问：规章制度问答，答案只引原文，条款精确到项。")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=ArgumentParser)

    serve = commands.add_parser("serve", help="启动聊天页和接口", description="启动聊天页和接口，按 Ctrl+C 停止。")
    _common(serve)
    serve.add_argument("--host", metavar="地址", help="监听地址（默认 127.0.0.1，仅本机可访问）")
    serve.add_argument("--port", type=int, metavar="端口", help="监听端口（默认 7860）")
    serve.set_defaults(command=_serve)

    ask = commands.add_parser(
        "ask",
        help="在命令行提问",
        description="在命令行提问。退出码：0 已回答，3 未找到依据，1 出错，2 用法不对。",
    )
    ask.add_argument("question", metavar="问题", help="要查询的问题，请加引号")
    ask.add_argument("--json", action="store_true", help="输出与 POST /api/ask 相同的 JSON")
    ask.add_argument("--as-of", type=_day, metavar="日期", help="按这一天有效的规定回答，写作 2024-12-31")
    ask.add_argument(
        "--regulation", action="append", metavar="制度", help="只在这部制度中查找：名称或编号，可以多次使用"
    )
    _common(ask)
    ask.set_defaults(command=_ask)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="文件夹", help="数据文件夹（默认 data）")
    parser.add_argument(
        "--config", type=Path, metavar="文件", help="设置文件（默认当前文件夹的 tiaowen.toml，可以没有）"
    )


def _day(text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期 {text} 应写作 2024-12-31 这样") from None


def _settings(chosen: argparse.Namespace) -> Settings:
    from app.settings import SettingsError, config_here, load_settings

    given = {key: getattr(chosen, key) for key in ("data", "host", "port") if hasattr(chosen, key)}
    try:
        return load_settings(chosen.config or config_here(), os.environ, **given)
    except SettingsError as error:
        fail(str(error))


def _log_to_stderr(level: int, layout: str) -> None:
    handler = logging.StreamHandler()
    handler.setLevel(level)  # on the handler: some libraries set their own loggers to DEBUG
    logging.basicConfig(level=logging.WARNING, format=layout, handlers=[handler])


def _serve(chosen: argparse.Namespace) -> int:
    settings = _settings(chosen)
    _log_to_stderr(logging.INFO, "%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("tiaowen").setLevel(logging.INFO)
    from app.server import ServeError, serve
    from ingest.model import IngestError
    from vectorstore.errors import VectorstoreError

    try:
        serve(settings, lambda line: print(line, flush=True))
    except (ServeError, VectorstoreError, IngestError) as error:
        fail(_with_build(error, settings))
    except OSError as error:
        fail(_unwritable(error, settings))
    except KeyboardInterrupt:
        pass
    print("条问已停止。")
    return ANSWERED


def _ask(chosen: argparse.Namespace) -> int:
    settings = _settings(chosen)
    _log_to_stderr(logging.ERROR, "%(message)s")
    from app.chain import AskError, AskRequest
    from app.server import load_chain
    from ingest.model import IngestError
    from vectorstore.errors import VectorstoreError

    try:
        chain = load_chain(settings)
        try:
            only = _regulations(chosen.regulation or (), chain)
            answer = chain.ask(AskRequest(chosen.question, as_of=chosen.as_of, regulations=only))
        finally:
            chain.close()
    except AskError as error:
        return _failed(error.code, error.message, chosen.json)
    except (VectorstoreError, IngestError) as error:
        return _failed(error.code, _with_build(error, settings), chosen.json)
    except OSError as error:
        return _failed("io_error", _unwritable(error, settings), chosen.json)
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


def _with_build(error: Exception, settings: Settings) -> str:
    """The message; where there is no index, with the two commands that make one."""
    if getattr(error, "code", "") != "no_index":
        return getattr(error, "message", str(error))
    data = settings.data
    return (
        f"{data / 'index'} 里还没有可用的索引。请先运行：\n"
        f"  python -m ingest run 制度文件夹 --data {data}\n"
        f"  python -m vectorstore build --data {data}"
    )


def _unwritable(error: OSError, settings: Settings) -> str:
    return f"读写文件失败（{error}）。请检查磁盘空间和 {settings.data} 的读写权限。"


def _regulations(wanted: Sequence[str], chain: RegulationChain) -> frozenset[str] | None:
    """The ids meant by ids or titles. All editions of a title are meant, the date decides between them."""
    from app.chain import AskError

    if not wanted:
        return None
    names: dict[str, set[str]] = {}
    for regulation in chain.index.regulations.values():
        for name in (regulation.id, regulation.title, *regulation.aliases):
            names.setdefault(name, set()).add(regulation.id)
    found: set[str] = set()
    for name in (written.strip().strip("《》") for written in wanted):
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.3)
            hint = f"最接近的是“{near[0]}”。" if near else "已收录的制度可在聊天页或 /api/regulations 中查看。"
            raise AskError("unknown_regulation", f"没有收录“{name[:80]}”，{hint}")
        found |= names[name]
    return frozenset(found)


def shown(answer: Answer) -> str:
    """The answer for a terminal: quotations with their addresses, or the nearest articles where there is no basis."""
    lines = [_harmless(answer.answer)]
    if answer.citations:
        lines += ["", "出处："]
    for citation in answer.citations:
        status = "" if citation.status == "现行有效" else f"（{citation.status}）"
        inferred = "（名称为推断）" if citation.title_inferred else ""
        places = "；".join(files_named((source.file, source.page) for source in citation.sources))
        named = f"{quoted(citation.regulation)}{inferred}{spoken(citation.label)}{status}"
        lines.append(f"[{citation.number}] {named} — {places}")
    if answer.related:
        lines += ["", f"{answer.notice}：" if answer.refused else "相关条文："]
    for related in answer.related:
        opening = " ".join(related.quote.split())
        named = reference(related.regulation, related.label)
        lines.append(f"· {named}：{opening[:60]}{'…' if len(opening) > 60 else ''}")
    return "\n".join(lines[:1] + [_harmless(line) for line in lines[1:]])


def _harmless(text: str) -> str:
    """Without control characters, which a document could use to drive the terminal."""
    return "".join(
        character for character in text if character == "\n" or character.isprintable() or character == "\u3000"
    )


if __name__ == "__main__":
    raise SystemExit(main())
