"""What a text says about itself: 文号, issuer, dates, what it repeals and how it abbreviates itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.dates import DATE, find_dates, iso

_NUMBER = re.compile(
    r"(?:(?![以日月年经自由])[\u4e00-\u9fff]){2,14}[〔\[【]\s*(?:19|20)\d{2}\s*[〕\]】]\s*第?\s*\d{1,5}\s*号"
)
_ADOPTED = re.compile(r"通过|批准|审议")
_PUBLISHED = re.compile(r"发布|公布|印发|颁布|令第")
_REVISED = re.compile(r"修订|修正|修改")
_EFFECTIVE = re.compile(
    rf"自\s*(?:{DATE.pattern}|(?P<now>发布|公布|印发|颁布|下发)\s*之日)\s*起(?:施行|实施|执行|生效|试行)"
)
_REPEALS = re.compile(
    r"((?:《[^《》]{3,60}》(?:（[^（）]{1,40}）)?[、和及以]*)+)[^。；]{0,20}?同时(?:予以)?(?:废止|停止执行|失效)"
)
_ISSUER = re.compile(
    r"^(?:中国共产党|中共|国家|中央|国务院|全国)?[\u4e00-\u9fff（）]{2,30}"
    r"(?:办公厅|办公室|委员会|人民政府|政府|党委|部|厅|局|署|院|会|学院|大学|集团|公司|中心)$"
)
_SELF_NAME = re.compile(r"以下简称[“\"]?《?([^”\"》（）]{2,20})》?[”\"]?")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Every field is None or empty where the text does not say; dates are ISO."""

    document_number: str | None = None
    issuer: str | None = None
    adopted: str | None = None
    published: str | None = None
    effective: str | None = None
    repeals: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def read_metadata(title: str, issuer: str | None, front: list[str], notes: list[str], body: list[str]) -> Metadata:
    """Metadata from the issuing notice or lead-in (``front``), the notes under the title and the text itself.

    ``issuer`` is what stood before the title, if anything did. 自发布之日起施行 makes the publication the effective
    date.
    """
    found = Metadata(issuer=issuer)
    for text in front + notes:
        if found.document_number is None and (match := _NUMBER.search(text)):
            found = replace(found, document_number=re.sub(r"\s", "", match.group()))
    found = _from_notes(found, notes)
    found = _from_front(found, front)
    tail = body[-6:]
    for text in reversed(tail):
        if match := _EFFECTIVE.search(text):
            day = found.published or found.adopted if match.group("now") else iso(match)
            found = replace(found, effective=day)
            break
    repeals = [
        re.sub(r"\s", "", t)
        for text in tail
        for m in _REPEALS.finditer(text)
        for t in re.findall(r"《([^《》]+)》", m[1])
    ]
    return replace(found, repeals=tuple(dict.fromkeys(repeals)), aliases=_aliases(title, front))


def _from_notes(found: Metadata, notes: list[str]) -> Metadata:
    """题注: each date goes with the verb that follows it; a revision's date is this edition's."""
    adopted, published, revised = found.adopted, found.published, None
    for text in notes:
        dates = find_dates(text)
        for number, (day, _, end) in enumerate(dates):
            stop = dates[number + 1][1] if number + 1 < len(dates) else len(text)
            said = text[end:stop]
            if _REVISED.search(said):
                revised = max(revised or day, day)
            elif _ADOPTED.search(said):
                adopted = max(adopted or day, day)
            elif _PUBLISHED.search(said) or len(dates) == 1:
                published = max(published or day, day)
            if (match := re.search(r"([\u4e00-\u9fff]{2,30}?)(?:发布|公布|印发)", said)) and found.issuer is None:
                found = replace(found, issuer=match.group(1))
    if revised:
        adopted = max(adopted or revised, revised)
        published = max(published or revised, revised)
    return replace(found, adopted=adopted, published=published)


def _from_front(found: Metadata, front: list[str]) -> Metadata:
    """An issuing notice ends with its issuers, a line each, and the date."""
    date_at = next((i for i in range(len(front) - 1, -1, -1) if DATE.fullmatch(front[i].strip())), None)
    if date_at is not None:
        day = find_dates(front[date_at])
        if found.published is None and day:
            found = replace(found, published=day[0][0])
        signed: list[str] = []
        for text in reversed(front[:date_at]):
            if not _ISSUER.match(text.strip()) or len(text) > 34:
                break
            signed.insert(0, text.strip())
        if signed and found.issuer is None:
            found = replace(found, issuer=" ".join(signed))
    if found.issuer is None:
        for text in front:
            if match := re.match(
                r"^([\u4e00-\u9fff]{3,40}?(?:办公厅|办公室|委员会|政府|部|厅|局|院))\s*关于", text.strip()
            ):
                return replace(found, issuer=match.group(1))
            if match := re.match(
                r"^(?:近日|日前)?[，、]?([\u4e00-\u9fff、]{4,50}?)(?:近日|日前)?印发(?:了)?《", text.strip()
            ):
                return replace(found, issuer=match.group(1).replace("、", " "))
    return found


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
