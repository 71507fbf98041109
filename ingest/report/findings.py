"""What a person should look at in a parsed regulation, and what is only worth knowing.

A finding needs a look where the text may have been misread, or where something of it is missing: somebody who opens
the source at its place can tell. Everything the text itself explains is worth knowing only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from ingest.address import label
from ingest.documents.titles import quoted
from ingest.model import Article, Heading, Paragraph, Reference, Regulation
from ingest.numeral import parse_numeral
from ingest.references.resolve import is_outside

NAMES = {
    "error": "未能导入",
    "unaccounted": "没有交代去向的文字",
    "numbering": "编号缺漏或重复",
    "chapters": "章节编号不连续",
    "long": "过长的条",
    "items": "项没有接上",
    "continuation": "款从句中开始",
    "unclosed": "引号或括号没有成对",
    "title": "标题系推定",
    "annex": "附件缺失或中断",
    "table": "表格结构不可恢复",
    "reference": "引用落空",
    "reader": "读取时的疑点",
    "copies": "重复文件的文字不同",
    "slip": "疑似原文笔误",
    "notice": "说明",
}
"""The kinds of finding, by the stable key that JSON has, with the name a reader sees."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``kind`` is a key of :data:`NAMES`; ``look`` tells that a person should look; ``message`` is Chinese.
    ``document`` is the regulation's id and ``address`` the place in it, empty where it concerns the whole ``file``."""

    kind: str
    look: bool
    message: str
    document: str = ""
    address: str = ""
    file: str = ""


_BODY = ("article", "section", "point", "problem", "paragraph")

LONG_ARTICLE = 4000
"""Characters from which an article may be too long, where it is also :data:`LONG_FACTOR` times the median."""
LONG_FACTOR = 12


def findings(regulation: Regulation, warnings: Iterable[str] = ()) -> list[Finding]:
    """Everything worth saying about one parsed document; ``warnings`` are the doubts of its grammar."""
    said = [Finding("numbering", True, text, regulation.id) for text in warnings]
    said += [_notice(text, regulation.id) for text in regulation.notices]
    said += [
        Finding("slip", False, f"疑似原文笔误，照录未改：“{text}”", regulation.id) for _, _, text in slips(regulation)
    ]
    said += _chapters(regulation)
    said += _long(regulation)
    for article in regulation.articles:
        said += _numbers(article, regulation.id)
        if article.kind == "article":
            said += _paragraphs(article, regulation)
        if article.kind in _BODY:
            said += _pairs(article, regulation)
    return said


def final_findings(regulation: Regulation) -> list[Finding]:
    """What can only be said when copies are merged and references resolved: a title that no copy prints, references
    that lead nowhere. One to a place in the same regulation needs a look; one to another regulation may mean an earlier
    edition; regulations that are not among the ingested ones are named once, together."""
    said = []
    if regulation.title_inferred:
        message = f"标题系推定，原文未印出：{quoted(regulation.title)}。可在文件旁的 .meta.yaml 里写明 title。"
        said.append(Finding("title", True, message, regulation.id))
    lost = [reference for reference in regulation.references if reference.problem]
    said += [
        Finding("reference", not each.title, _reference(each, regulation), regulation.id, each.article)
        for each in lost
        if not is_outside(each)
    ]
    if others := sorted({each.title for each in lost if is_outside(each)}):
        named = "、".join(map(quoted, others[:5])) + (" 等" if len(others) > 5 else "")
        message = f"引用了 {len(others)} 部没有导入的文件：{named}"
        said.append(Finding("reference", False, message, regulation.id))
    return said


def reader_finding(notice: str) -> Finding:
    """What a reader says of a file; a look where it asks a person to compare with the original."""
    return Finding("reader", bool(_ASKS.search(notice)) and "抽查" not in notice, notice)


_ASKS = re.compile(r"核对|对照|没有读取|没有文字层|把握不大")


def _reference(reference: Reference, regulation: Regulation) -> str:
    words = regulation.text[reference.start : reference.end].replace("\n", "")
    return f"{reference.article}里的“{words}”：{reference.problem}"


_LOST = re.compile(r"缺失$|句中中断")


def _notice(text: str, document: str) -> Finding:
    if "表格结构不可恢复" in text:
        return Finding("table", True, text, document)
    # What the text itself leaves out (（略）) is not lost.
    missing = bool(_LOST.search(text.split("：")[0])) and "略）》" not in text
    return Finding("annex" if missing else "notice", missing, text, document)


def _numbers(article: Article, document: str) -> Iterator[Finding]:
    if "（重复" in article.address:
        yield Finding(
            "numbering", True, f"{article.address}：同一编号在文中出现两次，请核对原文", document, article.address
        )


_HEADING = re.compile(r"第([^第\s]{1,9}?)(分编|编|章|节)(?=\s|$)")


def _chapters(regulation: Regulation) -> Iterator[Finding]:
    """Headings of one kind count on from the one before them, or begin again below a new higher one."""
    last: dict[int, tuple[int, Heading]] = {}
    for heading in regulation.headings:
        number = _heading_number(heading)
        if number is None:
            continue
        before = last.get(heading.level)
        # A part of a code begins anywhere; chapters may run on through all its parts.
        expected = before[0] + 1 if before else number
        if number not in (1, expected):
            message = f"{_short(before[1].title) if before else ''}之后是{_short(heading.title)}，编号不连续"
            yield Finding("chapters", True, message, regulation.id, heading.title)
        last[heading.level] = (number, heading)


def _heading_number(heading: Heading) -> int | None:
    found = _HEADING.match(heading.title)
    try:
        return parse_numeral(found[1]) if found else None
    except ValueError:
        return None


def _short(title: str) -> str:
    return title if len(title) <= 24 else f"{title[:23]}…"


def _long(regulation: Regulation) -> Iterator[Finding]:
    sizes = {a.address: a.end - a.start for a in regulation.articles if a.kind == "article"}
    if len(sizes) < 3:
        return
    usual = median(sizes.values())
    for address, size in sizes.items():
        if size > LONG_ARTICLE and size > LONG_FACTOR * usual:
            message = f"{address}有 {size} 字，其余各条多在 {usual:.0f} 字上下，可能并入了后面的内容"
            yield Finding("long", True, message, regulation.id, address)


_ITEM_LIKE = re.compile(
    r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])"
)
_OPENING = 20
"""Characters of a paragraph that show how it begins."""
_MIDDLE = re.compile(r"[，、；：。！？）》”’]|[a-z]")


def _paragraphs(article: Article, regulation: Regulation) -> Iterator[Finding]:
    for paragraph in article.paragraphs:
        if any(item.name for item in paragraph.items):
            continue  # the rows of a table
        text = regulation.text[paragraph.start : min(paragraph.end, paragraph.start + _OPENING)]
        opened = paragraph.items[0].start == paragraph.start if paragraph.items else False
        if not opened and _ITEM_LIKE.match(text):
            place = label(article, paragraph)
            message = f"{place}以“{text[:12]}”开头，像是项，却没有接上前面的编号"
            yield Finding("items", True, message, regulation.id, place)
        elif _MIDDLE.match(text):
            place = label(article, paragraph)
            yield Finding("continuation", True, f"{place}以“{text[:12]}”开头，像是从句中断开", regulation.id, place)
        yield from _items(article, paragraph, regulation)


def _items(article: Article, paragraph: Paragraph, regulation: Regulation) -> Iterator[Finding]:
    for expected, item in enumerate(paragraph.items, start=1):
        if item.number != expected:
            place = label(article, paragraph, item)
            yield Finding("items", True, f"{place}之前缺第{expected}项", regulation.id, place)
            return


def _pairs(article: Article, regulation: Regulation) -> Iterator[Finding]:
    """Marks that open and close. A quotation of several paragraphs opens each of them and closes once."""
    text = regulation.text[article.start : article.end]
    for opening, closing, marked in _PAIRS:
        if opening not in text and closing not in text:
            continue
        marks = marked.findall(_NUMBERED.sub("", text) if closing == "）" and closing in text else text)
        depth = lowest = 0
        for mark in marks:
            depth = (1 if opening == "“" else depth + 1) if mark == opening else depth - 1
            lowest = min(lowest, depth)
        if depth or lowest:
            missing = "没有下半个" if depth > 0 else "没有上半个"
            message = f"{article.address}里的“{opening if depth > 0 else closing}”{missing}，请核对原文"
            yield Finding("unclosed", True, message, regulation.id, article.address)


_PAIRS = (
    ("“", "”", re.compile(r"[“”]")),
    ("（", "）", re.compile(r"[（）]")),
    ("《", "》", re.compile(r"[《》]")),
)
# 1） and 一） open an item with half a bracket.
_NUMBERED = re.compile(r"(?m)(?:^|(?<=[：；。]))\s*[0-9一二三四五六七八九十]{1,3}）")


_SLIP = re.compile(r" (?<=[\u4e00-\u9fff] )([a-z]{2,12}) (?=[\u4e00-\u9fff])")


def slips(regulation: Regulation) -> list[tuple[int, int, str]]:
    """Likely slips of the source, which stay as they are: a Latin word in the middle of Chinese (根据行业 and 单位).

    Offsets are canonical; the text shows the slip with its neighbours.
    """
    found = []
    for match in _SLIP.finditer(regulation.text):
        start, end = max(0, match.start() - 6), min(len(regulation.text), match.end() + 6)
        found.append((match.start(), match.end(), regulation.text[start:end].replace("\n", " ")))
    return found
