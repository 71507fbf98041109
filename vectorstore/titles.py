"""Which regulation a question names: by its title, by an alias, or by a short form worked out from the titles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.model import Regulation
from vectorstore.words import FUNCTION_WORDS, Segmenter, normalise

_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》){1,120})》")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_SIGNS = re.compile(r"[^\w]|_")
_GENRE = re.compile(
    r"(?:实施细则|实施办法|暂行办法|管理办法|工作办法|办法|条例|意见|方案|规定|细则|章程|准则|规则|制度|通知|决定|法)$"
)
_FOREIGN = re.compile(r"(?:办法|条例|规定|细则|章程|准则|规则)$|[㐀-鿿]{2,}法$")
# 办法 in 有什么办法, 法 in 说法: words that only look like kinds of regulation.
_ORDINARY = frozenset(
    "办法 方法 说法 看法 做法 想法 用法 违法 依法 执法 司法 合法 立法 普法 宪法 方式方法 计分办法 书法 算法".split()  # noqa: SIM905
)
_SKIPPED = frozenset(
    "的 关于 印发 中 里 之 现行 新 旧 新版 旧版 原 修订 修订后".split()  # noqa: SIM905
)


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
            self._words[regulation.id] = _content(segmenter.tokens(_ASIDE.sub("", regulation.title)))
        self._vocabulary = {word for words in self._words.values() for word in words}

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
            elif _asked_of(match[1], question):
                foreign.append(match[1])
        if named or foreign:
            return Naming(frozenset(named), bool(named), tuple(foreign), rest.strip())
        plain = _key(question)
        full = [key for key in self._full if len(key) > 4 and key in plain]
        if full:
            longest = max(full, key=len)
            return Naming(frozenset(self._full[longest]), True, (), _without(question, longest))
        return self._short(question)

    def _quoted(self, title: str) -> set[str]:
        for key in (_key(title), _key(_ASIDE.sub("", title)), _key(title).removeprefix("中华人民共和国")):
            if key in self._full:
                return self._full[key]
        words = _content(self._segmenter.cut(title))
        if len(words) < 2:
            return set()
        return {i for i, own in self._words.items() if _in_order(words, own)}

    def _short(self, question: str) -> Naming:
        words = self._segmenter.cut(question)
        best: set[str] = set()
        best_words: list[str] = []
        foreign: list[str] = []
        for end, word in enumerate(words):
            genre = _GENRE.search(word)
            if genre is None or (word in _ORDINARY and (end == 0 or words[end - 1] in FUNCTION_WORDS)):
                continue
            if word == "规定" and (end == 0 or words[end - 1] in FUNCTION_WORDS or _GENRE.search(words[end - 1])):
                continue  # the verb
            mention, stranger = self._mention(words, end)
            named = (
                {i for i, own in self._words.items() if _in_order(mention, own)} if len("".join(mention)) > 2 else set()
            )
            if named and len("".join(mention)) > len("".join(best_words)):
                best, best_words = named, mention
            if (stranger or not named) and _FOREIGN.search(word) and word not in _ORDINARY:
                name = stranger + "".join(mention)
                if len(name) > len(genre[0]) + 1 and _asked_of(name, question):
                    foreign.append(name)
        rest = question
        for word in best_words:
            rest = rest.replace(word, " ", 1)
        return Naming(frozenset(best), False, tuple(foreign), rest.strip() if best else question)

    def _mention(self, words: list[str], end: int) -> tuple[list[str], str]:
        """The longest run of title words that ends at ``end``, and the content word before it that no title has."""
        genre = _GENRE.search(words[end])
        titles = list(self._words.values())
        mention = [words[end]] if any(words[end] in own for own in titles) else [genre[0] if genre else ""]
        head = words[end][: -len(mention[0])]
        if head:  # 合同 in 合同法; the word before it belongs to the name too: 劳动合同法
            before = words[end - 1] if end else ""
            whole = len(before) > 1 and before not in FUNCTION_WORDS and before not in self._vocabulary
            return mention, before + head if whole else head
        for index in range(end - 1, -1, -1):
            word = words[index]
            if word in _SKIPPED:
                continue
            if word in FUNCTION_WORDS and word not in self._vocabulary:
                break
            variants = [word, *self._segmenter.inside(word)]
            longer = next(([v, *mention] for v in variants if any(_in_order([v, *mention], o) for o in titles)), None)
            if longer:
                mention = longer
                continue
            return mention, "" if self._vocabulary.intersection(variants) else word
        return mention, ""


def _asked_of(name: str, question: str) -> bool:
    """Whether the question asks what this regulation says, rather than mentioning it."""
    title = re.escape(name)
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
        try:
            position = title.index(word, position) + 1
        except ValueError:
            return False
    return True


def _without(question: str, key: str) -> str:
    """``question`` without the stretch that spells ``key``, whatever signs stand in between."""
    pattern = r"[^\w]*".join(re.escape(char) for char in key)
    return re.sub(rf"《?{pattern}(?:[（(]试行[）)])?》?", " ", question, count=1, flags=re.IGNORECASE).strip()
