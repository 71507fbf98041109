"""What a document's styles say of a paragraph: its numbering, whether it is hidden, centred or a title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.formats.docx_xml import W, number, switch, value

if TYPE_CHECKING:
    from lxml.etree import _Element


class Styles:
    """The styles of a document by their ids. A paragraph without a style has the default one."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._default: str | None = None
        self._hidden: dict[str | None, bool] = {}
        for style in root.iterfind(f"{W}style") if root is not None else ():
            key = style.get(f"{W}styleId")
            if not key:
                continue
            self._styles[key] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self._default = key

    def of(self, properties: _Element | None) -> str | None:
        """The style of the paragraph with these properties."""
        return value(properties, "pStyle") or self._default

    def is_title(self, style: str | None) -> bool:
        """Whether this is the style Title; Word and WPS store its name in English in every language."""
        return (value(self._styles.get(style or ""), "name") or "").lower() == "title"

    def is_centred(self, properties: _Element | None) -> bool:
        """Whether a paragraph is centred, by itself or through its style."""
        aligned = value(properties, "jc")
        if aligned is None:
            inner = (value(each.find(f"{W}pPr"), "jc") for each in self._chain(self.of(properties)))
            aligned = next((each for each in inner if each), None)
        return aligned == "center"

    def numbering(self, style: str | None) -> tuple[str | None, list[tuple[str, int | None]]]:
        """The number definition that a paragraph style gives, None where it gives none, and the styles it inherits
        from, itself first, each with the level it states."""
        definition: str | None = None
        levels: list[tuple[str, int | None]] = []
        for each in self._chain(style):
            found = each.find(f"{W}pPr/{W}numPr")
            definition = definition or value(found, "numId")
            levels.append((each.get(f"{W}styleId") or "", number(value(found, "ilvl"))))
        return definition, levels

    def is_hidden(self, properties: _Element | None, paragraph_style: str | None) -> bool:
        """Whether a run with these properties is hidden. Styles toggle: hidden in both is shown again."""
        stated = switch(properties, "vanish")
        if stated is not None:
            return stated
        return self._style_hidden(paragraph_style) != self._style_hidden(value(properties, "rStyle"))

    def _style_hidden(self, style: str | None) -> bool:
        if style not in self._hidden:
            stated = (switch(each.find(f"{W}rPr"), "vanish") for each in self._chain(style))
            self._hidden[style] = next((each for each in stated if each is not None), False)
        return self._hidden[style]

    def _chain(self, style: str | None) -> Iterator[_Element]:
        seen: set[str] = set()
        while style and style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(self._styles[style], "basedOn")
