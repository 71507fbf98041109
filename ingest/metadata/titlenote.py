"""题注: the lines under a title that tell when it was adopted, published, revised and put into effect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.metadata.dates import DATE, find_dates
from ingest.metadata.docnumber import number_in

_OPENING = re.compile(r"^[（(].*\d{4}\s*年|^[（(].*(?:通过|发布|公布|批准|修订|修正|试行)|^\s*(?:根据)?" + DATE.pattern)
_GOES_ON = re.compile(r"(?:修订|修正|修改|通过|公布|发布|批准|施行)[）)]?$")
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|〈[^〈〉]*〉|<[^<>]*>")
_AMENDING = re.compile(r"修改|修正|修订|调整")
_ADOPTED = re.compile(r"通过|批准|审议|会议|委员会")
_PUBLISHED = re.compile(r"发布|公布|印发|颁布|颁发|令第|第\s*\d+\s*号令|令\s*$")
_REVISED = re.compile(r"修订|修正|修改")
_EFFECTIVE = re.compile(r"施行|实施|生效|执行|实行|试行")
_AT_ONCE = re.compile(r"自?(?:发布|公布|印发|颁布)之日起?(?:施行|实施|执行|生效)|(?:公布|发布)施行")
_ISSUER = re.compile(r"^\s*(?:由|经)?([\u4e00-\u9fff、 （）]{2,60}?)(?:公告|联合|修正)?(?:发布|公布|印发|颁布)")
_ORDERED = re.compile(r"^\s*([\u4e00-\u9fff、 ]{2,60}?)(?:令|公告)?第[\d〇零一二三四五六七八九十百]+号")
_CONGRESS = re.compile(
    r"^\s*(?:经|由)?([\u4e00-\u9fff]{0,12}?)第[〇零一二三四五六七八九十\d]+届((?:全国)?人民代表大会(?:常务委员会)?)"
)
_COURT = re.compile(r"(最高人民法院|最高人民检察院)(?:审判委员会|第[^，。]{1,6}届检察委员会)")
_STATE = "中华人民共和国"
_NO_ISSUER = re.compile(r"主席$|批准|通过|^公告$|会议")


@dataclass(frozen=True, slots=True)
class TitleNote:
    """What a 题注 says. Dates are ISO; ``revised`` holds the day of every revision, in the order printed, ``silent``
    the days it gives without saying what happened on them."""

    adopted: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    effective: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    at_once: bool = False
    issuer: str | None = None
    document_number: str | None = None

    @property
    def edition(self) -> str | None:
        """The day of the last revision: a later adoption is one too, whatever it is called."""
        return max((*self.revised, *sorted(self.adopted)[1:]), default=None)


def is_note(text: str) -> bool:
    """Whether a line under the title begins a part of its 题注."""
    return bool(_OPENING.match(text))


def note_lines(lines: Sequence[str]) -> list[bool]:
    """For each of the lines between a title and the first numbered part, whether it belongs to the 题注."""
    found: list[bool] = []
    for at, text in enumerate(lines):
        found.append(is_note(text) or (at > 0 and found[-1] and _continues(lines[at - 1], text)))
    return found


def _continues(before: str, text: str) -> bool:
    """Whether the line goes on with the 题注 line ``before`` it: 《…决定》修正 below the day, the rest of a bracket."""
    if before.count("（") > before.count("）") or before.count("《") > before.count("》"):
        return len(text) <= 200
    open_line = bool(DATE.search(before)) and not before.rstrip().endswith(("）", ")")) and not _event(_blanked(before))
    short = len(text) <= 60 and "。" not in text
    return len(text) <= 120 and ((open_line and short) or bool(_GOES_ON.search(text) and "《" in text[:12]))


def read_note(lines: Sequence[str]) -> TitleNote:
    """Each date goes with the verb that follows it, or, where two assemblies share one, with the next verb."""
    text = " ".join(lines)
    dates = find_dates(_blanked(text))
    found: dict[str, list[str]] = {"adopted": [], "published": [], "revised": [], "effective": [], "silent": []}
    issuer = number = None
    at_once = False
    ends = [*(start for _, start, _ in dates[1:]), len(text)]
    said = [text[end:stop] for (_, _, end), stop in zip(dates, ends, strict=bool(dates))]
    waiting: list[str] = []
    together = ""
    for (day, _, _), words in zip(dates, said, strict=True):
        plain = _blanked(words)
        events = _event(plain)
        if _amends(words) and (not events or (events == {"adopted"} and not re.search("(?:通过|批准)(?!的)", plain))):
            events = {"revised"}
        if plain.rstrip().endswith(("、", "和")) and events <= {"adopted"}:
            waiting.append(day)
            together += plain
            continue
        for event in events or {"silent"}:
            # Two assemblies that adopt it together adopt it once, when the later one has.
            found[event].append(max(*waiting, day) if event == "adopted" and waiting else day)
        waiting = []
        at_once = at_once or bool(_AT_ONCE.search(plain))
        # Whoever revises it later is not its issuer; the number is that of the text as it stands.
        issuer = issuer or _issuer(together + plain)
        together = ""
        number = number_in(plain) or number
    found["silent"] += waiting
    days = {key: tuple(listed) for key, listed in found.items()}
    return TitleNote(
        adopted=days["adopted"],
        published=days["published"],
        revised=days["revised"],
        effective=days["effective"],
        silent=days["silent"],
        at_once=at_once,
        issuer=issuer,
        document_number=number,
    )


def _event(plain: str) -> set[str]:
    """What the words after a date say, without the titles in them."""
    said = _AT_ONCE.sub("", plain)
    if _REVISED.search(plain):
        return {"revised"}
    events = set()
    if _PUBLISHED.search(plain):
        events.add("published")
    elif _EFFECTIVE.search(said) and not _ADOPTED.search(plain):
        events.add("effective")
    elif _ADOPTED.search(plain):
        events.add("adopted")
    if re.search(r"(?:公布|发布)施行", plain):
        events.add("effective")
    return events


def _amends(words: str) -> bool:
    """Whether a decision to amend is named: 会议《关于修改…的决定》 often has no verb of its own behind it."""
    return any(_AMENDING.search(title) for title in _TITLE.findall(words))


def _issuer(plain: str) -> str | None:
    if match := _CONGRESS.match(plain):
        return match[1] + match[2]
    if courts := _COURT.findall(plain):
        return " ".join(dict.fromkeys(courts))
    match = _ORDERED.match(plain) or _ISSUER.match(plain)
    if not match:
        return None
    names = [name.strip().removeprefix(_STATE) for name in re.split(r"[、 ]+", match[1]) if name.strip()]
    return " ".join(names) if names and not any(_NO_ISSUER.search(name) for name in names) else None


def _blanked(text: str) -> str:
    """``text`` with the titles in it blank: 《关于修改…的决定》 is no revision of its own, a date in it no event."""
    return _TITLE.sub(lambda match: "《" + "　" * (len(match[0]) - 2) + "》", text)
