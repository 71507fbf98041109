"""Whether a text's numbers run on, looked at twice: in the addresses that the parser gave, and in the source's lines,
read here by themselves without any of the parser's rules.

A line that begins with 第X条 and a space, and does not stand in quotation marks, should be an article; so should 第X条
in mid-line, after the end of a sentence, where it is the next in turn. In a text without 条 the same holds for 一、
（一） 1. （1） at the beginning of a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eval.parsing.origin import Origin
from ingest.address import format_article
from ingest.lines.mapped import Edit
from ingest.model import Article, Regulation
from ingest.numeral import parse_numeral

Number = tuple[int, int]
"""(44, 1) for 第四十四条之一."""

_NUM = r"[一二三四五六七八九十百千零〇○两廿卅0-9０-９]+"
# The space may have slipped before 条, and 笫 is what some recognition makes of 第.
_LINE = re.compile(
    rf"^[ \t\u3000#>*]*([第笫]({_NUM})(?:条(?:之([一二三四五六七八九十]+))?(?=[\s：:]|\*\*)|[ \u3000]+条))",
    re.MULTILINE,
)
_INLINE = re.compile(
    rf"(?<=[。；！？”）])[ \t\u3000]*([第笫]({_NUM})条(?:之([一二三四五六七八九十]+))?)(?=[ \t\u3000])"
)
_AMENDING = re.compile(r"修正案|修改.*决定")
_PART = re.compile(
    r"^[ \t\u3000#>*]*(?:([一二三四五六七八九十百]{1,5})、|[（(]([一二三四五六七八九十百]{1,5})[）)]"
    r"|([0-9０-９]{1,3})[.．、](?![0-9０-９])|[（(]([0-9０-９]{1,3})[）)])",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """第X条 in the source, at ``at``. ``why_not`` is the Chinese reason why it opens no article, else empty."""

    number: Number
    at: int
    why_not: str = ""


@dataclass(slots=True)
class Numbering:
    """What is wrong with the numbers of one file, as Chinese sentences. ``explained`` are gaps that the source itself
    has; ``faults`` are gaps and repetitions without such a reason; ``swallowed`` are numbers in the source that opened
    nothing, ``invented`` articles that the source does not have. ``articles`` and ``parts`` count what the source has
    of 第X条 and, in a text without 条, of numbered lines."""

    articles: int = 0
    parts: int = 0
    explained: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    swallowed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing is wrong that the source does not explain."""
        return not (self.faults or self.swallowed or self.invented)


def source_articles(source: str) -> list[Opening]:
    """Every place in the source where 第X条 stands as if it opened an article, in order."""
    amending = bool(_AMENDING.search(source.lstrip("# \n").split("\n", 1)[0]))
    quotes = [(m.start(), m.group() == "“") for m in re.finditer("[“”]", source)]
    marks = [at for at, _ in quotes]
    lines = {m.start(1): m for m in _LINE.finditer(source)}
    inline = {m.start(1): m for m in _INLINE.finditer(source) if m.start(1) not in lines}
    found: list[Opening] = []
    last: Number = (0, 0)
    for at, match in sorted({**lines, **inline}.items()):
        number = (parse_numeral(match[2]), parse_numeral(match[3]) if match[3] else 0)
        before = bisect_left(marks, at) - 1
        in_turn = _follows(last, number)
        why = ""
        if before >= 0 and quotes[before][1]:
            why = "引号内引用的条文"
        elif at in inline and not in_turn:
            why = "行内提到的条文"
        elif amending and last != (0, 0) and not in_turn:
            why = "修正案引用的条文"
        found.append(Opening(number, at, why))
        last = last if why else number
    return found


def _follows(last: Number, number: Number) -> bool:
    return number == ((last[0], last[1] + 1) if number[1] else (last[0] + 1, 0))


def examine(source: str, regulations: Sequence[Regulation], left_out: Iterable[Edit]) -> Numbering:
    """The numbers of one file, as parsed and as they stand in the source."""
    found = source_articles(source)
    parsed = [
        (Origin(source, regulation.sources[0].segments), [a for a in regulation.articles if a.kind == "article"])
        for regulation in regulations
    ]
    if not any(articles for _, articles in parsed) and not any(not opening.why_not for opening in found):
        return _without_articles(source, regulations)
    result = Numbering(articles=sum(not opening.why_not for opening in found))
    repeats = [(edit.start, edit.end) for edit in left_out if edit.reason == "重复印出的条文"]
    wanted = {o.at: o for o in found if not o.why_not and not any(a <= o.at < b for a, b in repeats)}
    for origin, articles in parsed:
        series: dict[str, list[Number]] = {}
        for article in articles:
            within, number = _number(article)
            series.setdefault(within, []).append(number)
            opening = wanted.pop(origin.start(article.start), None)
            if opening is None or opening.number != number:
                result.invented.append(article.address)
        for numbers in series.values():
            _gaps(numbers, found, result)
    result.swallowed = [format_article(*opening.number) for opening in wanted.values()]
    return result


def _number(article: Article) -> tuple[str, Number]:
    """What the article counts in (附件1, or nothing for the regulation itself) and its number there."""
    if article.number is not None:
        return "", (article.number, article.inserted)
    found = re.match(r"(.*)第([^第条]+)条(?:之([一二三四五六七八九十]+))?", article.address)
    if found is None:
        return article.address, (0, 0)
    return found[1], (parse_numeral(found[2]), parse_numeral(found[3]) if found[3] else 0)


def _gaps(numbers: Sequence[Number], found: Sequence[Opening], result: Numbering) -> None:
    printed = {opening.number for opening in found}
    opened = {opening.number for opening in found if not opening.why_not}
    last: Number = (0, 0)
    for number in numbers:
        if not _follows(last, number):
            said = f"{format_article(*last) if last[0] else '开头'}之后是{format_article(*number)}"
            missing = {(n, 0) for n in range(last[0] + 1, number[0])}
            if number <= last or not opened.issuperset({number}) or missing & printed or number[1]:
                result.faults.append(said)
            elif last == (0, 0):
                result.explained.append(f"{said}（文件只含其中一部分，或续前次修正案的条号）")
            else:
                result.explained.append(f"{said}（原文缺号）")
        last = number


@dataclass(frozen=True, slots=True)
class _Part:
    form: int
    number: int
    at: int
    printed: str


def _source_parts(source: str) -> list[_Part]:
    quotes = [(m.start(), m.group() == "“") for m in re.finditer("[“”]", source)]
    marks = [at for at, _ in quotes]
    parts: list[_Part] = []
    count = 0
    for match in _PART.finditer(source):
        form = next(index for index in range(1, 5) if match[index])
        before = bisect_left(marks, match.start(form)) - 1
        number = parse_numeral(match[form])
        # A source that forgets to close its quotation marks goes on counting all the same.
        in_turn = form == 1 and number == count + 1
        if in_turn or before < 0 or not quotes[before][1]:
            count = number if form == 1 else count
            at = match.start() + len(match.group()) - len(match.group().lstrip(" \t\u3000#>*"))
            parts.append(_Part(form, number, at, match.group().strip(" \t\u3000#>*")))
    return parts


def _without_articles(source: str, regulations: Sequence[Regulation]) -> Numbering:
    """Under the grammar of numbered texts: every numbered line opens a part, and each form counts on within what it
    stands in, or through the whole text."""
    parts = _source_parts(source)
    result = Numbering(parts=len(parts))
    opened: set[int] = set()
    for regulation in regulations:
        origin = Origin(source, regulation.sources[0].segments)
        items = [item for a in regulation.articles for p in a.paragraphs for item in p.items]
        starts = [a.start for a in regulation.articles if a.kind in ("section", "point", "problem")]
        starts += [h.start for h in regulation.headings] + [item.start for item in items]
        starts += [subitem.start for item in items for subitem in item.subitems]
        opened |= {origin.start(start) for start in starts}
    result.swallowed = [part.printed for part in parts if part.at not in opened]
    inside: dict[int, int] = {}
    ever: dict[int, int] = {}
    for part in (part for part in parts if part.at in opened):
        if part.number not in (1, inside.get(part.form, 0) + 1, ever.get(part.form, 0) + 1):
            before = any(other.form == part.form and other.number == part.number - 1 for other in parts)
            said = f"{part.printed}之前没有前一个编号"
            (result.faults if before else result.explained).append(said if before else f"{said}（原文缺号）")
        for form in [form for form in inside if form > part.form]:
            del inside[form]
        inside[part.form] = ever[part.form] = part.number
    return result
