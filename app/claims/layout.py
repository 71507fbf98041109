"""A quotation's lines as a tree: what announces a list, its items, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.notation import BRACKET, N, number

_STYLES = (
    re.compile(rf"第\s*{N}\s*条(?:之{N})?[ \t\u3000]+"),
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(rf"(?={BRACKET})[(（㈠-㈩]\s*(?P<item>[一二三四五六七八九十]{{0,3}})\s*[)）]?\s*"),
    re.compile(r"(?P<subitem>\d{1,2})[.．、](?!\d)\s*"),
    re.compile(r"[(（](?P<point>\d{1,2})[)）]\s*"),
    re.compile(r"[①-⑳]\s*"),
)
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)]*|[^。！？!?]+$")
_WRAPPED = re.compile(r"(?:.{20,}|.*[，、].*)[^。；：！？;:!?”’」』）)]")
_FIELD = re.compile(r"(?P<name>[^，。；：]{1,12})[：:].")  # 责任单位：后勤处
_TAKES_BACK = re.compile(r"但|不过|然而|除")
CELL = " | "


@dataclass(slots=True)
class Node:
    """A line without its marker. ``item`` and ``subitem`` are what it is counted as; ``items`` stand below it.
    ``rows`` are the cells of a table, its head first, where it is one. ``name`` is that of a field (责任单位：…).
    ``cut``: the line ends in the midst of a sentence, which the next one ``continues``."""

    text: str
    item: int | None = None
    subitem: int | None = None
    items: list[Node] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    name: str = ""
    cut: bool = False
    continues: bool = False

    @property
    def sentences(self) -> list[str]:
        """Its sentences; one that takes something back (但…) goes with the one before."""
        return sentences(self.text)


def tree(text: str) -> list[Node]:
    """The lines of ``text``; each item is below the line that announces it."""
    top: list[Node] = []
    stack: list[tuple[int, Node]] = []
    before: Node | None = None
    for style, node in list(_lines(text)):
        while stack and style and stack[-1][0] >= style:
            stack.pop()
        if not style:
            stack.clear()
        (stack[-1][1].items if stack else top).append(node)
        if field_ := _FIELD.match(node.text):
            node.name = re.sub(r"\s", "", field_["name"])
        if before is not None and not style and not node.rows:
            before.cut = bool(_WRAPPED.fullmatch(before.text)) and not _FIELD.match(before.text)
            node.continues = before.cut
        before = None if node.rows else node
        if not node.rows:
            stack.append((style, node))
    return top


def sentences(text: str) -> list[str]:
    """The sentences of a line; one that takes something back (但…) goes with the one before."""
    found: list[str] = []
    for match in _SENTENCE.finditer(text):
        if found and _TAKES_BACK.match(match[0].lstrip()):
            found[-1] += match[0]
        elif match[0].strip():
            found.append(match[0].strip())
    return found


def _lines(text: str) -> Iterator[tuple[int, Node]]:
    table: Node | None = None
    for line in text.split("\n"):
        line = line.strip()
        if CELL in line:
            if table is None:
                table = Node("")
                yield 0, table
            table.rows.append([cell.strip() for cell in line.split(CELL)])
            continue
        table = None
        if line:
            yield _read(line)


def _read(line: str) -> tuple[int, Node]:
    for style, pattern in enumerate(_STYLES, 1):
        if (match := pattern.match(line)) and match.end() < len(line):
            groups = match.groupdict()
            item, subitem = groups.get("item"), groups.get("subitem")
            return style, Node(line[match.end() :], number(item) if item else None, int(subitem) if subitem else None)
    return 0, Node(line)
