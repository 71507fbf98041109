"""The records every stage shares: a regulation, its articles and their parts, and the passages that are searched.

All offsets are Unicode code points and half-open, ``[start, end)``. Offsets of a regulation's parts count in
``Regulation.text`` (the canonical text); offsets of a :class:`Segment`'s source side count in the decoded source file
(byte-order mark excluded, line ends as they are in the file).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]

ArticleKind = Literal["article", "section", "point", "problem", "paragraph", "preamble", "front", "annex"]
"""article 第X条 · section 一、or （一） · point 1. · problem 问题一 · paragraph 第N段 · preamble 引言/题注 ·
front an issuing notice or news lead-in before the regulation · annex 附件N."""


class IngestError(Exception):
    """A source that cannot be ingested.

    ``code`` is stable (``empty``, ``binary``, ``too_large``, ``classified``, ``encoding``, ``unsupported``,
    ``missing``); ``message`` is Chinese and says what to do next.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class RawText:
    """One decoded source file: ``file`` is its path below the ingested folder, ``sha256`` is of its bytes."""

    file: str
    text: str
    encoding: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Segment:
    """``text[start:end]`` came from ``source[source_start:source_end]``.

    Equal lengths mean character by character (up to the form of punctuation); otherwise the whole came from the whole.
    Segments are sorted and do not overlap; canonical characters outside every segment were supplied by ingestion
    (line breaks between the parts).
    """

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A wording in which one source departs from the canonical text, with the canonical span it replaces."""

    start: int
    end: int
    canonical: str
    variant: str


@dataclass(frozen=True, slots=True)
class Source:
    """One place the regulation was found in, with the map from the canonical text to that file."""

    file: str
    sha256: str
    segments: tuple[Segment, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Subitem:
    """目: ``marker`` as printed (``1.``); the span includes the marker. ``name`` replaces 第N目 where the document
    names its parts in words (责任单位)."""

    number: int
    marker: str
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """项: the span includes the marker and the subitems; ``lead_end`` ends the text before the first subitem."""

    number: int
    marker: str
    start: int
    end: int
    lead_end: int
    subitems: tuple[Subitem, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """款: ``number`` is its position in the article, from 1. ``lead_end`` ends the lead-in before the first item and
    equals ``end`` where there are no items. The span leaves out the article's own 第X条 marker."""

    number: int
    start: int
    end: int
    lead_end: int
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """编 part · 章 chapter · 节 section, or a numbered heading of a text without 条, as printed."""

    level: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """The unit that is shown whole. ``address`` is unique in its regulation (第四十四条, 13, 二（六）, 问题三, 第3段,
    印发通知, 引言, 附件1); ``number``/``inserted`` are 44 and 0 for 第四十四条, 44 and 1 for 第四十四条之一, and None
    where the address is no number. ``path`` holds the headings above it, outermost first; ``title`` its own short title
    where it prints one. The span includes the marker."""

    address: str
    kind: ArticleKind
    number: int | None
    inserted: int
    title: str
    path: tuple[str, ...]
    start: int
    end: int
    paragraphs: tuple[Paragraph, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Regulation:
    """One edition of one regulation. Dates are ISO ``YYYY-MM-DD`` or None. ``status`` is 现行有效, 尚未施行, 已废止 or
    已被修订. ``repeals`` are the titles it says it repeals; ``notices`` are things a reader must know (附件2缺失)."""

    id: str
    title: str
    title_inferred: bool
    text: str
    headings: tuple[Heading, ...]
    articles: tuple[Article, ...]
    sources: tuple[Source, ...]
    document_number: str | None = None
    issuer: str | None = None
    adopted: str | None = None
    published: str | None = None
    effective: str | None = None
    status: str = "现行有效"
    repeals: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def article(self, address: str) -> Article | None:
        """The article at this address, or None."""
        return next((a for a in self.articles if a.address == address), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and matched. ``spans`` are the canonical spans a quotation of it consists of (a lead-in and its
    item are two); ``text`` is what is searched: the context (title, path) is kept apart in ``context``. ``label`` is
    the address below the article (``第一款第（六）项``), empty for the article as a whole."""

    id: str
    regulation_id: str
    article_id: str
    label: str
    kind: Literal["article", "paragraph", "item", "subitem"]
    spans: tuple[Span, ...]
    context: str
    text: str = field(repr=False)


def article_id(regulation_id: str, address: str) -> str:
    """The id of an article: ``<regulation id>#<address>``."""
    return f"{regulation_id}#{address}"
