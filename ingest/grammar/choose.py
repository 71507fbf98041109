"""Which grammar a text follows: 第X条, 一、（一）1., both, or none."""

from __future__ import annotations

from ingest.grammar.headings import heading_title, is_bare_heading
from ingest.grammar.markers import LEVELS, Marker
from ingest.grammar.outline import is_outline, parse_outline
from ingest.grammar.placed import Placed
from ingest.grammar.statute import is_statute, parse_statute
from ingest.grammar.structure import Structure
from ingest.metadata.titlenote import note_lines
from ingest.model import Article, Heading, Paragraph


def structure(lines: list[Placed]) -> Structure:
    """The structure of a document's lines, of an annex's or of any part that is a text of its own."""
    if is_statute(lines):
        return _mixed(lines) or parse_statute(lines)
    if is_outline(lines):
        return parse_outline(lines)
    return _by_paragraph(lines)


def _mixed(lines: list[Placed]) -> Structure | None:
    """An outline one of whose parts holds articles (一、二、 in words, 三、 with 第一条…, perhaps 四、), or one that
    is followed by articles, as a decision is by the text that it amends."""
    articles = [at for at, line in enumerate(lines) if (m := line.marker) and m.kind == "article"]
    first = articles[0]
    while first and (above := lines[first - 1].marker) and above.kind == "heading":
        first -= 1
    if not is_outline(lines[:first]):
        return None
    sections = [(at, m.number) for at, line in enumerate(lines) if (m := _section(line))]
    at, number = max((s for s in sections if s[0] < first), default=(0, 0))
    stop = len(lines)
    if number and is_bare_heading(lines[at].text):
        first = at
        stop = next((later for later, n in sections if later > articles[-1] and n == number + 1), stop)
    whole = parse_outline(lines[:first])
    whole.add(parse_statute(lines[first:stop]))
    if stop < len(lines):
        whole.add(parse_outline(lines[stop:], number + 1))
    return whole


def _section(line: Placed) -> Marker | None:
    return line.marker if line.marker and line.marker.kind == "section" else None


def _by_paragraph(lines: list[Placed]) -> Structure:
    """A text without any number is addressed by paragraph: 第N段."""
    result = Structure()
    path: dict[int, str] = {}
    texts = [line.text for line in lines]
    notes = next((at for at, is_note in enumerate(note_lines(texts)) if not is_note), 0)
    result.before = lines[:notes]
    for line in lines[notes:]:
        found = line.marker
        if found and found.kind == "heading":
            level, title = LEVELS[found.word], heading_title(line.text, found)
            result.headings.append(Heading(level, title, line.start, line.end))
            path = {k: v for k, v in path.items() if k < level} | {level: title}
            continue
        number = len(result.articles) + 1
        above = tuple(path[k] for k in sorted(path))
        whole = Paragraph(1, line.start, line.end, line.end)
        result.articles.append(
            Article(f"第{number}段", "paragraph", number, 0, "", above, line.start, line.end, (whole,))
        )
    return result
