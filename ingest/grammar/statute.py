"""The grammar of statutes: 编 章 节 over 第X条, 第X条之一."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ingest.grammar.captions import captions
from ingest.grammar.headings import Found, headings
from ingest.grammar.markers import Marker
from ingest.grammar.paragraphs import paragraphs
from ingest.grammar.placed import Placed
from ingest.grammar.structure import Loose, Structure
from ingest.lines.line import Line, dropped
from ingest.lines.mapped import Edit
from ingest.model import Article, Heading
from ingest.numeral import format_numeral

_LARGEST_SLIP = 3
"""A gap this large is one even where nothing further down confirms it."""


def is_statute(lines: list[Placed]) -> bool:
    """Whether the text counts in 第X条."""
    numbers = [m.number for line in lines if (m := line.marker) and m.kind == "article"]
    if 1 in numbers:
        return True
    # Part of a code may begin anywhere and then counts on; what leaps about is a list of another text's articles.
    steps = list(pairwise(numbers))
    return bool(steps) and sum(b - a in (0, 1) for a, b in steps) * 4 >= len(steps) * 3


def drop_repeats(lines: list[Line]) -> tuple[list[Line], list[Edit]]:
    """Leave out an article that is printed again word for word right after itself."""
    kept: list[Line] = []
    edits: list[Edit] = []
    for line in lines:
        found = line.marker
        if kept and found and found.kind == "article" and _plain(line.text) == _plain(kept[-1].text):
            edits.append(dropped(line, "重复印出的条文"))
        else:
            kept.append(line)
    return kept, edits


def _plain(text: str) -> str:
    return "".join(text.split())


def article_address(number: int, inserted: int = 0) -> str:
    """第四十四条, 第二十条之一."""
    return f"第{format_numeral(number)}条" + (f"之{format_numeral(inserted)}" if inserted else "")


@dataclass(slots=True)
class _Open:
    marker: Marker
    first: Placed
    lines: list[Placed]
    path: tuple[str, ...]


class _Numbers:
    """Which of the lines that begin with 第X条 are the text's own articles: those whose number follows."""

    def __init__(self, found: list[Marker]) -> None:
        self.last = (0, 0)
        # How often each number is still to come.
        self.ahead: dict[int, int] = {}
        for each in found:
            self.ahead[each.number] = self.ahead.get(each.number, 0) + 1

    def opens(self, found: Marker) -> bool:
        """Whether the next of the markers opens an article; to be asked of each in turn."""
        self.ahead[found.number] -= 1
        number, inserted = self.last
        if found.inserted and found.number == number:
            follows = found.inserted > inserted
        elif number == 0 or found.number == number + 1:
            follows = True
        else:
            # Over a gap only if the missing number does not come, and the numbers go on from there.
            missing = found.number > number and not self.ahead.get(number + 1)
            follows = missing and (found.number <= number + _LARGEST_SLIP or bool(self.ahead.get(found.number + 1)))
        if follows:
            self.last = (found.number, found.inserted)
        return follows


def parse_statute(lines: list[Placed]) -> Structure:
    """Headings and articles in order; a number that does not follow is text of the article before it."""
    result = Structure()
    above = headings(lines)
    markers = [m if (m := line.marker) and m.kind == "article" else None for line in lines]
    numbers = _Numbers([m for m in markers if m])
    path: dict[int, str] = {}
    opened: list[_Open] = []
    loose = Loose()
    in_article = False
    for at, (placed, found) in enumerate(zip(lines, markers, strict=True)):
        last = numbers.last
        if heading := above.get(at):
            path = _below(path, heading, placed, result)
            in_article = False
        elif found and numbers.opens(found):
            _check(last, found, result)
            opened.append(_Open(found, placed, [placed.after(found.end)], tuple(path[k] for k in sorted(path))))
            in_article = True
        elif in_article:
            if found:
                result.warnings.append(_doubt(last, found))
            opened[-1].lines.append(placed)
        elif not result.headings:
            result.before.append(placed)
        else:
            loose.add(path[max(path)], placed)
    titled = captions([each.lines for each in opened])
    result.articles = [_close(each, *parts) for each, parts in zip(opened, titled, strict=True)]
    result.articles += loose.units()
    result.articles.sort(key=lambda article: article.start)
    return result


def _below(path: dict[int, str], heading: Found, placed: Placed, result: Structure) -> dict[int, str]:
    if heading.goes_on:
        before = result.headings.pop()
        title = f"{before.title}{'' if ' ' in before.title else ' '}{heading.title}"
        result.headings.append(Heading(before.level, title, before.start, placed.end))
    else:
        title = heading.title
        result.headings.append(Heading(heading.level, title, placed.start, placed.end))
    return {k: v for k, v in path.items() if k < heading.level} | {heading.level: title}


def _check(last: tuple[int, int], found: Marker, result: Structure) -> None:
    if last == (0, 0) and found.number > 1:
        first = article_address(found.number, found.inserted)
        result.notices.append(f"条文从{first}开始，之前的条文不在本文件中")
    elif found.number > last[0] + 1:
        missing = article_address(last[0] + 1)
        result.warnings.append(f"条号不连续：{missing}起缺失，下一条是{article_address(found.number, found.inserted)}")


def _doubt(last: tuple[int, int], found: Marker) -> str:
    this, before = article_address(found.number, found.inserted), article_address(*last)
    if (found.number, found.inserted) == last:
        return f"{this}重复出现而文字不同，后者并入前者，请核对原文"
    return f"{before}之后出现{this}，未接续编号，作为{before}的内容，请核对原文"


def _close(opened: _Open, title: str, lines: list[Placed]) -> Article:
    number, inserted = opened.marker.number, opened.marker.inserted
    return Article(
        address=article_address(number, inserted),
        kind="article",
        number=number,
        inserted=inserted,
        title=title,
        path=opened.path,
        start=opened.first.start,
        end=lines[-1].end,
        paragraphs=paragraphs(lines),
    )
