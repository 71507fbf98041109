"""What a follow-up leaves unsaid, taken from the question before it: its counterpart there is replaced."""

from __future__ import annotations

import re

from ingest.citation import find
from ingest.numeral import parse_numeral
from vectorstore.lexical import Lexical

_YEAR = re.compile(r"(?:19|20)\d{2}年?")
_PART = re.compile(r"(?:工作|整改)?措施\d+")
_TURN = re.compile(r"当年|次年|第[一二三四五六七八九十\d]+年")
_CALENDAR_YEAR = re.compile(r"(?:去|今|明|前|后)年")
_NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千万]+)(?:多|来|几)?"
_UNIT = r"(?:个?工作日|个月|个人|小时|万元|周岁|[天日年月次回遍岁名人家元块级分篇])"
_AMOUNT = re.compile(
    rf"(?:超过|不满|不到|达到|多于|少于|满)?(?<!第)(?P<number>{_NUMBER})(?P<unit>{_UNIT})(?:以上|以下|以内|之内)?"
)
_PURE_AMOUNT = re.compile(
    rf"(?:是|请|满|缺|有|超过|超|不满|不到|到|达到|缺席|旷|旷工|迟到|累计|连续|来|休|干|出|住|开|就)*{_NUMBER}{_UNIT}(?:假|的|以上|以下|以内|多)*"
)
_SAME = {"回": "次", "遍": "次", "日": "天", "名": "人", "个人": "人", "块": "元"}


def rewrite(core: str, before: str, lexical: Lexical) -> str:
    """``before`` with the counterpart of the ellipsis ``core`` replaced; empty where it has none."""
    for replaced in (
        _address(core, before),
        _same_kind(_YEAR, core, before),
        _same_kind(_TURN, core, before),
        _same_kind(_CALENDAR_YEAR, core, before),
        _amount(core, before),
        _rival(core, before, lexical),
    ):
        if replaced:
            return replaced
    return ""


def other_part(core: str, before: str) -> str:
    """工作措施2什么时候完成 after 问题一的工作措施1: the other part of the same unit; empty where it is none."""
    part = _PART.match(core)
    old = [found for found in find(before) if found[0].address and found[0].name]
    if part is None or not old:
        return ""
    cited, start, _ = old[0]
    return f"{before[:start]}{cited.address}{core}？"


def _address(core: str, before: str) -> str:
    """那第四十五条呢 after 考核办法第四十四条怎么规定."""
    new, old = find(core), find(before)
    if not new or not old or new[0][0].article_address == "" or new[0][2] - new[0][1] < len(core) - 2:
        return ""
    _, start, end = old[0]
    cited = new[0][0]
    title = f"《{old[0][0].regulation}》" if old[0][0].regulation and not cited.regulation else ""
    return before[:start] + title + core[new[0][1] : new[0][2]] + before[end:]


def _same_kind(kind: re.Pattern[str], core: str, before: str) -> str:
    """2021年 for 2023年, 第二年 for 当年: where the follow-up is nothing else."""
    new, old = kind.fullmatch(core.removesuffix("的")), kind.search(before)
    return before[: old.start()] + new[0] + before[old.end() :] if new and old and new[0] != old[0] else ""


def _amount(core: str, before: str) -> str:
    """请二十天 after 请两天假谁批: another amount in the same unit."""
    new = _AMOUNT.search(core)
    if new is None or _PURE_AMOUNT.fullmatch(core) is None:
        return ""
    for old in _AMOUNT.finditer(before):
        if _unit(old["unit"]) == _unit(new["unit"]) and _value(old["number"]) != _value(new["number"]):
            return before[: old.start()] + new[0] + before[old.end() :]
    return ""


def _rival(core: str, before: str, lexical: Lexical) -> str:
    """A word of the question before that excludes one of the follow-up's: 记过 for 党内严重警告."""
    words = sorted({w for g in lexical.vocabulary.contrasts for w in g}, key=lambda w: (-len(w), w))
    own = [w for w in words if w in core]
    for word in (w for w in words if w in before and not any(w in o for o in own)):
        if any(word in lexical.vocabulary.rivals(o) for o in own):
            return before.replace(word, core.removesuffix("的"), 1)
    return ""


def _unit(written: str) -> str:
    plain = written.removeprefix("个")
    return _SAME.get(plain, plain)


def _value(written: str) -> str:
    try:
        return str(parse_numeral(written))
    except ValueError:
        return written
