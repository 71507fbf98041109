"""One document's lines → a Regulation: canonical text, structure and metadata, and what was repaired on the way."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import PurePath

from ingest.documents.split import Document
from ingest.documents.titles import infer_title, normalise_title, split_issuer
from ingest.grammar.annex import cut_annexes, missing, parse_annex
from ingest.grammar.choose import structure
from ingest.grammar.closing import closing_start
from ingest.grammar.headings import is_bare_heading
from ingest.grammar.placed import Placed, place
from ingest.grammar.statute import drop_repeats
from ingest.grammar.structure import Structure, unnumbered
from ingest.lines.joining import join_broken
from ingest.lines.line import Line
from ingest.lines.mapped import Edit, join_lines
from ingest.metadata.collect import Metadata, read_metadata
from ingest.metadata.sidecar import UNSAID, Sidecar, Stated
from ingest.metadata.titlenote import note_lines
from ingest.model import Article, Paragraph, Place, RawText, Regulation, Segment, Source

_HEAD = 4


@dataclass(frozen=True, slots=True)
class Parsed:
    """A regulation before merging, with the repairs and the doubts of its parsing; ``printed`` are the title and id it
    has without its sidecar."""

    regulation: Regulation
    edits: tuple[Edit, ...]
    warnings: tuple[str, ...]
    printed: tuple[str, str] = ("", "")


def parse(document: Document, raw: RawText, sidecar: Sidecar | None = None) -> Parsed:
    """Parse one document of ``raw``; pure. A sidecar's values win over the text's."""
    body, listing, annexes = cut_annexes(document.body)
    body, closing = _cut_closing(body)
    listing, below = _cut_closing(listing)
    front, joined_front = join_broken(document.front)
    body, joined = join_broken(body)
    body, repeats = drop_repeats(body)
    title_lines = [document.title_line] if document.title_line else []
    parts = [front, title_lines, body, closing, listing, below, *(annex.lines for annex in annexes)]
    text, segments = join_lines(line.mapped for part in parts for line in part)
    front_at, _, body_at, closing_at, _, below_at, *annexes_at = _place(parts)
    title, issuer, inferred = _title(document, raw, body)
    main = structure(body_at)
    articles = _front_articles(document, front_at) + _before_articles(main) + main.articles
    articles += _closing_articles(closing_at) + _closing_articles(below_at)
    headings, notices = main.headings, main.notices + missing(listing, annexes)
    for annex, lines in zip(annexes, annexes_at, strict=True):
        inner = parse_annex(annex, lines)
        articles += inner.articles
        headings = headings + inner.headings
        notices += inner.notices
        main.warnings += inner.warnings

    def read(name: str, stated: Stated) -> Metadata:
        return read_metadata(
            name,
            issuer,
            [p.text for p in front_at],
            [p.text for p in _opening(main, body_at)],
            [p.text for p in (*body_at, *closing_at, *below_at)],
            facts=document.facts,
            annexes=[p.text for lines in annexes_at for p in lines],
            sidecar=stated,
        )

    found = read(title, UNSAID)
    printed = (title, regulation_id(title, found.published or found.effective, text))
    if sidecar and (stated := sidecar.of(*printed)) is not UNSAID:
        if name := stated.values.get("title"):
            title, inferred = normalise_title(name), False
        found = read(title, stated)
    regulation = Regulation(
        id=regulation_id(title, found.published or found.effective, text),
        title=title,
        title_inferred=inferred,
        text=text,
        headings=tuple(headings),
        articles=_unique(articles),
        sources=(Source(raw.file, raw.sha256, segments, format=raw.format, places=_places(raw, segments)),),
        document_number=found.document_number,
        issuer=found.issuer,
        signed=found.signed,
        adopted=found.adopted,
        published=found.published,
        effective=found.effective,
        expires=found.expires,
        status=found.status,
        status_stated=found.status_stated,
        trial=found.trial,
        title_note=found.title_note,
        repeals=found.repeals,
        aliases=found.aliases,
        notices=(*notices, *found.notices),
    )
    return Parsed(regulation, tuple(joined_front + joined + repeats), tuple(main.warnings), printed)


def regulation_id(title: str, date: str | None, text: str) -> str:
    """Readable and stable: the title and the edition's date, or a short hash of the text where there is no date."""
    return f"{title}@{date or hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _places(raw: RawText, segments: tuple[Segment, ...]) -> tuple[Place, ...]:
    """Those of the file's places that this document's text touches."""
    if not raw.places:
        return ()
    first, last = min(s.source_start for s in segments), max(s.source_end for s in segments)
    return tuple(place for place in raw.places if place.start < last and place.end > first)


def _cut_closing(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    at = closing_start([line.text for line in lines])
    return lines[:at], lines[at:]


def _place(parts: list[list[Line]]) -> list[list[Placed]]:
    placed, offset = [], 0
    for part in parts:
        placed.append(place(part, offset))
        offset = placed[-1][-1].end + 1 if part else offset
    return placed


def _title(document: Document, raw: RawText, body: list[Line]) -> tuple[str, str | None, bool]:
    """(title, issuer printed before it, whether it was inferred)."""
    if document.headline:
        return " ".join(document.title.split()), None, False
    if document.title:
        title, issuer = split_issuer(document.title)
        return title, issuer, False
    inferred = infer_title("\n".join(line.text for line in body))
    return inferred or normalise_title(PurePath(raw.file).stem), None, True


def _opening(main: Structure, body: list[Placed]) -> list[Placed]:
    """The lines between the title and the first numbered part; the first ones of a text without numbers."""
    unnumbered = main.articles and main.articles[0].kind == "paragraph"
    return body[:_HEAD] if unnumbered else main.before


def _lone_paragraphs(lines: list[Placed]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(n, p.start, p.end, p.end) for n, p in enumerate(lines, start=1))


def _front_articles(document: Document, placed: list[Placed]) -> list[Article]:
    if not placed:
        return []
    kind = document.front_kind or "印发通知"
    return [Article(kind, "front", None, 0, "", (), placed[0].start, placed[-1].end, _lone_paragraphs(placed))]


def _closing_articles(placed: list[Placed]) -> list[Article]:
    if not placed:
        return []
    return [Article("落款", "closing", None, 0, "", (), placed[0].start, placed[-1].end, _lone_paragraphs(placed))]


def _unique(articles: list[Article]) -> tuple[Article, ...]:
    """An address that the text prints twice keeps the places apart: 二, 二（重复2）."""
    counts: Counter[str] = Counter()
    result = []
    for article in articles:
        counts[article.address] += 1
        copy = counts[article.address]
        result.append(replace(article, address=f"{article.address}（重复{copy}）") if copy > 1 else article)
    return tuple(result)


def _before_articles(main: Structure) -> list[Article]:
    """题注 and 引言 stand before the first numbered part."""
    belongs = note_lines([p.text for p in main.before])
    # The title, the names or the 文号 printed once more stand above the first sentence too.
    prose = (at for at, p in enumerate(main.before) if not belongs[at] and not is_bare_heading(p.text))
    first = next(prose, len(belongs))
    first = first if any(belongs[:first]) else 0
    notes, opening = main.before[:first], main.before[first:]
    return [unnumbered(address, lines) for address, lines in (("题注", notes), ("引言", opening)) if lines]
