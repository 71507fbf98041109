"""The panel that shows one article whole: its text with the quotation marked, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.answer import article_url, quote
from app.location import files_named
from app.naming import named
from app.ui.escape import escape
from ingest.address import spoken
from ingest.documents.titles import quoted
from ingest.editions.status import IN_FORCE
from ingest.model import Regulation, Span, article_id

NOT_AN_ANSWER = "不是答案，仅供参考"

_ITEM = re.compile(r"\s*[（(][〇零一二三四五六七八九十百]+[）)]")
_SUBITEM = re.compile(r"\s*(?:\d{1,3}[.．、]|[（(]\d{1,3}[）)]|[①-⑳])")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The article before or after: its id and its address (第三十五条)."""

    article_id: str
    address: str


@dataclass(frozen=True, slots=True)
class Background:
    """What the panel shows beyond the citation: where the article starts in the canonical text (None: unknown, nothing
    is marked), a note on the article, what a reader of the regulation must know (附件2缺失), and where to read on."""

    start: int | None = None
    note: str = ""
    notices: tuple[str, ...] = ()
    previous: Neighbour | None = None
    following: Neighbour | None = None


def background(citation: Mapping[str, Any], regulations: Mapping[str, Regulation]) -> Background:
    """The background of a citation from the served records; an empty one where the record is no longer served."""
    regulation = regulations.get(str(citation["regulation_id"]))
    position = _position(regulation, str(citation["article"])) if regulation else None
    if regulation is None or position is None:
        return Background()
    article = regulation.articles[position]
    # an index published since the answer was given may hold another text: better no mark than a wrong one
    same = regulation.text[article.start : article.end] == citation["article_text"]
    return Background(
        article.start if same else None,
        article.note,
        regulation.notices,
        _neighbour(regulation, position - 1),
        _neighbour(regulation, position + 1),
    )


def whole_article(regulation: Regulation, address: str, identity: str) -> str | None:
    """The record of a whole article with nothing marked, for a permanent link or for reading on; None where the
    regulation has no such article. ``identity`` as in :func:`record`."""
    article = regulation.article(address)
    if article is None:
        return None
    whole = quote(regulation, article, [(article.start, article.end)], article.address, 0.0, 1).to_dict()
    return record({**whole, "spans": []}, background(whole, {regulation.id: regulation}), identity)


def _position(regulation: Regulation, address: str) -> int | None:
    return next((n for n, article in enumerate(regulation.articles) if article.address == address), None)


def _neighbour(regulation: Regulation, position: int) -> Neighbour | None:
    if not 0 <= position < len(regulation.articles):
        return None
    address = regulation.articles[position].address
    return Neighbour(article_id(regulation.id, address), address)


def citation_text(citation: Mapping[str, Any]) -> str:
    """What "copy" puts on the clipboard: the place, as :func:`place` names it, then the quotation."""
    quotation = "".join(line.strip() for line in str(citation["quote"]).split("\n"))
    return f"{place(citation)}：{quotation}"


def place(citation: Mapping[str, Any]) -> str:
    """《title》address of a citation; see :func:`app.naming.named`."""
    inferred, status = citation["title_inferred"], citation["status"]
    return named(citation["regulation"], citation["label"], title_inferred=inferred, status=status)


def record(citation: Mapping[str, Any], known: Background, identity: str, *, answer: bool = True) -> str:
    """The article of ``citation`` as the panel shows it, hidden until it is opened.

    ``identity`` is an id part unique on the page. ``answer=False`` marks an article that is near the question but is
    not its answer. The spans of the citation are marked where ``known.start`` is given.
    """
    marks = [] if known.start is None else [(a - known.start, b - known.start) for a, b in citation["spans"]]
    quiet = "" if answer else f'<p class="tw-caution">{NOT_AN_ANSWER}</p>'
    badges = [_status(citation)]
    if citation["title_inferred"]:
        badges.append('<span class="tw-badge tw-badge-note">标题系推断，原文件未载明</span>')
    path = " › ".join(escape(part) for part in citation["path"])
    return (
        f'<section class="tw-record" id="tw-record-{identity}" hidden>'
        f"{quiet}"
        f'<h2 class="tw-record-title" tabindex="-1">{escape(quoted(citation["regulation"]))}</h2>'
        f'<p class="tw-badges">{"".join(badges)}</p>'
        + (f'<p class="tw-path">{path}</p>' if path else "")
        + f'<div class="tw-article">{article_text(str(citation["article_text"]), marks)}</div>'
        + "".join(f'<p class="tw-remark">{escape(line)}</p>' for line in (known.note, *known.notices) if line)
        + _facts(citation)
        + f'<p class="tw-actions"><button type="button" class="tw-button tw-copy">'
        f'复制引文</button> <a class="tw-permalink" href="{link(str(citation["url"]))}">本条链接</a></p>'
        f'<span class="tw-clipboard" hidden>{escape(citation_text(citation))}</span>'
        f"{_neighbours(known)}</section>"
    )


def article_text(content: str, marks: Sequence[Span]) -> str:
    """``content`` line by line, what lies in ``marks`` (code points of ``content``) highlighted; items are indented."""
    lines: list[str] = []
    position = 0
    for line in content.split("\n"):
        if line.strip():
            depth = " tw-item" if _ITEM.match(line) else " tw-subitem" if _SUBITEM.match(line) else ""
            lines.append(f'<p class="tw-line{depth}">{"".join(_marked(line, position, marks))}</p>')
        position += len(line) + 1
    return "".join(lines)


def link(url: str) -> str:
    """A link to an article on the chat page. Only the query is kept: it holds wherever the page is mounted."""
    query = url.partition("?")[2]
    return "?" + escape(query) if re.fullmatch(r"[\w=%.~-]+", query, re.ASCII) else "?"


def _neighbours(known: Background) -> str:
    """Links to the articles before and after; the page's script opens them in the panel."""
    both = (("上一条", known.previous), ("下一条", known.following))
    links = "".join(
        f'<a class="tw-neighbour" href="{link(article_url(neighbour.article_id))}"><span class="tw-way">{word}</span> '
        f"{escape(spoken(neighbour.address))}</a>"
        for word, neighbour in both
        if neighbour
    )
    return f'<div class="tw-neighbours">{links}</div>' if links else ""


def _marked(line: str, position: int, marks: Sequence[Span]) -> Iterator[str]:
    done = 0
    for start, end in sorted(marks):
        low, high = max(start - position, done), min(end - position, len(line))
        if low < high:
            yield escape(line[done:low])
            yield f"<mark>{escape(line[low:high])}</mark>"
            done = high
    yield escape(line[done:])


def _status(citation: Mapping[str, Any]) -> str:
    kind = "tw-badge-good" if citation["status"] == IN_FORCE else "tw-badge-warn"
    return f'<span class="tw-badge {kind}">{escape(citation["status"])}</span>'


def _facts(citation: Mapping[str, Any]) -> str:
    files = files_named((str(source["file"]), source.get("page")) for source in citation["sources"])
    rows = (
        ("发布机关", citation["issuer"]),
        ("文号", citation["document_number"]),
        ("发布日期", _day(citation["published"])),
        ("施行日期", _day(citation["effective"])),
        ("来源文件", "\n".join(files)),
    )
    cells = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows if value)
    return f'<dl class="tw-facts">{cells}</dl>' if cells else ""


def _day(iso: object) -> str | None:
    parts = str(iso or "").split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return str(iso) if iso else None
    return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日"
