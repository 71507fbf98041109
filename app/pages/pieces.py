"""A text cut into pieces: plain, marked or linked. What the templates print one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.pages.links import Links
from ingest.model import Article, Reference, Regulation, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters as they stand in the text; ``href`` and ``title`` where they are a link."""

    text: str
    mark: bool = False
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an article: ``depth`` 1 for an item, 2 for a subitem, else 0."""

    depth: int
    pieces: tuple[Piece, ...]


def marked(text: str, span: Span, marks: Sequence[Span]) -> tuple[Piece, ...]:
    """``text[span]`` with ``marks`` (sorted spans of ``text`` that do not overlap) marked."""
    return tuple(_cut(text, span, marks, lambda at: Piece(text[slice(*marks[at])], mark=True)))


def lines(regulation: Regulation, article: Article, references: Sequence[Reference], links: Links) -> tuple[Line, ...]:
    """The article line by line, its ``references`` linked where they lead to a regulation that is served."""
    found: list[Line] = []
    linked = [(each, link) for each in references if (link := links.reference(each)) is not None]
    spans = [(each.start, each.end) for each, _ in linked]
    text, position = regulation.text, article.start
    depths = _depths(article)

    def piece(at: int) -> Piece:
        link = linked[at][1]
        return Piece(text[slice(*spans[at])], href=link.href, title=link.title)

    for line in text[article.start : article.end].split("\n"):
        end = position + len(line)
        if line.strip():
            found.append(Line(depths.get(position, 0), tuple(_cut(text, (position, end), spans, piece))))
        position = end + 1
    return tuple(found)


def _depths(article: Article) -> dict[int, int]:
    """Where the article's items and subitems begin, and how deep they stand."""
    items = [item for paragraph in article.paragraphs for item in paragraph.items]
    return {item.start: 1 for item in items} | {part.start: 2 for item in items for part in item.subitems}


def _cut(text: str, span: Span, spans: Sequence[Span], piece: Callable[[int], Piece]) -> Iterator[Piece]:
    done, stop = span
    for at, (start, end) in enumerate(spans):
        if start < done or end > stop:  # elsewhere, or it overlaps what came before
            continue
        if start > done:
            yield Piece(text[done:start])
        yield piece(at)
        done = end
    if done < stop:
        yield Piece(text[done:stop])
