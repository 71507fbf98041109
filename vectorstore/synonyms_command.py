"""``python -m vectorstore synonyms``: the institution's own lines on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.console import fail
from vectorstore.own_words import own_faults, own_file, read_own, save_own, undo_own

_APPLIES = "正在运行的服务约十秒内自动采用。运行一次 python -m vectorstore build，以后启动更快。"


def add(commands: Any, add_data: Callable[[argparse.ArgumentParser], None]) -> None:
    """Teach the command line this command."""
    text = "查看、检查、修改本单位的同义词（加在自带词表之上）"
    parser = commands.add_parser("synonyms", help=text, description=text + "。写法见 vectorstore/synonyms.txt 开头。")
    parser.add_argument(
        "action",
        choices=("show", "check", "set", "undo"),
        metavar="动作",
        help="show 显示，check 只检查文件，set 用文件替换，undo 恢复上一版",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="文件", help="UTF-8 文本，check 和 set 需要")
    add_data(parser)
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    if options.action == "show":
        print(read_own(options.data) or f"还没有本单位的同义词（{own_file(options.data)}）。")
    elif options.action == "undo":
        undo_own(options.data)
        print(f"已恢复上一版同义词。{_APPLIES}")
    elif options.file is None:
        fail(f"synonyms {options.action} 需要写明文件。", 2)
    elif options.action == "check":
        found = own_faults(_text(options.file))
        for each in found:
            print(f"第 {each.line} 行：{each.message}")
        print(f"{len(found)} 行需要改正。" if found else "没有问题。")
        return 1 if found else 0
    else:
        save_own(options.data, _text(options.file))
        print(f"已保存。{_APPLIES}")
    return 0


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        fail(f"找不到文件 {file}。", 2)
    except UnicodeDecodeError:
        fail(f"{file} 不是 UTF-8 文本，请另存为 UTF-8 后再试。", 2)
