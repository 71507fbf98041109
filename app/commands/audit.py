"""``python -m app audit``: whether the audit log is whole, and what it says."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from datetime import date, timedelta
from typing import Any

from app.commands.shared import ANSWERED, FAILED, add_common, settings_of, unwritable
from ingest.console import fail

_HASH = re.compile(r"[0-9a-f]{64}")
_DAYS = 7


def add(commands: Any) -> None:
    """Teach the command line this command."""
    audit = commands.add_parser("audit", help="查看、校验审计日志", description="查看、校验审计日志。")
    actions = audit.add_subparsers(title="动作", metavar="动作", required=True, parser_class=type(audit))
    check = actions.add_parser(
        "verify",
        help="校验日志是否完整",
        description="逐行核对哈希链：有没有行被改动、删除或插入。退出码：0 完整，1 有问题。",
    )
    add_common(check)
    check.add_argument("--known", type=_hash, metavar="哈希", help="以前记下的末行哈希，应仍在日志中")
    check.set_defaults(command=_verify)
    show = actions.add_parser("show", help="显示记录", description="显示审计记录，每行一条，旧的在前。")
    add_common(show)
    show.add_argument("--since", type=_day, metavar="日期", help=f"从这一天起，写作 2024-12-31（默认最近 {_DAYS} 天）")
    show.add_argument("--event", metavar="事件", help="只显示这种事件，例如 ask、denied、admin、feedback、start、stop")
    show.add_argument("--json", action="store_true", help="原样输出 JSON")
    show.set_defaults(command=_show)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期 {text} 应写作 2024-12-31 这样") from None


def _hash(text: str) -> str:
    if not _HASH.fullmatch(text):
        raise argparse.ArgumentTypeError("应为 verify 输出的 64 位哈希")
    return text


def _verify(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    from app.audit import verify

    folder = settings.data / "audit"
    try:
        verdict = verify(folder, chosen.known or "")
    except OSError as error:
        fail(unwritable(error, settings))
    if not verdict.lines and not verdict.faults:
        print(f"{folder} 里没有审计记录。")
    for note in verdict.notes:
        print(f"说明：{note}")
    for fault in verdict.faults:
        print(f"问题：{fault}")
    missing = bool(chosen.known) and not verdict.known
    if missing:
        print(f"问题：以前记下的 {chosen.known[:16]}… 不在日志里（日志被重写，或那一行已到期删除）")
    if verdict.lines:
        print(f"共 {verdict.lines} 行，{verdict.first} 至 {verdict.last}。末行哈希：{verdict.head}")
    faulty = bool(verdict.faults) or missing
    print("审计日志有问题：请保留现场，与备份比对。" if faulty else "审计日志完整。")
    return FAILED if faulty else ANSWERED


def _show(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    from app.audit import read

    since = chosen.since or date.today() - timedelta(days=_DAYS)
    try:
        for record in read(settings.data / "audit", since):
            if chosen.event in (None, record.get("event")):
                print(json.dumps(record, ensure_ascii=False) if chosen.json else _shown(record))
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        fail(unwritable(error, settings))
    except KeyboardInterrupt:
        return FAILED
    return ANSWERED


def _shown(record: dict[str, Any]) -> str:
    facts = [
        f"{key}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in record.items()
        if key not in ("time", "event", "prev")
    ]
    line = " ".join([str(record.get("time")), str(record.get("event")), *facts])
    return "".join(character if character.isprintable() else "�" for character in line)
