"""附件, 附表, 附录, 附图: apart from the last article. An annex with articles of its own keeps them; a table keeps its
rows or, where those are lost, its lines as they stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from ingest.documents.titles import quoted
from ingest.grammar.closing import closing_start
from ingest.grammar.markers import Marker
from ingest.grammar.paragraphs import paragraphs
from ingest.grammar.placed import Placed
from ingest.grammar.statute import is_statute, parse_statute
from ingest.grammar.structure import Structure
from ingest.lines.line import Line, ends_sentence
from ingest.model import Article, Paragraph

LOST_TABLE = "表格结构不可恢复"
_LISTED = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})[.．、]\s*(.+?)(?=\s*[0-9]{1,2}[.．、](?![0-9])|$)")
_NAMED = re.compile(r"附(?:件|表|录|图)?\s*[：:]\s*\S")
_SEVERAL = re.compile(r"附[件表录图]\s*[一1].*附[件表录图]\s*[二2]")
_ONE_OF_SEVERAL = re.compile(
    r"附[件表录图]\s*[一二三四五六七八九十0-9]{1,2}\s*[：:]?\s*(.+?)(?=\s*附[件表录图]\s*[一二三四五六七八九十0-9]|$)"
)
_ENTRY = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[.．、]|[（(]?[0-9]{1,2}[）)]|[①-⑳]|附[件表录图]")
_TABLE_TITLE = re.compile(
    r"[\u4e00-\u9fff、]{2,26}(表|目录|名录|清单|图|样式|式样)(?:[一二三四五六七八九十]|[0-9]{1,2})?(?:（[^（）]{2,20}）)?"
)


@dataclass(slots=True)
class AnnexPart:
    """One annex: its printed opening line and everything up to the next. ``title`` is set where the line that lists it
    is all that announces it."""

    number: int
    word: str
    lines: list[Line] = field(default_factory=list)
    title: str = ""

    @property
    def address(self) -> str:
        """附件1: annexes are cited with an Arabic number."""
        return self.word + (str(self.number) if self.number else "")


def cut_annexes(body: list[Line]) -> tuple[list[Line], list[Line], list[AnnexPart]]:
    """(body, the lines that list the annexes, the annexes themselves)."""
    first = _first(body)
    if first is None:
        return body, [], []
    listing: list[Line] = []
    parts: list[AnnexPart] = []
    for at in range(first, len(body)):
        line = body[at]
        found = line.marker
        if found and found.kind == "annex" and _opens(line, found, parts):
            parts.append(AnnexPart(found.number, found.word, [line]))
        elif not listing and not (parts and parts[0].lines[0].marker) and (word := _untitled(body, at)):
            parts.append(AnnexPart(len(parts) + 1, word, [line]))
        elif parts:
            parts[-1].lines.append(line)
        else:
            listing.append(line)
    if (stop := _listed(listing, bool(parts))) < len(listing):
        # 附件：参考样式 above the annex itself.
        titles = listed_titles(listing[:stop])
        found = listing[0].marker
        title = titles[0][1] if len(titles) == 1 and not parts else ""
        parts.insert(0, AnnexPart(0, found.word if found else "附件", listing[stop:], title))
        listing = listing[:stop]
    if len(parts) == 1 and not parts[0].lines[0].marker:
        parts[0].number = 0
    return body[:first], listing, parts


def _first(body: list[Line]) -> int | None:
    last = 0
    numbered = False
    articles = [
        (at, line.marker.number) for at, line in enumerate(body) if line.marker and line.marker.kind == "article"
    ]
    for at, line in enumerate(body):
        found = line.marker
        if found and found.kind == "annex" and numbered and (_is_listing(line, found) or _opens(line, found, [])):
            # A table inside an article: the articles go on after it.
            if not last or not any(number == last + 1 for later, number in articles if later > at):
                return at
        elif articles and at > articles[-1][0] and _untitled(body, at):
            return at
        numbered = numbered or (found is not None and found.kind != "annex")
        last = found.number if found and found.kind == "article" else last
    return None


def _listed(listing: list[Line], opened: bool) -> int:
    """How many of the lines only name annexes, or sign below their names; ``opened`` if an annex opens after them."""
    stop = min(1, len(listing))
    while stop < len(listing) and _ENTRY.match(listing[stop].text) and len(listing[stop].text) <= 80:
        stop += 1
    rest = [line.text for line in listing[stop:]]
    signed = bool(rest) and closing_start(["", *rest]) - 1 <= min(2, len(rest) - 1)
    prose = any(text.endswith(("。", "；")) for text in rest)
    return len(listing) if signed or (opened and not prose) else stop


def _untitled(body: list[Line], at: int) -> str:
    """附表 or 附图 for the title of a table or picture that stands below a text without either word, else ""."""
    line = body[at]
    match = _TABLE_TITLE.fullmatch(line.text) if line.marker is None and not line.row else None
    if match is None or not at or not body[at - 1].text.endswith(("。", "）", "”")):
        return ""
    return "附图" if match[1] in ("图", "样式", "式样") else "附表"


def _is_listing(line: Line, found: Marker) -> bool:
    """附件：1.… 2.… names the annexes that follow; so does 附件一 … 附件二 … in one line."""
    if _SEVERAL.match(line.text):
        return True
    return found.number == 0 and bool(_LISTED.match(line.text[found.end :]) or _NAMED.match(line.text))


def _opens(line: Line, found: Marker, parts: list[AnnexPart]) -> bool:
    if _is_listing(line, found) or len(line.text) > 60 or re.search(r"[。；，]", line.text):
        return False
    if not parts:
        return found.number in (0, 1)
    return found.number == parts[-1].number + 1 or (found.word != parts[-1].word and found.number in (0, 1))


def listed_titles(listing: list[Line]) -> list[tuple[int, str]]:
    """(number, title) of each annex the text says it has."""
    text = " ".join(line.text for line in listing)
    if _SEVERAL.match(text):
        return [(number, m.group(1).strip()) for number, m in enumerate(_ONE_OF_SEVERAL.finditer(text), start=1)]
    opened = re.match(r"附(?:件|表|录|图)?\s*[：:]?\s*", text)
    rest = text[opened.end() :] if opened else text
    found = [(number, m.group(2).strip()) for number, m in enumerate(_LISTED.finditer(rest), start=1)]
    return found or ([(1, rest.strip())] if rest.strip() else [])


def missing(listing: list[Line], parts: list[AnnexPart]) -> list[str]:
    """Notices for annexes that are named but not in the file."""
    present = {part.number or 1 for part in parts}
    return [f"附件{n}{quoted(title)}在原文中缺失" for n, title in listed_titles(listing) if n not in present]


def parse_annex(part: AnnexPart, placed: list[Placed]) -> Structure:
    """The annex as one unit; articles of its own (附件1第三条) are units after it. Only its opening line: nothing."""
    head, rest = placed[0], placed[1:]
    if part.title:
        title, rest = part.title, placed
    else:
        title = head.text[head.marker.end :].strip() if head.marker and head.marker.kind == "annex" else head.text
    if not title and rest and not rest[0].line.row and not rest[0].marker and not ends_sentence(rest[0].text):
        title, rest = rest[0].text, rest[1:]
    inner = parse_statute(rest) if is_statute(rest) else Structure()
    own = placed
    if inner.articles:
        first = min([each.start for each in inner.articles[:1]] + [each.start for each in inner.headings[:1]])
        own, rest = [line for line in placed if line.end <= first], inner.before
    elif not rest and not title:
        return inner
    address = part.address
    lost = _is_flattened([p.line for p in rest])
    if lost:
        inner.notices.append(f"{address}的{LOST_TABLE}，按原文各行照录")
    if rest and not rest[-1].line.row and (lost or len(rest[-1].text) > 28) and not ends_sentence(rest[-1].text):
        inner.notices.append(f"{address}在句中中断：原文到“{rest[-1].text[-12:]}”为止")
    whole = Article(
        address=address,
        kind="annex",
        number=part.number or None,
        inserted=0,
        title=title,
        path=(),
        start=head.start,
        end=own[-1].end,
        paragraphs=_as_they_stand(rest) if lost else paragraphs(rest),
        note=LOST_TABLE if lost else "",
    )
    inner.articles = [whole, *(_within(article, address, title) for article in inner.articles)]
    return inner


def _within(article: Article, address: str, title: str) -> Article:
    """An annex's article is not the regulation's: 附件1第三条."""
    return replace(article, address=address + article.address, number=None, path=(title or address, *article.path))


def _is_flattened(lines: list[Line]) -> bool:
    """A table whose cells came out as lines: headers that recur, and most lines ending in mid-sentence without a number
    to begin with."""
    if len(lines) < 30 or any(line.row for line in lines):
        return False
    recurring = [text for text, count in Counter(line.text for line in lines).items() if count >= 3]
    broken = sum(1 for line in lines if not ends_sentence(line.text) and not line.marker)
    return len(recurring) >= 2 or broken / len(lines) > 0.5


def _as_they_stand(lines: list[Placed]) -> tuple[Paragraph, ...]:
    """A paragraph a cell as far as it can be told: a line, and the lines after it until a sentence ends."""
    result: list[Paragraph] = []
    start: Placed | None = None
    taken = 0
    for line in lines:
        opens = line.marker is not None
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
