"""附件 and 附表: apart from the last article, their tables kept as rows or, where lost, as the lines stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.line import Line, ends_sentence
from ingest.markers import Marker, marker
from ingest.model import Article, Paragraph
from ingest.paragraphs import Placed, paragraphs
from ingest.titles import quoted

LOST_TABLE = "表格结构不可恢复"
_LISTED = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})[.．、]\s*(.+?)(?=\s*[0-9]{1,2}[.．、](?![0-9])|$)")


@dataclass(slots=True)
class AnnexPart:
    """One annex: its printed opening line and everything up to the next."""

    number: int
    word: str
    lines: list[Line] = field(default_factory=list)


def cut_annexes(body: list[Line]) -> tuple[list[Line], list[Line], list[AnnexPart]]:
    """(body, the lines that list the annexes, the annexes themselves)."""
    first = _first(body)
    if first is None:
        return body, [], []
    listing: list[Line] = []
    parts: list[AnnexPart] = []
    for line in body[first:]:
        found = line.marker
        if found and found.kind == "annex" and _opens(line, found, parts):
            parts.append(AnnexPart(found.number, found.word, [line]))
        elif parts:
            parts[-1].lines.append(line)
        else:
            listing.append(line)
    return body[:first], listing, parts


def _first(body: list[Line]) -> int | None:
    numbered = False
    for index, line in enumerate(body):
        found = line.marker
        if found and found.kind == "annex" and numbered and (_is_listing(line, found) or _opens(line, found, [])):
            return index
        numbered = numbered or (found is not None and found.kind != "annex")
    return None


def _is_listing(line: Line, found: Marker) -> bool:
    """附件：1.… 2.… names the annexes that follow."""
    rest = line.text[found.end :]
    return found.number == 0 and bool(_LISTED.match(rest) or re.match(r"附(?:件|表|录)\s*[：:]\s*\S", line.text))


def _opens(line: Line, found: Marker, parts: list[AnnexPart]) -> bool:
    if _is_listing(line, found) or len(line.text) > 60 or re.search(r"[。；，]", line.text):
        return False
    return found.number in (0, 1) if not parts else found.number == parts[-1].number + 1


def listed_titles(listing: list[Line]) -> list[tuple[int, str]]:
    """(number, title) of each annex the text says it has."""
    text = " ".join(line.text for line in listing)
    opened = re.match(r"附(?:件|表|录)\s*[：:]?\s*", text)
    rest = text[opened.end() :] if opened else text
    found = [(number, m.group(2).strip()) for number, m in enumerate(_LISTED.finditer(rest), start=1)]
    return found or ([(1, rest.strip())] if rest.strip() else [])


def missing(listing: list[Line], parts: list[AnnexPart]) -> list[str]:
    """Notices for annexes that are named but not in the file."""
    present = {part.number or 1 for part in parts}
    return [f"附件{n}{quoted(title)}在原文中缺失" for n, title in listed_titles(listing) if n not in present]


def annex_article(part: AnnexPart, placed: list[Placed]) -> tuple[Article, list[str]]:
    """The annex as one article and what a reader must know about it."""
    # Annexes are cited with an Arabic number: 附件1.
    address = part.word + (str(part.number) if part.number else "")
    head, rest = placed[0], placed[1:]
    opened = marker(head.text)
    title = head.text[opened.end :].strip() if opened else ""
    if not title and rest and not rest[0].line.row and not ends_sentence(rest[0].text) and not marker(rest[0].text):
        title, rest = rest[0].text, rest[1:]
    lost = _is_flattened([p.line for p in rest])
    notices = []
    if lost:
        notices.append(f"{address}的{LOST_TABLE}，按原文各行照录")
    if rest and not rest[-1].line.row and (lost or len(rest[-1].text) > 28) and not ends_sentence(rest[-1].text):
        notices.append(f"{address}在句中中断：原文到“{rest[-1].text[-12:]}”为止")
    return (
        Article(
            address=address,
            kind="annex",
            number=part.number or None,
            inserted=0,
            title=title,
            path=(),
            start=head.start,
            end=placed[-1].end,
            paragraphs=_as_they_stand(rest) if lost else paragraphs(rest),
            note=LOST_TABLE if lost else "",
        ),
        notices,
    )


def _is_flattened(lines: list[Line]) -> bool:
    """A table whose cells came out as lines: headers that recur, and most lines ending in mid-sentence."""
    if len(lines) < 30 or any(line.row for line in lines):
        return False
    recurring = [text for text, count in Counter(line.text for line in lines).items() if count >= 3]
    broken = sum(1 for line in lines if not ends_sentence(line.text))
    return len(recurring) >= 2 or broken / len(lines) > 0.5


def _as_they_stand(lines: list[Placed]) -> tuple[Paragraph, ...]:
    """A paragraph a cell as far as it can be told: a line, and the lines after it until a sentence ends."""
    result: list[Paragraph] = []
    start: Placed | None = None
    taken = 0
    for line in lines:
        opens = marker(line.text) is not None
        if start is not None and (opens or taken >= 12):
            start = None
        if start is None:
            result.append(Paragraph(len(result) + 1, line.start, line.end, line.end))
            start, taken = line, 1
        else:
            last = result.pop()
            result.append(Paragraph(last.number, last.start, line.end, line.end))
            taken += 1
        if ends_sentence(line.text) or (len(line.text) <= 8 and not opens):
            start = None
    return tuple(result)
