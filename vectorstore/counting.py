"""What an address means in a regulation that counts otherwise: 第九条 of an opinion that prints 9., 三（六）."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.citation import Citation
from ingest.model import Article, Regulation
from ingest.numeral import format_numeral, parse_numeral

_SECTION = re.compile(r"(?P<section>[一二三四五六七八九十]{1,3})(?:（(?P<below>[一二三四五六七八九十]{1,3})）)?")
_BELOW = re.compile(r"\d{1,3}|.{1,3}（.{1,3}）|（.{1,3}）")  # units that a section is divided into
_ASIDE = ("front", "preamble", "closing", "annex")


def counted_otherwise(regulation: Regulation, address: Citation) -> list[Article]:
    """The articles that ``address`` must mean, where ``regulation`` has no such one as it is written.

    A number means the unit of that number (第九条: 9), in a text of sections the whole section (第三条: 三 with all
    below it); a section means what stands below its heading, 三（六） the unit 6 there, or the sixth. Nothing where
    none of it is there.
    """
    units = [a for a in regulation.articles if a.kind not in _ASIDE]
    plain = address.address
    if address.article is not None:
        return [] if address.inserted else _numbered(units, address.article)
    if plain.isdigit():
        articles = [a for a in units if a.kind == "article" and a.number == int(plain) and not a.inserted]
        return articles or _numbered(units, int(plain))
    match = _SECTION.fullmatch(plain)
    if match is None:
        return []
    inside = _of_section(units, match["section"])
    if match["below"] is None:
        return inside
    number = parse_numeral(match["below"])
    below = [a for a in inside if _BELOW.fullmatch(a.address)]
    same = [a for a in below if a.address in (str(number), f"（{match['below']}）")]
    return same or below[number - 1 : number]


def _numbered(units: Sequence[Article], number: int) -> list[Article]:
    if any(a.kind == "article" for a in units):
        return []  # 第六十条 of a regulation with 53: it has no such article
    return [a for a in units if a.address == str(number)] or _of_section(units, format_numeral(number))


def _of_section(units: Sequence[Article], section: str) -> list[Article]:
    return [
        a
        for a in units
        if a.address == section or a.address.startswith(f"{section}（") or (a.path and _heads(section, a.path[0]))
    ]


def _heads(section: str, heading: str) -> bool:
    return heading.startswith((f"{section}、", f"{section}．", f"{section}."))
