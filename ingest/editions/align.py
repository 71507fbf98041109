"""One text laid beside another: where they agree, and which wordings differ.

White space, the width of punctuation and the style of quotation marks and brackets do not count. The texts are compared
clause by clause first and character by character only where clauses differ, so that 30,000 characters take a moment.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from ingest.editions.sequences import matched
from ingest.model import Difference, Segment

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("“”‘’„‟「」『』＂＇'`´", '"'),
        **dict.fromkeys("〔【［[", "("),
        **dict.fromkeys("〕】］]", ")"),
        **dict.fromkeys("—–－―─‐‑", "-"),
        **dict.fromkeys("•・‧∙●", "·"),
        "。": ".",
    }
)
_SKIPPED = re.compile(r"[\s\u200b\ufeff]+")
# Everything else is written one way only.
_FOLDABLE = re.compile(r"[^0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff]+")
_CLAUSE_ENDS = frozenset(",.;:!?、")
# Fewer equal characters than this between two differences are chance, or a part of the differing word.
_SHORTEST_RUN = 3
# Beyond this many character pairs two blocks are reported as different as a whole.
_LARGEST_BLOCK = 40_000_000
# A short difference is reported with one neighbour on each side: 优胜劣汰 rather than 胜劣汰.
_SHORT = 20


@dataclass(frozen=True, slots=True)
class Alignment:
    """``runs`` are (start in the first, start in the second, length), character by character and in order;
    ``differences`` are in offsets of the first text."""

    runs: tuple[tuple[int, int, int], ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Folded:
    """The characters that count, each with its offset in the text."""

    text: str
    chars: str
    offsets: array[int]

    def touches(self, index: int) -> bool:
        """Whether there is a character before this one, and no white space between them."""
        return 0 < index < len(self.chars) and self.offsets[index] == self.offsets[index - 1] + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        if start < end:
            return self.offsets[start], self.offsets[end - 1] + 1
        at = self.offsets[start - 1] + 1 if start else 0
        return at, at


def align(first: str, second: str) -> Alignment:
    """Lay ``second`` beside ``first``."""
    a, b = _fold(first), _fold(second)
    blocks = _joined(a.chars, b.chars)
    runs = [run for block in blocks for run in _runs(a, b, *block)]
    return Alignment(tuple(runs), tuple(_differences(a, b, blocks)))


def compose(runs: Sequence[tuple[int, int, int]], segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The map from the first text to the file of the second, given the second text's own map to it."""
    made: list[Segment] = []
    at = 0
    for start, other, length in runs:
        while at < len(segments) and segments[at].end <= other:
            at += 1
        for index in range(at, len(segments)):
            segment = segments[index]
            if segment.start >= other + length:
                break
            low, high = max(segment.start, other), min(segment.end, other + length)
            source = (segment.source_start, segment.source_end)
            if segment.end - segment.start == segment.source_end - segment.source_start:
                source = (source[0] + low - segment.start, source[0] + high - segment.start)
            made.append(Segment(start + low - other, start + high - other, *source))
    return tuple(_glued(made))


def fold(text: str) -> str:
    """``text`` without white space and with one form for each punctuation mark."""
    return _FOLDABLE.sub(_folded, text)


def _folded(match: re.Match[str]) -> str:
    return "".join(map(_fold_char, match.group()))


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """What becomes of a character: another one, or nothing where it does not count."""
    if _SKIPPED.match(char):
        return ""
    plain = unicodedata.normalize("NFKC", char.translate(_FOLDED)).translate(_FOLDED)
    return plain if len(plain) == 1 else char


def _fold(text: str) -> _Folded:
    offsets = array("I")
    at = 0
    for match in _SKIPPED.finditer(text):
        offsets.extend(range(at, match.start()))
        at = match.end()
    offsets.extend(range(at, len(text)))
    return _Folded(text, fold(text), offsets)


def _equal_blocks(a: str, b: str) -> Iterator[tuple[int, int, int]]:
    if a == b:
        yield 0, 0, len(a)
        return
    clauses_a, clauses_b = _clauses(a), _clauses(b)
    words_a, words_b = [a[start:end] for start, end in clauses_a], [b[start:end] for start, end in clauses_b]
    for i1, i2, j1, j2 in matched(words_a, words_b):
        start_a, end_a = clauses_a[i1][0], clauses_a[i2 - 1][1]
        start_b, end_b = clauses_b[j1][0], clauses_b[j2 - 1][1]
        if a[start_a:end_a] == b[start_b:end_b]:
            yield start_a, start_b, end_a - start_a
        elif (end_a - start_a) * (end_b - start_b) <= _LARGEST_BLOCK:
            within = SequenceMatcher(None, a[start_a:end_a], b[start_b:end_b], autojunk=False)
            for block in within.get_matching_blocks():
                if block.size:
                    yield start_a + block.a, start_b + block.b, block.size


def _clauses(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for index, char in enumerate(text, start=1):
        if char in _CLAUSE_ENDS or index == len(text):
            found.append((start, index))
            start = index
    return found


def _joined(a: str, b: str) -> list[tuple[int, int, int]]:
    """Neighbouring equal blocks as one, and without the short ones that stand between differing words."""
    whole: list[tuple[int, int, int]] = []
    for start, other, size in _equal_blocks(a, b):
        if whole and whole[-1][0] + whole[-1][2] == start and whole[-1][1] + whole[-1][2] == other:
            start, other, size = whole[-1][0], whole[-1][1], whole[-1][2] + size
            whole.pop()
        whole.append((start, other, size))
    kept: list[tuple[int, int, int]] = []
    at_a = at_b = 0
    for (start, other, size), (next_a, next_b, _) in pairwise([*whole, (len(a), len(b), 0)]):
        before = _has_words(a[at_a:start] + b[at_b:other])
        after = _has_words(a[start + size : next_a] + b[other + size : next_b])
        if size >= _SHORTEST_RUN or not (before and after):
            kept.append((start, other, size))
            at_a, at_b = start + size, other + size
    return kept


def _runs(a: _Folded, b: _Folded, start: int, other: int, size: int) -> Iterator[tuple[int, int, int]]:
    """A block in offsets of the texts, cut where they have different white space."""
    begin = 0
    for index in range(1, size + 1):
        if index < size:
            step_a = a.offsets[start + index] - a.offsets[start + index - 1]
            step_b = b.offsets[other + index] - b.offsets[other + index - 1]
            if step_a == step_b:
                continue
        first, last = a.offsets[start + begin], a.offsets[start + index - 1]
        yield first, b.offsets[other + begin], last + 1 - first
        begin = index


def _differences(a: _Folded, b: _Folded, blocks: list[tuple[int, int, int]]) -> Iterator[Difference]:
    at_a = at_b = 0
    for start, other, size in [*blocks, (len(a.chars), len(b.chars), 0)]:
        if _has_words(a.chars[at_a:start]) or _has_words(b.chars[at_b:other]):
            span_a, span_b = (at_a, start), (at_b, other)
            if max(start - at_a, other - at_b) <= _SHORT:
                left = int(a.touches(at_a) and b.touches(at_b) and a.chars[at_a - 1].isalnum())
                right = int(size > 0 and a.touches(start) and b.touches(other) and a.chars[start].isalnum())
                span_a, span_b = (at_a - left, start + right), (at_b - left, other + right)
            begin, end = a.span(*span_a)
            variant = b.text[slice(*b.span(*span_b))]
            yield Difference(begin, end, a.text[begin:end], variant)
        at_a, at_b = start + size, other + size


def _has_words(chars: str) -> bool:
    return any(char.isalnum() for char in chars)


def _glued(segments: list[Segment]) -> Iterator[Segment]:
    """Segments that continue each other character by character, as one."""
    last: Segment | None = None
    for segment in segments:
        if last is not None and (
            last.end == segment.start
            and last.source_end == segment.source_start
            and last.end - last.start == last.source_end - last.source_start
            and segment.end - segment.start == segment.source_end - segment.source_start
        ):
            last = Segment(last.start, segment.end, last.source_start, segment.source_end)
            continue
        if last is not None:
            yield last
        last = segment
    if last is not None:
        yield last
