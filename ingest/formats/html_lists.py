"""The numbers that a browser prints before the items of an ordered list, and that stand in no text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from ingest.formats.docx_numformat import number_text
from ingest.grammar.markers import marker

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)")
_FORMS = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero", "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand", "trad-chinese-informal": "chineseCountingThousand",
    "cjk-decimal": "ideographDigital",
}  # fmt: skip
_CHINESE = ("chineseCountingThousand", "ideographDigital")
_MOST = 100_000_000


@dataclass(slots=True)
class Numbering:
    """The counter of one ``<ol>``; ``form`` as in :func:`number_text`."""

    count: int
    step: int
    form: str

    @classmethod
    def of(cls, element: _Element) -> Numbering | None:
        """The numbers of the list, None where it prints none: its style says so, or its items bring their own."""
        style = _STYLE.search((element.get("style") or "").lower())
        named = style[1].split() if style else []
        if "none" in named:
            return None
        form = next((_FORMS[each] for each in (*named, element.get("type") or "") if each in _FORMS), "decimal")
        items = [item for item in element if item.tag == "li"]
        opened = sum(marker("".join(map(str, islice(item.itertext(), 8))).strip()[:12]) is not None for item in items)
        if not items or opened * 2 > len(items):
            return None
        backwards = element.get("reversed") is not None
        first = _integer(element.get("start"), len(items) if backwards else 1)
        return cls(first + 1, -1, form) if backwards else cls(first - 1, 1, form)

    def next(self, item: _Element) -> str:
        """The number of the next item with the sign and space after it: ``3. ``, ``三、``."""
        self.count = _integer(item.get("value"), self.count + self.step)
        sign = "、" if self.form in _CHINESE and self.count > 0 else ". "
        return f"{number_text(self.count, self.form)}{sign}"


def _integer(text: str | None, otherwise: int) -> int:
    found = re.match(r"\s*(-?\d{1,9})", text or "")
    return max(-_MOST, min(_MOST, int(found[1]))) if found else otherwise
