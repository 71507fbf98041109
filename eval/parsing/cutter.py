"""Second-heading cutting, the way RAGFlow's law chunker does it: the rival that parsing is compared with.

Written from a reading of its behaviour (infiniflow/ragflow, ``rag/app/laws.py`` and ``tree_merge``, 2025), for texts in
Markdown or TXT: each line has the level of the first pattern that it begins with, of the family of patterns that
matches most lines; the text is cut at every line of the second level that occurs in it, or above, where that second
level would be running text at the level before it. Lines of deeper levels stay with the heading they follow; what
stands under a heading is repeated, as its path, in front of each piece below it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from eval.parsing.structure import Unit, article_address, digest, item_address, paragraph_address
from ingest.numeral import parse_numeral

_HAN = "零一二三四五六七八九十百"
_NUMBER = f"第[{_HAN}0-9]+"
_FAMILIES = tuple(
    tuple(re.compile(pattern) for pattern in family)
    for family in (
        (f"{_NUMBER}(?:分?编|部分)", f"{_NUMBER}章", f"{_NUMBER}节", f"{_NUMBER}条", f"[(（][{_HAN}]+[)）]"),
        (r"第\d+章", r"第\d+节", r"\d{0,2}[. 、]"),
        (f"{_NUMBER}章", f"{_NUMBER}节", f"[{_HAN}]+[ 、]", f"[(（][{_HAN}]+[)）]", r"[(（]\d{0,2}[)）]"),
        tuple(f"{'#' * depth}(?!#)" for depth in range(1, 7)),
    )
)
"""The patterns it knows by family, outermost first: statutes, decimal numbers, outlines, Markdown headings."""
_NO_BULLET = re.compile(r"0|\d+ +[\d~个只-]|\d+\.{2}")
_CONTENTS = re.compile(r"(?:contents|目录|目次|tableofcontents|致谢|acknowledge)$", re.IGNORECASE)
_TEXT_LEVEL = 99


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the source that holds words; ``at`` is where its text begins."""

    at: int
    text: str


@dataclass(slots=True)
class Chunk:
    """One piece: the lines of the path above it, then its own. ``level`` is that of its own first line."""

    level: int
    path: list[SourceLine] = field(default_factory=list)
    own: list[SourceLine] = field(default_factory=list)

    @property
    def lines(self) -> list[SourceLine]:
        """All of it, as it would be indexed."""
        return self.path + self.own


def source_lines(source: str, *, signs: bool = True) -> list[SourceLine]:
    """The lines that hold words; without ``signs`` the # of Markdown headings are left out, as in a TXT file."""
    found, at = [], 0
    for line in source.splitlines(keepends=True):
        skipped = re.match(r"\s*" if signs else r"[\s#]*", line)
        start = skipped.end() if skipped else 0
        if re.search(r"\w", line[start:]):
            found.append(SourceLine(at + start, line[start:].strip()))
        at += len(line)
    return found


def cut(lines: list[SourceLine]) -> list[Chunk]:
    """The pieces of a text, in order."""
    lines = _without_contents(lines)
    family = _family(lines)
    lines = [line for line in lines if len(line.text) > 1 and not re.match(r"[0-9]+$", line.text)]
    if family is None:
        return [Chunk(_TEXT_LEVEL, own=[line]) for line in lines]
    levels = [_level(line.text, family) for line in lines]
    present = sorted(set(levels))
    target = present[min(2, len(present)) - 1]
    if target == _TEXT_LEVEL:
        target = present[-2] if len(present) > 1 else present[0]
    return _tree(list(zip(levels, lines, strict=True)), target)


def _family(lines: list[SourceLine]) -> tuple[re.Pattern[str], ...] | None:
    hits = [sum(_level(line.text, family) != _TEXT_LEVEL for line in lines) for family in _FAMILIES]
    return _FAMILIES[hits.index(max(hits))] if max(hits) else None


def _level(text: str, family: tuple[re.Pattern[str], ...]) -> int:
    if _NO_BULLET.match(text):
        return _TEXT_LEVEL
    return next((level for level, pattern in enumerate(family, 1) if pattern.match(text)), _TEXT_LEVEL)


def _without_contents(lines: list[SourceLine]) -> list[SourceLine]:
    """From 目录 on, everything up to the line that begins like the first entry once more."""
    kept, at = [], 0
    while at < len(lines):
        if not _CONTENTS.match(re.sub(r"\s+", "", lines[at].text)) or at + 1 >= len(lines):
            kept.append(lines[at])
            at += 1
            continue
        prefix, at = lines[at + 1].text[:3], at + 2
        again = next((i for i in range(at, min(at + 128, len(lines))) if lines[i].text.startswith(prefix)), at)
        at = again
    return kept


@dataclass(slots=True)
class _Node:
    level: int
    lines: list[SourceLine] = field(default_factory=list)
    below: list[_Node] = field(default_factory=list)


def _tree(lines: list[tuple[int, SourceLine]], target: int) -> list[Chunk]:
    root = _Node(0)
    stack = [root]
    for level, line in lines:
        if level > target:
            stack[-1].lines.append(line)
            continue
        while len(stack) > 1 and level <= stack[-1].level:
            stack.pop()
        node = _Node(level, [line])
        stack[-1].below.append(node)
        stack.append(node)
    chunks = [Chunk(0, own=root.lines)] if root.lines else []
    for node in root.below:
        _collect(node, [], chunks)
    return chunks


def _collect(node: _Node, path: list[SourceLine], chunks: list[Chunk]) -> None:
    if not node.below:
        chunks.append(Chunk(node.level, path, node.lines))
    for child in node.below:
        _collect(child, path + node.lines, chunks)


_ARTICLE = re.compile(r"第\s*([一二三四五六七八九十百千零〇0-9]+)\s*条(?:之([一二三四五六七八九十]+))?")
_ITEM = re.compile(rf"[(（]([{_HAN}]+)[)）]")


def cut_units(source: str) -> list[Unit]:
    """What the pieces say about the text's structure, read as kindly as possible: a piece that holds a line 第X条
    is that 条 from there on, and one whose own first line is （N） is that 项, of the first 款."""
    units = []
    for chunk in cut(source_lines(source, signs=False)):
        lines = chunk.lines
        first = next((i for i, line in enumerate(lines) if _ARTICLE.match(line.text)), None)
        if first is None:
            continue
        found = _ARTICLE.match(lines[first].text)
        assert found
        address = article_address(parse_numeral(found[1]), parse_numeral(found[2]) if found[2] else 0)
        units.append(Unit(address, digest("".join(line.text for line in lines[first:]))))
        if chunk.path and (item := _ITEM.match(chunk.own[0].text)):
            below = item_address(paragraph_address(address, 1), parse_numeral(item[1]))
            units.append(Unit(below, digest("".join(line.text for line in chunk.own))))
    return units


@dataclass(frozen=True, slots=True)
class Cuts:
    """What became of the articles of a text: ``merged`` share their piece with the opening of another article,
    ``split`` stand whole in no piece."""

    articles: int
    merged: int
    split: int


def judge(lines: list[SourceLine], openings: list[int], pieces: list[set[int]]) -> Cuts:
    """``openings`` are the offsets at which articles begin, ``pieces`` the sets of line offsets of each piece.

    An article is the lines from its opening line to the last one before the next article or heading.
    """
    begins = [line.at for line in lines]
    opened = {at for at in openings if at in set(begins)}
    holding: dict[int, list[int]] = {}
    for index, piece in enumerate(pieces):
        for at in piece:
            holding.setdefault(at, []).append(index)
    merged = split = 0
    counts = Counter({index: len(piece & opened) for index, piece in enumerate(pieces)})
    for at, body in _bodies(lines, opened).items():
        mine = holding.get(at, [])
        merged += any(counts[index] > 1 for index in mine)
        split += not any(body <= pieces[index] for index in mine)
    return Cuts(len(opened), merged, split)


_NO_BODY = re.compile(r"[#\s]*(?:第\S{1,9}(?:编|章|节)\s|附\s*(?:件|表|录|图|[：:]))|<!--")
_ENDED = re.compile(r"[。；：！？…”）]$")


def _bodies(lines: list[SourceLine], opened: set[int]) -> dict[int, set[int]]:
    """The lines of each article by its opening. The last lines that end no sentence are a heading of what follows, or
    a signature: nobody is asked to keep them with the article."""
    bodies: dict[int, list[SourceLine]] = {}
    current: list[SourceLine] | None = None
    for line in lines:
        if line.at in opened:
            current = bodies.setdefault(line.at, [])
        elif _NO_BODY.match(line.text):
            current = current if line.text.startswith("<!--") else None
            continue
        if current is not None:
            current.append(line)
    for body in bodies.values():
        while len(body) > 1 and not _ENDED.search(body[-1].text):
            body.pop()
    return {at: {line.at for line in body} for at, body in bodies.items()}
