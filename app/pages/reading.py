"""One regulation as its page shows it: facts, contents and articles, in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.pages.links import Links, anchor, heading_anchor
from app.pages.pieces import Line, lines
from ingest.editions.status import IN_FORCE, in_force_since, normalised_title
from ingest.model import Article, Reference, Regulation, Source


@dataclass(frozen=True, slots=True)
class Unit:
    """An article on the page; ``printed`` tells that its text begins with the address."""

    address: str
    printed: bool
    anchor: str
    lines: tuple[Line, ...]
    note: str


@dataclass(slots=True)
class Part:
    """A heading (none for what stands before the first one) and the articles up to the next. ``depth`` counts from 0
    for the outermost headings of this regulation."""

    title: str
    anchor: str
    depth: int
    units: list[Unit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Edition:
    """Another regulation of the same title."""

    title: str
    href: str
    status: str
    since: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page of a regulation shows."""

    regulation: Regulation
    facts: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    editions: tuple[Edition, ...]
    in_force: Edition | None
    parts: tuple[Part, ...]
    asking: str


def read(regulation: Regulation, regulations: Mapping[str, Regulation], root_path: str = "") -> Reading:
    """The page of ``regulation``, which is one of the served ``regulations``."""
    links = Links(regulations, root_path)
    others = editions(regulation, regulations.values(), links)
    current = next((each for each in others if each.status == IN_FORCE), None)
    return Reading(
        regulation,
        tuple(facts(regulation)),
        tuple(map(source_named, regulation.sources)),
        others,
        current if regulation.status != IN_FORCE else None,
        tuple(_parts(regulation, links)),
        links.asking(regulation),
    )


def editions(regulation: Regulation, known: Iterable[Regulation], links: Links) -> tuple[Edition, ...]:
    """The others of the same title, newest first."""
    title = normalised_title(regulation.title)
    others = [each for each in known if each.id != regulation.id and normalised_title(each.title) == title]
    others.sort(key=in_force_since, reverse=True)
    return tuple(
        Edition(each.title, links.regulation(each.id), each.status, day(in_force_since(each))) for each in others
    )


def facts(regulation: Regulation) -> list[tuple[str, str]]:
    """What is known of the regulation, as name and value; what is not known is left out."""
    known = (
        ("发布机关", regulation.issuer),
        ("文号", regulation.document_number),
        ("通过日期", day(regulation.adopted)),
        ("成文日期", day(regulation.signed)),
        ("发布日期", day(regulation.published)),
        ("施行日期", day(regulation.effective)),
        ("有效期至", day(regulation.expires)),
        ("又名", "、".join(regulation.aliases)),
        ("题注", regulation.title_note),
        ("废止", "、".join(regulation.repeals)),
    )
    return [(name, value) for name, value in known if value]


def source_named(source: Source) -> str:
    """The file a regulation was found in, with its pages: 考勤办法.pdf 第3—7页."""
    pages = [place.page for place in source.places if place.page and _used(source, place.start, place.end)]
    if not pages:
        return source.file
    first, last = min(pages), max(pages)
    return f"{source.file} 第{first}页" if first == last else f"{source.file} 第{first}—{last}页"


def day(iso: str | None) -> str | None:
    """2024-01-02 as 2024年1月2日; None for none."""
    if not iso:
        return None
    year, month, date = iso.split("-")
    return f"{int(year)}年{int(month)}月{int(date)}日"


def _used(source: Source, start: int, end: int) -> bool:
    """Whether this stretch of the file is part of the regulation: one file may hold several."""
    if not source.segments:
        return False
    return start < source.segments[-1].source_end and source.segments[0].source_start < end


def _parts(regulation: Regulation, links: Links) -> list[Part]:
    of_article: dict[str, list[Reference]] = defaultdict(list)
    for reference in regulation.references:
        of_article[reference.article].append(reference)
    outermost = min((heading.level for heading in regulation.headings), default=0)
    found = [Part("", "", 0)]
    articles = iter(regulation.articles)
    pending = next(articles, None)
    for position, heading in enumerate(regulation.headings):
        while pending is not None and pending.start < heading.start:
            found[-1].units.append(_unit(regulation, pending, of_article[pending.address], links))
            pending = next(articles, None)
        found.append(Part(heading.title, heading_anchor(position), heading.level - outermost))
    while pending is not None:
        found[-1].units.append(_unit(regulation, pending, of_article[pending.address], links))
        pending = next(articles, None)
    return found if found[0].units else found[1:]


def _unit(regulation: Regulation, article: Article, references: list[Reference], links: Links) -> Unit:
    return Unit(
        article.address,
        regulation.text.startswith(article.address, article.start),
        anchor(article.address),
        lines(regulation, article, references, links),
        article.note,
    )
