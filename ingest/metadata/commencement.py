"""When a text takes effect and when it ends, from its own last words: 自2024年5月1日起施行，有效期5年."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.metadata.dates import DATE, days_after, find_dates, iso, last_day
from ingest.metadata.ownwords import own_words
from ingest.numeral import parse_numeral

_KIND = (
    "法|条例|办法|规定|细则|规则|规程|决定|决议|意见|通知|方案|通告|公告|通报|章程|准则|纲要|规划|计划|制度|指引|指南|标准|"
    "解释|批复|修正案|守则|公约|要点|措施|清单|预案|法典|安排|令|文件|通则|暂行办法|实施办法"
)
_SELF = rf"(?:本|现行|以上|上述)(?:[\u4e00-\u9fff]{{0,6}}?)(?:{_KIND})(?:（[^（）]{{1,40}}）)?"
_N = r"[0-9０-９〇零一二两三四五六七八九十百]{1,4}"
_BEGINS = r"(?:施行|实施|执行|生效|试行|实行|施用)"
_ANY_BEGINNING = re.compile(_BEGINS)
_ISSUED = r"(?:修订)?(?:批准|通过|发布|公布|印发|颁布|下发|发文|签发|发出)"
_CLAUSE = re.compile(
    rf"(?:自|从|于)\s*(?:{DATE.pattern}|(?:国务院|上级|院务会议|党委|党组)?(?P<now>{_ISSUED})\s*(?:之日|后)?\s*(?:起)?\s*(?:(?:满)?\s*(?P<days>{_N})\s*(?:个工作)?日(?:后|之后)?)?)"
    rf"\s*(?:零时)?\s*(?:之日)?\s*起?\s*(?:正式|开始|试|予以)?(?P<begins>{_BEGINS})"
)
_PART = re.compile(r"第[〇零一二三四五六七八九十百千\d]+[条章节款项]|前[款条]|附件|附表")
_REST = re.compile("其他|其余|其它")
_OTHERS = re.compile(
    r"《[^《》]+》[^，。；]{0,12}$|(?:该|前述|原)(?:" + _KIND + r")[^，。；]{0,8}$|许可|证书|协议|合同|判决|裁定"
)
_TERM = re.compile(
    rf"(?:有效期限?|[试施执]行期限?)\s*(?:暂?定?为)?\s*(?:自[^，。；至]{{2,20}}起)?\s*[，]?\s*(?P<years>{_N})\s*(?P<unit>年|个月)"
    rf"|(?:试行|施行|暂行|执行)\s*(?P<years2>{_N})\s*(?P<unit2>年|个月)(?=[，。；]|$)"
)
_UNTIL = re.compile(
    rf"(?:有效期限?|试行期限?|施行期限?|执行期限?|施行|执行|实施|有效)[^，。；]{{0,24}}?(?:至|到)\s*{DATE.pattern}\s*(?:止|为止|截止)?"
)
_SPEAKS_OF_TERM = re.compile(r"有效|[试施执暂]行")
_TAIL = 200
"""Lines from the end in which the clause is looked for: long annexes and transitional rules may follow it."""
_LONGEST = 2000
"""Characters at the end of a line that are looked at; no clause is in the middle of more."""


@dataclass(frozen=True, slots=True)
class Commencement:
    """``effective`` and ``expires`` (the last day in force) are ISO dates or None. ``several`` holds all days of a
    text whose parts take effect apart, ``waits`` tells that the day depends on one the text does not give."""

    effective: str | None = None
    expires: str | None = None
    several: tuple[str, ...] = ()
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Starts:
    """The ISO days that 自发布之日起, 自印发之日起 and 自批准之日起 count from; None where they are not known."""

    published: str | None = None
    issued: str | None = None
    adopted: str | None = None

    def of(self, word: str) -> str | None:
        """The day of the word in a clause (发布, 印发, 批准)."""
        if re.search("批准|通过", word):
            return self.adopted
        return self.issued if re.search("印发|下发|发文|签发|发出", word) else self.published


def commencement(lines: Sequence[str], starts: Starts) -> Commencement:
    """Read the last of the text's own clauses that says when it takes effect."""
    tail = own_words(lines[-_TAIL:])
    for text in reversed(tail):
        if not _ANY_BEGINNING.search(text):
            continue
        for sentence in reversed(re.split(r"[。；]", _end_of(text))):
            clauses = [m for m in _CLAUSE.finditer(sentence) if _about_itself(sentence, m)]
            if clauses:
                return _read(sentence, clauses, starts, tail)
    return Commencement(expires=_expiry(tail, None, starts))


def _about_itself(sentence: str, match: re.Match[str]) -> bool:
    before = sentence[: match.start()]
    subject = re.split(r"[，,]", before)[-1]
    if re.fullmatch(rf"(?:第.{{1,12}}条)?\s*{_SELF}", subject.strip()):
        return True
    if _OTHERS.search(subject) or re.search(r"的$|应当|不得|可以", subject):
        return False
    if re.search(_SELF, before) or _PART.search(subject) or _REST.search(subject):
        return True
    # 现予公布，自…起施行 has no subject of its own; a bare 自…起施行 is a sentence by itself.
    return not subject.strip() or re.search(r"^第.{1,12}条\s*$", subject) is not None


def _read(sentence: str, clauses: list[re.Match[str]], starts: Starts, tail: Sequence[str]) -> Commencement:
    days: list[str] = []
    main: str | None = None
    waits = False
    for match in clauses:
        day = _day(match, starts.of(match["now"] or ""))
        if day is None:
            waits = True
            continue
        days.append(day)
        subject = re.split(r"[，,]", sentence[: match.start()])[-1]
        if not _PART.search(subject) or _REST.search(subject):
            main = day
    distinct = tuple(dict.fromkeys(days))
    effective = main or (min(distinct) if distinct else None)
    return Commencement(effective, _expiry(tail, effective, starts), distinct if len(distinct) > 1 else (), waits)


def _day(match: re.Match[str], counted_from: str | None) -> str | None:
    if not match["now"]:
        return iso(match)
    if counted_from is None:
        return None
    try:
        return days_after(counted_from, parse_numeral(match["days"])) if match["days"] else counted_from
    except ValueError:
        return None


def _expiry(tail: Sequence[str], effective: str | None, starts: Starts) -> str | None:
    """The last day of the text's own term, not that of a licence it speaks of."""
    for line in reversed(tail):
        if not _SPEAKS_OF_TERM.search(line):
            continue
        text = _end_of(line)
        if (match := _UNTIL.search(text)) and _own_term(text[: match.start()]):
            return find_dates(match.group())[-1][0]
        match = _TERM.search(text)
        if match is None or not _own_term(text[: match.start()]):
            continue
        counted = re.search(_ISSUED, match.group())
        start = starts.of(counted.group()) if counted else effective
        try:
            number = parse_numeral(match["years"] or match["years2"])
        except ValueError:
            continue
        if start:
            years = (match["unit"] or match["unit2"]) == "年"
            return last_day(start, number if years else 0, 0 if years else number)
    return None


def _end_of(text: str) -> str:
    """The end of a line, with one space for many: the patterns allow white space in many places."""
    return " ".join(text[-_LONGEST:].split())


def _own_term(before: str) -> bool:
    """Whether a term behind these words of its line is this text's: 本办法有效期…, or 有效期… after its own 施行."""
    clause = re.split(r"[，,。；]", before)[-1].strip()
    if re.search(rf"{_SELF}(?:自.*起)?$", clause):
        return True
    return bool(
        re.fullmatch(r"(?:第.{1,12}条)?|自.*起", clause) and (_CLAUSE.search(before) or re.search(_SELF, before))
    )
