"""A follow-up (那乡镇的呢？) → a question that stands on its own, from the question before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
_NEW_SUBJECT = re.compile(
    r"^(?:换个(?:问题|话题)|另外?(?:再)?(?:请教|请问|问)|再?请教|对了|顺便|再问个别的|还有个(?:别的)?问题|另一个问题|说点别的|不说这个)"
)
_BELOW = re.compile(r"(?:那)?(第[一二三四五六七八九十]{1,3}款)?(第[（(]?[一二三四五六七八九十]{1,3}[）)]?项)?")
_STEP = re.compile(r"(?:那)?(?P<way>下|后|上|前)(?:面)?[一1](?:条|段|点)(?:是|讲|说|规定)?(?:的)?(?:什么|啥)?")
_ABOUT_ALL = re.compile(r"施行|生效|实施|废止|由谁解释|谁来?解释|谁印发|谁发|适用(?:范围|于)|一共(?:多少|几)[条章]")
_SHORT = 22
_WHOLE_SHORT = 14  # a question about a regulation as a whole that names none
_TELLING = 0.6  # words of this weight together say what a question is about
_STRANGE = 1.3  # the most weight of a follow-up's own words that its article may leave unmentioned
_RELATED = 0.3  # the least share of the question before that it must have
_CLEARLY = 0.03  # by how much more likely a question must be answered on its own
_SURE, _CLOSER = 0.88, 0.15  # or this likely, by an article that has so much more of its words
_MOST_BACKGROUND = 120  # characters


@dataclass(frozen=True, slots=True)
class Found:
    """What a question finds: the likelihood of its best article, how much of the question's own words that has, the
    article itself, and the ones printed next to it. ``weight`` is that of the question's own words together,
    ``covered`` the share of it that the article has, ``shared`` that of the words of the question before."""

    score: float
    fits: float
    title: str
    address: str
    before: str = ""
    after: str = ""
    article: bool = False
    weight: float = 0.0
    covered: float = 1.0
    shared: float = 1.0

    @property
    def explains(self) -> bool:
        """Whether the article is about both questions: no basis is found in one that only speaks of the question
        before (食堂几点开饭 after 受记过处分怎么定档), nor in one that does not speak of it."""
        silent = self.covered == 0.0 and self.weight >= _TELLING
        return not silent and self.weight * (1.0 - self.covered) <= _STRANGE and self.shared >= _RELATED


Look = Callable[[str], Found | None]
"""A search; None where nothing is found."""


def resolve(question: str, previous: Sequence[str], lexical: Lexical, look: Look | None = None) -> str:
    """The follow-up written out, or ``question`` itself where it stands on its own.

    An ellipsis (那党内严重警告呢) takes the place of its counterpart in the question before; a whole question that
    points back (第二条措施什么时候完成) gets that question as background: （接上问：…）. With ``look`` a question that
    does not show its form to be a follow-up is one too, unless it finds more by itself than with that background.
    """
    if not previous:
        return question
    before = resolve(previous[-1], previous[:-1][-2:], lexical, look) if len(previous) > 1 else previous[-1]
    before = before.strip()
    if not before or _NEW_SUBJECT.match(question.strip()):
        return question
    if look is not None and (placed := _placed(question, before, look)):
        return placed
    if not _depends(question):
        return _with_background(question, before, look) if look is not None else question
    core = _CLOSING.sub("", _OPENING.sub("", question.strip())).strip("，, ")
    if not core or not before:
        return question
    core, before = _measures(core), _measures(before)
    if named := _part(core, before):
        return named
    if _ASKING.search(core):
        if _parallel(core, before):
            return core + "？"
        return _backed(core, before)
    for replaced in (_address(core, before), _year(core, before), _rival(core, before, lexical)):
        if replaced:
            return replaced
    return f"（接上问：{_plain(before)}）{core}呢？"


def _placed(question: str, before: str, look: Look) -> str:
    """第二款呢, 下一条呢, 什么时候施行的: a place in the article or the regulation that the question before found."""
    core = _CLOSING.sub("", question.strip())
    step, below = _STEP.fullmatch(core), _BELOW.fullmatch(core.removesuffix("规定了什么").removesuffix("怎么说"))
    whole = len(core) <= _WHOLE_SHORT and _ABOUT_ALL.search(core) and not find(core)
    if not (step or whole or (below and below[0])):
        return ""
    found = look(before)
    if found is None:
        return ""
    title = f"《{found.title}》"
    if step:
        address = found.after if step["way"] in "下后" else found.before
        return f"{title}{address}" if address else ""
    if whole:
        return f"{title}{core.removeprefix('那').removeprefix('它').removeprefix('这个')}？"
    assert below is not None
    return f"{title}{found.address}{below[0].removeprefix('那')}" if found.article else ""


def _with_background(question: str, before: str, look: Look) -> str:
    """The question with the one before it as background, unless it finds clearly more without."""
    core = _CLOSING.sub("", question.strip())
    if find(question) or _parallel(core, before) or not core:
        return question
    alone, both = look(question), _backed(core, before)
    if alone is None or (together := look(both)) is None:
        return question
    if not together.explains:
        return question
    clearly = alone.score > together.score + _CLEARLY
    elsewhere = (alone.title, alone.address) != (together.title, together.address)
    closer = alone.score >= _SURE and alone.fits > together.fits + _CLOSER
    return question if clearly or (elsewhere and closer) else both


def _backed(core: str, before: str) -> str:
    return f"（接上问：{_plain(before)[-_MOST_BACKGROUND:]}）{core}？"


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
