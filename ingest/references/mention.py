"""One mention of another place, and those found so far in a text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.address import Citation
from ingest.model import Article
from ingest.references.antecedent import Law
from ingest.references.written import Written


@dataclass(slots=True)
class Mention:
    """``text[start:end]`` inside ``article`` names ``first``, or everything from ``first`` to ``last``.

    ``title`` is the other regulation meant, empty for this one; ``readings`` are the ways to read an unquoted name, the
    longest first. ``first`` is None for a regulation as a whole; else it is absolute: 前款 is already the paragraph's
    number. ``problem`` says in Chinese why that could not be worked out. ``plain`` marks words that are a reference
    only if such a place exists (第一节, 第二点).
    """

    start: int
    end: int
    article: Article
    title: str
    first: Citation | None
    last: Citation | None = None
    readings: tuple[str, ...] = ()
    problem: str = ""
    plain: bool = False


class Found:
    """The mentions found so far, in order. ``done`` is where the last one ends; of the article that is being read,
    ``law`` is the regulation named last and ``cited`` the last address that names a 条."""

    def __init__(self, article: Article) -> None:
        self.mentions: list[Mention] = []
        self.enter(article)

    def enter(self, article: Article) -> None:
        """Go on to the next article: what was named before it is no longer at hand."""
        self.article, self.done = article, article.start
        self.law = Law(0)
        self.cited: Mention | None = None

    def add(self, law: Law, written: Written, start: int, *, plain: bool = False) -> None:
        """An address of the regulation ``law``; ``start`` is where the words that name them begin."""
        first = written.first
        if law.part and first.chapter:
            first = replace(first, chapter=law.part + first.chapter)
        made = Mention(
            start, written.end, self.article, law.title, first, written.last, law.readings, law.problem, plain
        )
        self.mentions.append(made)
        self.done = written.end
        if law.title:
            self.law = law
        if first.article is not None:
            self.cited = made

    def add_all(self, law: Law, addresses: list[Written], start: int, *, plain: bool = False) -> None:
        """An enumeration that begins at ``start``."""
        for written in addresses:
            self.add(law, written, start if written is addresses[0] else written.start, plain=plain)

    def add_regulation(self, law: Law, end: int) -> None:
        """A regulation named as a whole; the text's own is not worth a link."""
        self.done = end
        if law.title:
            self.law = law
            self.mentions.append(Mention(law.start, end, self.article, law.title, None, None, law.readings))

    def ending_at(self, at: int) -> Mention | None:
        """The mention that ends there."""
        return self.mentions[-1] if self.mentions and self.mentions[-1].end == at else None
