"""Sentences taken apart and put together again: clauses, asides, subjects, short phrases that prove an answer."""

from __future__ import annotations

import re

MODAL = (
    r"应当|应(?![急用对变邀])|必须|须|可以|可(?!能)|不得|不能|不再|不予|一般|原则上"
    r"|按照|依照|依据|按|(?<![理自])由|予以|给予"
)
ITEM_LEAD = re.compile(r"(?:下列|以下)[\u4e00-\u9fff]{1,8}之一的，(?P<then>.+)$")
"""A lead-in whose items are each enough for what it says: ``then``."""

_OPEN, _CLOSE = "（(《“‘〈［[", "）)》”’〉］]"
_ASIDE = re.compile(r"（[^（）《》]{1,60}）")
_LEANS = re.compile(
    r"^(?:其|该(?!当)|此|上述|上款|前款|前条|前项|以上|同时|另|并(?!列)|但|且|而|或者|以及|对此|对其|否则|因此|由此|逐步|进一步)"
)
_UNCLEAR = re.compile(r"前款|前条|前项|本条|上述|前述|下同|附件|附表|见第|本款|本项")
_HEAD = re.compile(
    r"^(?:(?:也|均|都|并且|并|且|但是|但|又|还|仍|一般|原则上|同时|按照有关规定|按有关规定|按规定|有(?!关))*"
    r"(?:应当|应(?!急)|必须|须|可以|可|要)?(?:由|在)?)"
)
_SAYS_NOTHING = re.compile(
    r"本(?:办法|条例|规定|规则|细则|意见|方案|章程)|有关规定|下列|以下|上述|^(?:其|该|此|对|将|把|为|除|根据|一经|一定)|基础上$|[中上]$|第.{1,5}[条款项]"
)


def clauses(sentence: str, marks: str = "，；") -> list[str]:
    """The clauses of a sentence, each without its mark; what stands in brackets or quotation marks is not cut."""
    found, depth, begin = [], 0, 0
    for at, char in enumerate(sentence):
        depth += (char in _OPEN) - (char in _CLOSE)
        if char in marks and depth <= 0:
            found.append(sentence[begin:at])
            begin = at + 1
    return [part.strip() for part in (*found, sentence[begin:]) if part.strip()]


def plain(text: str) -> str:
    """``text`` without asides in brackets and without white space, as a person would ask it."""
    while (shorter := _ASIDE.sub("", text)) != text:
        text = shorter
    return "".join(text.split()).strip("，；。：、")


def leans(text: str) -> bool:
    """Whether it begins with a word that points at what stood before, or speaks of places it does not name."""
    return bool(_LEANS.match(text) or _UNCLEAR.search(text))


def named(text: str, title: str) -> str:
    """``text`` with 本办法 and the like replaced by the title: whoever asks has no regulation before him."""
    own = r"本(?:办法|条例|规定|规则|细则|准则|章程|意见|方案|通知|决定|制度|规范|法(?![院律定人])|解释|指南)"
    return re.sub(own, f"《{title}》", re.sub(own + "所称的?", "", text))


def subject(text: str) -> str:
    """What stands before the first modal verb, empty where the text begins with it or has none."""
    found = re.search(MODAL, text)
    before = text[: found.start()] if found else ""
    if not 2 <= len(before) <= 24 or "，" in before or re.match("经|按|在|因|根据|依|对|将", before):
        return ""
    return before


def phrase(text: str) -> str:
    """A phrase of 3 to 10 characters out of ``text``, verbatim, that an answer must contain; empty where none is short
    enough to be sure of. A whole clause is preferred to a part of one, then what says most within the limit."""
    whole = clauses(text, "，；。：")
    parts = [part for clause in whole for part in re.split(r"、|或者|以及|和", clause)]
    for pieces in (whole, parts):
        found = [short for piece in pieces if (short := _bare(piece)) and short in text]
        if found:
            return max(found, key=lambda short: (min(len(short), 8), -text.find(short)))
    return ""


def _bare(piece: str) -> str:
    """The piece without modal verbs before it, empty where it is too long, too short or says nothing by itself."""
    short = _HEAD.sub("", piece.strip()).removesuffix("的").strip()
    short = re.sub(r"(?<![平同对上下中高初])等$", "", short)
    if not 3 <= len(short) <= 10 or set(short) & set(_OPEN + _CLOSE + "|") or _SAYS_NOTHING.search(short):
        return ""
    return short
