"""What the text of one cell says: addresses, facts, kinds, days; and the same printed, to be read back alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from eval.sheets.columns import MATCHES
from eval.validation import KIND_NAMES
from ingest.citation import parse as parse_citation

Address = tuple[str, str, str]
"""Regulation, article, label below it."""

_KINDS = {name: kind for kind, name in KIND_NAMES.items()} | {kind: kind for kind in KIND_NAMES}
_SHORT_KINDS = {"直接": "direct", "口语": "colloquial", "数字": "numeric", "条号": "lookup", "按条号": "lookup"} | {
    "多条": "multi",
    "无": "unanswerable",
}
_MATCHES = {
    "any": "any",
    "all": "all",
    "任一": "any",
    "任意": "any",
    "任一即可": "any",
    "任一处": "any",
    "或": "any",
} | {
    "全部": "all",
    "都要": "all",
    "缺一不可": "all",
    "且": "all",
}
_YES = {"是": True, "√": True, "✓": True, "1": True, "true": True, "y": True, "yes": True, "无依据": True}
_NO = {"": False, "否": False, "0": False, "false": False, "n": False, "no": False, "×": False, "有依据": False}
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?")
_HOW = "请写成 《制度名称》第八条第（二）项，每行一处；仍认不出的，写成 制度｜条｜款项目"


class CellError(Exception):
    """A cell whose text makes no sense; the message says what is expected, in Chinese."""


def kind_of(text: str) -> str:
    """The kind a cell names. Raises :class:`CellError`."""
    word = _word(text)
    if found := _KINDS.get(word) or _SHORT_KINDS.get(word):
        return found
    raise CellError(f"未知的题型“{text.strip()}”，可用：{'、'.join(KIND_NAMES.values())}")


def match_of(text: str) -> str:
    """``any`` or ``all``. Raises :class:`CellError`."""
    if found := _MATCHES.get(_word(text)):
        return found
    raise CellError(f"“{text.strip()}”不认识，请填 {'、'.join(MATCHES.values())} 之一")


def denies(text: str) -> bool:
    """Whether the cell for addresses says that there is none: 无依据."""
    return _word(text) in ("无依据", "没有依据", "无")


def yes_of(text: str) -> bool:
    """Whether a cell says yes; an empty one says no. Raises :class:`CellError`."""
    word = _word(text)
    if word in _YES or word in _NO:
        return word in _YES
    raise CellError(f"“{text.strip()}”不认识，没有依据的题填 是，其余留空")


def day_of(text: str) -> date:
    """The day in 2024-05-01, 2024/5/1, 2024.5.1 or 2024年5月1日. Raises :class:`CellError`."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        if found:
            return date(*(int(number) for number in found.groups()))
    except ValueError:
        pass
    raise CellError(f"“{text.strip()}”不是日期，请写成 2024-05-01 的样子")


def facts_of(text: str) -> list[list[str]]:
    """What is needed, of each the phrases that will do: 十五日／15日；停借."""
    return [facts for piece in _split(text, _separates_phrases) if (facts := [p for p in piece if p])]


def facts_text(facts: Sequence[Sequence[str]]) -> str:
    """The facts as :func:`facts_of` reads them."""
    return "；".join("／".join(_escaped(phrase, _separates_phrases) for phrase in phrases) for phrases in facts)


def addresses_of(text: str, titles: Sequence[str] = ()) -> list[Address]:
    """The places that a cell names, one a line: 《办法》第八条第（二）项, or its parts 办法｜第八条｜第（二）项.

    A line without a title takes that of ``titles`` (one for all, or one a line), else that of the line before it.
    Raises :class:`CellError`.
    """
    pieces = [piece for piece in _split(text, _separates_parts, has_titles=True) if any(piece)]
    if len(titles) > 1 and len(titles) != len(pieces):
        raise CellError(f"写了 {len(titles)} 个制度、{len(pieces)} 处地址，对不上。{_HOW}")
    found: list[Address] = []
    for index, piece in enumerate(pieces):
        given = titles[index] if len(titles) > 1 else titles[0] if titles else found[-1][0] if found else ""
        found.append(_address(piece, given))
    return found


def address_text(address: Address) -> str:
    """The place as :func:`addresses_of` reads it, in its usual spelling where that is read back alike."""
    regulation, article, label = address
    usual = f"《{regulation}》{article}{label}"
    try:
        if addresses_of(usual) == [address]:
            return usual
    except CellError:
        pass
    return "｜".join(_escaped(part, _separates_parts, has_titles=True) for part in address)


def title_of(text: str) -> str:
    """A title without its 《》."""
    text = text.strip()
    return text[1:-1] if _title_end(text) == len(text) else text


def split_lines(text: str) -> list[str]:
    """The lines of a cell, blank ones kept where others follow."""
    return text.rstrip().split("\n") if text.strip() else []


def _address(piece: Sequence[str], given: str) -> Address:
    if len(piece) > 3:
        raise CellError(f"“{'｜'.join(piece)}”里的｜多于两个。{_HOW}")
    if len(piece) > 1:
        title, article, label = piece if len(piece) == 3 else ("", *piece)
        if not article or not (title or given):
            raise CellError(f"“{'｜'.join(piece)}”里少了制度名称或条。{_HOW}")
        return title_of(title) or given, article, label
    whole = piece[0]
    end = _title_end(whole)
    cited = parse_citation(whole[end:].lstrip(" 　的，,：:"))
    title = whole[1 : end - 1] if end else (cited.regulation if cited and cited.regulation else given)
    if cited is None or not cited.article_address:
        raise CellError(f"看不懂“{whole}”是哪一条。{_HOW}")
    if not title:
        raise CellError(f"“{whole}”没有写是哪个制度。{_HOW}")
    return title, cited.article_address, cited.sublabel


def _title_end(text: str) -> int:
    """Where the title in 《》 that the text begins with ends, 0 if it begins with none; titles may hold titles."""
    depth = 0
    for index, char in enumerate(text):
        depth += {"《": 1, "》": -1}.get(char, 0)
        if depth == 0:
            return index + 1 if index else 0
    return 0


def _word(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _separates_phrases(char: str, before: str, after: str) -> bool:
    # 三次/3次 are two ways to say it, 1/3 and km/h are one word
    return char == "／" or (char == "/" and not (_is_ascii_word(before) and _is_ascii_word(after)))


def _separates_parts(char: str, before: str, after: str) -> bool:
    return char in "｜|"


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


# Judges a character with those before and after it.
_Separates = Callable[[str, str, str], bool]
_ENDS = "；;\n"


def _split(text: str, separates: _Separates, has_titles: bool = False) -> list[list[str]]:
    """The text split at its ends of pieces, and each piece again; without the white space around each part.

    A backslash takes a character's meaning away; where the text ``has_titles``, so does 《》 around it.
    """
    pieces: list[list[list[tuple[str, bool]]]] = [[[]]]  # the characters of each part, and whether each is kept
    depth = position = 0
    while position < len(text):
        char, literal = text[position], False
        if char == "\\" and position + 1 < len(text) and not text[position + 1].isalnum():
            position += 1
            char, literal = text[position], True
        elif has_titles:
            depth = 0 if char == "\n" else max(0, depth + {"《": 1, "》": -1}.get(char, 0))
        plain = literal or depth > 0
        if not plain and char in _ENDS:
            pieces.append([[]])
        elif not plain and separates(char, text[position - 1 : position], text[position + 1 : position + 2]):
            pieces[-1].append([])
        else:
            pieces[-1][-1].append((char, literal or not char.isspace()))
        position += 1
    return [[_stripped(part) for part in piece] for piece in pieces]


def _stripped(part: Sequence[tuple[str, bool]]) -> str:
    kept = [index for index, (_, keep) in enumerate(part) if keep]
    return "".join(char for char, _ in part[kept[0] : kept[-1] + 1]) if kept else ""


def _escaped(text: str, separates: _Separates, has_titles: bool = False) -> str:
    """The text with a backslash before what would separate, and before white space at its ends."""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    marks = "《》" if has_titles and not _is_balanced(text) else ""
    made = []
    for index, char in enumerate(text):
        before, after = text[index - 1 : index] if index else "", text[index + 1 : index + 2]
        special = char in f"\\{_ENDS}{marks}" or separates(char, before, after) or not first <= index < last
        made.append(f"\\{char}" if special else char)
    return "".join(made)


def _is_balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += {"《": 1, "》": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0
