"""The text of one paragraph: runs, fields, tracked changes, hidden text, symbols, and the text boxes anchored in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.formats.docx_math import equation_field_text, formula_text
from ingest.formats.docx_styles import Styles
from ingest.formats.docx_xml import M, W, children, local, switch

if TYPE_CHECKING:
    from lxml.etree import _Element

DELETED = "修订中删除的文字"
HIDDEN = "隐藏文字"
CONTENTS = "目录"
_RUBY = "拼音注音"
_PLACEHOLDER = "占位提示"
_UNKNOWN_SIGN = "〓"  # how Chinese typesetting marks a sign that is missing

# Symbol fonts put their pictures on the codes of letters; these are what forms are ticked with.
_SYMBOLS = {
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□", 0x2A: "□"},
    "symbol": {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xE5: "∑"},
}
_PLAIN = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PASSED_OVER = frozenset(("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "smartTagPr", "customXmlPr"))


@dataclass(slots=True)
class Content:
    """``text`` is what counts, a manual line break as ``\\n``; ``aside`` what does not, with the Chinese reason, in
    order; ``boxes`` the text boxes (``w:txbxContent``)."""

    text: str = ""
    aside: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)

    def add(self, text: str, reason: str) -> None:
        """Text in reading order; ``reason`` is empty for what counts."""
        if not reason:
            self.text += text
        elif text and self.aside and self.aside[-1][1] == reason:
            self.aside[-1] = (self.aside[-1][0] + text, reason)
        elif text:
            self.aside.append((text, reason))


@dataclass(slots=True)
class _Field:
    contents: bool
    instruction: str = ""
    separated: bool = False
    printed: bool = False


class Runs:
    """Reads paragraphs in document order: fields reach over several of them. ``seen`` counts what the report names."""

    def __init__(self, styles: Styles, root: _Element) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self._contents = _contents_fields(root)
        self.seen: Counter[str] = Counter()

    def paragraph(self, paragraph: _Element, reason: str = "") -> Content:
        """The paragraph's content; ``reason`` says why all of it is no content."""
        result = Content()
        self._walk(paragraph, self._styles.of(paragraph.find(f"{W}pPr")), reason, result)
        return result

    def _walk(self, element: _Element, style: str | None, reason: str, result: Content) -> None:
        for child in children(element):
            name = local(child)
            if child.tag in (f"{M}oMath", f"{M}oMathPara"):
                self.seen["formula"] += 1
                result.add(formula_text(child), reason)
            elif name == "r":
                self._run(child, style, reason, result)
            elif name in ("del", "moveFrom"):
                self.seen["deleted"] += 1
                self._walk(child, style, reason or DELETED, result)
            elif name in ("ins", "moveTo"):
                self.seen["inserted"] += 1
                self._walk(child, style, reason, result)
            elif name == "sdt":
                empty = switch(child.find(f"{W}sdtPr"), "showingPlcHdr")
                self._walk(child, style, reason or (_PLACEHOLDER if empty else ""), result)
            elif name == "fldSimple":
                listed = _is_contents(child.get(f"{W}instr"))
                self._walk(child, style, reason or (CONTENTS if listed else ""), result)
            elif name == "txbxContent":
                result.boxes.append(child)
            elif name not in _PASSED_OVER:
                self._walk(child, style, reason, result)

    def _run(self, run: _Element, style: str | None, reason: str, result: Content) -> None:
        properties = run.find(f"{W}rPr")
        if not reason and self._styles.is_hidden(properties, style):
            reason = HIDDEN
        if not reason and (switch(properties, "strike") or switch(properties, "dstrike")):
            self.seen["struck"] += 1
        self._run_content(run, style, reason, result)

    def _run_content(self, run: _Element, style: str | None, reason: str, result: Content) -> None:
        for child in children(run):
            name = local(child)
            if name in ("t", "delText"):
                self._text(_words(child), reason or (DELETED if name == "delText" else ""), result)
            elif name in _PLAIN:
                self._text(_PLAIN[name], reason, result)
            elif name == "sym":
                self._text(self._symbol(child), reason, result)
            elif name == "fldChar":
                self._field(child, reason, result)
            elif name == "instrText" and self._fields and not self._fields[-1].separated:
                self._fields[-1].instruction += child.text or ""
            elif name == "ruby":
                for part in children(child):
                    aside = _RUBY if local(part) == "rt" else ""
                    self._walk(part, style, reason or aside, result)
            elif name in ("drawing", "pict", "object"):
                self._drawn(child, result)
            elif name not in _PASSED_OVER:
                self._walk(child, style, reason, result)

    def _text(self, text: str, reason: str, result: Content) -> None:
        if self._fields:
            self._fields[-1].printed = self._fields[-1].printed or bool(text.strip())
        if reason == HIDDEN and text.strip():
            self.seen["hidden"] += 1
        inside = any(each.contents for each in self._fields)
        result.add(text, reason or (CONTENTS if inside else ""))

    def _field(self, mark: _Element, reason: str, result: Content) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field(mark in self._contents))
        elif kind == "separate" and self._fields:
            self._fields[-1].separated = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            command = ended.instruction.split()[:1]
            if command and command[0].lower() == "eq" and not ended.printed:
                self.seen["formula"] += 1
                self._text(equation_field_text(ended.instruction), reason, result)
            elif command and command[0].upper() in ("LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT"):
                self.seen["numbered by field"] += 1

    def _symbol(self, element: _Element) -> str:
        font = (element.get(f"{W}font") or "").lower()
        try:
            code = int(element.get(f"{W}char") or "", 16)
        except ValueError:
            code = 0
        plain = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
        if sign := _SYMBOLS.get(font, {}).get(plain):
            return sign
        if 0x20 <= code < 0xD800 and font not in _SYMBOLS and not font.startswith(("wingdings", "webdings")):
            return chr(code)
        self.seen["unknown sign"] += 1
        return _UNKNOWN_SIGN

    def _drawn(self, element: _Element, result: Content) -> None:
        """Text boxes and pictures of a drawing, however deep in groups."""
        for child in children(element):
            name = local(child)
            if name == "txbxContent":
                self.seen["box"] += 1
                result.boxes.append(child)
                continue
            if name in ("blip", "imagedata"):
                self.seen["picture"] += 1
            elif name == "OLEObject":
                self.seen["object"] += 1
            elif name == "relIds" or (name == "chart" and "chart" in child.tag):
                self.seen["diagram"] += 1
            self._drawn(child, result)


def _words(element: _Element) -> str:
    """White space at the ends counts only where the element says so; Word trims the rest as well."""
    text = element.text or ""
    kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if kept else text.strip(" \t\r\n")


def _is_contents(instruction: str | None) -> bool:
    return (instruction or "").split()[:1] in (["TOC"], ["toc"])


def _contents_fields(root: _Element) -> frozenset[_Element]:
    """The openings of the fields that make a table of contents. One that never ends is none: it would swallow all."""
    opened: list[tuple[_Element, list[str]]] = []
    found: set[_Element] = set()
    for element in root.iter(f"{W}fldChar", f"{W}instrText"):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            opened.append((element, []))
        elif kind == "end" and opened:
            begin, instruction = opened.pop()
            if _is_contents("".join(instruction)):
                found.add(begin)
        elif kind is None and opened:
            opened[-1][1].append(element.text or "")
    return frozenset(found)
