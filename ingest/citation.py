"""Citations read from text: 《办法》第四十四条第一款第（六）项, 第44条第(六)项, 44条6项, 第13点, 问题三工作措施1.

:mod:`ingest.address` writes and compares them; its names are offered here too, so that a user needs one module only.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.address import Citation, format_article, label, sublabel
from ingest.numeral import format_numeral, parse_numeral

__all__ = ["Citation", "find", "format_article", "label", "parse", "sublabel"]

# The patterns run over a copy in which full-width digits and brackets are ASCII, character for character.
_NARROW = str.maketrans("０１２３４５６７８９（）．", "0123456789().")
_BRACKETED = {chr(base + n): str(n + 1) for base in (0x3220, 0x2474) for n in range(10)}  # ㈠ … ㈩, ⑴ … ⑽

_N = r"(?:\d{1,4}|[零〇一二三四五六七八九十百千两廿卅]{1,9})"
_BRACKET = rf"(?:\(\s*{_N}\s*\)|[{''.join(_BRACKETED)}])"
_JOIN = r"\s*(?:、|，|,|和|及|与|或者|或|以及|至|到|-|—|~|～)\s*"


def _unit(sign: str, not_before: str) -> str:
    """The word 条/款/项/目, or a look ahead to it past an enumeration: 第五、六项."""
    word = rf"\s*{sign}(?![{not_before}])"
    return rf"(?:{word}|(?=(?:{_JOIN}第?\s*(?:{_N}|{_BRACKET})){{1,12}}{word}))"


_UNIT = {
    "article": _unit("条", "件例目理文状约线"),
    "paragraph": _unit("款", "项式额待"),
    "item": _unit("项", "目"),
    "subitem": _unit("目", "标的录前次光"),
}
_ARTICLE = rf"第\s*(?P<article>{_N}){_UNIT['article']}(?:\s*之\s*(?P<inserted>{_N}))?"
_BARE = (
    rf"(?<![\d第零〇一二三四五六七八九十百千])(?P<bare>{_N})\s*条(?![件例目理文状约线])"
    rf"(?:\s*之\s*(?P<bare_inserted>{_N}))?"
)
_BELOW = (
    rf"(?:\s*第?\s*(?P<paragraph>{_N})(?:{_UNIT['paragraph']}|\s*(?:自然)?段(?!时)))?"
    rf"(?:\s*第?\s*(?:(?P<bracket>{_BRACKET})(?:\s*项(?!目))?|(?P<item>{_N}){_UNIT['item']}))?"
    rf"(?:\s*第?\s*(?P<subitem>{_N}){_UNIT['subitem']})?"
)
# Without an article the first part must be unmistakable: 第 and its unit.
_RELATIVE = rf"(?=第\s*(?:{_N}{_UNIT['paragraph']}|(?:{_N}|{_BRACKET}){_UNIT['item']}|{_N}{_UNIT['subitem']}))"
# Words that documents without 条 name their parts with; the number belongs to the name.
_NAME = (
    r"(?:(?:工作|整改|具体|主要|重点)?(?:措施|目标|任务)\d{0,2}"
    r"|(?:责任|牵头|配合)(?:单位|部门|领导|人)|(?:完成|整改)时限)"
)
_SECTION = r"[一二三四五六七八九十]{1,3}"
_AFTER_PROBLEM = r"(?=$|\W|的|中|里|下|由|怎|和|与|工作|整改|具体|主要|重点|措施|目标|任务|责任|牵头|配合|完成)"
_ADDRESS = (
    rf"(?:第\s*(?P<point>{_N})\s*点(?![钟半多])"
    rf"|第\s*(?P<segment>{_N})\s*(?:自然)?段(?!时)"
    rf"|附件\s*(?P<annex>{_N})(?![个份张页种])"
    rf"|问题\s*(?P<problem>{_N}){_AFTER_PROBLEM}(?:\s*的?\s*(?P<name>{_NAME})(?:\s*的?\s*(?P<subname>{_NAME}))?)?"
    rf"|(?<![第零〇一二三四五六七八九十百千\d、(条款项目])(?P<section>{_SECTION})\s*、?\s*(?P<sub>{_BRACKET})(?!\s*[项目])"
    rf"|第\s*(?P<part>{_SECTION})\s*大?部分(?:\s*第?\s*(?P<part_sub>{_BRACKET})(?:\s*[项点])?)?)"
)
_TITLE = r"《(?P<title>(?:[^《》]|《[^《》]{0,120}》){1,120})》\s*(?:的|中|里|之)?\s*"
_HEAD = re.compile(rf"(?:{_TITLE})?(?:{_ARTICLE}|{_BARE}|{_ADDRESS}|{_RELATIVE}){_BELOW}")
_JOINED = re.compile(_JOIN)
_LEVELS = ("article", "paragraph", "item", "subitem")
_MORE = {level: re.compile(rf"{_JOIN}第?\s*(?P<more>{_N}|{_BRACKET}){_UNIT[level]}") for level in _LEVELS}
_MORE_BRACKETS = re.compile(rf"{_JOIN}第?\s*(?P<more>{_BRACKET})(?:\s*项(?!目))?")

_DOCUMENT = r"(?:办法|条例|规定|规则|细则|准则|章程|意见|方案|通知|决定|制度|规范|纲要|法)(?:\((?:试行|暂行|修订)\))?"
_TITLE_FIRST = re.compile(rf"(?:{_TITLE}|(?P<plain>[^《》]{{0,60}}?{_DOCUMENT})的?\s*)(?=\S)")
_BEFORE_BARE = re.compile(rf"(?:》|{_DOCUMENT})\s*的?\s*$")
_BEFORE_ASKED = re.compile(r"(?:^|[\s，。；：？！、,;:?!(]|按|按照|根据|依据|依照|看|查)$")
_AFTER_ASKED = re.compile(r"\s*(?:$|[，。；：？！,;:?!)]|是|讲|说|规定|内容|怎|什么|的|里)")


def find(text: str) -> list[tuple[Citation, int, int]]:
    """The citations in running text, in order, each with its span ``[start, end)`` in ``text``.

    Enumerations are taken apart (第四十四条第（五）、（六）项 → two); the later ones inherit what they leave out and
    a range gives its two ends. A number before 条 without 第 counts only where it cannot be a quantity: 44条6项,
    办法44条, 44条是什么, but not 共44条.
    """
    narrow = text.translate(_NARROW)
    found: list[tuple[Citation, int, int]] = []
    position = 0
    while match := _next(narrow, position, found):
        if cited := _read(text, narrow, match, found):
            found.append((cited, match.start() + _joint(match), match.end()))
        position = match.end()
    return found


def parse(text: str) -> Citation | None:
    """The citation that ``text`` as a whole is, or None. Also reads what :func:`label` prints (13, 二（六）, 13（1）,
    引言) and a title without 《》 before the address (考核办法44条6项)."""
    text = text.strip()
    found = find(text)
    if len(found) == 1 and found[0][1:] == (0, len(text)):
        return found[0][0]
    narrow = text.translate(_NARROW)
    if printed := _parse_printed(narrow):
        return printed
    if (titled := _TITLE_FIRST.match(narrow)) and (below := parse(text[titled.end() :])):
        return replace(below, regulation=_title(text[slice(*titled.span("title" if titled["title"] else "plain"))]))
    return None


def _parse_printed(narrow: str) -> Citation | None:
    whole = re.fullmatch(
        rf"(?P<address>\d{{1,3}}|引言|题注|印发通知|发布说明|附件\d+|第\d+段|问题{_N}|{_SECTION}(?:\({_N}\))?)"
        rf"(?:第(?P<paragraph>{_N})[款段])?(?P<name>\((?P<item>{_N})\)|(?P<dotted>{_N})\.|第\((?P<formal>{_N})\)项|{_NAME})?"
        rf"(?:第(?P<subitem>{_N})目|(?P<subname>{_NAME}))?",
        narrow,
    )
    if whole is None:
        return None
    try:
        numbers = {key: _number(whole[key]) for key in ("paragraph", "item", "dotted", "formal", "subitem")}
    except ValueError:
        return None
    return Citation(
        address=_wide(whole["address"]),
        paragraph=numbers["paragraph"],
        item=numbers["item"] or numbers["dotted"] or numbers["formal"],
        subitem=numbers["subitem"],
        name="" if whole["formal"] else _wide(whole["name"] or ""),
        subname=whole["subname"] or "",
    )


def _next(narrow: str, position: int, found: list[tuple[Citation, int, int]]) -> re.Match[str] | None:
    """The continuation of an enumeration that stands at ``position``, else the next citation after it."""
    if found and found[-1][2] == position:
        level = _lowest(found[-1][0])
        if narrow[position - 1] not in "条款项目点段":
            more = _MORE[level].match(narrow, position) if level else None
            if more:
                return more
        if level == "item" and (more := _MORE_BRACKETS.match(narrow, position)):
            return more
    return _HEAD.search(narrow, position)


def _read(text: str, narrow: str, match: re.Match[str], found: list[tuple[Citation, int, int]]) -> Citation | None:
    before = found[-1] if found else None
    try:
        if "more" in match.re.groupindex:
            assert before is not None
            return _with(before[0], _lowest(before[0]) or "item", _number(match["more"]))
        cited = _from_head(text, match)
    except ValueError:
        return None
    if match["bare"] and not _bare_is_meant(narrow, match, cited):
        return None
    if before and _JOINED.fullmatch(narrow, before[2], match.start()):
        cited = _inherit(cited, before[0])
    return cited


def _from_head(text: str, match: re.Match[str]) -> Citation:
    group = match.groupdict()
    article = _number(group["article"] or group["bare"])
    address = ""
    if group["point"]:
        address = str(_number(group["point"]))
    elif group["segment"]:
        address = f"第{_number(group['segment'])}段"
    elif group["annex"]:
        address = f"附件{_number(group['annex'])}"
    elif group["problem"]:
        address = f"问题{format_numeral(_number(group['problem']) or 0)}"
    elif section := group["section"] or group["part"]:
        below = group["sub"] or group["part_sub"]
        address = section + (f"（{format_numeral(_number(below) or 0)}）" if below else "")
    # （六） alone is what texts without 条 print; 第（六）项 is spelt out.
    printed = (
        match.start("bracket") > 0
        and match.string[match.start("bracket") - 1] != "第"
        and match.string[match.end() - 1] != "项"
    )
    return Citation(
        regulation=_title(text[slice(*match.span("title"))]) if group["title"] else None,
        article=article,
        inserted=_number(group["inserted"] or group["bare_inserted"]) or 0,
        paragraph=_number(group["paragraph"]),
        item=_number(group["bracket"] or group["item"]),
        subitem=_number(group["subitem"]),
        address=address,
        name=group["name"] or (_wide(group["bracket"]) if address and printed else ""),
        subname=group["subname"] or "",
    )


def _bare_is_meant(narrow: str, match: re.Match[str], cited: Citation) -> bool:
    if cited.sublabel or cited.inserted or match["title"]:
        return True
    before = narrow[max(0, match.start() - 12) : match.start()]
    if _BEFORE_BARE.search(before):
        return True
    counted = match["bare"].isdigit() or (cited.article or 0) > 10
    return bool(counted and _BEFORE_ASKED.search(before) and _AFTER_ASKED.match(narrow, match.end()))


def _inherit(cited: Citation, before: Citation) -> Citation:
    """``cited`` with what it leaves out taken from the citation it is joined to."""
    if cited.regulation:
        return cited
    cited = replace(cited, regulation=before.regulation)
    if cited.article is not None or cited.address:
        return cited
    cited = replace(cited, article=before.article, inserted=before.inserted, address=before.address)
    if cited.paragraph is None:
        cited = replace(cited, paragraph=before.paragraph)
        if cited.item is None:
            cited = replace(cited, item=before.item, name=before.name)
    return cited


def _lowest(cited: Citation) -> str | None:
    if cited.subitem is not None:
        return "subitem"
    if cited.item is not None:
        return "item"
    if cited.paragraph is not None:
        return "paragraph"
    return "article" if cited.article is not None else None


def _with(cited: Citation, level: str, number: int | None) -> Citation:
    if level == "article":
        return replace(cited, article=number, inserted=0)
    if level == "paragraph":
        return replace(cited, paragraph=number)
    return replace(cited, item=number) if level == "item" else replace(cited, subitem=number)


def _joint(match: re.Match[str]) -> int:
    """Length of the 、 or 和 that a continuation begins with; it is no part of the citation."""
    joined = _JOINED.match(match.string, match.start(), match.end()) if "more" in match.re.groupindex else None
    return joined.end() - joined.start() if joined else 0


def _number(text: str | None) -> int | None:
    """None for None; ValueError where the text is no number or none that an address has."""
    if text is None:
        return None
    plain = text.strip("() \t\u3000")
    number = parse_numeral(_BRACKETED.get(plain, plain))
    if not 1 <= number <= 1999:
        raise ValueError(f"no address: {text}")
    return number


def _title(text: str) -> str:
    return _wide(text.strip())


def _wide(text: str) -> str:
    return text.replace("(", "（").replace(")", "）")
