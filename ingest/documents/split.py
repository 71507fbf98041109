"""One file's lines → the documents in it: a gazette, a study pack and a copied web page hold several."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.documents.contents import drop_contents, is_contents
from ingest.documents.imprint import drop_imprint
from ingest.documents.letterhead import is_ornament, issuers_above, opening, title_at
from ingest.documents.pagetable import take_tables
from ingest.documents.titlelines import join_title_lines
from ingest.documents.titles import is_title, normalise_title, notice_of, promulgated, stated_title
from ingest.lines.line import Line, dropped, ends_sentence
from ingest.lines.mapped import Edit
from ingest.metadata.issuers import order_issuer

_NEWS = re.compile(r"印发《|召开|强调|举行|会见|出席|发表|作出|主持|审议《")
_NEWS_BODY = re.compile(r"^(?:新华社|本报|人民日报|央视|《通知》|近日|日前|[^，。；：、]{2,12}[讯电](?=[\s，：（]))")
_NOTE = re.compile(r"^（.*\d{4}年.*|^\d{4}年\d{1,2}月\d{1,2}日(?:\s*起?施行|.{4,})|^（.*(?:通过|发布|公布|批准|修订).*")
_PREAMBLE = re.compile(r"^(?:为(?:了|进一步|深入|认真|切实|全面|贯彻|加强|规范)?|根据|按照|依据)")


@dataclass(slots=True)
class Document:
    """The lines of one document: ``front`` (issuing notice or news lead-in), the title's line if one is printed, and
    the ``body``. ``title`` is what was printed or stated, "" where nothing was. ``front_kind`` is 印发通知 or 发布说明.
    ``facts`` are the lines of the web page's table of metadata that stood above it or below its title.
    """

    title: str = ""
    title_line: Line | None = None
    front: list[Line] = field(default_factory=list)
    front_kind: str = ""
    body: list[Line] = field(default_factory=list)
    headline: bool = False
    facts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Start:
    at: int
    kind: str  # boundary, notice, title, headline, untitled


def split(lines: list[Line]) -> tuple[list[Document], list[Edit]]:
    """Find where documents begin; what stands before the first and belongs to none is reported as left out."""
    lines, edits = drop_contents(lines)
    lines, joined = join_title_lines(lines)
    edits += joined
    lines, pages = take_tables(lines)
    edits += [edit for page in pages for edit in page.edits]
    starts = _starts(lines)
    if not starts:
        return ([_whole(lines, [text for page in pages for text in page.texts])] if lines else []), edits
    edits += [dropped(line, "刊头、封面或网页内容") for line in lines[: starts[0].at]]
    ends = [*(start.at for start in starts[1:]), len(lines)]
    documents = _assemble([(s.kind, lines[s.at : end]) for s, end in zip(starts, ends, strict=True)])
    for page in pages:
        first = lines[page.owner([start.at for start in starts])]
        for document in documents:
            if any(line is first for line in (document.title_line, *document.front, *document.body)):
                document.facts += page.texts
    for document in documents:
        edits += [dropped(line, "刊头") for line in document.front if is_ornament(line.text)]
        document.front = [line for line in document.front if not is_ornament(line.text)]
        edits += drop_imprint(document.body)
    return documents, edits


def _whole(lines: list[Line], facts: list[str]) -> Document:
    first = lines[0]
    if len(first.text) <= 60 and not ends_sentence(first.text) and len(lines) > 1 and not first.marker:
        return Document(title=first.text, title_line=first, body=lines[1:], headline=True, facts=facts)
    return Document(body=lines, facts=facts)


def _starts(lines: list[Line]) -> list[_Start]:
    starts: list[_Start] = []
    article, annex, announced, opened = 0, False, "", False
    head = _Head(None)
    for at, line in enumerate(lines):
        found = line.marker
        kind = ""
        if line.boundary:
            kind = "" if head.holds(lines, at) or _goes_on(lines, at) else "boundary"
        elif notice_of(line.text) or _ordered(lines, at):
            kind = "notice"
        elif (announced and normalise_title(line.text) == announced) or _is_document_title(lines, at, annex):
            kind = "" if head.holds(lines, at) else "title"
        elif not annex and _is_headline(lines, at):
            kind = "headline"
        elif found and found.kind == "article" and found.number == 1 and not found.inserted:
            # Articles that begin without a title, or begin again.
            kind = "untitled" if article > 1 or not opened else ""
            if kind and starts and article <= 1 and starts[-1].kind == "notice":
                kind = ""
        if kind:
            announced = notice_of(line.text) or (_ordered(lines, at) if kind == "notice" else "") or ""
            starts.append(_Start(opening(lines, at, starts[-1].at if starts else -1), kind))
            head = _Head(starts[-1])
            opened = opened or kind in ("title", "boundary", "headline")
            article, annex = 0, False
        if found and found.kind == "article":
            article = found.number
        if found and found.kind == "annex" and article:
            annex = True
    return starts


def _ordered(lines: list[Line], at: int) -> str | None:
    """The title that the order which begins at this line puts into force, None where none begins."""
    line = lines[at]
    if len(line.text) > 60 or line.marker or not order_issuer(line.text):
        return None
    return next((title for follow in lines[at + 1 : at + 5] if (title := promulgated(follow.text))), None)


def _goes_on(lines: list[Line], at: int) -> bool:
    """Whether a physical line that holds a lot holds only the next part of what is going on: a chapter's articles."""
    found = lines[at].marker
    if found and (found.kind in ("article", "heading", "section", "point")) and found.number > 1:
        return True
    before = lines[at - 1] if at else None
    opened = before.marker if before else None
    return bool(before and (before.level > 1 or (opened and opened.kind == "heading" and before.gap)))


def _is_document_title(lines: list[Line], at: int, annex: bool) -> bool:
    line = lines[at]
    if line.row or (line.level != 1 and not is_title(line.text)):
        return False
    if line.level == 1 and (line.marker or len(line.text) > 100):
        return False
    if at > 0 and not annex and not line.level and not _may_end(lines[at - 1]):
        return False
    for follow in lines[at + 1 : at + 9]:
        found = follow.marker
        if found and (found.kind in ("article", "heading")) and found.number == 1:
            return True
        if annex:
            continue
        if found and found.kind in ("section", "subsection", "point") and found.number == 1:
            return True
        if _NOTE.match(follow.text) or _PREAMBLE.match(follow.text) or is_contents(follow.text):
            return True
        if line.level == 1:
            return True
        if re.search(r"[：:]$", follow.text) and len(follow.text) < 200:
            return True  # a notice's addressees
        if len(follow.text) > 60:
            return (
                bool(re.search(r"提出(?:如下|以下)|制定本|现就|(?:如下|以下)(?:意见|通知|规定)", follow.text))
                or line.level > 0
            )
    return False


class _Head:
    """A title printed a second time, or broken over lines: nothing but notes stand between it and the first. What has
    been looked at is not looked at again."""

    __slots__ = ("_at", "_intact")

    def __init__(self, start: _Start | None) -> None:
        self._intact = start is not None and start.kind == "title"
        self._at = start.at + 1 if start else 0

    def holds(self, lines: list[Line], at: int) -> bool:
        """Whether only notes stand between the title and the line ``at``."""
        while self._intact and self._at < at:
            line = lines[self._at]
            self._intact = not line.marker and (
                bool(_NOTE.match(line.text)) or (len(line.text) < 60 and not ends_sentence(line.text))
            )
            self._at += 1
        return self._intact


def _may_end(line: Line) -> bool:
    """Whether a document can be over after this line: a sentence's end, a caption, a signature or a date."""
    return len(line.text) < 28 or ends_sentence(line.text)


def _is_headline(lines: list[Line], at: int) -> bool:
    line = lines[at]
    if not line.gap or line.row or line.marker or at + 1 >= len(lines) or (at > 0 and not _may_end(lines[at - 1])):
        return False
    plain = "".join(line.text.split())
    if not 8 <= len(plain) <= 70 or plain[-1] in "。；！？：":
        return False
    after = lines[at + 1].text
    if len(after) < 40 or not re.search(r"[，。]", after):
        return False
    return bool(_NEWS_BODY.match(after)) and (bool(_NEWS.search(plain)) or not re.search(r"[，。]", plain))


def _assemble(blocks: list[tuple[str, list[Line]]]) -> list[Document]:
    """A notice, or a lead-in in the same physical line, goes with the regulation that follows it and that it names."""
    documents: list[Document] = []
    front: list[Line] = []
    heading: list[Line] = []
    for number, (kind, lines) in enumerate(blocks):
        if kind == "title" and number + 1 < len(blocks) and _heads_notice(lines, *blocks[number + 1]):
            # The title stands once more above the notice that issues it: it is part of the front matter.
            heading = lines
            continue
        if kind in ("boundary", "notice"):
            lines, heading = heading + lines, []
            if front:
                documents.append(_from_front(front))
            front = lines
            continue
        document = _titled(kind, lines)
        if front:
            if _announces(front, document):
                document.front, document.front_kind = front + document.front, _front_kind(front)
            else:
                documents.append(_from_front(front))
            front = []
        documents.append(document)
    if front:
        documents.append(_from_front(front))
    return documents


def _heads_notice(lines: list[Line], kind: str, notice: list[Line]) -> bool:
    if kind != "notice" or len(lines) > 3:
        return False
    named = next((name for line in notice[:4] if (name := notice_of(line.text))), None)
    return named is not None and _core(named) == _core(normalise_title(lines[0].text))


def _titled(kind: str, lines: list[Line]) -> Document:
    if kind == "untitled":
        return Document(body=lines)
    at = title_at(lines)
    name = f"{issuers_above(lines, at)} {lines[at].text}".strip()
    return Document(name, lines[at], lines[:at], "印发通知" if at else "", lines[at + 1 :], kind == "headline")


def _announces(front: list[Line], document: Document) -> bool:
    if front[0].boundary:
        return True
    named = next((name for line in front if (name := notice_of(line.text) or promulgated(line.text))), None)
    title = re.sub(r"\s+", "", document.title)
    return named is not None and (named in title or title in named or _core(named) == _core(title))


def _core(title: str) -> str:
    return re.sub(r"[（(][^（）()]*[）)]|[\s《》〈〉<>]|关于|的", "", title)


def _front_kind(front: list[Line]) -> str:
    text = "".join(line.text for line in front)
    news = re.match(r"近日|日前|新华社|.{0,30}(?:近日|日前)印发", text) or "全文如下" in text
    return "发布说明" if news else "印发通知"


def _from_front(front: list[Line]) -> Document:
    """A notice without its regulation, or a whole document in one line that prints no title line."""
    for number, line in enumerate(front[:12]):
        if title := stated_title(line.text):
            body = front[number + 1 :]
            if body:
                return Document(title, None, front[: number + 1], "发布说明", body)
    if front[0].boundary:
        return Document(body=front)
    named = next((name for line in front[:8] if (name := notice_of(line.text))), "")
    opening = next((i for i, line in enumerate(front) if _opens_statute(line)), 0)
    if named and opening:
        # The notice's regulation follows without a title of its own.
        return Document(named, None, front[:opening], "印发通知", front[opening:])
    number = next((i for i, line in enumerate(front) if notice_of(line.text)), 0)
    kind = "印发通知" if number else ""
    return Document(front[number].text, front[number], front[:number], kind, front[number + 1 :])


def _opens_statute(line: Line) -> bool:
    found = line.marker
    return found is not None and found.kind in ("article", "heading") and found.number == 1
