"""Which regulation a question names: by its title, by an alias, or by a short form worked out from the titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import fsum

from ingest.model import Regulation
from vectorstore.words import FUNCTION_WORDS, Segmenter, normalise

_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》){1,120})》")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_SIGNS = re.compile(r"[^\w]|_")
_GENRE = re.compile(
    r"(?:实施细则|实施办法|暂行办法|管理办法|工作办法|办法|条例|意见|方案|规定|细则|章程|准则|规则|制度|通知|决定|文件|法典|党章|团章|法)$"
)
_FOREIGN = re.compile(r"(?:办法|条例|规定|细则|章程|准则|规则|法典|党章|团章|宪法|刑法)$|[㐀-鿿]{2,}法$")
_STATUTE = re.compile(r"(?:条例|准则|章程|法典|法|党章|团章)$")
# What people call any regulation; and words that many titles have, so that they tell none apart.
_LOOSE = frozenset(("规定", "制度", "文件", "办法"))
_ANY_KIND = "§"
_SHORT_NAMES = frozenset("宪法 刑法 民法 民法典 税法 党章 团章".split())  # noqa: SIM905
_GENERIC = frozenset("管理 工作 实施 暂行 试行 若干 有关 具体 关于 印发 单位 人员".split())  # noqa: SIM905
_INSTITUTION = re.compile(
    r"(?<![本我咱该贵各全你])(?:省|市|自治区|县|区|旗|州|局|委|厅|部|院|所|学校|大学|学院|公司|集团|医院|银行|中心|办)$"
)
# 办法 in 有什么办法, 法 in 说法: words that only look like kinds of regulation.
_ORDINARY = frozenset(
    "办法 方法 说法 看法 做法 想法 用法 违法 依法 执法 司法 合法 立法 普法 方式方法 计分办法 书法 算法".split()  # noqa: SIM905
)
_SKIPPED = frozenset(
    "的 关于 印发 中 里 之 现行 新 旧 新版 旧版 老 原 修订 修订后 那个 这个 那份 这份 那部 这部 那 这 份 部".split()  # noqa: SIM905
)
# Words before 规定 that only ask or point, and those that name one only together with more: 上级规定 is any of them.
_POINTING = re.compile(r"哪.{0,2}|什么|何种|[上前][述款文面]|下[列面述]|以下|相[关应]|其他|别的")
_WHOSE = re.compile(r"上级|党内|国家(?:有关)?")
_FEW = 2  # regulations that a loose name may mean


@dataclass(frozen=True, slots=True)
class Naming:
    """The regulations a question names.

    ``named`` are the ids of those it may mean, all equally likely; ``exact`` says that it was a full title. ``foreign``
    are regulations it asks about that the index does not have. ``rest`` is the question without what was understood.
    """

    named: frozenset[str] = frozenset()
    exact: bool = False
    foreign: tuple[str, ...] = ()
    rest: str = ""


class Titles:
    """The titles and aliases of an index, ready to be recognised in questions."""

    def __init__(self, regulations: Iterable[Regulation], segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._full: dict[str, set[str]] = {}
        self._words: dict[str, list[str]] = {}
        for regulation in regulations:
            for title in (regulation.title, *regulation.aliases):
                for key in {_key(title), _key(_ASIDE.sub("", title))}:
                    self._full.setdefault(key, set()).add(regulation.id)
            self._words[regulation.id] = _content(self._title_words(_ASIDE.sub("", regulation.title)))
        self._having = Counter(word for words in self._words.values() for word in set(words))
        self._vocabulary = set(self._having)

    def find(self, question: str) -> Naming:
        """What ``question`` names. Quoted titles come first, then full titles, then short forms."""
        named: set[str] = set()
        foreign: list[str] = []
        rest = question
        for match in _QUOTED.finditer(question):
            found = self._quoted(match[1])
            named |= found
            if found:
                rest = rest.replace(match[0], " ")
            elif _asked_of(re.escape(match[1]), question):
                foreign.append(match[1])
        if named or foreign:
            return Naming(frozenset(named), bool(named), tuple(foreign), rest.strip())
        plain = _key(question)
        full = [key for key in self._full if len(key) > 4 and key in plain]
        if full:
            longest = max(full, key=len)
            return Naming(frozenset(self._full[longest]), True, (), _without(question, longest))
        return self._short(question)

    def closest(self, question: str, among: Iterable[str]) -> frozenset[str]:
        """Of the regulations ``among`` these ids, the one whose title shares most with the question, a word that fewer
        titles have counting more: 植树 for 植树新闻第三段. Several where they share as much, none where nothing is."""
        asked = {part for word in self._segmenter.cut(question) for part in (word, *self._segmenter.inside(word))}
        asked -= _GENERIC | _LOOSE | FUNCTION_WORDS  # 规定 of 第三条怎么规定 names no regulation
        titles = {identity: asked.intersection(self._words[identity]) for identity in among}
        shared = {identity: fsum(1 / self._having[word] for word in words) for identity, words in titles.items()}
        most = max(shared.values(), default=0.0)
        return frozenset(i for i, share in shared.items() if share == most) if most else frozenset()

    def _title_words(self, title: str) -> Iterator[str]:
        """The words of a title, the words inside them, 规定 after 暂行规定, and at the end the sign for any kind."""
        for word in self._segmenter.cut(title):
            yield word
            yield from self._segmenter.inside(word)
            genre = _GENRE.search(word)
            plain = genre and re.search(r"(?:办法|条例|规定|细则|规则|意见|方案|通知)$", genre[0])
            if plain and plain[0] != word:
                yield plain[0]
        yield _ANY_KIND

    def _quoted(self, title: str) -> set[str]:
        for key in (_key(title), _key(_ASIDE.sub("", title)), _key(title).removeprefix("中华人民共和国")):
            if key in self._full:
                return self._full[key]
        words = _content(self._segmenter.cut(title))
        if len(words) == 1 and (genre := _GENRE.search(words[0])):
            words = [word for word in (words[0][: genre.start()], genre[0]) if word]
        if len(words) < 2:
            return set()
        return {i for i, own in self._words.items() if _in_order(words, own)}

    def _short(self, question: str) -> Naming:
        words = [part for word in self._segmenter.cut(question) for part in self._split(word)]
        best: set[str] = set()
        best_words: list[str] = []
        foreign: list[str] = []
        for end, word in enumerate(words):
            genre = _GENRE.search(word)
            if genre is None or (word in _ORDINARY and (end == 0 or words[end - 1] in FUNCTION_WORDS)):
                continue
            if word == "规定" and (end == 0 or words[end - 1] in FUNCTION_WORDS or _GENRE.search(words[end - 1])):
                continue  # the verb
            mention, stranger = self._mention(words, end, words[end])
            if _POINTING.fullmatch(stranger):
                stranger = ""
            if _WHOSE.fullmatch(stranger) and genre[0] == "".join(mention):
                continue
            named = self._named(mention)
            if not named and genre[0] in _LOOSE and word == genre[0]:
                loose, _ = self._mention(words, end, _ANY_KIND)
                named = self._named([w for w in loose if w not in _GENERIC])
                if 1 <= len(named) <= _FEW:
                    mention = [*loose[:-1], word]
                else:
                    named = set()
            if stranger and self._other(stranger, mention, word):
                named = set()
            if named and len("".join(mention)) > len("".join(best_words)):
                best, best_words = named, mention
            if (stranger or not named) and _FOREIGN.search(word) and (word not in _ORDINARY or len(mention) > 1):
                name = stranger + "".join(mention)
                long = len(name) > len(genre[0]) + 1 or name in _SHORT_NAMES
                if long and _asked_of("的?".join(map(re.escape, [stranger, *mention])), question):
                    foreign.append(name)
        rest = question
        for word in best_words:
            rest = rest.replace(word, " ", 1)
        return Naming(frozenset(best), False, tuple(foreign), rest.strip() if best else question)

    def _named(self, mention: list[str]) -> set[str]:
        if len("".join(mention)) <= 2:
            return set()
        return {i for i, own in self._words.items() if _in_order(mention, own)}

    def _other(self, stranger: str, mention: list[str], kind: str) -> bool:
        """Whether ``stranger`` before the mention makes it another regulation: 信访 before 工作条例."""
        if len(stranger) < 2:
            return False
        said = [word for word in mention if word not in _GENERIC and not _GENRE.fullmatch(word)]
        return not said or bool(_STATUTE.search(kind)) or bool(_INSTITUTION.search(stranger))

    def _mention(self, words: list[str], end: int, kind: str) -> tuple[list[str], str]:
        """The longest run of title words that ends at ``end`` with ``kind``, and the content word before it that no
        title has."""
        genre = _GENRE.search(words[end])
        titles = list(self._words.values())
        mention = [kind] if any(kind in own for own in titles) else [genre[0] if genre else ""]
        head = words[end][: -len(mention[0])] if kind != _ANY_KIND else ""
        if head:  # 合同 in 合同法; the word before it belongs to the name too: 劳动合同法
            before = words[end - 1] if end else ""
            whole = len(before) > 1 and before not in FUNCTION_WORDS and before not in self._vocabulary
            return mention, before + head if whole else head
        generic = ""
        for index in range(end - 1, -1, -1):
            word = words[index]
            if word in _SKIPPED:
                continue
            if word in _GENERIC and word not in self._vocabulary and word not in FUNCTION_WORDS:
                generic = word + generic
                continue
            if word in FUNCTION_WORDS and word not in self._vocabulary:
                break
            official = [w for phrase in self._segmenter.vocabulary.official(word) for w in self._segmenter.cut(phrase)]
            variants = [word, *self._segmenter.inside(word), *official]
            longer = next(([v, *mention] for v in variants if any(_in_order([v, *mention], o) for o in titles)), None)
            if longer:
                mention = longer
                left = word.replace(longer[0], "", 1)
                if len(left) > 1 and left != word and not self._vocabulary.intersection((word, left)):
                    return mention, left  # 信访 in 信访工作
                continue
            known = word in self._vocabulary and not (len(mention) == 1 and _STATUTE.search(mention[0]))
            return mention, "" if known else word + generic
        return mention, generic

    def _split(self, word: str) -> tuple[str, ...]:
        """考核制度, one word of the dictionary but of no title, as 考核 and 制度."""
        genre = _GENRE.search(word)
        if genre is None or genre[0] not in _LOOSE or genre[0] == word or word in _ORDINARY or word in self._vocabulary:
            return (word,)
        return (word[: genre.start()], genre[0])


def _asked_of(title: str, question: str) -> bool:
    """Whether the question asks what the regulation of this title (a pattern) says, rather than mentioning it."""
    return bool(
        re.search(rf"(?:按照?|根据|依据|依照|照|依|在)《?{title}", question)
        or re.search(rf"{title}》?(?:里|中|上|规定|对|第|的?第|怎么|是怎么|如何|有什么规定|全文|讲|说)", question)
    )


def _key(title: str) -> str:
    return _SIGNS.sub("", normalise(title))


def _content(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in _SKIPPED]


def _in_order(words: list[str], title: list[str]) -> bool:
    """Whether ``words`` occur in ``title`` (words and the words inside them) in this order."""
    position = 0
    for word in words:
        found = next((i for i in range(position, len(title)) if _shortens(word, title[i])), None)
        if found is None:
            return False
        position = found + 1
    return True


def _shortens(word: str, full: str) -> bool:
    """Whether ``word`` is ``full`` or its first and last characters with some left out between: 请假 for 请休假."""
    if word == full:
        return True
    if not 2 <= len(word) < len(full) <= len(word) + 1 or (word[0], word[-1]) != (full[0], full[-1]):
        return False
    rest = iter(full)
    return all(char in rest for char in word)


def _without(question: str, key: str) -> str:
    """``question`` without the stretch that spells ``key``, whatever signs stand in between."""
    pattern = r"[^\w]*".join(re.escape(char) for char in key)
    return re.sub(rf"《?{pattern}(?:[（(]试行[）)])?》?", " ", question, count=1, flags=re.IGNORECASE).strip()
