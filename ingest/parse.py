"""One document's lines → a Regulation: canonical text, structure and metadata, and what was repaired on the way."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from ingest.annex import annex_article, cut_annexes, missing
from ingest.layout import Line, join_broken
from ingest.mapped import Edit, join_lines
from ingest.metadata import read_metadata
from ingest.model import Article, Paragraph, Place, RawText, Regulation, Segment, Source
from ingest.outline import is_outline, parse_outline
from ingest.paragraphs import Placed
from ingest.sidecar import Sidecar
from ingest.split import Document
from ingest.statute import Structure, drop_repeats, is_statute, parse_statute
from ingest.titles import infer_title, normalise_title, split_issuer

_NOTE = re.compile(r"^（.*\d{4}年|^（.*(?:通过|发布|公布|批准|修订|试行)|^\d{4}年\d{1,2}月\d{1,2}日")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A regulation before merging, with the repairs and the doubts of its parsing."""

    regulation: Regulation
    edits: tuple[Edit, ...]
    warnings: tuple[str, ...]


def parse(document: Document, raw: RawText, sidecar: Sidecar | None = None) -> Parsed:
    """Parse one document of ``raw``; pure. A sidecar's values win over the text's."""
    body, listing, annexes = cut_annexes(document.body)
    front, joined_front = join_broken(document.front)
    body, joined = join_broken(body)
    body, repeats = drop_repeats(body)
    title_lines = [document.title_line] if document.title_line else []
    annex_lines = [line for part in annexes for line in part.lines]
    text, segments = join_lines(line.mapped for line in [*front, *title_lines, *body, *listing, *annex_lines])
    places = iter(_place([*front, *title_lines, *body, *listing, *annex_lines]))
    front_at = [next(places) for _ in front]
    for _ in title_lines:
        next(places)
    body_at = [next(places) for _ in body]
    for _ in listing:
        next(places)
    title, issuer, inferred = _title(document, raw, body, sidecar)
    structure = _structure(body, body_at)
    articles = _front_articles(document, front_at) + _before_articles(structure) + structure.articles
    notices = missing(listing, annexes)
    for part in annexes:
        article, said = annex_article(part, [next(places) for _ in part.lines])
        articles.append(article)
        notices += said
    notes = [p.text for p in structure.before if _NOTE.match(p.text)]
    found = read_metadata(title, issuer, [p.text for p in front_at], notes, [p.text for p in body_at])
    values = sidecar.values if sidecar else {}
    published = values.get("published", found.published)
    regulation = Regulation(
        id=regulation_id(title, published or found.effective, text),
        title=title,
        title_inferred=inferred,
        text=text,
        headings=tuple(structure.headings),
        articles=tuple(articles),
        sources=(Source(raw.file, raw.sha256, segments, format=raw.format, places=_places(raw, segments)),),
        document_number=values.get("document_number", found.document_number),
        issuer=values.get("issuer", found.issuer),
        adopted=values.get("adopted", found.adopted),
        published=published,
        effective=values.get("effective", found.effective),
        status=values.get("status", "现行有效"),
        repeals=found.repeals + (sidecar.lists.get("supersedes", ()) if sidecar else ()),
        aliases=found.aliases + (sidecar.lists.get("aliases", ()) if sidecar else ()),
        notices=tuple(notices),
    )
    return Parsed(regulation, tuple(joined_front + joined + repeats), tuple(structure.warnings))


def regulation_id(title: str, date: str | None, text: str) -> str:
    """Readable and stable: the title and the edition's date, or a short hash of the text where there is no date."""
    return f"{title}@{date or hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _places(raw: RawText, segments: tuple[Segment, ...]) -> tuple[Place, ...]:
    """Those of the file's places that this document's text touches."""
    if not raw.places:
        return ()
    first, last = min(s.source_start for s in segments), max(s.source_end for s in segments)
    return tuple(place for place in raw.places if place.start < last and place.end > first)


def _place(lines: list[Line]) -> list[Placed]:
    placed, offset = [], 0
    for line in lines:
        placed.append(Placed(line, offset, offset + len(line.text)))
        offset += len(line.text) + 1
    return placed


def _title(document: Document, raw: RawText, body: list[Line], sidecar: Sidecar | None) -> tuple[str, str | None, bool]:
    """(title, issuer printed before it, whether it was inferred)."""
    if sidecar and "title" in sidecar.values:
        return normalise_title(sidecar.values["title"]), None, False
    if document.headline:
        return " ".join(document.title.split()), None, False
    if document.title:
        title, issuer = split_issuer(document.title)
        return title, issuer, False
    inferred = infer_title("\n".join(line.text for line in body))
    return inferred or normalise_title(PurePath(raw.file).stem), None, True


def _structure(body: list[Line], placed: list[Placed]) -> Structure:
    if is_statute(body):
        return parse_statute(placed)
    if is_outline(body):
        return parse_outline(placed)
    return _by_paragraph(placed)


def _by_paragraph(placed: list[Placed]) -> Structure:
    """A text without any number is addressed by paragraph: 第N段. What looks like a note before it counts too."""
    result = Structure()
    for number, line in enumerate(placed, start=1):
        whole = Paragraph(1, line.start, line.end, line.end)
        result.articles.append(Article(f"第{number}段", "paragraph", number, 0, "", (), line.start, line.end, (whole,)))
    return result


def _lone_paragraphs(lines: list[Placed]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(n, p.start, p.end, p.end) for n, p in enumerate(lines, start=1))


def _front_articles(document: Document, placed: list[Placed]) -> list[Article]:
    if not placed:
        return []
    kind = document.front_kind or "印发通知"
    return [Article(kind, "front", None, 0, "", (), placed[0].start, placed[-1].end, _lone_paragraphs(placed))]


def _before_articles(structure: Structure) -> list[Article]:
    """题注 and 引言 stand before the first numbered part."""
    notes = [p for p in structure.before if _NOTE.match(p.text)]
    opening = [p for p in structure.before if not _NOTE.match(p.text)]
    return [
        Article(address, "preamble", None, 0, "", (), lines[0].start, lines[-1].end, _lone_paragraphs(lines))
        for address, lines in (("题注", notes), ("引言", opening))
        if lines
    ]
