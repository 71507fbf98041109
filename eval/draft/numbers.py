"""Sentences that give a number: a limit, a period, a share, an amount, a day of the year. The number is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.draft.model import Facts, Proposal, Unit
from eval.draft.wording import ITEM_LEAD, MODAL, clauses, leans, plain
from ingest.numeral import format_numeral, parse_numeral

_LONGEST = 44  # characters of a question before it is tiresome to read
_N = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万]+)"
# What is counted, how it is asked for. Weak units are also used for what nobody would ask (两件大事), and want a cue.
_UNITS = (
    (r"个?工作日", "几个工作日", False),
    (r"(?:日|天)(?!常|前往|子)", "多少天", False),
    (r"个月", "几个月", False),
    (r"年(?!度|龄|轻|级|初|底|末|终|均|会|来|月)", "几年", False),
    (r"个?小时", "多少小时", False),
    (r"分钟", "多少分钟", False),
    (r"(?:个)?(?:学时|课时)", "多少学时", False),
    (r"周岁|岁", "多少岁", False),
    (r"万元", "多少万元", False),
    (r"元", "多少元", False),
    (r"公里", "多少公里", False),
    (r"平方米", "多少平方米", False),
    (r"[%％]", "百分之多少", False),
    (r"倍", "几倍", False),
    (r"分(?![之别为类级管工开配析])", "多少分", False),
    (r"人(?![民员才大])", "多少人", False),
    (r"次", "几次", False),
    (r"名", "几名", True),
    (r"辆", "几辆", True),
    (r"周(?!期|边|密|岁)", "几周", True),
    (r"[篇份项条件台套处](?!目|件|款|方)", "几", True),
    (r"个(?!月|工作日|小时|人|别|体|方面)", "几个", True),
)
_SHARE = re.compile(rf"百分之({_N})|({_N})分之({_N})")
_COUNT = re.compile("|".join(f"(?P<u{at}>(?P<n{at}>{_N})(?:{unit}))" for at, (unit, _, _) in enumerate(_UNITS)))
_RANGE = re.compile(
    rf"(?P<low>{_N})(?P<unit>个?[\u4e00-\u9fff%％]{{1,3}}?)以上[、，]?(?:不满|不足)?(?P<high>{_N})(?P=unit)(?:以下|以内)?"
)
_DATE = (
    (re.compile(rf"{_N}月{_N}日"), "几月几日"),
    (re.compile(rf"{_N}月底"), "几月底"),
    (re.compile(rf"{_N}月至(?:次年)?{_N}月"), "什么时候"),
    (re.compile(rf"(?<=每月){_N}日(?=以?前|之前)"), "几号"),
)
_TO = re.compile(
    rf"百分之{_N}至百分之{_N}|{_N}[%％]?[至—~～-]{_N}(?P<unit>个?工作日|个月|[%％日天年元名人次分倍])(?!月)"
)
_CUE = re.compile(
    r"不少于|不得少于|不低于|不超过|不得超过|不高于|至少|最多|达到|控制在|每|增设|以上|以下|以内|不足|不满|超过|增加|由"
)
_NEAR = 8  # characters within which a cue belongs to a number
_LIMITS = re.compile(r"以上|以下|以内|超过|不足|不满|满|连续|累计|少于|低于")
_FLOOR = r"不得少于|不少于|不低于|不得超过|不超过|不高于|至少"
_BEFORE = re.compile(rf"(?:{_FLOOR}|不足|不满|超过|每[年月季周]?)$")
_AFTER = re.compile(r"^(?:以上|以下|以内|以外|内|之前|之内|以前|前)")
_QUOTED = re.compile(
    r"“[^”]*”|《[^》]*》|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|第" + _N + r"|同比|十[八九]届|" + _N + "中全会"
)
_CONTINUES = re.compile(
    r"(?:的|后|时|起|之日|期间|时间|月底|几日|的比例)$|^(?!.*(?:控制|掌握|限定|不超过|不得|为|是)).*(?:内|前)$"
)
_DESCRIBES = re.compile(r"(?:多少|几).{0,10}的.{1,6}$")
_NOUN = 16  # characters of a clause that is but a subject
_ADVERBIAL = re.compile(r"^(?:按照?|经|根据|因|对|凡|除|在(?!.*(?:控制|掌握)))(?!.*(?:应当|可以|不得|设立|配备))")
_NO_SUBJECT = re.compile(rf"^(?:{MODAL}|凡(?!.*，.*，)|不超|不少|不低|不高|占|并|或|且|但|其|至|限期|每届)")


def numbers(unit: Unit) -> Iterator[Proposal]:
    """One proposal for each clause that gives exactly one number, or one range, worth asking for."""
    parts = clauses(unit.text)
    # what follows from a condition is asked for rather than the condition
    for at, clause in sorted(
        enumerate(parts), key=lambda part: (part[1].endswith("的"), not re.search(_FLOOR, part[1]))
    ):
        if re.search("力争|目标", clause) or (found := _asked(clause)) is None:
            continue
        if clause.endswith("的") and not _LIMITS.search(clause):
            continue
        asked, facts = found
        core = _in_context(unit, parts, at, asked)
        if core and not leans(core):
            yield Proposal(core, "数量和期限", "numeric", facts)


def _asked(clause: str) -> tuple[str, Facts] | None:
    """The clause with its number asked for, and the fact; None where it has none or several."""
    hidden = _QUOTED.sub(lambda found: "〓" * len(found[0]), clause)
    if found := _RANGE.search(hidden):
        asked = _asking(found["unit"])
        return _replaced(clause, found.start(), found.end(), asked), ((found[0],),)
    for pattern, asked in _DATE:
        if found := pattern.search(hidden):
            return _replaced(clause, found.start(), found.end(), asked), _facts(clause, found.start(), found.end())
    if found := _TO.search(hidden):
        asked = _asking(found["unit"]) if found["unit"] else "百分之多少到百分之多少"
        return _replaced(clause, found.start(), found.end(), asked), ((found[0],),)
    matches = [(m.start(), m.end(), "百分之多少" if m[1] else "几分之几") for m in _SHARE.finditer(hidden)]
    taken = [(start, end) for start, end, _ in matches]
    for match in _COUNT.finditer(hidden):
        at = int(str(match.lastgroup)[1:])
        number, asked, weak = match[f"n{at}"], *_UNITS[at][1:]
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        near = hidden[max(0, match.start() - _NEAR) : match.end() + 3]
        if (weak or number in "一1") and not _CUE.search(near):
            continue
        if number == "一" and not _BEFORE.search(hidden[: match.start()]):
            continue
        counted = match[0].removeprefix(number)
        matches.append((match.start(), match.end(), asked + counted if asked == "几" else asked))
    # of several numbers the last is what is laid down, those before it say for which case
    if not matches or len(matches) > 2:
        return None
    start, end, asked = max(matches)
    return _replaced(clause, start, end, asked), _facts(clause, start, end)


def _leads_on(words: str) -> bool:
    """Whether these words are only the condition, the time or the subject of what comes after them."""
    if len(words) <= _NOUN and _DESCRIBES.search(words):
        return True
    return bool(_CONTINUES.search(words) or ("，" not in words and _ADVERBIAL.match(words)))


def _asking(unit: str) -> str:
    return next((ask for counted, ask, _ in _UNITS if re.fullmatch(counted, unit) and ask != "几"), "多少" + unit)


def _replaced(clause: str, start: int, end: int, asked: str) -> str:
    before, after = clause[:start], clause[end:]
    if re.fullmatch(r"以上的?", after) and not before.endswith(("每", "至少", "之")):
        before, after = re.sub(r"(?:在|有|达到)$", "", before) + "达到", "的"
    before = re.sub(r"一般(?=不|至少|为|控制|在|应)|原则上", "", before)
    return before + asked + re.sub(r"^左右", "", after)


def _facts(clause: str, start: int, end: int) -> Facts:
    """The number with what limits it (不少于5个工作日), in Arabic and in Chinese digits."""
    if before := _BEFORE.search(clause[:start]):
        start = before.start()
    if after := _AFTER.search(clause[end:]):
        end += after.end()
    if end - start <= 2 and re.search(r"[\u4e00-\u9fff]{2}$", clause[:start]):
        start -= 2  # 1次 alone would be found in any text
    written = clause[start:end]
    if "百分之" in written or re.search("[%％]", written):
        other = re.sub(rf"百分之({_N})|({_N})[%％]", _percent, written)
    else:
        other = re.sub(_N, _other, written) if "分之" not in written and "." not in written else written
    return ((written,) if other == written else (written, other),)


def _percent(found: re.Match[str]) -> str:
    try:
        return f"{parse_numeral(found[1])}%" if found[1] else f"百分之{format_numeral(parse_numeral(found[2]))}"
    except ValueError:
        return found[0]


def _other(found: re.Match[str]) -> str:
    tens = found[0].endswith("万") and len(found[0]) > 1
    try:
        number = parse_numeral(found[0][:-1] if tens else found[0])
    except ValueError:
        return found[0]
    return (format_numeral(number) if found[0].isdigit() else str(number)) + "万" * tens


def _in_context(unit: Unit, parts: list[str], at: int, asked: str) -> str:
    """The clause with as many of the clauses before it as can be read, and with what it is the condition of; empty
    where it would not be understood."""
    words = plain(asked)
    after = parts[at + 1 :]
    if len(after) > 1 and after[0].startswith("或") and after[0].endswith("的"):
        words, after = words.removesuffix("的") + "的", after[1:]
    last = words
    while _leads_on(last):
        if after:
            last = plain(after.pop(0))
        elif found := ITEM_LEAD.search(unit.lead):
            words, last = words.removesuffix("的") + "的", plain(clauses(found["then"])[0])
        else:
            return ""
        words += "，" + last
    for before in reversed(parts[:at]):
        longer = plain(before) + "，" + words
        if len(longer) > (_LONGEST if not _NO_SUBJECT.match(words) else _LONGEST + 20):
            break
        words = longer
    return words if len(words) <= _LONGEST + 12 and not _NO_SUBJECT.match(words) else ""
