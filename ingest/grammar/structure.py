"""What a grammar makes of a text's lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.grammar.placed import Placed
from ingest.model import Article, Heading, Paragraph


@dataclass(slots=True)
class Structure:
    """Headings and units in the order of the text; ``before`` stands ahead of the first of them. ``notices`` are what a
    reader must know and the text explains; ``warnings`` are doubts that a person should look at."""

    headings: list[Heading] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    before: list[Placed] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, other: Structure) -> None:
        """Take in what follows."""
        self.headings += other.headings
        self.articles += other.articles
        self.notices += other.notices
        self.warnings += other.warnings


class Loose:
    """The lines that stand between a heading and the first numbered part below it."""

    def __init__(self) -> None:
        self._found: list[tuple[str, list[Placed]]] = []

    def add(self, title: str, line: Placed) -> None:
        """``line`` stands below the heading ``title``."""
        if self._found and self._found[-1][0] == title and self._found[-1][1][-1].end + 1 == line.start:
            self._found[-1][1].append(line)
        else:
            self._found.append((title, [line]))

    def units(self) -> list[Article]:
        """A unit for each heading: 第二章引言, or the heading itself where it has no number (序言)."""
        result = []
        for title, lines in self._found:
            number = title.split(" ")[0].split("、")[0]
            address = number if number == title else f"{number}引言"
            result.append(unnumbered(address, lines, (title,)))
        return result


def unnumbered(address: str, lines: list[Placed], path: tuple[str, ...] = ()) -> Article:
    """Lines outside the numbering as a unit of their own, each a paragraph."""
    paragraphs = tuple(Paragraph(n, p.start, p.end, p.end) for n, p in enumerate(lines, start=1))
    return Article(address, "preamble", None, 0, "", path, lines[0].start, lines[-1].end, paragraphs)
