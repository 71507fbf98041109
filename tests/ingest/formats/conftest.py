"""Word files made of raw WordprocessingML, so that tests can hold what no library writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
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
