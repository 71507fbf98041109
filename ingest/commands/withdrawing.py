"""``python -m ingest withdraw|restore``: take an edition back, and bring it back."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
from typing import Any

from ingest.commands.shared import add_ingesting, ingest
from ingest.model import IngestError
from ingest.pipeline import REGULATIONS, Change
from ingest.store import read_regulations
from ingest.withdrawn import read_withdrawn, withdrawal


def add(commands: Any) -> None:
    """Teach the command line these commands."""
    text = "撤下一部制度（一个版本）：以后导入都略去它，直到恢复"
    parser = commands.add_parser("withdraw", help=text, description=f"{text}。重建索引后不再用来作答。")
    parser.add_argument("id", metavar="编号", help="制度编号，见 list")
    parser.add_argument("--reason", default="", metavar="原因", help="为什么撤下，记入撤下清单")
    parser.add_argument("--who", metavar="姓名", help="谁撤下的（默认当前系统用户）")
    add_ingesting(parser)
    parser.set_defaults(perform=lambda options: ingest(options, None, lambda: _withdrawn(options)))
    text = "恢复一部撤下的制度"
    parser = commands.add_parser("restore", help=text, description=f"{text}：它还在来源里，就会重新导入。")
    parser.add_argument("id", metavar="编号", help="撤下清单里的编号，见 list")
    add_ingesting(parser)
    parser.set_defaults(perform=lambda options: ingest(options, None, lambda: _restored(options)))


def _withdrawn(options: argparse.Namespace) -> Change:
    known = read_withdrawn(options.data)
    if any(each.id == options.id for each in known):
        raise IngestError("withdrawn", f"“{options.id}”已经在撤下清单里了。")
    stored = read_regulations(options.data / REGULATIONS)
    found = next((each for each in stored if each.id == options.id), None)
    if found is None:
        raise IngestError("missing", f"没有编号为“{options.id}”的制度。编号见 python -m ingest list。")
    who = _user() if options.who is None else options.who
    when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return Change(withdrawn=(*known, withdrawal(found, when=when, who=_line(who), reason=_line(options.reason))))


def _restored(options: argparse.Namespace) -> Change:
    known = read_withdrawn(options.data)
    staying = tuple(each for each in known if each.id != options.id)
    if len(staying) == len(known):
        raise IngestError("missing", f"撤下清单里没有“{options.id}”。清单见 python -m ingest list。")
    return Change(withdrawn=staying)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _line(text: str) -> str:
    return " ".join(text.split())[:200]
