"""A follow-up (那乡镇的呢？) → a question that stands on its own, from the questions before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.citation import Citation, find
from vectorstore.background import behind, with_background
from vectorstore.lexical import Lexical
from vectorstore.outside import outside
from vectorstore.places import find_places
from vectorstore.rewriting import other_part, rewrite

_OPENING = re.compile(r"^(?:那么|那要是|那如果|那换成|那|要是|如果|假如|换成|换了|还有|另外|至于)[，,]?")
_CLOSING = re.compile(r"(?:的话)?(?:又)?(?:呢|咧)?[？?。！!]*$")
_POINTING = re.compile(
    r"^(?:那|它|他|她|这|其|该|此|上面|前面|后面|刚才|另外|还有|要是|如果|换成|至于|第二|其他|其余|别的|(?:工作|整改)?措施\d)"
)
_ASKING = re.compile(r"什么|多少|几|谁|哪|怎么|如何|吗|是否|能不能|多久|何时|咋|啥|要不要|可以")
_NEW_SUBJECT = re.compile(
    r"^(?:换个(?:问题|话题)|另外?(?:再)?(?:请教|请问|问)|再?请教|对了|顺便|再问个别的|还有个(?:别的)?问题|另一个问题|说点别的|不说这个)"
)
_BELOW = re.compile(r"(?:那)?(第[一二三四五六七八九十\d]{1,3}款)?(第?[（(]?[一二三四五六七八九十\d]{1,3}[）)]?项)?")
_STEP = re.compile(
    r"(?:那|那么|它的?|看看?|再看)?(?P<way>下|后|上|前)(?:面)?[一1](?:条|段|点)(?:是|讲|说|规定|写)?(?:的|了)?(?:是)?(?:什么|啥|内容)?"
)
_SAID = re.compile(
    r"(?:是)?(?:怎么|如何)(?:规定|说|写)的?$|(?:规定|讲|说|写)(?:的|了)?(?:是)?(?:什么|啥)$|(?:的)?(?:原文|全文|内容)$"
)
_NAMING = re.compile(r"(?:办法|条例|规定|细则|章程|准则|规则|制度|通知|方案|意见|决定|法|文件)》?(?:里|中)?的?\s*$")
_ABOUT_ALL = re.compile(r"施行|生效|实施|废止|由谁解释|谁来?解释|谁印发|谁发|适用(?:范围|于)|一共(?:多少|几)[条章]")
_SHORT = 22
_WHOLE_SHORT = 14  # a question about a regulation as a whole that names none
_TELLING = 0.6  # words of this weight together say what a question is about
_STRANGE = 1.3  # the most weight of a follow-up's own words that its article may leave unmentioned
_RELATED = 0.3  # the least share of the question before that it must have
_CLEARLY = 0.03  # by how much more likely a question must be answered on its own
_SURE, _CLOSER = 0.88, 0.15  # or this likely, by an article that has so much more of its words
_FOUND = 0.5  # the likelihood from which a turn has a subject of its own
_TURNS = 3  # how many questions before may matter
_KEPT = 512


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


Look = Callable[[Sequence[str]], Sequence[Found | None]]
"""Searches, embedded together; None where nothing is found."""


class Conversation:
    """Writes follow-ups out over one index. Safe to use from several threads; a turn is worked out once.

    An ellipsis (那党内严重警告呢) takes the place of its counterpart in the question before; any other question that
    points back gets that question as background: 关于“…”，…. With ``look`` a question that does not show its form to be
    a follow-up is one too, unless it finds more by itself than with that background.
    """

    def __init__(self, lexical: Lexical, look: Look | None = None) -> None:
        self._lexical = lexical
        self._look = look
        self._written = lru_cache(maxsize=_KEPT)(self._write)
        self._context = lru_cache(maxsize=_KEPT)(self._as_context)

    def resolve(self, question: str, previous: Sequence[str]) -> str:
        """The question written out, or ``question`` itself where it stands on its own; ``previous`` oldest first."""
        before = ""
        for turn in previous[-_TURNS:]:
            if turn.strip() and (turn.strip().isdigit() or not outside(turn)):
                before = self._context(turn, before)
        if not before or (outside(question) and not question.strip().isdigit()):
            return question
        return self._written(question, before)

    def _as_context(self, turn: str, before: str) -> str:
        """A turn as what follows refers to it: with the one before where alone it finds too little to be a subject."""
        written = self._written(turn, before)
        if self._look is None or not before or behind(written)[0] or _NEW_SUBJECT.match(turn.strip()):
            return written
        found = self._look([written])[0]
        return written if written != turn or (found and found.score >= _FOUND) else with_background(before, written)

    def _write(self, question: str, before: str) -> str:
        before = before.strip()
        if not before or _NEW_SUBJECT.match(question.strip()):
            return question
        if placed := self._placed(question, before):
            return placed
        core = _CLOSING.sub("", _OPENING.sub("", question.strip())).strip("，, ")
        if not core:
            return question
        if not _depends(question):
            return self._if_better(question, before)
        if named := other_part(core, before):
            return named
        if _ASKING.search(core):
            return core + "？" if _parallel(core, before) else with_background(before, core + "？")
        return rewrite(core, behind(before)[1], self._lexical) or with_background(before, core + "呢？")

    def _placed(self, question: str, before: str) -> str:
        """第二款呢, 下一条呢, 第21条怎么规定的, 什么时候施行的: a place in what the question before found."""
        if self._look is None:
            return ""
        core = _CLOSING.sub("", question.strip())
        step, below = _STEP.fullmatch(core), _BELOW.fullmatch(_SAID.sub("", core))
        elsewhere = _elsewhere(core, before)
        whole = len(core) <= _WHOLE_SHORT and _ABOUT_ALL.search(core) and not find(core)
        if not (step or whole or elsewhere or (below and below[0])):
            return ""
        found = self._look([before])[0]
        if found is None:
            return ""
        title = f"《{found.title}》"
        if step:
            address = found.after if step["way"] in "下后" else found.before
            return f"{title}{address}" if address else ""
        if elsewhere or whole:
            return f"{title}{_OPENING.sub('', core).removeprefix('它').removeprefix('这个')}？"
        assert below is not None
        part = below[0].removeprefix("那")
        return f"{title}{found.address}{part if part.startswith('第') else '第' + part}" if found.article else ""

    def _if_better(self, question: str, before: str) -> str:
        """The question with the one before it as background, unless it finds clearly more without."""
        core = _CLOSING.sub("", question.strip())
        if self._look is None or find(question) or _parallel(core, before) or not core:
            return question
        both = with_background(before, core + "？")
        alone, together = self._look([question, both])
        if alone is None or together is None:
            return question
        elsewhere = (alone.title, alone.address) != (together.title, together.address)
        if not together.explains and (elsewhere or together.score < alone.score):
            return question
        clearly = alone.score > together.score + _CLEARLY
        closer = alone.score >= _SURE and alone.fits > together.fits + _CLOSER
        return question if clearly or (elsewhere and closer) else both


def _elsewhere(core: str, before: str) -> bool:
    """Whether it names a place and leaves it to the question before in which regulation."""
    places = [(place.start, place.end) for place in find_places(core)]
    cited = _addresses(core)
    if any(citation.regulation for citation, _, _ in cited) or not (places or cited):
        return False
    start, end = places[0] if places else cited[0][1:]
    ellipsis = end - start >= len(core) - 2
    return not _NAMING.search(core[:start]) and not (ellipsis and _addresses(before) and not places)


def _addresses(text: str) -> list[tuple[Citation, int, int]]:
    return [found for found in find(text) if found[0].article is not None or found[0].address]


def _depends(question: str) -> bool:
    asked = question.strip()
    if asked.rstrip("？?。！! ").endswith("呢") and len(asked) <= _SHORT:
        return True
    return bool(_POINTING.match(asked)) and len(asked) <= _SHORT


def _parallel(core: str, before: str) -> bool:
    """Whether the follow-up asks the same of something else: 机关党委一届几年 after 机关党支部一届几年."""
    same = sum(char in before for char in core)
    return same >= 0.6 * len(core) and len(core) >= 0.6 * len(_CLOSING.sub("", before))
