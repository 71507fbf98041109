"""The records every stage shares: a regulation, its articles and their parts, and the passages that are searched.

All offsets are Unicode code points and half-open, ``[start, end)``. Offsets of a regulation's parts count in
``Regulation.text`` (the canonical text); offsets of a :class:`Segment`'s source side count in the decoded source file
(byte-order mark excluded, line ends as they are in the file).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]

ArticleKind = Literal["article", "section", "point", "problem", "paragraph", "preamble", "front", "annex", "closing"]
"""article 第X条 · section 一、or （一） · point 1. · problem 问题一 · paragraph 第N段 · preamble 引言/题注, also 结尾
and 第二章引言 · front an issuing notice or news lead-in before the regulation · annex 附件N · closing 落款."""


class IngestError(Exception):
    """A source that cannot be ingested.

    ``code`` is stable (``empty``, ``binary``, ``too_large``, ``classified``, ``encoding``, ``unsupported``,
    ``missing``, ``broken``, ``encrypted``, ``scanned``, ``legacy``, ``mismatch``, ``bomb``, ``timeout``); ``message``
    is Chinese and says what to do next.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


MarkKind = Literal["heading", "row", "removed"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader knows of ``RawText.text[start:end]`` besides its characters. It covers whole lines.

    ``heading``: ``value`` is the level, ``1`` for a document's title. ``row``: a table row, its cells separated by
    `` | ``; the first row of a table is its header, ``value`` is ``header`` there and in further header rows, else
    empty. ``removed``: no content (a page's header, a site's navigation); ``value`` is the Chinese reason.
    """

    start: int
    end: int
    kind: MarkKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where ``RawText.text[start:end]`` stands in the original file: ``page`` from 1, None where the format has none;
    ``position`` is ``x0,top,x1,bottom`` in points from the page's upper left corner (PDF), the same in pixels (image),
    ``段落12`` or ``表2行3`` (DOCX), ``行120`` of the HTML source."""

    start: int
    end: int
    page: int | None
    position: str


@dataclass(frozen=True, slots=True)
class RawText:
    """The text of one source file. ``file`` is its path below the ingested folder (``pack.zip/a.docx`` inside an
    archive), ``sha256`` is of its bytes.

    ``format`` is ``text``, ``markdown``, ``html``, ``docx``, ``pdf`` or ``image``. For the first two the text is the
    decoded file itself; for the others it is what the reader extracted, one paragraph a line, and ``places`` lead from
    there to the original, sorted by ``start``. ``notices`` are Chinese remarks for the report (第3页没有文字层).
    """

    file: str
    text: str
    encoding: str
    sha256: str
    format: str = "text"
    marks: tuple[Mark, ...] = ()
    places: tuple[Place, ...] = ()
    notices: tuple[str, ...] = ()


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
    """One place the regulation was found in, with the map from the canonical text to that file.

    ``places`` (empty for plain text) count in the same characters as the segments' source side.
    """

    file: str
    sha256: str
    segments: tuple[Segment, ...]
    differences: tuple[Difference, ...] = ()
    format: str = "text"
    places: tuple[Place, ...] = ()


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
class Reference:
    """A reference in the text to another place: ``text[start:end]`` (前款, 本条第二项, 第二十条至第二十二条,
    《条例》第十条) inside the article at ``article``.

    ``title`` is the regulation meant where it is another one, as its full title (abbreviations defined in the text are
    written out), else empty. ``targets`` are the addresses meant, as :func:`ingest.address.label` prints them, all of a
    range; a chapter is the headings that lead to it, joined by a space. They are empty for a regulation as a whole, and
    as cited where they are not there. ``regulation_id`` is the regulation they stand in. ``problem`` is the Chinese
    reason why it leads nowhere, empty where it is resolved; with a ``title`` and no ``regulation_id`` that regulation
    is not among the ingested ones, which is no fault.
    """

    start: int
    end: int
    article: str
    title: str = ""
    targets: tuple[str, ...] = ()
    regulation_id: str | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Regulation:
    """One edition of one regulation. Dates are ISO ``YYYY-MM-DD`` or None: ``signed`` is 成文日期, ``adopted`` 通过.
    ``status`` is 现行有效, 尚未施行, 已废止 or 已被修订; ``status_stated`` tells that a person wrote it in the sidecar.
    ``expires`` is the last day of a text that says how long it is in force.
    ``trial`` is 试行 or 暂行 where it says so, ``title_note`` the 题注. ``repeals`` are the titles it says it repeals;
    ``notices`` are things a reader must know (附件2缺失)."""

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
    signed: str | None = None
    status_stated: bool = False
    trial: str | None = None
    title_note: str | None = None
    expires: str | None = None
    references: tuple[Reference, ...] = ()

    def article(self, address: str) -> Article | None:
        """The article at this address, or None."""
        return next((a for a in self.articles if a.address == address), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and matched. ``spans`` are the canonical spans a quotation of it consists of (a lead-in and its
    item are two); ``text`` is what is searched: the context (title, path) is kept apart in ``context``. ``label`` is
    the address below the article (``第一款第（六）项``), empty for the article as a whole. ``embedded`` tells whether
    it has a vector of its own; the parts of a short article have that of their article."""

    id: str
    regulation_id: str
    article_id: str
    label: str
    kind: Literal["article", "paragraph", "item", "subitem"]
    spans: tuple[Span, ...]
    context: str
    text: str = field(repr=False)
    embedded: bool = True


def article_id(regulation_id: str, address: str) -> str:
    """The id of an article: ``<regulation id>#<address>``."""
    return f"{regulation_id}#{address}"
