"""A person's labels of a text's lines → its units, kept as addresses and hashes without any text.

The notation, one entry a row, ``LINE LABEL`` or ``FROM-TO LABEL`` (lines count from 1; blank lines may be covered):

- ``X`` outside any article; ``H`` a heading of 编, 章 or 节; ``C`` continues the part before it.
- ``A44``, ``A20-1`` opens 第四十四条, 第二十条之一; ``P2`` the second 款; ``I3`` the third 项; ``S2`` the second 目.
- Parts in one line are joined by ``+``: ``45 A12+I1+I2``. A run of consecutive lines: ``14-16 I1-3``.
- ``N一``, ``N（一）``, ``N1.`` open a numbered part of a text without 条.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.parsing.origin import without
from eval.parsing.structure import (
    HeadingPath,
    Kind,
    Unit,
    article_address,
    digest,
    item_address,
    paragraph_address,
    printed,
    subitem_address,
)
from ingest.numeral import format_numeral

SAMPLE_SEED, SAMPLE_SIZE = 20261122, 48


class AnnotationError(Exception):
    """Labels that cannot be used; the message is Chinese and names the file and the line."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled file: its path below the folder, the SHA-256 of its bytes, how many lines that are not blank it has
    (each was labelled), and its units."""

    file: str
    sha256: str
    lines: int
    units: tuple[Unit, ...]


def draw(folder: Path, size: int = SAMPLE_SIZE, seed: int = SAMPLE_SEED) -> list[str]:
    """A random sample of the Markdown files below ``folder``, as relative paths; the same every time."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    return random.Random(seed).sample(paths, min(size, len(paths)))


def sheet(source: str) -> str:
    """What an annotator reads: ``line number<TAB>line`` for every line that is not blank."""
    return "".join(f"{number}\t{line}\n" for number, line in enumerate(_lines(source), 1) if line.strip())


def _lines(source: str) -> list[str]:
    return source.replace("\r\n", "\n").split("\n")


def labelled(file: str, data: bytes, labels: str) -> Labelled:
    """The labels of one file (UTF-8) as units. Raises AnnotationError."""
    lines = _lines(data.decode("utf-8-sig"))
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    by_line = _by_line(file, labels, set(filled))
    if missing := [number for number in filled if number not in by_line]:
        raise AnnotationError(f"{file}：第 {missing[0]} 行没有标注。请给每个非空行一个标注。")
    units = tuple(_units(file, lines, by_line))
    return Labelled(file, hashlib.sha256(data).hexdigest(), len(filled), units)


def _by_line(file: str, labels: str, filled: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for row in filter(None, (row.strip() for row in labels.splitlines())):
        entry = re.fullmatch(r"(\d+)(?:-(\d+))?\s+(\S+)", row)
        if entry is None:
            raise AnnotationError(f"{file}：看不懂的标注“{row}”。应为“行号 标注”或“起-止 标注”。")
        first, last = int(entry[1]), int(entry[2] or entry[1])
        covered = [number for number in range(first, last + 1) if number in filled]
        run = re.fullmatch(r"([IS])(\d+)-(\d+)", entry[3])
        each = [f"{run[1]}{n}" for n in range(int(run[2]), int(run[3]) + 1)] if run else [entry[3]] * len(covered)
        if not covered or len(each) != len(covered):
            raise AnnotationError(f"{file}：标注“{row}”的行数与非空行对不上。")
        for number, label in zip(covered, each, strict=True):
            if number in found:
                raise AnnotationError(f"{file}：第 {number} 行标注了两次。")
            found[number] = label
    return found


_RANK = {"H": 0, "N": 0, "A": 1, "P": 2, "I": 3, "S": 4}


@dataclass(frozen=True, slots=True)
class _Opening:
    at: int
    rank: int
    address: str


def _units(file: str, lines: Sequence[str], by_line: dict[int, str]) -> Iterator[Unit]:
    """Each opening reaches to the next one of the same or a higher rank; lines outside any article are left out."""
    source = "\n".join(lines)
    openings: list[_Opening] = []
    gone: list[tuple[int, int]] = []
    read = _Reader(file)
    at = 0
    for number, line in enumerate(lines, 1):
        label = by_line.get(number, "")
        if label == "X":
            gone.append((at, at + len(line)))
        elif label not in ("", "C"):
            openings += read.line(at, line, label, number)
        at += len(line) + 1
    for index, opening in enumerate(openings):
        ends = (later.at for later in openings[index + 1 :] if later.rank <= (opening.rank or 4))
        yield Unit(opening.address, digest(without(source, opening.at, next(ends, len(source)), gone)))


class _Reader:
    """Labels in the order of the lines: a part's address is that of what is open above it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._path = HeadingPath()
        self._article = self._paragraph = self._item = ""

    def line(self, at: int, line: str, label: str, number: int) -> Iterator[_Opening]:
        position = 0
        for count, part in enumerate(label.split("+")):
            kind, value = part[0], part[1:]
            if kind not in _RANK or bool(value) == (kind == "H"):
                raise AnnotationError(f"{self._file}：第 {number} 行的标注“{label}”看不懂。")
            if count:
                position = _inline(line, position, kind, value)
                if position < 0:
                    raise AnnotationError(f"{self._file}：第 {number} 行里找不到“{part}”从哪里开始，请拆开标注。")
            yield from self._open(at + position, line, kind, value)

    def _open(self, at: int, line: str, kind: str, value: str) -> Iterator[_Opening]:
        if kind == "H":
            yield _Opening(at, 0, self._path.address(line))
        elif kind == "N":
            yield _Opening(at, 0, printed(value))
        elif kind == "A":
            main, _, inserted = value.partition("-")
            self._article = article_address(int(main), int(inserted or 0))
            yield _Opening(at, 1, self._article)
            yield from self._open(at, line, "P", "1")
        elif kind == "P":
            self._paragraph = paragraph_address(self._article, int(value))
            yield _Opening(at, 2, self._paragraph)
        elif kind == "I":
            self._item = item_address(self._paragraph, int(value))
            yield _Opening(at, 3, self._item)
        else:
            yield _Opening(at, 4, subitem_address(self._item, int(value)))


def _inline(line: str, after: int, kind: str, value: str) -> int:
    """Where the 项 or 目 with this number opens inside a line; -1 where that cannot be told."""
    if kind not in ("I", "S"):
        return -1
    han = format_numeral(int(value))
    found = re.compile(rf"[（(](?:{han}|{value})[）)]|(?<![\d.])(?:{han}、|{value}[.．、)）])").search(line, after + 1)
    return found.start() if found else -1


def to_jsonl(files: Sequence[Labelled]) -> str:
    """A line for each file: its path, the hash of its bytes, its labelled lines, and ``[address, digest]`` a unit."""
    rows = (
        {"file": f.file, "sha256": f.sha256, "lines": f.lines, "units": [[u.address, u.digest] for u in f.units]}
        for f in files
    )
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)


def read_labels(path: Path) -> list[Labelled]:
    """What :func:`to_jsonl` wrote. Raises AnnotationError."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [
            Labelled(row["file"], row["sha256"], row["lines"], tuple(Unit(a, d) for a, d in row["units"]))
            for row in rows
        ]
    except OSError as error:
        raise AnnotationError(f"标注文件 {path} 读不出来（{error.strerror}）。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise AnnotationError(f"标注文件 {path} 格式不对：每行应是含 file、sha256、lines、units 的 JSON。") from error


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two annotators agree on one kind of unit. ``kappa`` is Cohen's (1960), over all labelled lines: each
    annotator says of each line whether a unit of this kind opens there, with which address and extent; None where
    neither found any."""

    both: int
    only_first: int
    only_second: int
    kappa: float | None


def agreement(first: Sequence[Labelled], second: Sequence[Labelled], kind: Kind) -> Agreement:
    """The agreement on the files both have labelled."""
    other = {each.file: each for each in second}
    pairs = [(each, other[each.file]) for each in first if each.file in other]
    both = only_first = only_second = lines = 0
    for mine, its in pairs:
        a, b = (Counter(unit for unit in each.units if unit.kind == kind) for each in (mine, its))
        shared = (a & b).total()
        both, lines = both + shared, lines + mine.lines
        only_first, only_second = only_first + a.total() - shared, only_second + b.total() - shared
    if not both + only_first + only_second:
        return Agreement(0, 0, 0, None)
    lines = max(lines, both + only_first + only_second)
    observed = (lines - only_first - only_second) / lines
    yes = (both + only_first) * (both + only_second)
    no = (lines - both - only_first) * (lines - both - only_second)
    chance = (yes + no) / lines**2
    return Agreement(both, only_first, only_second, 1.0 if chance == 1 else (observed - chance) / (1 - chance))
