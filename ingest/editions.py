"""Which edition of a regulation is in force on a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ingest.align import fold
from ingest.model import Regulation

IN_FORCE = "现行有效"
NOT_YET = "尚未施行"
REPEALED = "已废止"
REVISED = "已被修订"

# A 题注 behind the title says which edition it is; （试行） and a plan's own years （2031-2035年） belong to the title.
_EDITION_NOTE = re.compile(r"\((?:[^()]*(?:修订|修正|通过|公布|发布|施行|版|本)[^()]*|\d{4}年?)\)$")


def normalised_title(title: str) -> str:
    """The title for comparison: one width, no white space or quotes, without a 题注 such as （2023年修订）."""
    plain = fold(title).strip('"').replace("《", "").replace("》", "")
    return _EDITION_NOTE.sub("", plain) or plain


def resolve_editions(regulations: Sequence[Regulation], today: date) -> tuple[Regulation, ...]:
    """The regulations with their status on ``today``, in the same order.

    Of several editions of one title the newest in force is 现行有效 and the older ones 已被修订; what takes effect
    after ``today`` is 尚未施行; what a regulation in force says it repeals is 已废止. A status that is not the default
    came from a sidecar or the text itself and stays, except 尚未施行 once the day has come. An edition without any date
    is left as it is: nothing says whether it is the older one.
    """
    day = today.isoformat()
    status = [_of_itself(regulation, day) for regulation in regulations]
    settled = [regulation.status not in (IN_FORCE, NOT_YET) for regulation in regulations]
    titles = [normalised_title(regulation.title) for regulation in regulations]
    for index, regulation in enumerate(regulations):
        newer = [
            other
            for other, candidate in enumerate(regulations)
            if titles[other] == titles[index] and status[other] != NOT_YET and _day(candidate) > _day(regulation) > ""
        ]
        if newer and status[index] == IN_FORCE:
            status[index] = REVISED
    for index, regulation in enumerate(regulations):
        if status[index] == NOT_YET:
            continue
        named = {normalised_title(title) for title in regulation.repeals}
        for other, candidate in enumerate(regulations):
            if other == index or settled[other] or status[other] == NOT_YET or not named & _names(candidate):
                continue
            if _is_older(candidate, regulation, same_title=titles[other] == titles[index]):
                status[other] = REPEALED
    return tuple(
        regulation if regulation.status == own else replace(regulation, status=own)
        for regulation, own in zip(regulations, status, strict=True)
    )


def _of_itself(regulation: Regulation, day: str) -> str:
    if regulation.status not in (IN_FORCE, NOT_YET):
        return regulation.status
    if regulation.effective is not None:
        return NOT_YET if regulation.effective > day else IN_FORCE
    return regulation.status


def _is_older(candidate: Regulation, repealing: Regulation, *, same_title: bool) -> bool:
    mine, its = _day(candidate), _day(repealing)
    if mine and its:
        return mine < its
    # A regulation that repeals its own title means the earlier edition; without dates nothing says which that is.
    return not same_title


def _names(regulation: Regulation) -> set[str]:
    return {normalised_title(title) for title in (regulation.title, *regulation.aliases)}


def _day(regulation: Regulation) -> str:
    """The day that orders editions, as ISO text; empty where none is known."""
    return regulation.effective or regulation.published or regulation.adopted or ""
