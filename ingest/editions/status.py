"""Which edition of a regulation is in force on a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ingest.documents.titles import draft, notice_of, split_issuer
from ingest.editions.align import fold
from ingest.metadata.dates import find_dates
from ingest.model import Regulation

IN_FORCE = "现行有效"
NOT_YET = "尚未施行"
REPEALED = "已废止"
REVISED = "已被修订"
STATUSES = (IN_FORCE, NOT_YET, REPEALED, REVISED)

# A 题注 behind the title says which edition it is; （试行） and a plan's own years （2031-2035年） belong to the title,
# and so does （修订草案）: a draft is no edition.
_EDITION_NOTE = re.compile(
    r"\((?![^()]*(?:草案|稿))(?:[^()]*(?:修订|修正|通过|公布|发布|施行|版|本)[^()]*|\d{4}年?)\)$"
)

# What is issued anew each year under the same name: its year says which one it is, not which edition.
_YEARLY = re.compile(r"(?:修正案|决定|决议|通知|公告|通告|公报|报告|计划|规划|要点|方案)$")
_YEAR = re.compile(r"\(\d{4}年?\)$")


@lru_cache(maxsize=65536)
def normalised_title(title: str) -> str:
    """The title for comparison: one width, no white space or quotes, without a 题注 such as （2023年修订）."""
    plain = fold(title).strip('"').replace("《", "").replace("》", "")
    short = _EDITION_NOTE.sub("", plain)
    return plain if not short or (_YEARLY.search(short) and _YEAR.search(plain)) else short


def resolve_editions(regulations: Sequence[Regulation], today: date) -> tuple[Regulation, ...]:
    """The regulations with their status on ``today``, in the same order; see :func:`statuses`. What a person stated in
    a sidecar stays, also 现行有效."""
    return tuple(
        regulation if regulation.status == status else replace(regulation, status=status)
        for regulation, status in zip(regulations, statuses(regulations, today), strict=True)
    )


def statuses(regulations: Sequence[Regulation], today: date) -> list[str]:
    """The status of each regulation on ``today``.

    Of several editions of one title the newest in force is 现行有效 and the older ones 已被修订; what takes effect
    after ``today``, and every draft, is 尚未施行; what a regulation that has taken effect says it repeals is 已废止,
    and so is one whose own term is over. An edition without any date is left as it is: nothing says whether it is the
    older one. A status that is not the default came from a person or a web page and stays, except 尚未施行 once the
    day has come.
    """
    day = today.isoformat()
    status = [_of_itself(regulation, day) for regulation in regulations]
    settled = [r.status_stated or r.status not in (IN_FORCE, NOT_YET) for r in regulations]
    named: dict[str, list[int]] = defaultdict(list)
    editions: dict[str, list[int]] = defaultdict(list)
    for index, regulation in enumerate(regulations):
        editions[normalised_title(regulation.title)].append(index)
        for name in names(regulation):
            named[name].append(index)
    for group in editions.values():
        later = [regulations[i] for i in group if _counts(status[i])]
        for index in group:
            its = regulations[index]
            newest = max((in_force_since(each) for each in later if _one_office(its, each)), default="")
            if status[index] == IN_FORCE and not settled[index] and "" < in_force_since(its) < newest:
                status[index] = REVISED
    for index, regulation in enumerate(regulations):
        if status[index] == NOT_YET:
            continue
        for other in {each for title in regulation.repeals for name in meant(title) for each in named.get(name, ())}:
            candidate = regulations[other]
            if other != index and not settled[other] and status[other] != NOT_YET and _ends(regulation, candidate):
                status[other] = REPEALED
    return status


def in_force_since(regulation: Regulation) -> str:
    """The day (ISO) the edition took effect, as far as it is known; empty, before all others, where it is not."""
    return regulation.effective or regulation.published or regulation.signed or regulation.adopted or ""


def _of_itself(regulation: Regulation, day: str) -> str:
    if regulation.status_stated or regulation.status not in (IN_FORCE, NOT_YET):
        return regulation.status
    if draft(regulation.title):
        return NOT_YET
    if regulation.expires is not None and regulation.expires < day:
        return REPEALED
    if regulation.effective is not None:
        return NOT_YET if regulation.effective > day else IN_FORCE
    return regulation.status


def _one_office(one: Regulation, other: Regulation) -> bool:
    """Whether both may be editions of one text as far as their issuers go. 关于加强节能工作的意见 is what a city and an
    institution in it each issue; a title that begins otherwise says of itself whose it is."""
    if not (one.title.startswith("关于") and one.issuer and other.issuer):
        return True
    mine, its = fold(one.issuer), fold(other.issuer)
    return mine in its or its in mine


def _counts(status: str) -> bool:
    """Whether an edition with this status has taken the place of the older ones: also one repealed since."""
    return status != NOT_YET


def _ends(repealing: Regulation, candidate: Regulation) -> bool:
    """Whether ``repealing``, which names it, puts ``candidate`` out of force: it must be the later one. One that names
    its own title means the text that its first edition replaced; what came in between was revised, not repealed."""
    its = in_force_since(candidate)
    if normalised_title(repealing.title) != normalised_title(candidate.title):
        mine = in_force_since(repealing)
        return not (mine and its) or its < mine
    first = min((day for day, _, _ in find_dates(repealing.title_note or "")), default=in_force_since(repealing))
    return bool(its and first) and its < first


def names(regulation: Regulation) -> set[str]:
    """What the regulation may be called where another one repeals it: titles for comparison, and its 文号."""
    titles = {normalised_title(title) for title in (regulation.title, *regulation.aliases)}
    return titles | {fold(regulation.document_number)} if regulation.document_number else titles


@lru_cache(maxsize=65536)
def meant(title: str) -> tuple[str, ...]:
    """The names under which what is repealed as ``title`` may be stored: its own, that without its issuer, and what a
    notice issues (关于印发〈甲办法〉的通知); or its 文号."""
    plain = title.replace("〈", "《").replace("〉", "》")
    issued = notice_of(plain)
    short, _ = split_issuer(title)
    return tuple(dict.fromkeys(normalised_title(name) for name in (title, short, issued) if name))
