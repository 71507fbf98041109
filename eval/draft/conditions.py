"""Sentences with a condition and what follows from it, prohibitions, exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.draft.model import Facts, Proposal, Unit
from eval.draft.wording import ITEM_LEAD, MODAL, clauses, leans, phrase, plain, subject

_LONGEST_CONDITION = 40
_SEVERE = re.compile(
    r"处分|解除|停发|追究|责任|批评|降低|取消|扣|责令|处理|查处|撤|收回|不再|不予|不发|不得|不能|减半|核减|处罚|罚款|拘留|没收|约谈|辞退"
)
_FORBIDS = re.compile(r"(?:一律|均|都|也)?(?:不得|严禁|禁止|不准)(?P<what>.{2,26})$")
_EXCEPT = re.compile(r"^(?P<who>[^，]{0,20}?)除(?!外)(?P<what>[^，（）]{2,30}?)(?:以外|之外|外)(?P<rest>[^，]*)$")
_UNLESS = re.compile(r"^但?(?:是)?(?:，)?(?P<what>.{3,40}?)的?除外$")
_SOMEBODY = (
    r"(?:人|员|部门|单位|处|室|委员会|机关|党委|支部|者|职工|领导|书记|组织|机构|本院|学校|中心|企业|公司|法院|政府)$"
)
_JOINED = re.compile(r"且|并|或|又|仍|经|致|造成|情节|逾期|未|不|拒|无|至")
_CONDITION = re.compile(r"[^，]{4,}的$")


def conditions(unit: Unit) -> Iterator[Proposal]:
    """…的，… → what follows: of a prohibition whether it may be done, else what is laid down."""
    parts = clauses(unit.text)
    for at, clause in enumerate(parts[:-1]):
        if not _CONDITION.search(clause) or re.search(r"(?:为了?|是)[^，]*的$|目的$|之一的$|成立的$|除|^由", clause):
            continue
        begin = at
        while begin and _JOINED.match(parts[begin]) and not parts[begin - 1].endswith("的"):
            begin -= 1
        condition = plain("，".join(parts[begin : at + 1]))
        then = _consequence(parts[at + 1 :])
        if leans(condition) or len(condition) > _LONGEST_CONDITION or not then:
            continue
        if proposal := _following(condition, then, "条件"):
            yield proposal


def cases(unit: Unit) -> Iterator[Proposal]:
    """An item below 有下列情形之一的，…: what follows from this case."""
    found = ITEM_LEAD.search(unit.lead)
    case = plain(unit.text)
    if found is None or leans(case) or not 6 <= len(case) <= _LONGEST_CONDITION or "：" in case:
        return
    about = plain(unit.lead[: unit.lead.find("有", 0, found.start()) if "有" in unit.lead[: found.start()] else 0])
    then = clauses(found["then"])
    about = about if len(about) <= 14 and "，" not in about else ""
    who = about if about and about[-4:] not in case else ""
    if proposal := _following(who + case.removesuffix("的") + "的", then, "条件"):
        yield proposal


def prohibitions(unit: Unit) -> Iterator[Proposal]:
    """…不得…, without a condition: whether it may be done."""
    parts = clauses(unit.text)
    for at, clause in enumerate(parts):
        found = _FORBIDS.search(clause)
        if found is None or any(part.endswith("的") for part in parts[:at]):
            continue
        before = clause[: found.start()]
        if at and not subject(clause) and len(before) < 4:
            continue
        about = plain(before)
        if at and len(parts[at - 1]) + len(about) <= _LONGEST_CONDITION:
            about = plain(parts[at - 1]) + ("，" + about if about else "")
        core = _may(about, plain(found["what"]))
        if core and not leans(core) and not re.search(MODAL, about):
            yield Proposal(core, "禁止", "direct", _prohibited(found))


def exceptions(unit: Unit) -> Iterator[Proposal]:
    """除…外 and …的除外: what the exceptions are."""
    parts = clauses(unit.text)
    for at, clause in enumerate(parts):
        if (found := _EXCEPT.match(clause)) and not re.search(r"另有规定|特殊情况", found["what"]):
            rule = plain(found["who"]) + plain(found["rest"] or (parts[at + 1] if at + 1 < len(parts) else ""))
        elif at and (found := _UNLESS.match(clause)) and not re.search(r"另有规定", found["what"]):
            rule = plain("，".join(parts[:at]))
        else:
            continue
        facts = _members(found["what"])
        if facts and 6 <= len(rule) <= 44 and not leans(rule):
            yield Proposal(rule + "，有哪些例外", "例外", "direct", facts)


def _following(condition: str, then: list[str], pattern: str) -> Proposal | None:
    """The question after a condition, by the words of what follows from it."""
    first = then[0]
    if forbidden := next(((c, m) for c in then[:2] if (m := _FORBIDS.search(c))), None):
        clause, match = forbidden
        about = plain(clause[: match.start()])
        core = _may(f"{condition}，{about}", plain(match["what"]))
        return Proposal(core, "禁止", "direct", _prohibited(match)) if core else None
    facts = tuple((found,) for clause in then[:2] if (found := phrase(clause.removeprefix(subject(clause)))))
    if not facts:
        return None
    about = plain(subject(first))
    if re.search(r"\d|下列|以下|怎么", about) or about in condition:
        about = ""
    if _SEVERE.search("，".join(then[:2])):
        core = f"{condition}，{about or '会'}怎么处理"
    elif about and not re.search(_SOMEBODY, about):
        core = f"{condition}，{about}怎么定"
    else:
        core = f"{condition}，{about}应当怎么办"
    return Proposal(core, pattern, "direct", facts)


def _consequence(parts: list[str]) -> list[str]:
    """What follows, up to the next condition; a second condition that is only an alternative is passed over, and so is
    what says how or on what grounds."""
    found: list[str] = []
    for clause in parts:
        if clause.endswith("的"):
            if found:
                break
        elif not re.match(r"因|经|根据|按照|一经|除|在.*(?:上|内|后|前)$", clause) or clause is parts[-1]:
            found.append(clause)
    return found


def _may(who: str, what: str) -> str:
    who = re.sub(r"(?:任何|一律|也|均|都|一般)", "", who).strip("，")
    what = re.sub(r"^(?:擅自|随意|以任何(?:方式|形式|理由)|再)", "", what)
    if "不得" in what:
        return ""
    pause = "，" if who.endswith(("的", "后", "前", "时")) else ""
    return f"{who}{pause}可以{what}吗" if len(who) >= 2 and not re.search(MODAL + r"|，$", who[-2:]) else ""


def _prohibited(found: re.Match[str]) -> Facts:
    words = found[0]
    if len(words) > 14:
        words = phrase(found["what"]) or re.split(r"[、（“]|或者|以及|和", words)[0][:10]
    return ((words,),)


def _members(text: str) -> Facts:
    members = [member.removesuffix("的").strip() for member in re.split(r"、|或者|以及|和|，", text)]
    return tuple((member,) for member in members if 2 <= len(member) <= 12)[:3]
