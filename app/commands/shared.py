"""What several commands share: their options, the settings, the log, and two messages."""

from __future__ import annotations

import argparse
import difflib
import logging
import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.console import fail

if TYPE_CHECKING:
    from app.chain import RegulationChain
    from app.settings import Settings

ANSWERED, FAILED, WRONG_USAGE, REFUSED = 0, 1, 2, 3
"""Exit statuses; a refusal is told apart from an answer so that a script can."""


def add_common(parser: argparse.ArgumentParser) -> None:
    """``--data`` and ``--config``."""
    parser.add_argument("--data", type=Path, metavar="文件夹", help="数据文件夹（默认 data）")
    add_config(parser)


def add_config(parser: argparse.ArgumentParser) -> None:
    """``--config``."""
    parser.add_argument(
        "--config", type=Path, metavar="文件", help="设置文件（默认当前文件夹的 tiaowen.toml，可以没有）"
    )


def add_limits(parser: argparse.ArgumentParser) -> None:
    """``--as-of`` and ``--regulation``: of which day, and where to look."""
    parser.add_argument("--as-of", type=_day, metavar="日期", help="按这一天有效的规定回答，写作 2024-12-31")
    parser.add_argument(
        "--regulation", action="append", metavar="制度", help="只在这部制度中查找：名称或编号，可以多次使用"
    )


def _day(text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期 {text} 应写作 2024-12-31 这样") from None


def regulations_named(wanted: Sequence[str], chain: RegulationChain) -> frozenset[str] | None:
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


def settings_of(chosen: argparse.Namespace) -> Settings:
    """What the options, the environment and the file set; ends the process where that cannot be used."""
    from app.settings import SettingsError, config_here, load_settings

    given = {key: getattr(chosen, key) for key in ("data", "host", "port") if hasattr(chosen, key)}
    try:
        return load_settings(chosen.config or config_here(), os.environ, **given)
    except SettingsError as error:
        fail(str(error))


def log_to_stderr(level: int, layout: str) -> None:
    """The log of this process, from ``level`` up."""
    handler = logging.StreamHandler()
    handler.setLevel(level)  # on the handler: some libraries set their own loggers to DEBUG
    logging.basicConfig(level=logging.WARNING, format=layout, handlers=[handler])


def with_build(error: Exception, settings: Settings) -> str:
    """The message; where there is no index, with the two commands that make one."""
    if getattr(error, "code", "") != "no_index":
        return getattr(error, "message", str(error))
    data = settings.data
    return (
        f"{data / 'index'} 里还没有可用的索引。请先运行：\n"
        f"  python -m ingest run 制度文件夹 --data {data}\n"
        f"  python -m vectorstore build --data {data}"
    )


def unwritable(error: OSError, settings: Settings) -> str:
    """What a fault of the disk is said to be."""
    return f"读写文件失败（{error}）。请检查磁盘空间和 {settings.data} 的读写权限。"


def harmless(text: str) -> str:
    """Without control characters, which a document or a model could use to drive the terminal."""
    return "".join(
        character for character in text if character == "\n" or character.isprintable() or character == "\u3000"
    )
