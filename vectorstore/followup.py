"""A follow-up (那乡镇的呢？) → a question that stands on its own, from the question before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.citation import find
from ingest.numeral import parse_numeral
from vectorstore.lexical import Lexical

_OPENING = re.compile(r"^(?:那么|那要是|那如果|那换成|那|要是|如果|假如|换成|换了|还有|另外|至于)[，,]?")
_CLOSING = re.compile(r"(?:的话)?(?:又)?(?:呢|咧)?[？?。！!]*$")
_POINTING = re.compile(r"^(?:那|它|他|她|这|其|该|此|上面|前面|刚才|另外|还有|要是|如果|换成|至于|第二|其他|其余|别的)")
_ASKING = re.compile(r"什么|多少|几|谁|哪|怎么|如何|吗|是否|能不能|多久|何时|咋|啥|要不要|可以")
_YEAR = re.compile(r"(?:19|20)\d{2}年?")
_MEASURE = re.compile(r"第([一二三四五六七八九十\d]{1,3})[条个项](工作|整改)?措施")
_PART = re.compile(r"(?:工作|整改)?措施\d+")
_SHORT = 22


def resolve(question: str, previous: Sequence[str], lexical: Lexical) -> str:
    """The follow-up written out, or ``question`` itself where it stands on its own.

    An ellipsis (那党内严重警告呢) takes the place of its counterpart in the question before; a whole question that
    points back (第二条措施什么时候完成) gets that question as background: （接上问：…）.
    """
    if not previous:
        return question
    before = resolve(previous[-1], previous[:-1], lexical) if len(previous) > 1 else previous[-1]
    before = before.strip()
    if not _depends(question):
        return question
    core = _CLOSING.sub("", _OPENING.sub("", question.strip())).strip("，, ")
    if not core or not before:
        return question
    core, before = _measures(core), _measures(before)
    if named := _part(core, before):
        return named
    if _ASKING.search(core):
        if _parallel(core, before):
            return core + "？"
        return f"（接上问：{_plain(before)}）{core}？"
    for replaced in (_address(core, before), _year(core, before), _rival(core, before, lexical)):
        if replaced:
            return replaced
    return f"（接上问：{_plain(before)}）{core}呢？"


def _depends(question: str) -> bool:
    asked = question.strip()
    if asked.rstrip("？?。！! ").endswith("呢") and len(asked) <= _SHORT:
        return True
    return bool(_POINTING.match(asked)) and len(asked) <= _SHORT


def _measures(text: str) -> str:
    """第二条工作措施 → 工作措施2, as the texts print it."""

    def written(match: re.Match[str]) -> str:
        try:
            return f"{match[2] or '工作'}措施{parse_numeral(match[1])}"
        except ValueError:
            return match[0]

    return _MEASURE.sub(written, text)


def _part(core: str, before: str) -> str:
    """工作措施2什么时候完成 after 问题一的工作措施1: the other part of the same unit."""
    part = _PART.match(core)
    old = [found for found in find(before) if found[0].address and found[0].name]
    if part is None or not old:
        return ""
    cited, start, _ = old[0]
    return f"{before[:start]}{cited.address}{core}？"


def _parallel(core: str, before: str) -> bool:
    """Whether the follow-up asks the same of something else: 机关党委一届几年 after 机关党支部一届几年."""
    same = sum(char in before for char in core)
    return same >= 0.6 * len(core) and len(core) >= 0.6 * len(_CLOSING.sub("", before))


def _plain(before: str) -> str:
    """Without the brackets of an earlier background, which must not nest."""
    return before.replace("（", "").replace("）", "，").replace("接上问：", "").rstrip("？?")


def _address(core: str, before: str) -> str:
    """那第四十五条呢 after 考核办法第四十四条怎么规定."""
    new, old = find(core), find(before)
    if not new or not old or new[0][0].article_address == "" or new[0][2] - new[0][1] < len(core) - 2:
        return ""
    _, start, end = old[0]
    cited = new[0][0]
    title = f"《{old[0][0].regulation}》" if old[0][0].regulation and not cited.regulation else ""
    return before[:start] + title + core[new[0][1] : new[0][2]] + before[end:]


def _year(core: str, before: str) -> str:
    new, old = _YEAR.fullmatch(core), _YEAR.search(before)
    return before[: old.start()] + new[0] + before[old.end() :] if new and old else ""


def _rival(core: str, before: str, lexical: Lexical) -> str:
    """A word of the question before that excludes one of the follow-up's: 记过 for 党内严重警告."""
    words = sorted({w for g in lexical.vocabulary.contrasts for w in g}, key=len, reverse=True)
    own = [w for w in words if w in core]
    for word in (w for w in words if w in before and not any(w in o for o in own)):
        if any(word in lexical.vocabulary.rivals(o) for o in own):
            return before.replace(word, core.removesuffix("的"), 1)
    return ""
