"""A question that asks several things → the questions it is made of."""

from __future__ import annotations

import re

from vectorstore.background import behind, with_background

_SENTENCE = re.compile(r"[；;。？?]+")
_COMMA = re.compile(r"[，,]+")
_CLAUSE = re.compile(r"[，,]+|(?<=[次回年月天人个等多少])、|、(?=谁|由谁|找谁|归谁|怎么|如何|多少|多久|几|哪|什么)")

_ASKING = re.compile(
    r"(?<!没)什么|多少|(?<!没)几(?!乎|经)|谁|哪|怎么|怎样|如何|多久|多长|吗|是否|[能会要可算行对涨给]不|不[能行]|有没有|有无|咋|(?<!没)啥|何时|多[大高远]|用在"
    r"|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)|不$"
)
_SIDE_BY_SIDE = re.compile(
    r"分别|各自|各(?![级地类部个单自])|区别|不一样|[是涨得拿]?一样[多大长高]?|不同|差在|差别|相比|有何异同|不管|无论|都(?=[^，,。？]{1,12}吗$)"
)
_ALIKE = re.compile(r"(?:是)?(?:怎么|如何|咋)(?:规定|算|定|要求|安排)的?$")  # asked of both, and asked still
_LISTED = re.compile(
    r"(?P<first>[^，,、。？?和与跟或的]{1,10})(?P<more>(?:[、和与跟或]|还是)(?:(?!还是)[^，,、。？?和与跟或的]){1,12}?)+(?=[，,的都]|分别|各|(?:是)?(?:怎么|如何|咋)|在.{1,8}[上中里面]|[处待差有]|$)"
)
# 小组的名额和大组的名额 · 骑车的和走路的
_SAME_NOUN = re.compile(
    r"^(?P<first>[^，,、？?和与跟]{2,14}的(?P<noun>[^，,、？?的和与跟]{1,8}))[、和与跟](?P<second>[^，,、？?和与跟]{2,14}的(?P=noun))"
)
_SAME_END = re.compile(r"^(?P<first>[^，,、？?和与跟的]{1,10}的)[、和与跟](?P<second>[^，,、？?和与跟的]{1,10}的)")
# 骑车来的人和走路来的人，: the whole of the first clause lists
_WHOLE_CLAUSE = re.compile(r"^(?P<first>[^，,、？?]{2,16}?)(?:[、和与跟或]|还是)(?P<second>[^，,、？?]{2,16})[，,]")
# 一个是骑车来的，一个是走路来的，饭费有什么不一样: so does each of the clauses before the last
_EACH = re.compile(r"分别|各自|各(?![级地类部个单自])|区别|不一样|差别")
_NO_CASE = re.compile(rf"{_ASKING.pattern}|[里中上时]$")
_NUMBERED = re.compile(r"^一(?:个|种|类|位|边)是")
_BOTH = re.compile(r"(?:这?两[种个类样者]|二者)(?:情况|情形|人)?(?:下|里)?的?")
_COMPARED = re.compile(r"(?:是不是|是否|是|(?<!不))(?:一样|相同)的?吗?$")
_SPLIT = re.compile(r"[、和与跟或]|还是")
_SUBJECT_END = re.compile(
    r"什么|多少|几|谁|哪|怎么|如何|多久|多长|最[晚迟早多少]|至[多少]|一般|又?由|按|又?是|要|能|可以|(?<![协员委])会[不有怎]|应|有|分"
)
_NO_SUBJECT = re.compile(
    r"^(?:(?:那|又|再|还|也|同时|另外)|到会|需要|要|由|谁|多久|几|定了|没|得了|有|能|成员|最迟|副|里面)"
)
# 社团的人数: what else is asked is about the 社团, not its number
_WHOSE = re.compile(r"(?<=..)(?:的[^的]{1,6}|[用受在]+)$")
_MOST = 3


def parts(question: str) -> list[str]:
    """The questions that ``question`` asks at once, each able to stand on its own; empty where it asks one thing."""
    before, asked = behind(question)
    text = asked.strip().rstrip("？?。 ")
    found = (_side_by_side(text) or _clauses(text))[:_MOST]
    if before:
        found = [with_background(before, part) if not behind(part)[0] else part for part in found]
    return found if len(found) > 1 else []


def _side_by_side(text: str) -> list[str]:
    """借书和还书，手续有什么不一样: one question for each of what is listed."""
    if not _SIDE_BY_SIDE.search(text) and not _ALIKE.search(text):
        return []
    if alike := _SAME_NOUN.match(text) or _SAME_END.match(text):
        return _both(alike["first"], alike["second"], text[alike.end() :], "")
    if whole := _WHOLE_CLAUSE.match(text):
        return _both(whole["first"], whole["second"], text[whole.end() :], "，")
    *cases, last = _COMMA.split(text)
    if 1 < len(cases) <= _MOST and _EACH.search(last) and not any(map(_NO_CASE.search, cases)):
        asked = _EACH.sub("", last, count=1)
        return [f"{_NUMBERED.sub('', case)}，{asked}" for case in cases]
    listed = _LISTED.search(text)
    if listed is None:
        return []
    members = [member for member in _SPLIT.split(listed[0]) if member]
    if not 2 <= len(members) <= _MOST or min(map(len, members)) < 2:
        return []
    head, tail = text[: listed.start()], _SIDE_BY_SIDE.sub("", text[listed.end() :], count=1)
    where, within, member = members[0].rpartition("里")
    if within and len(member) > 1:  # 机关里党委、总支、支部
        head, members[0] = head + where + within, member
    tail = _BOTH.sub("", tail)
    found = [f"{head}{member}{tail}" for member in members]
    if not head and len(members[0]) > len(members[-1]) + 2:  # 小卖部开门时间和价格: the price of what is said there
        found[1:] = [with_background(members[0], part) for part in found[1:]]
    return found


def _both(first: str, second: str, rest: str, between: str) -> list[str]:
    """Two things that a clause lists, each with what is asked of both."""
    if "的" in first and "的" not in second:  # 志愿者的人数和经费
        second = first[: first.rindex("的") + 1] + second
    asked = _SIDE_BY_SIDE.sub("", _COMPARED.sub("怎么规定", _BOTH.sub("", rest)), count=1)
    return [f"{thing}{between}{asked}" for thing in (first, second)]


def _clauses(text: str) -> list[str]:
    """理事会多久开一次、几个人到场才有效: one question a clause that asks; a clause that does not goes with the
    next, or with the one before where none follows; what is left out is said again: what the clause before in the same
    sentence is about, or else the first."""
    asked: list[str] = []
    first = subject = waiting = ""
    for sentence in filter(None, _SENTENCE.split(text)):
        fresh = True
        for clause in filter(None, map(str.strip, _CLAUSE.split(sentence))):
            waiting = f"{waiting}，{clause}" if waiting else clause
            if not _ASKING.search(clause):
                continue
            own = _subject(waiting)
            asked.append(_complete(waiting, first if fresh else subject) if asked else waiting)
            first = first or own
            if fresh or not _NO_SUBJECT.match(waiting):
                subject = own or first
            fresh, waiting = False, ""
        if waiting and not fresh:
            asked[-1], waiting = f"{asked[-1]}，{waiting}", ""
    return asked if len(asked) > 1 and not waiting else []


def _complete(later: str, subject: str) -> str:
    """A clause with what the first is about: as its subject where it has none, else as its background."""
    if not subject or subject.strip("，") in later:
        return later
    if _NO_SUBJECT.match(later):
        return f"{subject}{later}"
    return with_background(subject.strip("，"), later)


def _subject(clause: str) -> str:
    """What a clause is about: what stands before its comma, or before what it asks."""
    before, comma, _ = clause.partition("，")
    if comma:
        return before + "，"
    end = _SUBJECT_END.search(clause, 2)
    return _WHOSE.sub("", re.sub(r"的?\d+$", "", clause[: end.start()])) if end else ""
