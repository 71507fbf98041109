"""Sentences that list: a lead-in with its items (下列情形), or several things in one sentence (分为…四个档次)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.draft.model import Proposal, Unit
from eval.draft.wording import clauses, leans, phrase, plain

_MOST_FACTS = 3
_LONGEST = 60
_NO_SUBJECT = re.compile(r"(?:主要|具体)?包括|工作中|应当|是什么")
_N = r"[两二三四五六七八九十\d]+"
_INTO = re.compile(
    rf"分为(?P<members>[^，。；]+?(?:、|和|与)[^，。；]+?)(?P<count>{_N})(?P<measure>[个种类项级])(?P<thing>\S{{0,6}})$"
)
_HOLDS = re.compile(r"^(?P<whole>[^，、]{2,24}?)(?:主要|具体|一般)?包括(?P<members>[^，。；]+、[^，。；]+)")


def announced(unit: Unit) -> Iterator[Proposal]:
    """What a lead-in announces, asked for: 应当具备下列条件 → 应当具备哪些条件."""
    if not unit.items:
        return
    core = _which(plain(unit.text))
    if not core or leans(core) or len(core) > _LONGEST or _NO_SUBJECT.match(core):
        return
    facts = [(found,) for item in unit.items if (found := phrase(_first(item)) or phrase(item))][:_MOST_FACTS]
    if facts:
        yield Proposal(core, "列举", "direct", tuple(facts))


def enumerated(unit: Unit) -> Iterator[Proposal]:
    """Things listed in one sentence: 分为甲、乙和丙三个档次, 费用包括甲、乙和丙."""
    parts = clauses(unit.text)
    for at, clause in enumerate(parts):
        whole = plain("，".join(parts[: at + 1])) if at <= 1 else plain(clause)
        if found := _INTO.search(clause):
            asked = f"分为哪几{found['measure']}{plain(found['thing'])}"
            core = whole[: whole.rfind("分为")].removesuffix("一般") + asked
        elif at == 0 and (found := _HOLDS.match(clause)) and not unit.items:
            whole = plain(found["whole"])
            core = whole + ("包括哪些" if whole.endswith(("内容", "范围", "方面")) else "包括哪些内容")
        else:
            continue
        members = [m.strip("“”‘’ ") for m in re.split(r"、|以及|和|与|及", found["members"])]
        facts = tuple((m,) for m in members if 2 <= len(m) <= 10)[:_MOST_FACTS]
        if len(facts) >= 2 and not leans(core) and len(core) <= _LONGEST:
            yield Proposal(core, "列举", "direct", facts)


def _first(item: str) -> str:
    """What an item begins with, which is what it is about: 总结述职 in （二）总结述职。…"""
    return clauses(item, "，；。：")[0] if item else ""


def _which(lead: str) -> str:
    """The lead-in as a question, empty where its wording is none that is known."""
    if re.search(r"(?:下列|以下|如下)(?:规定|办法|方式|方法)(?:办理|执行|处理|进行|确定)?$", lead):
        manner = re.sub(r"(?:按照|按|依照)?(?:下列|以下|如下)(?:规定|办法|方式|方法)", "怎么", lead)
        return manner + "办理" if manner.endswith("怎么") else manner
    if found := re.search(r"(?:下列|以下)([\u4e00-\u9fff]{1,8}?)之一", lead):
        return lead[: found.start()] + f"哪些{found[1]}" + lead[found.end() :]
    if found := re.search(r"(?:下列|以下)(?:几)?(?:个|项|种)?(?=[\u4e00-\u9fff])", lead):
        return lead[: found.start()] + "哪些" + lead[found.end() :]
    if found := re.search(r"(?:如下|是|为)$", lead):
        return lead[: found.start()] + ("有哪些" if found[0] == "如下" else "是什么")
    if re.search(r"包括$", lead):
        return re.sub(r"(?:主要|具体)?包括$", "包括哪些内容", lead)
    return ""
