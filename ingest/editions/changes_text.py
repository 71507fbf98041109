"""A comparison of two editions for people: Chinese Markdown, the changed words within their sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.documents.titles import quoted
from ingest.editions.changes import FACTS, ArticleChange, ChangeKind, Comparison, Piece, pieces
from ingest.numeral import parse_numeral

_KINDS: dict[ChangeKind, str] = {
    "changed": "修改",
    "rewritten": "修改并改号",
    "renumbered": "改号",
    "added": "新增",
    "removed": "删去",
    "unchanged": "未变",
}
_ARTICLE = re.compile(r"第([一二三四五六七八九十百千零〇]+)条")
_AROUND = 24
"""Unchanged words shown on each side of a change."""
LEGEND = "~~删去的字~~、**新增的字**，……为未变的文字。"


def markdown(comparison: Comparison, *, level: int = 2) -> str:
    """The whole comparison; ``level`` is that of its heading."""
    ids = dict.fromkeys((comparison.old_id, comparison.new_id))
    lines = [f"{'#' * level} {quoted(comparison.title)}：{' → '.join(ids)}", ""]
    lines += [f"- {FACTS[key]}：{_fact(key, old, new)}" for key, old, new in comparison.facts]
    lines += [f"- 章节{'删去' if kind == 'removed' else '新增'}：{text}" for kind, text in comparison.headings]
    lines += [f"- 条文：{summary(comparison)}", ""]
    if not comparison.same_text:
        lines += [LEGEND, ""]
    moved = [change for change in comparison.articles if change.kind == "renumbered"]
    lines += _renumbered(moved)
    # The 题注 is shown among the metadata.
    noted = any(key == "title_note" for key, _, _ in comparison.facts)
    lines += [
        _article(change)
        for change in comparison.articles
        if change.kind not in ("unchanged", "renumbered") and not (noted and "题注" in (change.old, change.new))
    ]
    return "\n".join(lines).rstrip() + "\n"


def summary(comparison: Comparison) -> str:
    """修改 3 处，新增 1 处，未变 40 处."""
    counted = [f"{word} {count} 处" for kind, word in _KINDS.items() if (count := comparison.count(kind))]
    return "，".join(counted) or "没有条文"


def _fact(key: str, old: str, new: str) -> str:
    if key == "title_note" and old and new:
        return inline(pieces(old, new))
    before, after = (re.sub(r"\s*\n\s*", " ", value) or "（无）" for value in (old, new))
    return f"{before} → {after}"


def _renumbered(changes: Sequence[ArticleChange]) -> list[str]:
    """Articles that only moved; those that moved on together are one range."""
    ranges: list[list[ArticleChange]] = []
    for change in changes:
        if ranges and _follows(ranges[-1][-1], change):
            ranges[-1].append(change)
        else:
            ranges.append([change])
    moves = (f"{_range([c.old for c in each])} → {_range([c.new for c in each])}" for each in ranges)
    return [f"- **改号**（文字未变）：{'；'.join(moves)}"] if ranges else []


def _follows(first: ArticleChange, second: ArticleChange) -> bool:
    numbers = [_number(address) for address in (first.old, second.old, first.new, second.new)]
    one, two, three, four = numbers
    return None not in numbers and two == (one or 0) + 1 and four == (three or 0) + 1


def _number(address: str) -> int | None:
    match = _ARTICLE.fullmatch(address)
    return parse_numeral(match[1]) if match else None


def _range(addresses: list[str]) -> str:
    return addresses[0] if len(addresses) == 1 else f"{addresses[0]}至{addresses[-1]}"


def _article(change: ArticleChange) -> str:
    address = change.new or change.old
    if change.kind == "rewritten":
        address = f"{change.old} → {change.new}"
    return f"- **{_KINDS[change.kind]}** {address}：{inline(change.pieces)}"


def inline(parts: Sequence[Piece]) -> str:
    """The words in one line, what is removed and added marked, long unchanged stretches shortened."""
    shown: list[str] = []
    whole = len({kind for kind, _ in parts}) == 1
    for at, (kind, text) in enumerate(parts):
        plain = re.sub(r"\s*\n\s*", "⏎", text)
        if kind == "same":
            shown.append(_shortened(plain, first=at == 0, last=at == len(parts) - 1))
        elif whole:
            shown.append(plain)
        else:
            shown.append(f"~~{plain}~~" if kind == "removed" else f"**{plain}**")
    return "".join(shown)


def _shortened(text: str, *, first: bool, last: bool) -> str:
    head, tail = ("" if first else text[:_AROUND]), ("" if last else text[-_AROUND:])
    if len(head) + len(tail) >= len(text):
        return text
    return f"{head}……{tail}"
