"""What a question names and wants, found without a language model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from ingest.citation import Citation, find
from ingest.model import Article, Regulation
from vectorstore.asof import asked_day
from vectorstore.background import behind
from vectorstore.lexical import Lexical, Term
from vectorstore.places import Place, find_places
from vectorstore.regions import regions
from vectorstore.synonyms import Vocabulary
from vectorstore.titles import Titles
from vectorstore.words import normalise

Want = Literal["quantity", "when", "who", "whether", "list", "compare"]
"""quantity: a number with a unit · when: a date or a period · who: a person or an organisation · whether: yes or no ·
list: all of several · compare: two or more things side by side."""


_NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千万半]+)"
_ASKED = r"(?:几|多少|多大|多长|多)"

# unit → (how a question asks for it, how a text gives it)
_UNITS: dict[str, tuple[str, str]] = {
    "percent": (
        r"百分之(?:几|多少)|几成|几个点|几个百分点|(?:比例|占比|份额|比重)(?:[^，。？]{0,6}(?:多少|多大|多高|几))|多大(?:的)?(?:比例|份额)|多少比例|占[^，。？]{0,4}(?:多少|几)|打几折",
        rf"\d%|百分之|分之|{_NUMBER}成|\d的比例|一半|半数|占\d",
    ),
    "money": (
        r"多少(?:块|元|万|钱)|(?:几|多少)(?:百|千|万)?(?:块|元)|多少奖金|(?:工资|报酬|津贴|补贴|奖金|补助|饭补|差旅费|住宿费|标准|到手)[^，。？]{0,8}(?:是|有|发|领|给|报|拿)?多少",
        rf"{_NUMBER}(?:万|亿)?元|{_NUMBER}倍|百分之|\d%",
    ),
    "day": (
        rf"{_ASKED}(?:个)?(?:工作日|天|日(?!期))(?!.{{0,2}}前一)",
        rf"{_NUMBER}(?:个)?(?:工作日|天|日内|日以|个月)",
    ),
    "month": (rf"{_ASKED}个月", rf"{_NUMBER}个月|半年|{_NUMBER}月"),
    "year": (rf"{_ASKED}年", rf"{_NUMBER}(?:年|周年)|半年"),
    "age": (rf"{_ASKED}岁|年龄[^，。？]{{0,6}}(?:多少|限制|上限)", rf"{_NUMBER}周?岁"),
    "person": (
        rf"{_ASKED}(?:名|人|位|个人|个委员|个党员|党员|委员|职工)",
        rf"{_NUMBER}(?:个)?(?:至{_NUMBER})?(?:名|人|位)|分之|半数",
    ),
    "date": (r"几月几[号日]|几号|哪一?天|几月[^，。？]{0,6}几月", r"\d月\d+日|\d月底|\d月至|月\d+日"),
    "times": (
        rf"{_ASKED}(?:次|回|遍|趟)|(?:多久|多长时间|多少时间|隔多长)[^，。？]{{0,8}}[1一](?:次|回|遍|趟)|[1一]次还是|年[1一]次",
        rf"{_NUMBER}次|每(?:{_NUMBER})?(?:年|月|季|周|半年|学期)",
    ),
    "points": (rf"{_ASKED}分(?!之)|占{_ASKED}分", rf"{_NUMBER}(?:\.\d+)?分(?!之|别|级|类)|分值占?\d"),
    "letters": (rf"{_ASKED}字", rf"{_NUMBER}余?字"),
    "papers": (rf"{_ASKED}篇", rf"{_NUMBER}余?篇"),
    "units": (rf"{_ASKED}家", rf"{_NUMBER}(?:多)?家|分之|\d%"),
    "times_more": (rf"{_ASKED}倍", rf"{_NUMBER}倍|百分之"),
    "hours": (rf"{_ASKED}(?:个)?小时", rf"{_NUMBER}(?:个)?小时"),
    "telephone": (r"电话(?:是|号码)?(?:多少|几)|哪个[^，。？]{0,4}电话|打[^，。？]{0,6}电话", r"\d{3,}-?\d{4,}"),
    "website": (r"网址|哪个网站|下载|电子版", r"网址|www|http|下载"),
    "kinds": (
        r"(?:几|哪几)(?:大)?(?:种|类|等(?!级)|个等次|个档次|方面|个方面)",
        r"分为|分别为|主要是|主要有|包括|下列|[、和].{0,8}(?:方式|等次|档次|方面)|全面考核",
    ),
    "definition": (
        r"什么是|是(?:考|指|干)?什么(?:意思|的)|具体指|指(?:的)?(?:是)?(?:哪些|什么)|(?:^|[，,])(?:多[^，。？少久长]|什么样)[^，。？]{0,8}算(?![数了是账])",
        r"是指|是对|是以|所称|指在|主要包括",
    ),
    "count": (
        rf"{_ASKED}(?:个(?!月|工作日|人|点|委员|党员|小时|百分|等次|档次|方面)|项|条|棵|所|处|级|间|台|件|立方米|方|吨|亩|页|票)",
        _NUMBER,
    ),
}
_NOUN = re.compile(
    r"(?:几|多少)(?:名|个|位|家|篇|条|项|人|所|份)?(?P<noun>(?:(?![的几多月年日号天次回遍分岁元块成倍])[㐀-鿿]){2})"
)
_NO_NOUN = frozenset(
    "百分 工作 才能 才算 分之 以上 以下 以内 就要 就得 时间 个点 小时 什么 怎么 合适 才行 可以 多少 几个".split()  # noqa: SIM905
)
_ANY_AMOUNT = re.compile(r"多少|几(?!乎|经|率)|最多|最少|至少|上限|下限")
_ANY_NUMBER = re.compile(_NUMBER)
_UNIT_ASKED = {unit: re.compile(asked) for unit, (asked, _) in _UNITS.items()}
_UNIT_GIVEN = {unit: re.compile(given) for unit, (_, given) in _UNITS.items()}

_WHEN = re.compile(
    r"什么时候|啥时候|何时|几时|哪一?[年天日月]|几月|几号|什么时间|时限|期限|多久|多长时间|多长|截止|最迟|最晚|生效|从[^，。？]{0,4}到[^，。？]{0,4}[月日年]"
)
_TIME = re.compile(
    rf"\d{{4}}年|{_NUMBER}(?:个)?(?:月|日|年|天|小时|工作日|周|季度)|年底|年初|年末|月底|季度|之日起|届满|期满|及时|每年|每月|半年|任期|随时|同步"
)
_WHO = re.compile(
    r"谁|哪个?(?:部门|单位|机构|机关|科室|人|层|家|些部门|些单位)|哪几?(?:家|个部门|个单位)|哪些(?:部门|单位|人|机关)|什么(?:部门|单位|人|机构)|找哪|归哪|哪儿管|责任单位|组长是"
)
_ORGANISATION = re.compile(
    r"[部委局厅院处室办会组司署所站队团]|单位|机构|部门|机关|中心|公司|党组织|书记|主任|组长|负责人|领导|人员|本人|支部|政府|上级|法院"
)
_WHETHER = re.compile(
    r"吗|么[？?]|是否|能不能|可不可以|可以不|行不行|能否|要不要|算不算|用不用|会不会|有没有|给不给|对不对|不[？?]?$|没[？?]?$|还能|能[^，。？]{1,12}不"
)
_LIST = re.compile(
    r"哪些|哪几|哪[两三四五六七八九十]|包括什么|什么条件|条件是|什么情形|哪种情形|步骤|流程|程序|职责是|内容是|有什么区别|怎么(?:写|规定)的?|有哪|有啥|什么后果|分别|几种|几个等次|几等|几大?方面|几类|几项|全文|全部|各[要占]?"
)
_COMPARE = re.compile(
    r"分别|各(?:要|占|有|是|由|自|需)|区别|不一样|不同|差在哪|差别|相比|有何异同|不管是|一次.{0,2}、|，[^，]{2,}[？?]"
)
_WHOLE = re.compile(
    r"全文|原文|怎么规定|规定了?(?:什么|啥|些什么|哪些)|(?:讲|写|说)(?:的|了)?(?:是)?(?:什么|啥)|(?:是)?什么(?:内容|规定)|的?内容|怎么(?:写|说)的?"
)


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was understood.

    ``text`` is what is embedded, ``said`` the same before colloquial words became official ones, and ``terms`` what is
    looked up; ``background`` are terms of the question before it:
    they help to rank, but an answer need not contain them. ``named`` are ids of regulations it may mean;
    ``foreign`` names regulations it asks about that the index does not have. ``addresses`` are exact places, ``places``
    chapters and last articles, ``whole`` wants them entire. ``as_of`` is the day whose law is asked. ``units`` are the
    units of the numbers asked for, ``counted`` the things counted (几名委员), ``contrasts`` the words that must not be
    taken for their rivals, ``regions`` the provinces it names.
    """

    question: str
    text: str
    terms: tuple[Term, ...] = ()
    background: tuple[Term, ...] = ()
    named: frozenset[str] = frozenset()
    exact_title: bool = False
    foreign: tuple[str, ...] = ()
    addresses: tuple[Citation, ...] = ()
    places: tuple[Place, ...] = ()
    whole: bool = False
    as_of: date | None = None
    wants: frozenset[Want] = frozenset()
    units: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    contrasts: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    said: str = ""

    @property
    def not_here(self) -> tuple[str, ...]:
        """What to say, in Chinese, where the question asks about a regulation that the index does not have."""
        if not self.foreign or self.named:
            return ()
        return ("没有收录" + "、".join(f"《{name}》" for name in self.foreign),)

    def naming(self, regulation_id: str) -> float:
        """1 for a regulation that the question names, −1 for one that it does not while naming another, else 0."""
        return (1.0 if regulation_id in self.named else -1.0) if self.named else 0.0

    def foreign_in(self, regulation: Regulation, article: Article) -> bool:
        """Whether the article itself speaks of that regulation, so that it may settle the question all the same."""
        return any(name in regulation.text[article.start : article.end] for name in self.foreign)

    def elsewhere(self, regulation: Regulation, article: Article) -> bool:
        """Whether the question is about one province and the regulation is another's, without the article speaking of
        the one."""
        own = regions(f"{regulation.title} {regulation.issuer or ''}") if self.regions else frozenset()
        if not own or own & self.regions or regulation.id in self.named:
            return False
        return not self.regions & regions(regulation.text[article.start : article.end])


def understand(question: str, titles: Titles, lexical: Lexical, today: date | None = None) -> Query:
    """Read a question that stands on its own (see ``vectorstore.followup`` for one that does not).

    ``today`` is the day that 去年 counts from.
    """
    before, text = behind(question)
    naming = titles.find(text)
    if not naming.named and before:
        naming_before = titles.find(before)
        naming = type(naming)(naming_before.named, naming_before.exact, naming.foreign, naming.rest)
    cited = tuple(citation for citation, _, _ in find(text) if citation.article is not None or citation.address)
    places = tuple(find_places(text))
    asked = normalise(text)
    left = _without_addresses(naming.rest if naming.named else text)
    terms = tuple(lexical.terms(left)) or tuple(lexical.terms(text))
    own = {term.word for term in terms}
    units = tuple(unit for unit, pattern in _UNIT_ASKED.items() if pattern.search(asked))
    said = f"{before}，{text}" if before else text
    return Query(
        question=question,
        text=_official(said, lexical),
        said=said,
        terms=terms,
        background=tuple(t for t in lexical.terms(before) if t.word not in own),
        named=naming.named,
        exact_title=naming.exact,
        foreign=naming.foreign,
        addresses=cited,
        places=places,
        whole=bool(cited or places)
        and (bool(_WHOLE.search(text)) or not any(t.weight > 0.15 for t in lexical.terms(left))),
        as_of=asked_day(text, today or date.today()),
        wants=_wants(asked, units),
        units=units,
        counted=_counted(asked),
        contrasts=contrast_words(asked, lexical.vocabulary),
        regions=regions(text),
    )


def gives(unit: str, text: str) -> bool:
    """Whether ``text`` (normalised) has a number of this unit."""
    return bool(_UNIT_GIVEN[unit].search(text))


def satisfied(query: Query, text: str) -> float:
    """How much of the kind of thing asked for ``text`` (normalised) has, 0 to 1; 1 where nothing definite is asked."""
    wanted: list[float] = [float(gives(unit, text)) for unit in query.units]
    wanted += [1.0 if _numbered(noun).search(text) else 0.3 for noun in query.counted]
    if not query.units:
        if "quantity" in query.wants:
            wanted.append(float(bool(_ANY_NUMBER.search(text))))
        if "when" in query.wants:
            wanted.append(float(bool(_TIME.search(text))))
        if "who" in query.wants:
            wanted.append(float(bool(_ORGANISATION.search(text))))
    return sum(wanted) / len(wanted) if wanted else 1.0


@lru_cache(maxsize=256)
def _numbered(noun: str) -> re.Pattern[str]:
    """A number of the things called ``noun``."""
    return re.compile(rf"\d[^，。；]{{0,6}}{noun}|{noun}[^，。；]{{0,10}}\d|{_NUMBER}[名个位]?{noun}")


def _wants(asked: str, units: tuple[str, ...]) -> frozenset[Want]:
    found: set[Want] = set()
    if units or _ANY_AMOUNT.search(asked):
        found.add("quantity")
    patterns: tuple[tuple[Want, re.Pattern[str]], ...] = (
        ("when", _WHEN),
        ("who", _WHO),
        ("whether", _WHETHER),
        ("list", _LIST),
        ("compare", _COMPARE),
    )
    found.update(want for want, pattern in patterns if pattern.search(asked))
    if not units and "when" in found:
        found.discard("quantity")
    return frozenset(found)


def _counted(asked: str) -> tuple[str, ...]:
    """The things whose number is asked for: 委员 in 几名委员."""
    return tuple(dict.fromkeys(m["noun"] for m in _NOUN.finditer(asked) if m["noun"] not in _NO_NOUN))


def contrast_words(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of ``text`` (normalised) that have rivals, the longest at each place."""
    found: set[str] = set()
    left = text
    for word in _by_length(vocabulary.contrasts):
        if word in left:
            found.add(word)
            left = left.replace(word, "·")
    return frozenset(found)


@lru_cache(maxsize=8)
def _by_length(groups: tuple[tuple[str, ...], ...]) -> list[str]:
    words = {normalise(word) for group in groups for word in group}
    return sorted(words, key=lambda word: (-len(word), word))


def _official(text: str, lexical: Lexical) -> str:
    """The question in official words: what is embedded, since the texts are written in them."""
    vocabulary = lexical.vocabulary
    cut = dict.fromkeys(lexical.segmenter.cut(text))  # in the order of the text: a run must repeat itself
    words = [word for word in cut if vocabulary.official(word) and word not in vocabulary.formal]
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, vocabulary.official(word)[0].replace(" ", ""))
    return text


def _without_addresses(text: str) -> str:
    spans = [(start, end) for _, start, end in find(text)] + [(place.start, place.end) for place in find_places(text)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return text
