"""One document's lines → a Regulation: canonical text, structure and metadata, and what was repaired on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from ingest.annex import annex_article, cut_annexes, missing
from ingest.joining import join_broken
from ingest.line import Line
from ingest.mapped import Edit, join_lines
from ingest.metadata import Metadata, read_metadata
from ingest.model import Article, Paragraph, Place, RawText, Regulation, Segment, Source
from ingest.outline import is_outline, parse_outline
from ingest.paragraphs import Placed
from ingest.sidecar import UNSAID, Sidecar, Stated
from ingest.split import Document
from ingest.statute import Structure, drop_repeats, is_statute, parse_statute
from ingest.titlenote import note_lines
from ingest.titles import infer_title, normalise_title, split_issuer

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
    title, issuer, inferred = _title(document, raw, body)
    structure = _structure(body, body_at)
    articles = _front_articles(document, front_at) + _before_articles(structure) + structure.articles
    notices = missing(listing, annexes)
    for part in annexes:
        article, said = annex_article(part, [next(places) for _ in part.lines])
        articles.append(article)
        notices += said

    def read(name: str, stated: Stated) -> Metadata:
        return read_metadata(
            name,
            issuer,
            [p.text for p in front_at],
            [p.text for p in _opening(structure, body_at)],
            [p.text for p in body_at],
            annexes=[line.text for line in annex_lines],
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
        headings=tuple(structure.headings),
        articles=tuple(articles),
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
    return Parsed(regulation, tuple(joined_front + joined + repeats), tuple(structure.warnings), printed)


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


def _title(document: Document, raw: RawText, body: list[Line]) -> tuple[str, str | None, bool]:
    """(title, issuer printed before it, whether it was inferred)."""
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


def _opening(structure: Structure, body: list[Placed]) -> list[Placed]:
    """The lines between the title and the first numbered part; the first ones of a text without numbers."""
    unnumbered = structure.articles and structure.articles[0].kind == "paragraph"
    return body[:_HEAD] if unnumbered else structure.before


def _lone_paragraphs(lines: list[Placed]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(n, p.start, p.end, p.end) for n, p in enumerate(lines, start=1))


def _front_articles(document: Document, placed: list[Placed]) -> list[Article]:
    if not placed:
        return []
    kind = document.front_kind or "印发通知"
    return [Article(kind, "front", None, 0, "", (), placed[0].start, placed[-1].end, _lone_paragraphs(placed))]


def _before_articles(structure: Structure) -> list[Article]:
    """题注 and 引言 stand before the first numbered part."""
    belongs = note_lines([p.text for p in structure.before])
    notes = [p for p, is_note in zip(structure.before, belongs, strict=True) if is_note]
    opening = [p for p, is_note in zip(structure.before, belongs, strict=True) if not is_note]
    return [
        Article(address, "preamble", None, 0, "", (), lines[0].start, lines[-1].end, _lone_paragraphs(lines))
        for address, lines in (("题注", notes), ("引言", opening))
        if lines
    ]
