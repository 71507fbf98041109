"""Citations read from text: 《办法》第四十四条第一款第（六）项, 第44条第(六)项, 44条6项, 第13点, 问题三工作措施1.

:mod:`ingest.address` writes and compares them; its names are offered here too, so that a user needs one module only.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.address import UNNUMBERED, Citation, format_article, label, sublabel
from ingest.notation import BRACKET, JOIN, UNIT, N, number
from ingest.numeral import format_numeral

__all__ = ["Citation", "find", "format_article", "label", "parse", "sublabel"]

# The patterns run over a copy in which full-width digits and brackets are ASCII, character for character.
_NARROW = str.maketrans("０１２３４５６７８９（）．－", "0123456789().-")

_CHAPTER = rf"(?P<chapter>(?:第\s*{N}\s*(?:分编|编|章|节)\s*){{1,3}})的?\s*"
_NEWS = r"(?:权威|官方|正式|重要)?(?:消息|新闻|微博|短信|留言)|权威(?:信息|发布)"
_NAMED = r"[》法例定则程见案知度范要]"
_NO_NEWS = rf"(?!(?<!{_NAMED})(?<!{_NAMED}的)第\s*[一1]\s*条(?:{_NEWS}))"  # 第一条权威消息, but not 办法第一条新闻发布
_ARTICLE = (
    rf"(?:{_CHAPTER})?{_NO_NEWS}第\s*(?P<article>{N}){UNIT['article']}(?:\s*之\s*(?P<inserted>{N}))?"
    r"|§\s*(?P<sign>\d{1,4})(?:\s*条)?(?:\s*\(\s*(?P<sign_paragraph>\d{1,2})\s*\)(?=\s*\())?"
)
_NO_ARTICLE = r"(?![件例目理文状约线龙街路款]|以[上下内]|左右|意见|建议|措施|经验|要求|标准)"
_BARE = (
    r"(?<![\d第零〇一二三四五六七八九十百千-])"
    rf"(?P<bare>{N})\s*条{_NO_ARTICLE}(?:\s*之\s*(?P<bare_inserted>{N}))?"
)
# 44-1条 is 第四十四条之一; 第3-5条 is a range.
_DASH = rf"(?<![\d第-])第?\s*(?P<dash>\d{{2,4}})-(?P<dash_inserted>[1-9])\s*条{_NO_ARTICLE}"
_ROW = rf"第?\s*(?P<row>{N})\s*行(?![业政为使动程驶贿文])"
_BELOW = (
    rf"(?:\s*第?\s*(?P<paragraph>{N})(?:{UNIT['paragraph']}|\s*(?:自然)?段(?!时)))?"
    rf"(?:\s*第?\s*(?:(?P<bracket>{BRACKET})(?:\s*[项点](?!目))?|(?P<item>{N}){UNIT['item']})|\s*{_ROW})?"
    rf"(?:\s*第?\s*(?P<subitem>{N}){UNIT['subitem']})?"
)
# Without an article the first part must be unmistakable: 第 and its unit.
_RELATIVE = rf"(?=第\s*(?:{N}{UNIT['paragraph']}|(?:{N}|{BRACKET}){UNIT['item']}|{N}{UNIT['subitem']}))"
# Words that documents without 条 name their parts with; the number belongs to the name.
_NAME = (
    r"(?:(?:工作|整改|具体|主要|重点)?(?:措施|目标|任务)\d{0,2}"
    r"|(?:责任|牵头|配合)(?:单位|部门|领导|人)|(?:完成|整改)时限)"
)
_PROBLEM = r"(?:问题|任务|事项|专题|情形)"
_SECTION = r"[一二三四五六七八九十]{1,3}"
_AFTER_PROBLEM = r"(?=$|\W|的|中|里|下|由|怎|和|与|工作|整改|具体|主要|重点|措施|目标|任务|责任|牵头|配合|完成)"
_ADDRESS = (
    rf"(?:第\s*(?P<point>{N})\s*点(?![钟半多])"
    rf"|第\s*(?P<bracket_point>\(\s*{N}\s*\))\s*[点条]"
    rf"|第\s*(?P<segment>{N})\s*(?:自然)?段(?!时)"
    rf"|(?P<annex_word>附[件表录图])\s*(?:(?P<annex>{N})(?![个份张页种])|(?=第\s*{N}\s*[行段条]))"
    rf"(?:\s*第\s*(?P<annex_article>{N})\s*条{_NO_ARTICLE})?"
    rf"|(?P<problem_word>{_PROBLEM})\s*(?P<problem>{N}){_AFTER_PROBLEM}"
    rf"(?:\s*的?\s*(?P<name>{_NAME})(?:\s*的?\s*(?P<subname>{_NAME}))?)?"
    rf"|(?<![第零〇一二三四五六七八九十百千\d、(条款项目])(?P<section>{_SECTION})\s*、?\s*(?P<sub>{BRACKET})(?!\s*[项目])"
    rf"|第\s*(?P<part>{_SECTION})\s*大?部分"
    rf"(?:\s*的?\s*第?\s*(?:(?P<part_sub>{BRACKET})(?:\s*[条项点])?|(?P<part_point>{N})\s*[条项点]))?)"
)
_TITLE = r"《(?P<title>(?:[^《》]|《[^《》]{0,120}》){1,120})》\s*(?:的|中|里|之)?\s*"
_HEAD = re.compile(rf"(?:{_TITLE})?(?:{_DASH}|{_ARTICLE}|{_BARE}|{_ADDRESS}|{_RELATIVE}){_BELOW}")
_JOINED = re.compile(JOIN)
_UNITS = re.compile(rf"第\s*({N})\s*(分编|编|章|节)")
_LEVELS = ("article", "paragraph", "item", "subitem")
_MORE = {level: re.compile(rf"{JOIN}第?\s*(?P<more>{N}|{BRACKET}){UNIT[level]}") for level in _LEVELS}
_MORE_BRACKETS = re.compile(rf"{JOIN}第?\s*(?P<more>{BRACKET})(?:\s*项(?!目))?")

_DOCUMENT = r"(?:办法|条例|规定|规则|细则|准则|章程|意见|方案|通知|决定|制度|规范|纲要|法)(?:\((?:试行|暂行|修订)\))?"
_TITLE_FIRST = re.compile(rf"(?:{_TITLE}|(?P<plain>[^《》]{{0,60}}?{_DOCUMENT})的?\s*)(?=\S)")
_BEFORE_BARE = re.compile(rf"(?:》|{_DOCUMENT})\s*的?\s*$")
_BEFORE_ASKED = re.compile(r"(?:^|[\s，。；：？！、,;:?!(]|按|按照|根据|依据|依照|看|查)$")
_AFTER_ASKED = re.compile(r"\s*(?:$|[，。；：？！,;:?!)]|是|讲|说|规定|内容|怎|什么|的|里)")

# What ingest.address prints and nobody writes in running text.
_UNNUMBERED = UNNUMBERED.replace(r"（重复\d+）", r"\(重复\d+\)").translate(_NARROW)
_ANY_NAME = r"[\u4e00-\u9fff]{2,8}?(?:\d{1,2}|[一二三四五六七八九十])?"
_PRINTED = re.compile(
    rf"(?P<address>(?:\d{{1,3}}|(?P<word>{_PROBLEM}){N}|{_SECTION}(?:\({_SECTION}\))?|\({N}\)|附[件表录图]\d*第{N}条(?:之{N})?"
    rf"|第{N}条(?:之{N})?(?=\(重))(?:\(重复\d+\))?|{_UNNUMBERED})"
    rf"(?:第(?P<paragraph>{N})[款段])?"
    rf"(?P<name>\((?P<item>{N})\)|(?P<dotted>{N})\.|第\((?P<formal>{N})\)项|第(?P<row>\d+)行|(?(word){_NAME}|(?!)))?"
    rf"(?:第(?P<subitem>{N})目|(?P<subname>{_NAME}))?"
    rf"(?P<rest>(?(word){_ANY_NAME}(?:{_NAME})?|(?!)))?"
)


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
    narrow = text.translate(_NARROW)
    # First what is printed: in a text without 条, 一（1） is an item of 一, though people may mean 一（一）.
    if printed := _parse_printed(narrow):
        return printed
    found = find(text)
    if len(found) == 1 and found[0][1:] == (0, len(text)):
        return found[0][0]
    if (titled := _TITLE_FIRST.match(narrow)) and (below := parse(text[titled.end() :])):
        return replace(below, regulation=_title(text[slice(*titled.span("title" if titled["title"] else "plain"))]))
    return None


def _parse_printed(narrow: str) -> Citation | None:
    whole = _PRINTED.fullmatch(narrow)
    if whole is None:
        return None
    try:
        numbers = {key: number(whole[key]) for key in ("paragraph", "item", "dotted", "formal", "row", "subitem")}
    except ValueError:
        return None
    name, subname = whole["name"] or "", whole["subname"] or ""
    # A document may name its parts in words of its own: 问题三时间节点.
    if whole["rest"] and name:
        subname += whole["rest"]
    elif whole["rest"]:
        name = subname + whole["rest"]
        subname = ""
    return Citation(
        address=_wide(whole["address"]),
        paragraph=numbers["paragraph"],
        item=numbers["item"] or numbers["dotted"] or numbers["formal"] or numbers["row"],
        subitem=numbers["subitem"],
        name="" if whole["formal"] else _wide(name),
        subname=subname,
    )


def _next(narrow: str, position: int, found: list[tuple[Citation, int, int]]) -> re.Match[str] | None:
    """The continuation of an enumeration that stands at ``position``, else the next citation after it."""
    if found and found[-1][2] == position:
        level = found[-1][0].lowest
        if narrow[position - 1] not in "条款项目点段行" and not (level == "article" and found[-1][0].inserted):
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
            return before[0].with_number(before[0].lowest or "item", number(match["more"]))
        cited = _from_head(text, match)
    except ValueError:
        return None
    if match["bare"] and not _bare_is_meant(narrow, match, cited):
        return None
    if before and _JOINED.fullmatch(narrow, before[2], match.start()):
        cited = cited.joined_to(before[0])
    return cited


def _from_head(text: str, match: re.Match[str]) -> Citation:
    group = match.groupdict()
    # （六） alone is what texts without 条 print; 第（六）项 is spelt out.
    printed = (
        match["bracket"] and match.string[match.start("bracket") - 1] != "第" and match.string[match.end() - 1] != "项"
    )
    address = _address(group)
    row = number(group["row"])
    return Citation(
        regulation=_title(text[slice(*match.span("title"))]) if group["title"] else None,
        chapter=_chapter(group["chapter"]),
        article=number(group["article"] or group["bare"] or group["sign"] or group["dash"]),
        inserted=number(group["inserted"] or group["bare_inserted"] or group["dash_inserted"]) or 0,
        paragraph=number(group["paragraph"] or group["sign_paragraph"]),
        item=number(group["bracket"] or group["item"]) or row,
        subitem=number(group["subitem"]),
        address=address,
        name=f"第{row}行" if row else group["name"] or (_wide(group["bracket"]) if address and printed else ""),
        subname=group["subname"] or "",
    )


def _address(group: dict[str, str | None]) -> str:
    """The printed address of a unit that is no article; empty for an article."""
    if point := group["point"] or group["bracket_point"]:
        return str(number(point))
    if group["segment"]:
        return f"第{number(group['segment'])}段"
    if group["annex_word"]:
        inside = number(group["annex_article"])
        return f"{group['annex_word']}{number(group['annex']) or ''}{format_article(inside) if inside else ''}"
    if group["problem"]:
        return f"{group['problem_word']}{format_numeral(number(group['problem']) or 0)}"
    section, below = group["section"] or group["part"], number(group["sub"] or group["part_sub"] or group["part_point"])
    return (section or "") + (f"（{format_numeral(below)}）" if below else "")


def _chapter(text: str | None) -> str:
    """第3章 as it is printed: 第三章."""
    return "".join(f"第{format_numeral(number(n) or 0)}{unit}" for n, unit in _UNITS.findall(text or ""))


def _bare_is_meant(narrow: str, match: re.Match[str], cited: Citation) -> bool:
    if cited.sublabel or cited.inserted or match["title"]:
        return True
    before = narrow[max(0, match.start() - 12) : match.start()]
    if _BEFORE_BARE.search(before):
        return True
    counted = match["bare"].isdigit() or (cited.article or 0) > 10
    return bool(counted and _BEFORE_ASKED.search(before) and _AFTER_ASKED.match(narrow, match.end()))


def _joint(match: re.Match[str]) -> int:
    """Length of the 、 or 和 that a continuation begins with; it is no part of the citation."""
    joined = _JOINED.match(match.string, match.start(), match.end()) if "more" in match.re.groupindex else None
    return joined.end() - joined.start() if joined else 0


def _title(text: str) -> str:
    return _wide(text.strip())


def _wide(text: str) -> str:
    return text.replace("(", "（").replace(")", "）")
