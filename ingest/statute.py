"""The grammar of statutes: 编 章 节 over 第X条, 第X条之一."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.layout import Line, dropped
from ingest.mapped import Edit
from ingest.markers import LEVELS, Marker, marker
from ingest.model import Article, Heading
from ingest.numeral import format_numeral
from ingest.paragraphs import Placed, paragraphs


@dataclass(slots=True)
class Structure:
    """What a grammar made of the lines: ``before`` stands ahead of the first numbered part."""

    headings: list[Heading] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    before: list[Placed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def is_statute(lines: list[Line]) -> bool:
    """Whether the text counts in 第X条."""
    found = [marker(line.text) for line in lines]
    numbers = [m.number for m in found if m is not None and m.kind == "article"]
    # Part of a code may hold two articles with high numbers; a single one is a quotation.
    return 1 in numbers or len(numbers) >= 3 or (len(numbers) == 2 and numbers[1] == numbers[0] + 1)


def drop_repeats(lines: list[Line]) -> tuple[list[Line], list[Edit]]:
    """Leave out an article that is printed again word for word right after itself."""
    kept: list[Line] = []
    edits: list[Edit] = []
    for line in lines:
        found = marker(line.text)
        if kept and found and found.kind == "article" and _plain(line.text) == _plain(kept[-1].text):
            edits.append(dropped(line, "重复印出的条文"))
        else:
            kept.append(line)
    return kept, edits


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def article_address(number: int, inserted: int = 0) -> str:
    """第四十四条, 第二十条之一."""
    return f"第{format_numeral(number)}条" + (f"之{format_numeral(inserted)}" if inserted else "")


@dataclass(slots=True)
class _Open:
    marker: Marker
    first: Placed
    lines: list[Placed]
    path: tuple[str, ...]


def parse_statute(lines: list[Placed]) -> Structure:
    """Headings and articles in order; a number that does not follow is text of the article before it."""
    result = Structure()
    path: dict[int, str] = {}
    current: _Open | None = None
    last = (0, 0)
    for placed in lines:
        found = marker(placed.text)
        if found and found.kind == "heading":
            if current:
                result.articles.append(_close(current))
                current = None
            level = LEVELS[found.word]
            title = heading_title(placed.text, found)
            path = {k: v for k, v in path.items() if k < level} | {level: title}
            result.headings.append(Heading(level, title, placed.start, placed.end))
            continue
        if found and found.kind == "article" and _follows(last, found):
            if current:
                result.articles.append(_close(current))
            if last == (0, 0) and found.number > 1:
                result.warnings.append(f"条文从{article_address(found.number)}开始，之前的条文不在本文件中")
            elif found.number > last[0] + 1:
                missing = article_address(last[0] + 1)
                result.warnings.append(f"条号不连续：{missing}起缺失，下一条是{article_address(found.number)}")
            last = (found.number, found.inserted)
            current = _Open(found, placed, [placed.after(found.end)], tuple(path[k] for k in sorted(path)))
            continue
        if found and found.kind == "article" and (found.number, found.inserted) == last:
            result.warnings.append(f"{article_address(*last)}重复出现而文字不同，后者并入前者，请核对原文")
        if current is None and not result.articles and not result.headings:
            result.before.append(placed)
        elif current is None:
            # Text between a heading and its first article belongs to no article; it is kept with the headings' text.
            result.before.append(placed)
        else:
            current.lines.append(placed)
    if current:
        result.articles.append(_close(current))
    return result


def _follows(last: tuple[int, int], found: Marker) -> bool:
    number, inserted = last
    if found.inserted:
        return found.number == number and found.inserted > inserted
    # A part of a code may begin anywhere; after that a leap is a quotation, not the next article.
    return number == 0 or number < found.number <= number + 30


def heading_title(text: str, found: Marker) -> str:
    """第七章 相关事宜: one space after the number, none inside spaced-out words (总 则)."""
    rest = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text[found.end :].strip())
    return f"{_plain(text[: found.end])} {rest}".strip()


def _close(opened: _Open) -> Article:
    number, inserted = opened.marker.number, opened.marker.inserted
    return Article(
        address=article_address(number, inserted),
        kind="article",
        number=number,
        inserted=inserted,
        title="",
        path=opened.path,
        start=opened.first.start,
        end=opened.lines[-1].end,
        paragraphs=paragraphs(opened.lines),
    )
