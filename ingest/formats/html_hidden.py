"""Which elements a browser would not show: by attribute, by their own style, by the page's style sheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
_SHOWING = re.compile(r"(?:^|;)\s*display\s*:\s*(?!none)[a-z]", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->|@(?:import|charset|namespace)\b[^;{}]*;", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SIMPLE = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)?([.#])([\w-]+)")


def hidden_by(root: _Element) -> Callable[[_Element], bool]:
    """A test for the elements of this page. Of style sheets it understands what hides one class or one id; rules with
    conditions, as for print, are left alone."""
    sheets = "\n".join(style.text or "" for style in root.iter("style"))
    hiding = _rules(sheets)

    def hidden(element: _Element) -> bool:
        if element.get("hidden") is not None and element.get("hidden") != "until-found":
            return True
        if element.tag == "dialog" and element.get("open") is None:
            return True
        style = element.get("style")
        if style and _HIDING.search(style):
            return True
        if not hiding or (style and _SHOWING.search(style)):
            return False
        names = [f".{name}" for name in (element.get("class") or "").split()]
        if element.get("id"):
            names.append(f"#{element.get('id')}")
        return any(tag in ("", element.tag) for name in names for tag in hiding.get(name, ()))

    return hidden


def _rules(sheets: str) -> dict[str, frozenset[str]]:
    """``.class`` or ``#id`` → the tags it hides, "" for all; the last rule for a selector counts."""
    found: dict[tuple[str, str], bool] = {}
    for selectors, body in _RULE.findall(_unconditional(_COMMENT.sub(" ", sheets))):
        hides = bool(_HIDING.search(body))
        if not hides and not _SHOWING.search(body):
            continue
        for selector in selectors.split(","):
            if match := _SIMPLE.fullmatch(selector.strip()):
                found[f"{match[2]}{match[3]}", (match[1] or "").lower()] = hides
    names = {name for (name, _), hides in found.items() if hides}
    return {name: frozenset(tag for (each, tag), hides in found.items() if each == name and hides) for name in names}


def _unconditional(sheets: str) -> str:
    """The rules outside @media and the like."""
    kept: list[str] = []
    depth = conditional = 0
    at = 0
    for match in re.finditer(r"@[a-z-]+[^{};]*(?=\{)|[{}]", sheets):
        sign = match.group()
        if not conditional:
            kept.append(sheets[at : match.start()])
        if sign.startswith("@"):
            conditional = conditional or depth + 1
        elif sign == "{":
            depth += 1
            kept.append("" if conditional else "{")
        else:
            depth = max(0, depth - 1)
            kept.append("" if conditional else "}")
            if conditional and depth < conditional:
                conditional = 0
        at = match.end()
    if not conditional:
        kept.append(sheets[at:])
    return "".join(kept)
