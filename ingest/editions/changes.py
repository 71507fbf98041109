"""Two editions of a regulation compared article by article: what to look at before one replaces the other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from ingest.editions.align import align, fold
from ingest.model import Article, Regulation

ChangeKind = Literal["unchanged", "changed", "renumbered", "rewritten", "added", "removed"]
"""changed: other words at the same address · renumbered: the same words at another one · rewritten: both."""
Piece = tuple[Literal["same", "removed", "added"], str]

FACTS = {
    "title": "标题",
    "document_number": "文号",
    "issuer": "发文机关",
    "signed": "成文日期",
    "adopted": "通过日期",
    "published": "发布日期",
    "effective": "施行日期",
    "expires": "有效期至",
    "status": "状态",
    "trial": "试行",
    "title_note": "题注",
    "repeals": "废止的文件",
}
_SAME_ADDRESS, _ELSEWHERE = 0.3, 0.55
"""How alike two articles must be to be the same article: at the same address, at different ones."""
_GRAM = 3
_BRIEF = 20
_ADDRESS = re.compile(r"第[一二三四五六七八九十百千零〇]+[条款项章节]")
_PRIVATE = 0xF0000
"""Where the signs begin that stand for addresses: Unicode keeps the area free of characters."""
_NUMBER = re.compile(
    r"^(?:第[^章节编\s]{1,8}[章节编]|[〇零一二三四五六七八九十]+、|（[〇零一二三四五六七八九十]+）)\s*"
)


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article of either edition. The address it has in an edition that lacks it is empty. ``pieces`` are the words
    of both in order, ``similarity`` from 0 to 1."""

    kind: ChangeKind
    old: str
    new: str
    similarity: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``facts`` are (field, old, new) of the metadata that differ, ``headings`` the 章 and 节 that went and came,
    whatever their numbers. ``articles`` stand in the order of the new edition, each removed one after its predecessor.
    """

    old_id: str
    new_id: str
    title: str
    facts: tuple[tuple[str, str, str], ...]
    headings: tuple[Piece, ...]
    articles: tuple[ArticleChange, ...]

    def count(self, kind: ChangeKind) -> int:
        """How many articles have changed in this way."""
        return sum(change.kind == kind for change in self.articles)

    @property
    def same_text(self) -> bool:
        """Whether no article and no heading differs."""
        return not self.headings and all(change.kind == "unchanged" for change in self.articles)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready data, without the unchanged articles' words."""
        return {
            "old_id": self.old_id,
            "new_id": self.new_id,
            "title": self.title,
            "facts": [{"field": key, "name": FACTS[key], "old": old, "new": new} for key, old, new in self.facts],
            "headings": [{"kind": kind, "text": text} for kind, text in self.headings],
            "counts": dict(Counter(change.kind for change in self.articles)),
            "articles": [
                {
                    "kind": change.kind,
                    "old": change.old,
                    "new": change.new,
                    "similarity": change.similarity,
                    "pieces": [{"kind": kind, "text": text} for kind, text in change.pieces],
                }
                for change in self.articles
                if change.kind != "unchanged"
            ],
        }


@dataclass(frozen=True)
class _Entry:
    address: str
    words: str
    """Without the printed number: an article that only moved has the same words."""
    folded: str


def compare(old: Regulation, new: Regulation) -> Comparison:
    """What changes from ``old`` to ``new``. White space and the width of punctuation are no change."""
    before, after = _entries(old), _entries(new)
    partner = _pair(before, after)
    return Comparison(
        old.id,
        new.id,
        new.title,
        _facts(old, new),
        tuple(_headings(old, new)),
        tuple(_in_order(before, after, partner)),
    )


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both texts in order: those that stayed, went and came. 第二百零六条 changes as a whole."""
    coded = _Addresses()
    return tuple((kind, coded.read(text)) for kind, text in _pieces(coded.write(old), coded.write(new)))


class _Addresses:
    """Writes every address as one character, so that it is compared as one."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}

    def write(self, text: str) -> str:
        return _ADDRESS.sub(lambda match: self._signs.setdefault(match[0], chr(_PRIVATE + len(self._signs))), text)

    def read(self, text: str) -> str:
        written = {sign: address for address, sign in self._signs.items()}
        return "".join(written.get(char, char) for char in text)


def _pieces(old: str, new: str) -> list[Piece]:
    found: list[Piece] = []
    at_old = at_new = 0
    for start, other, length in [*align(old, new).runs, (len(old), len(new), 0)]:
        gone, came = old[at_old:start], new[at_new:other]
        if fold(gone) != fold(came):
            if gone.strip():
                found.append(("removed", gone))
            if came.strip():
                found.append(("added", came))
        elif came:
            found.append(("same", came))
        if length:
            found.append(("same", new[other : other + length]))
        at_old, at_new = start + length, other + length
    return _glued(found)


def _glued(found: list[Piece]) -> list[Piece]:
    made: list[Piece] = []
    for kind, text in found:
        if made and made[-1][0] == kind:
            text = made.pop()[1] + text
        made.append((kind, text))
    return made


def _entries(regulation: Regulation) -> list[_Entry]:
    return [_entry(regulation.text, article) for article in regulation.articles]


def _entry(text: str, article: Article) -> _Entry:
    start = article.paragraphs[0].start if article.paragraphs else article.start
    words = "\n".join(filter(None, (article.title, text[start : article.end].strip())))
    return _Entry(article.address, words, fold(words))


def _pair(before: Sequence[_Entry], after: Sequence[_Entry]) -> dict[int, int]:
    """Which article of the new edition (key) is which of the old one: equal words first, in order, then wherever they
    stand; then the most alike, those at the same address before others."""
    partner: dict[int, int] = {}
    matcher = SequenceMatcher(None, [e.folded for e in before], [e.folded for e in after], autojunk=False)
    for block in matcher.get_matching_blocks():
        partner |= {block.b + step: block.a + step for step in range(block.size)}
    left = set(range(len(before))) - set(partner.values())
    moved: dict[str, list[int]] = defaultdict(list)
    for index in sorted(left, reverse=True):
        moved[before[index].folded].append(index)
    for index, entry in enumerate(after):
        if index not in partner and moved.get(entry.folded):
            partner[index] = moved[entry.folded].pop()
    left -= set(partner.values())
    for likeness, index, other in _alike(before, after, left, set(range(len(after))) - set(partner)):
        same_address = before[other].address == after[index].address
        if index in partner or other not in left or likeness < (_SAME_ADDRESS if same_address else _ELSEWHERE):
            continue
        partner[index] = other
        left.discard(other)
    addresses = {before[other].address: other for other in left}
    for index, entry in enumerate(after):
        other = -1 if index in partner else addresses.get(entry.address, -1)
        if other >= 0 and _brief_alike(before[other].folded, entry.folded):
            partner[index] = other
    return partner


def _brief_alike(old: str, new: str) -> bool:
    """Articles of a few words, 双面 and 单面, have no three characters in common."""
    return max(len(old), len(new)) <= _BRIEF and SequenceMatcher(None, old, new).ratio() >= _ELSEWHERE


def _alike(
    before: Sequence[_Entry], after: Sequence[_Entry], left: set[int], right: set[int]
) -> list[tuple[float, int, int]]:
    """(likeness, new, old) of the pairs that share words, the most alike first; an equal address counts for much."""
    holders: dict[str, list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    for other in sorted(left):
        grams = _grams(before[other].folded)
        sizes[other] = len(grams)
        for gram in grams:
            holders[gram].append(other)
    found: list[tuple[bool, float, int, int]] = []
    for index in sorted(right):
        grams = _grams(after[index].folded)
        shared = Counter(other for gram in grams for other in holders.get(gram, ()))
        for other, count in shared.items():
            likeness = 2 * count / (len(grams) + sizes[other])
            kept = before[other].address == after[index].address and likeness >= _SAME_ADDRESS
            found.append((kept and likeness >= _ELSEWHERE, likeness, index, other))
    found.sort(key=lambda each: (not each[0], -each[1], each[2], each[3]))
    return [(likeness, index, other) for _, likeness, index, other in found]


def _grams(words: str) -> set[str]:
    return {words[at : at + _GRAM] for at in range(max(1, len(words) - _GRAM + 1))}


def _in_order(before: Sequence[_Entry], after: Sequence[_Entry], partner: dict[int, int]) -> list[ArticleChange]:
    taken = set(partner.values())
    found: list[ArticleChange] = []
    shown = 0
    for index, entry in enumerate(after):
        other = partner.get(index)
        if other is None:
            found.append(ArticleChange("added", "", entry.address, 0.0, (("added", entry.words),)))
            continue
        while shown < other:
            if shown not in taken:
                found.append(_removed(before[shown]))
            shown += 1
        found.append(_change(before[other], entry))
    found += [_removed(before[at]) for at in range(shown, len(before)) if at not in taken]
    return found


def _removed(entry: _Entry) -> ArticleChange:
    return ArticleChange("removed", entry.address, "", 0.0, (("removed", entry.words),))


def _change(old: _Entry, new: _Entry) -> ArticleChange:
    moved = old.address != new.address
    if old.folded == new.folded:
        return ArticleChange("renumbered" if moved else "unchanged", old.address, new.address, 1.0, ())
    parts = pieces(old.words, new.words)
    same = sum(len(fold(text)) for kind, text in parts if kind == "same")
    likeness = round(2 * same / (len(old.folded) + len(new.folded)), 4)
    return ArticleChange("rewritten" if moved else "changed", old.address, new.address, likeness, parts)


def _facts(old: Regulation, new: Regulation) -> tuple[tuple[str, str, str], ...]:
    pairs = ((key, _said(getattr(old, key)), _said(getattr(new, key))) for key in FACTS)
    return tuple((key, before, after) for key, before, after in pairs if fold(before) != fold(after))


def _said(value: object) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value or "")


def _unnumbered(heading: str) -> str:
    """A chapter that only got another number is the same chapter."""
    return fold(_NUMBER.sub("", heading))


def _headings(old: Regulation, new: Regulation) -> list[Piece]:
    before, after = [h.title for h in old.headings], [h.title for h in new.headings]
    matcher = SequenceMatcher(None, [_unnumbered(t) for t in before], [_unnumbered(t) for t in after], autojunk=False)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            found += [("removed", title) for title in before[i1:i2]]
            found += [("added", title) for title in after[j1:j2]]
    return found
