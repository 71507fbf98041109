"""The table of metadata above a text on a government page: 索引号, 发文机关, 成文日期, 标题, 发文字号, 发布日期."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.documents.titles import normalise_title
from ingest.metadata.dates import stated_date
from ingest.metadata.docnumber import number_in, number_line

_NAMES = {
    "title": ("标题", "名称", "文件名称", "公文标题", "文件标题", "公文名称", "信息名称"),
    "issuer": (
        "发文机关",
        "发文单位",
        "发布机构",
        "发布机关",
        "发布单位",
        "制定机关",
        "制发机关",
        "发文机构",
        "成文单位",
    ),
    "document_number": ("发文字号", "文号", "文件编号", "文件字号", "公文文号", "发文文号", "文件号"),
    "signed": ("成文日期", "生成日期", "签发日期", "成文时间", "签署日期"),
    "published": ("发布日期", "公布日期", "印发日期", "公开日期", "发文日期", "发布时间", "发文时间"),
    "effective": ("施行日期", "实施日期", "生效日期", "实施时间", "生效时间"),
    "expires": ("失效日期", "有效期至", "废止日期", "失效时间", "废止时间"),
    "status": ("时效性", "有效性", "效力状态", "文件状态", "有效状态", "是否有效", "效力"),
    "": (
        "索引号",
        "主题分类",
        "主题词",
        "分类",
        "体裁分类",
        "组配分类",
        "公开方式",
        "公开范围",
        "信息索引号",
        "服务对象",
        "关键词",
    ),
}
_KEY = {name: key for key, names in _NAMES.items() for name in names}
_SPACED = "|".join(r"[\s　]*".join(name) for name in sorted(_KEY, key=len, reverse=True))
_FIELD = re.compile(rf"[\[【]?(?<![\u4e00-\u9fff])({_SPACED})[\]】]?[\s　]*[：:][\s　]*")
_ENDED = re.compile(r"废止|失效|无效|^否$")
_REVISED = re.compile(r"修订|修改")
_NOT_YET = re.compile(r"尚未|未生效|未施行")
_IN_FORCE = re.compile(r"有效|^是$")


_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Facts:
    """What the table states; None where it does not. Dates are ISO, ``expires`` is the last day in force, ``status``
    one of the four of a regulation."""

    title: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    signed: str | None = None
    published: str | None = None
    effective: str | None = None
    expires: str | None = None
    status: str | None = None


_TELLING = {"issuer", "document_number", "signed", "published"}


def tables(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where such tables stand, as ``[start, end)``: lines that follow each other and state two or more of issuer, 文号,
    成文日期 and 发布日期. A line by itself that begins with 名称： is none: articles have such lines too."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        end = at
        told: set[str] = set()
        while end < len(lines) and (pairs := _pairs(lines[end])):
            told |= {key for key, value in pairs if key in _TELLING and _value(key, value)}
            end += 1
        if len(told) > 1:
            found.append((at, end))
        at = max(end, at + 1)
    return found


def read_facts(lines: Iterable[str]) -> Facts:
    """The first statement of each field counts; one that cannot be read (成文日期：不详) is as good as none."""
    found: dict[str, str] = {}
    for text in lines:
        for key, value in _pairs(text):
            if key and key not in found and (read := _value(key, value)):
                found[key] = read
    return Facts(**found)


def _pairs(text: str) -> list[tuple[str, str]]:
    """(field, value) of each name in a row ``name | value | name | value`` or a line ``name：value name：value``."""
    if "：" not in text and ":" not in text and "|" not in text and "]" not in text and "】" not in text:
        return []
    if " | " not in text and not text.rstrip().endswith("|"):
        text = text.strip()
        matches = list(_FIELD.finditer(text)) if len(text) <= _LONGEST and _FIELD.match(text) else []
        if not matches:
            return []
        ends = [*(m.start() for m in matches[1:]), len(text)]
        return [(_key(m[1]), text[m.end() : end].strip()) for m, end in zip(matches, ends, strict=True)]
    cells = [cell.strip() for cell in text.split("|")]
    pairs: list[tuple[str, str]] = []
    for at, cell in enumerate(cells):
        name = re.sub(r"[\s　：:\[\]【】]", "", cell)
        if name in _KEY:
            follow = cells[at + 1] if at + 1 < len(cells) else ""
            pairs.append((_KEY[name], "" if re.sub(r"[\s　：:]", "", follow) in _KEY else follow))
        elif match := _FIELD.match(cell):
            pairs.append((_key(match[1]), cell[match.end() :].strip()))
    # One cell that happens to be called 名称 is a table of something else.
    return pairs if len(pairs) > 1 or any("：" in cell or ":" in cell for cell in cells) else []


def _key(name: str) -> str:
    return _KEY[re.sub(r"[\s　]", "", name)]


def _value(key: str, value: str) -> str | None:
    if not value.strip():
        return None
    if key in ("signed", "published", "effective", "expires"):
        return stated_date(value)
    if key == "document_number":
        return number_line(value) or number_in(value)
    if key == "status":
        return _status(re.sub(r"\s", "", value))
    if key == "issuer":
        return " ".join(re.split(r"[\s　、,，;；]+", value.strip()))
    return normalise_title(value)


def _status(value: str) -> str | None:
    for pattern, status in (
        (_NOT_YET, "尚未施行"),
        (_ENDED, "已废止"),
        (_REVISED, "已被修订"),
        (_IN_FORCE, "现行有效"),
    ):
        if pattern.search(value):
            return status
    return None
