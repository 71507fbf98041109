"""文号: 砚研发〔2024〕3号, 国务院令第12号, 第12号令, 公告2024年第3号."""

from __future__ import annotations

import re

_YEAR = r"(?:[1１][9９]|[2２][0０])[0-9０-９]{2}"
_COUNT = r"第?\s*[0-9０-９]{1,5}(?:\s*[-—]\s*\d{1,3})?\s*号"
_YEAR_AND_COUNT = rf"\s*[〔\[【［（(]\s*(?P<year>{_YEAR})\s*[〕\]】］）)]\s*(?P<count>{_COUNT})"
_AGENCY = r"(?P<agency>[\u4e00-\u9fff]{1,16}(?:[（(][\u4e00-\u9fff]{1,4}[）)])?)"
_BRACKETED = re.compile(_AGENCY + _YEAR_AND_COUNT)
# In running text the words before a number are not part of it: 根据国发〔2020〕1号, 以法发〔2020〕1号.
_MENTIONED = re.compile(r"(?P<agency>(?:(?![以日月年经由自据照按及与的号])[\u4e00-\u9fff]){1,14})" + _YEAR_AND_COUNT)
_ORDINAL = r"第?\s*[〇零一二三四五六七八九十百千0-9０-９]{1,9}\s*号"
_ORDER = re.compile(
    r"(?P<agency>[\u4e00-\u9fff、]{2,40}?令)\s*[（(]?(?P<count>" + _ORDINAL + r")[）)]?"
    r"|(?P<agency2>(?![年月日第])[\u4e00-\u9fff、]{2,30}?)(?P<count2>第\s*[〇零一二三四五六七八九十百千0-9０-９]{1,9}\s*号)\s*令"
)
_ANNOUNCED = re.compile(
    rf"(?P<agency>[\u4e00-\u9fff、]{{2,30}}?(?:公告|通告))\s*[（(]?(?P<year>{_YEAR})\s*年?\s*(?P<count>第\s*\d{{1,4}}\s*号)[）)]?"
)
_BARE = re.compile(
    rf"[（(]?\s*(?P<count>(?:{_YEAR}\s*年\s*)?第\s*[〇零一二三四五六七八九十百千\d０-９]{{1,9}}\s*号)\s*[）)]?"
)
_NAMELESS = re.compile(
    rf"第\s*[〇零一二三四五六七八九十百千\d０-９]{{1,9}}\s*号令|令第\s*\d{{1,5}}\s*号|(?:公告|通告)\s*{_YEAR}\s*年\s*第\s*\d{{1,4}}\s*号"
)
# The end of a title or a 题注 that runs on into the number.
_BEFORE = re.compile(
    r"^(?:.*(?:通过|发布|公布|印发|修订|修正|批准|施行|会议)|解释|规定|办法|意见|通知|决定|细则|条例|方案|批复|制度)(?=.)"
)
_OFFICE = re.compile(r"^[\u4e00-\u9fff、]{2,40}(?:(?<!命)令|公告|通告)$")
_MASTHEAD = re.compile(r"^[\u4e00-\u9fff、（）()]{2,40}文件")
_SIGNER = re.compile(r"签发人[：:].*$")
_SHORT_LINE = 45
# 《办法》（砚研发〔2024〕3号), the day of issue beside it or not
_AT_END = re.compile(r"[（(]([^（）()]*[〔\[［].*号)(?:[\s，、]*\d{4}年\d{1,2}月\d{1,2}日)?[）)]$|\s(\S+[〔\[［].*号)$")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def number_in(text: str) -> str | None:
    """The first 文号 that occurs in ``text``, as it is written officially: no white space, the year in 〔〕."""
    found = [m for pattern in (_MENTIONED, _ORDER, _ANNOUNCED) if (m := pattern.search(text))]
    return _written(min(found, key=lambda each: each.start())) if found else None


def number_line(text: str, above: str = "") -> str | None:
    """The 文号 of a line that holds nothing else (masthead and 签发人 apart), None for a line that mentions one.

    第12号 alone counts below a line that ends in 令 or 公告 (``above``): 国务院令 and its number are printed apart.
    """
    plain = _SIGNER.sub("", _MASTHEAD.sub("", text.strip())).strip().strip("（）()").strip()
    if not plain or len(plain) > _SHORT_LINE:
        return None
    # What strip took from （2024）3号 belongs to it.
    for pattern in (_BRACKETED, _ORDER, _ANNOUNCED):
        if match := pattern.fullmatch(plain) or pattern.fullmatch(text.strip()):
            return _written(match)
    if _NAMELESS.fullmatch(plain):
        return re.sub(r"\s", "", plain).translate(_DIGITS)
    office = re.sub(r"\s", "", above)
    if (match := _BARE.fullmatch(text.strip())) and _OFFICE.match(office):
        return office + re.sub(r"\s", "", match["count"]).translate(_DIGITS)
    return None


def own_number(lines: list[str]) -> str | None:
    """The 文号 printed as a line of its own among ``lines``; where none is, the first one a short line ends with
    (关于印发《…》的通知（砚研发〔2024〕3号）)."""
    for above, text in zip(["", *lines], lines, strict=False):
        if number := number_line(text, above):
            return number
    for text in lines:
        match = _AT_END.search(text.strip())
        if match and len(text) <= 120 and (number := number_in(match[1] or match[2])):
            return number
    return None


def _written(match: re.Match[str]) -> str:
    groups = match.groupdict()
    agency = groups.get("agency") or groups.get("agency2") or ""
    count = groups.get("count") or groups.get("count2") or ""
    number = re.sub(r"\s", "", count).translate(_DIGITS)
    name = re.sub(r"\s", "", agency)
    if groups.get("agency2"):
        return f"{name}令{number}"
    if match.re is _MENTIONED:
        name = _BEFORE.sub("", name)
    if match.re in (_BRACKETED, _MENTIONED):
        return f"{name}〔{groups['year'].translate(_DIGITS)}〕{number}"
    if match.re is _ANNOUNCED:
        return f"{name}{groups['year'].translate(_DIGITS)}年{number}"
    return name + number
