"""``python -m app site``: what an administrator sets while the service runs."""

from __future__ import annotations

import argparse
from typing import Any

from app.commands.shared import ANSWERED, add_common, settings_of
from ingest.console import fail


def add(commands: Any) -> None:
    """Teach the command line this command."""
    text = "查看或设置未找到依据时的咨询对象，不必重启服务"
    site = commands.add_parser("site", help=text, description=text + "。")
    choice = site.add_mutually_exclusive_group()
    choice.add_argument("--contact", metavar="文字", help='部门或电话，写 "" 表示不给出')
    choice.add_argument("--default", action="store_true", help="改回设置文件里的 contact")
    choice.add_argument("--undo", action="store_true", help="恢复上一次的设置")
    add_common(site)
    site.set_defaults(command=_site)


def _site(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    from app.site import contact, save_contact, undo_contact
    from ingest.model import IngestError

    try:
        if chosen.undo:
            undo_contact(settings.data)
        elif chosen.default or chosen.contact is not None:
            save_contact(settings.data, None if chosen.default else chosen.contact)
    except IngestError as error:
        fail(error.message)
    print(f"未找到依据时可咨询：{contact(settings.data, settings.contact) or '（不给出）'}")
    return ANSWERED
