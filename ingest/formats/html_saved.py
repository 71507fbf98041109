"""The folder that a browser or Word saves beside a page: pictures, styles and scripts, no documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_PAGE = re.compile(r"\.(?:x?html?|shtml|aspx?|jsp|php|mht|mhtml|docx?)$", re.IGNORECASE)
_ENDINGS = ("_files", ".files", "_file", ".fld", "_文件", ".文件", "的文件")


def companion_folders(names: Iterable[str]) -> frozenset[str]:
    """Of all files' names the folders that stand beside a page and are called after it (``a/办法_files`` beside
    ``a/办法.html``), the outermost only."""
    stems: set[str] = set()
    folders: set[str] = set()
    for name in names:
        path = PurePosixPath(name)
        if _PAGE.search(path.name):
            stems.add(str(path.with_suffix("")))
        folders.update(str(above) for above in path.parents)
    found = {
        folder
        for folder in folders
        for ending in _ENDINGS
        if folder.endswith(ending) and folder.removesuffix(ending) in stems
    }
    return frozenset(
        folder for folder in found if not any(str(above) in found for above in PurePosixPath(folder).parents)
    )


def is_in(name: str, folders: frozenset[str]) -> bool:
    """Whether a file stands in one of the folders."""
    return bool(folders) and any(str(above) in folders for above in PurePosixPath(name).parents)
