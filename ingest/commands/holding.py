"""``python -m ingest add|remove|list``: the files of ``data``/library and what is stored."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.commands.shared import add_data, add_ingesting, ingest
from ingest.console import fail, show
from ingest.documents.titles import quoted
from ingest.library import LibraryChange, library_files, library_folder, sidecars
from ingest.model import IngestError
from ingest.origins import read_origins
from ingest.pipeline import REGULATIONS, Change
from ingest.staging import safe_name
from ingest.store import read_regulations
from ingest.withdrawn import read_withdrawn


def add(commands: Any) -> None:
    """Teach the command line these commands."""
    text = "把文件放进制度库并导入；同名的替换原来的"
    parser = commands.add_parser("add", help=text, description=f"{text}。旁置的 .meta.yaml 一并放入。")
    parser.add_argument("files", nargs="+", type=Path, metavar="文件", help="制度文件或 ZIP")
    parser.add_argument("--replace", metavar="名称", help="用这一个文件替换制度库里的另一个")
    add_ingesting(parser)
    parser.set_defaults(perform=_add)
    text = "把文件移出制度库并重新导入"
    parser = commands.add_parser("remove", help=text, description=f"{text}。移出的保留一份在 library/.previous。")
    parser.add_argument("names", nargs="+", metavar="名称", help="制度库里的文件名，见 list")
    add_ingesting(parser)
    parser.set_defaults(perform=_remove)
    text = "列出来源、制度库的文件、已导入和已撤下的制度"
    parser = commands.add_parser("list", help=text, description=text + "。")
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="打印一个 JSON 对象")
    parser.set_defaults(perform=_list)


def _add(options: argparse.Namespace) -> int:
    if options.replace and len(options.files) > 1:
        fail("--replace 一次只能换一个文件。", 2)
    if missing := [str(file) for file in options.files if not file.is_file()]:
        fail(f"不是文件：{'、'.join(missing)}。请逐个写明文件；整个文件夹请用 run。", 2)
    library = library_folder(options.data)
    if not options.dry_run:
        library.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".adding-", dir=library if library.is_dir() else None) as folder:
        try:
            _gather(options.files, Path(folder))
        except IngestError as error:
            fail(error.message, 2)
        except OSError as error:
            fail(f"复制文件时出错（{error.strerror}）。请检查磁盘空间和权限。")
        gone = frozenset({options.replace} if options.replace else ())
        return ingest(options, None, lambda: Change(LibraryChange(options.data, Path(folder), gone)))


def _gather(files: Sequence[Path], folder: Path) -> None:
    for file in files:
        name = safe_name(file.name)
        shutil.copyfile(file, folder / name)
        for sidecar in sidecars(file):
            shutil.copyfile(sidecar, folder / (name + sidecar.name.removeprefix(file.name)))


def _remove(options: argparse.Namespace) -> int:
    return ingest(options, None, lambda: Change(LibraryChange(options.data, removed=frozenset(options.names))))


def _list(options: argparse.Namespace) -> int:
    data: Path = options.data
    try:
        stored = read_regulations(data / REGULATIONS) if (data / REGULATIONS).is_file() else ()
        origins, withdrawn = read_origins(data), read_withdrawn(data)
    except IngestError as error:
        fail(error.message)
    sources, library = [origin.path for origin in origins or () if origin.path], library_files(data)
    told = {
        "sources": sources,
        "library": library,
        "regulations": [
            {"id": each.id, "title": each.title, "status": each.status, "files": [s.file for s in each.sources]}
            for each in stored
        ],
        "withdrawn": [{"id": each.id, "said": each.said()} for each in withdrawn],
    }
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    lines = [("# 来源", "title"), *((f"- {path}", "plain") for path in sources)]
    lines += [(f"# 制度库 {library_folder(data)}", "title"), *((f"- {name}", "plain") for name in library)]
    lines.append((f"# 已导入的制度（{len(stored)} 部）", "title"))
    lines += [(f"- {quoted(each.title)} {each.status} 编号 {each.id}", "plain") for each in stored]
    lines.append((f"# 已撤下的制度（{len(withdrawn)} 部）", "title"))
    show([*lines, *((f"- {each.said()}", "look") for each in withdrawn)])
    return 0
