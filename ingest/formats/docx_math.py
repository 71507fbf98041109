"""Formulas as a line of text: what an equation says, without its layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.formats.docx_xml import M, W, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIMPLE = re.compile(r"[\w.%\u4e00-\u9fff]*$")
_CIRCLES = ("○", "◯", "〇", "O")
_OVERLAY = re.compile(r"eq\s+\\o(?:\\a[cdlr])?\s*\((.*)\)\s*$", re.IGNORECASE | re.DOTALL)
_FRACTION = re.compile(r"eq\s+\\f\s*\((.*)\)\s*$", re.IGNORECASE | re.DOTALL)


def formula_text(element: _Element) -> str:
    """An ``m:oMath`` in one line: 得分=(甲+乙)/2, x^2, √(x)."""
    name = local(element)
    if element.tag in (f"{M}t", f"{W}t"):
        return element.text or ""
    parts = {local(child): formula_text(child) for child in element if local(child) not in ("r", "t")}
    if name == "f":
        return f"{_group(parts.get('num', ''))}/{_group(parts.get('den', ''))}"
    if name in ("sSup", "sSub", "sSubSup"):
        below = f"_{_group(parts['sub'])}" if "sub" in parts else ""
        above = f"^{_group(parts['sup'])}" if "sup" in parts else ""
        return parts.get("e", "") + below + above
    if name == "rad":
        degree = parts.get("deg", "")
        return f"{degree}√{_group(parts.get('e', ''))}"
    if name == "nary":
        sign = _property(element, "naryPr", "chr") or "∫"
        below = f"_{_group(parts['sub'])}" if parts.get("sub") else ""
        above = f"^{_group(parts['sup'])}" if parts.get("sup") else ""
        return f"{sign}{below}{above} {parts.get('e', '')}"
    if name == "d":
        opened, closed = _property(element, "dPr", "begChr"), _property(element, "dPr", "endChr")
        inner = ",".join(formula_text(child) for child in element if local(child) == "e")
        return f"{'(' if opened is None else opened}{inner}{')' if closed is None else closed}"
    return "".join(formula_text(child) for child in element)


def _property(element: _Element, holder: str, name: str) -> str | None:
    found = element.find(f"{M}{holder}/{M}{name}")
    return None if found is None else found.get(f"{M}val", "")


def _group(text: str) -> str:
    """In brackets where it is more than a word or a number."""
    return text if _SIMPLE.match(text) else f"({text})"


def equation_field_text(instruction: str) -> str:
    """What an EQ field prints, whose text stands in its instruction alone: ``eq \\o\\ac(○,3)`` is ③."""
    instruction = instruction.strip()
    if found := _OVERLAY.match(instruction):
        parts = [part.strip() for part in re.split(r"[,;，；]", found.group(1))]
        inner = "".join(part for part in parts if part not in _CIRCLES)
        if any(part in _CIRCLES for part in parts) and inner.isdigit() and 1 <= int(inner) <= 20:
            return chr(ord("①") + int(inner) - 1)
        return inner
    if found := _FRACTION.match(instruction):
        return "/".join(_group(part.strip()) for part in re.split(r"[,;，；]", found.group(1)))
    return re.sub(r"\\\w+|^eq\s+", "", instruction, flags=re.IGNORECASE).strip()
