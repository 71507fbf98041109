"""Who issued a text: the signature under it, the words above or below its title, the head of an order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.metadata.dates import DATE, find_dates, is_date
from ingest.metadata.offices import are_offices

_BODY = (
    r"(?:办公厅|办公室|委员会|人民政府|政府|党委|党组|工会|纪委|部|厅|局|署|院|会|委|办|所|处|校|中央|国务院|"
    r"学院|大学|学校|集团|公司|中心|银行|法院|检察院|馆|台|社|站|团|组|司)"
)
# Atomic: where a name ends is settled, or twelve of them could be read in half a million ways.
_NAME = rf"(?>[\u4e00-\u9fff]{{2,28}}?{_BODY}(?:[（(][\u4e00-\u9fff]{{2,12}}[）)])?(?=[\s、]|\Z))"
_SEVERAL = re.compile(rf"{_NAME}(?:[\s　、]+{_NAME})*")
_SEAL = re.compile(r"[（(](?:印章|盖章|公章|印|代章)[）)]")
_ORDER = re.compile(
    r"^(?:中华人民共和国)?([\u4e00-\u9fff、\s]{2,60}?)(?:(?<!命)令|公告|通告)(?:\s*[（(]?(?:\d{4}\s*年)?\s*第.{1,12}号[）)]?)?$"
)
_OFFICE = re.compile(
    r"(?=(办公厅|办公室|委员会|人民政府|政府|党委|党组|部|厅|局|署|院|会|委|大学|学院|集团|公司|中心))"
)
_ISSUES = re.compile(r"关于(?:印发|转发|颁发|发布|公布|下发|修订)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NEWS = re.compile(r"^(?:近日|日前)?[，、]?([\u4e00-\u9fff、]{4,50}?)(?:近日|日前)?印发(?:了)?《")
_PRINTED = re.compile(rf"^(?P<who>[\u4e00-\u9fff]{{2,30}})\s+(?P<date>{DATE.pattern})\s*印发$")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Signature:
    """The names at the end of a text, joined by a space, and the day (ISO); ``names`` is None under a bare day."""

    names: str | None
    day: str


def signature(lines: list[str]) -> Signature | None:
    """The last line that is a date, with the issuers above it (a line each, or side by side), or before it in the
    same line. None where no line is a date."""
    for at in range(len(lines) - 1, -1, -1):
        text = _SEAL.sub("", lines[at]).strip()
        if is_date(text):
            return Signature(_above(lines, at), find_dates(text)[0][0])
        dates = find_dates(text) if len(text) <= _LONGEST else []
        if dates and dates[-1][2] == len(text) and _SEVERAL.fullmatch(before := text[: dates[-1][1]].strip()):
            return Signature(_joined(before), dates[-1][0])
    return None


def _above(lines: list[str], at: int) -> str | None:
    names: list[str] = []
    for text in reversed(lines[:at]):
        plain = _SEAL.sub("", text).strip()
        if len(plain) > _LONGEST or not _SEVERAL.fullmatch(plain):
            break
        names.insert(0, _joined(plain))
    return " ".join(names) or None


def printed_on(lines: list[str]) -> str | None:
    """The day of the line 某某办公室 2024年3月6日印发 that ends a document."""
    for text in reversed(lines):
        if (match := _PRINTED.match(text.strip())) and (days := find_dates(match["date"])):
            return days[0][0]
    return None


def issuer_line(text: str) -> str | None:
    """The issuers of a line that holds nothing else, as printed below a title."""
    plain = text.strip().strip("（）()")
    return _joined(plain) if len(plain) <= _LONGEST and _SEVERAL.fullmatch(plain) else None


def order_issuer(text: str) -> str | None:
    """砚禾研究院 for 砚禾研究院令, with or without its number; also 公告."""
    match = _ORDER.match(text.strip())
    return _joined(match[1]) if match else None


def announced_by(lines: list[str]) -> str | None:
    """The issuer named in a notice's title (某某关于印发《…》的通知) or in a news lead-in (某某近日印发了《…》)."""
    for text in lines:
        if issues := _ISSUES.search(text):
            names = text[: issues.start()].strip().rstrip("、")
            if all(_HAN.fullmatch(name) and are_offices(name, _OFFICE) for name in re.split(r"[\s、]+", names)):
                return _joined(names)
    for text in lines:
        if match := _NEWS.match(text.strip()):
            return _joined(match[1])
    return None


def named(text: str | None) -> str | None:
    """The issuers as they are stored, parted by a space: 甲部、乙局 → 甲部 乙局."""
    return _joined(text) if text else None


def _joined(text: str) -> str:
    return " ".join(part.removeprefix("中华人民共和国") for part in re.split(r"[\s　、]+", text) if part)
