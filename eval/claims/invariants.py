"""What must hold of an answer with a model's words in it, whatever let them through: nothing of app/claims is used.

Of each claim: its marks name citations of the answer, and every address, number, date, title, quotation, modal and
negation in it stands in what those citations quote, in their label or in the name of their regulation. It does not tell
whether the parts are put together rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.claims.plain import plain
from eval.measures import fold

RULES: Mapping[str, str] = {
    "mark": "标注 {found} 与所列引用对不上",
    "address": "所标的引文没有条款地址“{found}”",
    "number": "所标的引文没有数字“{found}”",
    "date": "所标的引文没有日期“{found}”",
    "title": "所标的引文没有文件名称“{found}”",
    "quotation": "所标的引文没有这样的话“{found}”",
    "modal": "所标的引文没有用词“{found}”",
    "negation": "所标的引文没有否定“{found}”",
    "prose": "改写部分不是 AI 标识加上所列的各句，而是“{found}”",
}
"""The rules by their code, with what a reader is told of a breach."""

_LISTED = re.compile(r"(?:^|(?<=[；;。]))\s*(?:\d{1,2}\.\s+|[-*•]\s*)")  # the number of a list's line
_MARK = re.compile(r"\[([^\[\]]*)\]")
_UNITS = "条|款|项|目|点|编|章|节|段|行|部分"
_ADDRESS = re.compile(rf"(?:第\(?\d+\)?(?:{_UNITS})(?:之\d+)?|附件\d+|问题\d+|工作措施\d+)+")
_PART = re.compile(rf"第\(?(\d+)\)?({_UNITS})((?:之\d+)?)|(附件|问题|工作措施)(\d+)")
_DATE = re.compile(r"(?:次年|当年|上1?年度?|本年度?|每年|\d{4}年)?(?<!\d)\d{1,2}月(?:\d{1,2}日|底|初|上旬|中旬|下旬)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:/\d+|%)?")
_UNIT = re.compile(r"个工作日|个自然日|个[\u4e00-\u9fff]|周岁|公里|公斤|小时|分钟|(?![至到和或及与])[\u4e00-\u9fff]|")
_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_QUOTED = re.compile(r"“([^“”]*)”|‘([^‘’]*)’|「([^「」]*)」|『([^『』]*)』|\"([^\"]*)\"")
_MODAL = re.compile(
    "应当|应该|必须|不得|不能|不可以|可以|原则上|一般|一律|严禁|禁止|任何|所有|全部|只能|无须|无需|不超过|超过|"
    "以上|以下|以内|不满|不足|至少|至多|最多|除外|建议|需要|最好|均|凡|须|应(?!急)|宜|仅"
)
_NEGATION = re.compile("(?:不|未|没有|无|勿|非)[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Violation:
    """``found`` in the claim ``number`` (from 1; 0 for the answer as a whole) breaks ``rule``, a key of ``RULES``."""

    number: int
    rule: str
    found: str

    def __str__(self) -> str:
        where = f"改写第 {self.number} 句：" if self.number else ""
        return where + RULES[self.rule].format(found=self.found)


@dataclass(frozen=True, slots=True)
class _Ground:
    """A citation as compared: ``quote`` and ``all`` (quote, label, names) in digits, ``parts`` of its address."""

    quote: str
    all: str
    folded: str
    parts: tuple[str, ...]

    @classmethod
    def of(cls, citation: Mapping[str, Any]) -> _Ground:
        everything = "\n".join(citation[key] for key in ("quote", "label", "article", "regulation"))
        # the lines of a quotation may be far apart, so nothing is joined over them
        digits = "\n".join(map(plain, everything.split("\n")))
        quote = "\n".join(map(plain, citation["quote"].split("\n")))
        folded = "\n".join(map(fold, everything.split("\n")))
        label = plain(citation["label"])
        parts = [*_parts(label), *([f"{label}点"] if label.isdigit() else [])]
        return cls(quote, digits, folded, tuple(parts))


def violations(answer: Mapping[str, Any]) -> list[Violation]:
    """What of an answer of the API contract breaks a rule; nothing where no model's words are shown."""
    generated = answer.get("generated") or {}
    claims = generated.get("claims", ())
    if not claims and answer.get("mode") != "llm":
        return []
    grounds = {citation["number"]: _Ground.of(citation) for citation in answer["citations"]}
    found: list[Violation] = []
    for number, claim in enumerate(claims, 1):
        found += [Violation(number, rule, words) for rule, words in _claim(claim, grounds)]
    shown = f"{generated.get('label', '')}：\n" + "\n".join(claim["text"] for claim in claims) + "\n\n"
    if not claims or answer.get("mode") != "llm" or not answer["answer"].startswith(shown):
        found.append(Violation(0, "prose", answer["answer"].split("\n\n")[0]))
    return found


def _claim(claim: Mapping[str, Any], grounds: Mapping[int, _Ground]) -> Iterator[tuple[str, str]]:
    text = fold(_LISTED.sub("", claim["text"]))
    marked = [int(mark) if mark.isascii() and mark.isdigit() else -1 for mark in _MARK.findall(text)]
    if not marked or list(dict.fromkeys(marked)) != list(claim["citations"]):
        yield "mark", "、".join(map(str, marked)) or "（没有）"
    for mark in dict.fromkeys(marked):
        if mark not in grounds:
            yield "mark", f"{mark}"
    cited = [grounds[mark] for mark in dict.fromkeys(marked) if mark in grounds]
    words = _MARK.sub("", text)
    yield from _unfounded(words, cited)


def _unfounded(words: str, cited: Sequence[_Ground]) -> Iterator[tuple[str, str]]:
    """What in ``words`` (folded, without marks) stands in none of the citations, with the rule that it breaks."""
    for title in _TITLE.findall(words):
        if not title or not any(title in ground.folded for ground in cited):
            yield "title", title
    for groups in _QUOTED.findall(words):
        said = "".join(groups)
        if not said or not any(said in ground.folded for ground in cited):
            yield "quotation", said
    for rule, pattern in (("modal", _MODAL), ("negation", _NEGATION)):
        for word in dict.fromkeys(pattern.findall(words)):
            if not any(word in ground.folded for ground in cited):
                yield rule, word
    digits = plain(words)
    for address in _ADDRESS.finditer(digits):
        if not any(_is_at(address[0], ground) for ground in cited):
            yield "address", address[0]
    rest = _ADDRESS.sub("", digits)
    for date in dict.fromkeys(_DATE.findall(rest)):
        if not any(_stands(date, ground.all) for ground in cited):
            yield "date", date
    for amount in dict.fromkeys(_amounts(rest)):
        if not any(_stands(amount, ground.all) for ground in cited):
            yield "number", amount


def _amounts(digits: str) -> Iterator[str]:
    """Every number with its unit."""
    for number in _NUMBER.finditer(digits):
        unit = None if number[0].endswith("%") else _UNIT.match(digits, number.end())
        yield number[0] + (unit[0] if unit else "")


def _stands(amount: str, text: str) -> bool:
    """Whether the number stands in the text by itself, not as the end of a longer one."""
    end = r"(?!\d)" if amount[-1:].isdigit() else ""
    return re.search(rf"(?<![\d./]){re.escape(amount)}{end}", text) is not None


def _parts(address: str) -> list[str]:
    """第36条第1款第(4)项 → 36条, 1款, 4项; 附件1 → 附件1."""
    return [(m[1] + m[2] + m[3]) if m[1] else m[4] + m[5] for m in _PART.finditer(address)]


def _is_at(address: str, ground: _Ground) -> bool:
    """Whether the quotation names this address, or stands at it: its parts are those of the label in order, of a list
    that is quoted whole also the number of an item."""
    if _stands(address, ground.quote):
        return True
    left = list(ground.parts)
    for part in _parts(address):
        if part in left:
            left = left[left.index(part) + 1 :]
        elif not (part.endswith("项") and f"({part[:-1]})" in ground.quote):
            return False
    return True
