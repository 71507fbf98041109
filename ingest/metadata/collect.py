"""What a text says about itself: 文号, issuer, dates, term, what it repeals and how it abbreviates itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.titles import draft
from ingest.editions.status import IN_FORCE, NOT_YET, REPEALED, REVISED
from ingest.metadata.commencement import Commencement, Starts, commencement
from ingest.metadata.dates import find_dates
from ingest.metadata.docnumber import own_number
from ingest.metadata.facts import Facts, read_facts
from ingest.metadata.issuers import announced_by, issuer_line, named, order_issuer, printed_on, signature
from ingest.metadata.repeals import repeal_list, repeals
from ingest.metadata.sidecar import UNSAID, Stated
from ingest.metadata.titlenote import TitleNote, note_lines, read_note

_TRIAL = re.compile(r"[（(](试行|暂行)[^（）()]{0,6}[）)]|(试行|暂行)(?=[\u4e00-\u9fff]{2,4}(?:[（(]|$))")
_ADOPTED = re.compile(r"(?:会议?|委员会|党委|党组|主席团)[^，。；]{0,20}?(?:审议)?(?:通过|批准)|批准")
_SELF_NAME = re.compile(r"以下简称[“\"]?《?([^”\"》（）]{2,20})》?[”\"]?")
_LONGEST = 4000
_END = 8
"""Lines from the end of the body among which its signature stands."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Every field is None or empty where the text does not say; dates are ISO, ``expires`` is the last day in force.

    ``effective`` is this edition's day: a revision that came later than the day the text prints counts from the
    revision. ``notices`` say so, and what else a reader must know.
    """

    document_number: str | None = None
    issuer: str | None = None
    signed: str | None = None
    adopted: str | None = None
    published: str | None = None
    effective: str | None = None
    expires: str | None = None
    status: str = IN_FORCE
    status_stated: bool = False
    trial: str | None = None
    title_note: str | None = None
    repeals: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def read_metadata(
    title: str,
    issuer: str | None,
    front: list[str],
    notes: list[str],
    body: list[str],
    *,
    facts: Sequence[str] = (),
    annexes: Sequence[str] = (),
    sidecar: Stated = UNSAID,
) -> Metadata:
    """Metadata of one document. What a ``sidecar`` states wins, also as the day that 自发布之日起 counts from.

    ``front`` are the lines of the issuing notice or lead-in, ``notes`` those between the title and the first numbered
    part, ``body`` all lines below the title, ``facts`` the rows of a web page's table of metadata, ``annexes`` the
    lines of the annexes. ``issuer`` is what stood before the title, if anything did.
    """
    front, notes, body, annexes = (_bounded(part) for part in (front, notes, body, annexes))
    table = read_facts([*facts, *front, *notes])
    lines = [text for text, belongs in zip(notes, note_lines(notes), strict=True) if belongs]
    note = read_note(lines)
    under = signature(front) or signature(body[-_END:])
    signed = sidecar.value("signed", table.signed or (under.day if under else None))
    decided = max((*note.adopted, *note.revised), default=None) if note.adopted else None
    adopted = sidecar.value("adopted", decided or _adopted_in(front))
    published = _published(table, note, printed_on([*front, *body[-_END:]]), signed)
    published = sidecar.value("published", published)
    starts = Starts(
        published=sidecar.value("published", max((*note.published, *note.revised), default=published)),
        issued=signed or published,
        adopted=adopted,
    )
    begins = _begins(body, front, starts)
    effective, notices = _effective(begins, note, table, published)
    if "effective" in sidecar.values:
        effective, notices = sidecar.values["effective"], []
    if expires := sidecar.value("expires", table.expires or begins.expires):
        notices.append(f"有效期至{expires}")
    if drafted := draft(title):
        notices.insert(0, f"{drafted}，不是生效文件，不能作为依据")
    # A page saved long ago cannot say that the text is in force today, only that it no longer was.
    over = table.status if table.status in (REPEALED, REVISED) else None
    status = sidecar.values.get("status") or over
    return Metadata(
        document_number=sidecar.value(
            "document_number",
            table.document_number or own_number(front) or note.document_number or own_number(notes),
        ),
        issuer=sidecar.value(
            "issuer", named(issuer) or table.issuer or _issuer(front, notes, note, under.names if under else None)
        ),
        signed=signed,
        adopted=adopted,
        published=published,
        effective=effective,
        expires=expires,
        status=status or (NOT_YET if drafted else IN_FORCE),
        status_stated=status is not None,
        trial=sidecar.value("trial", _trial(title)),
        title_note=sidecar.value("title_note", "\n".join(lines) or None),
        repeals=_repeals(title, front, body, annexes, sidecar),
        aliases=tuple(dict.fromkeys((*_aliases(title, front), *sidecar.lists.get("aliases", ())))),
        notices=tuple(notices),
    )


def _bounded(lines: Sequence[str]) -> list[str]:
    """The lines, of one that is longer than any clause only the beginning and the end: patterns take too long else."""
    return [text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}\n{text[-_LONGEST // 2 :]}" for text in lines]


def _repeals(title: str, front: list[str], body: list[str], annexes: Sequence[str], sidecar: Stated) -> tuple[str, ...]:
    if "repeals" in sidecar.lists:
        found = sidecar.lists["repeals"]
    else:
        found = (*repeals([*front, *body]), *repeal_list(title, [*body, *annexes]))
    return tuple(dict.fromkeys((*found, *sidecar.lists.get("supersedes", ()))))


def _published(table: Facts, note: TitleNote, printed: str | None, signed: str | None) -> str | None:
    """The day this edition was made public; where nothing else is said, the day under the signature, or the only day
    the 题注 gives."""
    said = max((*note.published, *note.revised), default=None)
    if said and note.edition:
        said = max(said, note.edition)
    alone = note.silent[0] if len(note.silent) == 1 and not note.adopted else None
    return said or table.published or printed or signed or alone


def _begins(body: list[str], front: list[str], starts: Starts) -> Commencement:
    own = commencement(body, starts)
    if own.effective or not front:
        return own
    issued = commencement(front, starts)
    return issued if issued.effective else own


def _effective(
    begins: Commencement, note: TitleNote, table: Facts, published: str | None
) -> tuple[str | None, list[str]]:
    """The day this edition takes effect, and what a reader must know of it."""
    days = [*note.effective, *([begins.effective] if begins.effective else [])]
    if not days and note.at_once and published:
        days.append(published)
    effective = max(days, default=None) or table.effective
    notices = []
    if begins.several:
        notices.append(f"各部分分别自{'、'.join(begins.several)}起施行，以原文为准")
    if note.edition and effective and effective < note.edition:
        notices.append(f"原文写明自{effective}起施行；本版经{note.edition}修改，自该日起计")
        effective = note.edition
    return effective or note.edition, notices


def _issuer(front: list[str], notes: list[str], note: TitleNote, signed: str | None) -> str | None:
    orders = (name for text in front[:4] if len(text) <= 60 and (name := order_issuer(text)))
    below = (name for text in notes[:3] if (name := issuer_line(text)))
    return next(orders, None) or note.issuer or signed or announced_by(front) or next(below, None)


def _adopted_in(front: list[str]) -> str | None:
    """《…》已经2024年2月2日院务会议通过，现予公布."""
    for text in front:
        for day, _, end in find_dates(text):
            if _ADOPTED.match(text[end:]) or _ADOPTED.search(re.split(r"[，。]", text[end:])[0]):
                return day
    return None


def _trial(title: str) -> str | None:
    match = _TRIAL.search(title)
    return (match[1] or match[2]) if match else None


def _aliases(title: str, front: list[str]) -> tuple[str, ...]:
    """《…条例》（以下简称《条例》) right after the regulation's own title."""
    plain = re.sub(r"\s", "", title)
    names = []
    for text in front:
        for match in _SELF_NAME.finditer(text):
            before = re.sub(r"\s", "", text[: match.start()])
            if before.rstrip("（(").endswith(f"《{plain}》"):
                names.append(match.group(1))
    return tuple(dict.fromkeys(names))
