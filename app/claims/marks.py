"""The marks that say which passages words rest on: [1], ［1］, 【1】, [1,2], [1、2], [^1], [摘录1]."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OPENING, CLOSING = "[［【", "]］】"
INSIDE = "0123456789０１２３４５６７８９,，、^ 摘录资料"
"""What may stand within a mark, character by character."""
LONGEST = 16

_NUMBER = r"[0-9０-９]{1,2}"
_LIST = rf"{_NUMBER}(?: ?[,，、 ] ?{_NUMBER}){{0,5}}"
_MARK = re.compile(
    rf"[{re.escape(OPENING)}] ?\^?(?:摘录|资料)? ?(?P<numbers>{_LIST}) ?[{re.escape(CLOSING)}]"
    r"(?!\s*[0-9０-９]+号)"  # [12]5号 is the number of a document
)
_LEADING = re.compile(r"\s*(?:根据|依据|依照|按照)?\s*")
_NUMBERS = re.compile(_NUMBER)


@dataclass(frozen=True, slots=True)
class Part:
    """Words, and the numbers of the marks that stand behind them; ``end`` is the punctuation after these, ``before``
    what leads over to the words (根据［1］，)."""

    words: str
    numbers: tuple[int, ...]
    end: str = ""
    before: str = ""

    @property
    def text(self) -> str:
        """As it is shown: every mark as ［1］."""
        return self.before + self.words + "".join(f"［{number}］" for number in self.numbers) + self.end


def is_mark(text: str) -> bool:
    """Whether ``text`` as a whole is a mark."""
    return bool(_MARK.fullmatch(text))


def ends_with_mark(text: str) -> bool:
    """Whether the last thing in ``text`` is a mark."""
    opening = max(text.rfind(sign, -LONGEST) for sign in OPENING)
    return opening >= 0 and is_mark(text[opening:].rstrip())


def without_marks(text: str) -> str:
    """``text`` with its marks taken out."""
    return _MARK.sub("", text)


def parts(sentence: str) -> tuple[Part, ...]:
    """The sentence cut behind its marks. The last part has no numbers where words follow the last mark; punctuation
    that follows a mark stays with it. Marks before all words are a part without words."""
    made: list[Part] = []
    position = 0
    for match in _MARK.finditer(sentence):
        words = sentence[position : match.start()]
        numbers = tuple(int(number) for number in _NUMBERS.findall(match["numbers"]))
        if made and not words.strip():
            before = made[-1]
            made[-1] = Part(before.words, _once((*before.numbers, *numbers)))
        else:
            made.append(Part(words.rstrip(), _once(numbers)))
        position = match.end()
    rest = sentence[position:]
    if made and not rest.strip('。！；，、：.;,!:”’」』"）) '):
        made[-1] = Part(made[-1].words, made[-1].numbers, rest.strip())
    elif rest.strip():
        made.append(Part(rest, ()))
    return tuple(_led(made))


def _led(made: Sequence[Part]) -> Iterator[Part]:
    """The parts; marks before all words (根据［1］，…) count for the words that follow, too."""
    leading: Part | None = None
    for part in made:
        if _LEADING.fullmatch(part.words):
            leading = part
        elif leading:
            before = leading.text if leading.words.strip() else ""
            yield Part(part.words.lstrip(), _once((*leading.numbers, *part.numbers)), part.end, before)
            leading = None
        else:
            yield part
    if leading:
        yield leading


def _once(numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))
