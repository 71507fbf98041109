"""Word files made of raw WordprocessingML, so that tests can hold what no library writes; PDFs set line by line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import pytest

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_KINDS = ("styles", "numbering", "footnotes", "endnotes", "comments")


class Word:
    """Writes WordprocessingML; each method returns XML but :meth:`file`, which returns the bytes of a .docx."""

    def r(self, text: str, properties: str = "") -> str:
        """A run."""
        return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'

    def p(self, content: str = "", properties: str = "", *, num: tuple[int, int] | None = None, style: str = "") -> str:
        """A paragraph of runs (``content`` that is no XML becomes one); ``num`` is (numId, ilvl)."""
        inner = content if content.startswith("<") or not content else self.r(content)
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        listed = f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else ""
        return f"<w:p><w:pPr>{named}{listed}{properties}</w:pPr>{inner}</w:p>"

    def table(self, rows: Iterable[Iterable[str]], header: int = 0) -> str:
        """A table of cells, each its text, or (XML of its properties and content beginning with ``<``)."""
        made = ""
        for at, row in enumerate(rows):
            cells = "".join(
                f"<w:tc>{cell if cell.startswith('<') else '<w:tcPr/>' + self.p(cell)}</w:tc>" for cell in row
            )
            made += f"<w:tr><w:trPr>{'<w:tblHeader/>' if at < header else ''}</w:trPr>{cells}</w:tr>"
        return f"<w:tbl><w:tblPr/>{made}</w:tbl>"

    def level(
        self, at: int, text: str, form: str = "decimal", *, start: int = 1, suffix: str = "tab", more: str = ""
    ) -> str:
        """A level of a list."""
        return (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
            f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
        )

    def lists(self, *abstracts: str, nums: str = "") -> str:
        """A numbering part: abstract lists 0, 1, … and a ``w:num`` 1, 2, … for each, then ``nums``."""
        made = "".join(
            f'<w:abstractNum w:abstractNumId="{i}">{each}</w:abstractNum>' for i, each in enumerate(abstracts)
        )
        made += "".join(
            f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(len(abstracts))
        )
        return made + nums

    def file(self, body: str, *, extra: dict[str, str | bytes] | None = None, **parts: str) -> bytes:
        """A .docx. ``parts`` are the insides of styles, numbering, footnotes, endnotes, comments; ``header1``,
        ``footer1`` … too. ``extra`` adds or replaces whole files."""
        files: dict[str, str | bytes] = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            + "".join(
                f'<Override PartName="/word/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                f'wordprocessingml.{part.rstrip("0123456789")}+xml"/>'
                for part in parts
            )
            + "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
            f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        }
        relations = ""
        for at, (part, inner) in enumerate(parts.items()):
            kind = part.rstrip("0123456789")
            root = kind if kind in _KINDS else {"header": "hdr", "footer": "ftr"}[kind]
            files[f"word/{part}.xml"] = f"<w:{root} {_NAMESPACES}>{inner}</w:{root}>"
            relations += f'<Relationship Id="r{at}" Type="{_R}/{kind}" Target="{part}.xml"/>'
        files["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in (files | (extra or {})).items():
                package.writestr(name, content)
        return packed.getvalue()


@pytest.fixture(scope="session")
def word() -> Word:
    """The maker of Word files."""
    return Word()


class Press:
    """Sets Chinese text in PDFs the way office programs do; the font is one that every PDF reader has."""

    font = "STSong-Light"

    def canvas(self, **options: Any) -> tuple[Any, io.BytesIO]:
        """An empty A4 document to draw in, and where its bytes go on ``save()``."""
        from reportlab.lib.fonts import addMapping
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        if self.font not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(self.font))
            addMapping(self.font, 0, 0, self.font)
        made = io.BytesIO()
        return Canvas(made, pagesize=(595, 842), **options), made

    def lines(self, text: str, size: float, width: float, indent: float = 0) -> list[str]:
        """The text broken to lines; no closing mark begins one."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        broken, line, room = [], "", width - indent
        for character in text:
            if stringWidth(line + character, self.font, size) > room and character not in "，。；：、）》”":
                broken.append(line)
                line, room = "", width
            line += character
        return [*broken, line]

    def pdf(
        self,
        paragraphs: Sequence[str | tuple[str, str]],
        *,
        columns: int = 1,
        size: float = 12,
        indent: float = 2,
        leading: float = 20,
        after: float = 0,
        justify: bool = False,
        furniture: Callable[[Any, int], None] | None = None,
        **options: Any,
    ) -> bytes:
        """Paragraphs run through columns and pages. A pair is a ``title`` (large, centred), ``head`` (centred),
        ``right`` or ``gap`` and its text. ``furniture`` draws on every page, whose number it is told."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        canvas, made = self.canvas(**options)
        width = (425 - 24 * (columns - 1)) / columns
        page, column, y = 1, 0, 740.0
        if furniture:
            furniture(canvas, page)
        for paragraph in paragraphs:
            kind, text = paragraph if isinstance(paragraph, tuple) else ("body", paragraph)
            scale = size * 1.6 if kind == "title" else size
            first = indent * size if kind == "body" else 0
            broken = self.lines(text, scale, width, first)
            for number, line in enumerate(broken):
                if y < 90:
                    column, y = column + 1, 740.0
                    if column == columns:
                        canvas.showPage()
                        page, column = page + 1, 0
                        if furniture:
                            furniture(canvas, page)
                x, natural = 85 + column * (width + 24), stringWidth(line, self.font, scale)
                x += {"title": (width - natural) / 2, "head": (width - natural) / 2, "right": width - natural}.get(
                    kind, 0
                )
                drawn = canvas.beginText(x + (0 if number else first), y)
                drawn.setFont(self.font, scale)
                if justify and kind == "body" and number < len(broken) - 1:
                    drawn.setCharSpace((width - (0 if number else first) - natural) / max(1, len(line) - 1))
                drawn.textOut(line)
                canvas.drawText(drawn)
                y -= leading * (scale / size) ** 0.5
            y -= leading if kind == "gap" else after
        canvas.save()
        return made.getvalue()


@pytest.fixture(scope="session")
def press() -> Press:
    """The maker of PDFs."""
    return Press()
