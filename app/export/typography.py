"""How an exported document looks: A4, the faces of official Chinese documents, styles, page numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

TITLE, HEADING, BODY = "Title", "Heading1", "Normal"
QUOTATION, ATTRIBUTION, CAUTION, CELL = "条问引文", "条问出处", "条问提示", "条问表格"
"""The ids of the styles of paragraphs."""

_LATIN = "Times New Roman"
_GREEN, _GREY = "1F6F4A", "595959"


def blank(title: str) -> Document:
    """An empty document with every style set. Its properties name ``title`` and 条问, no person and no machine."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.8)
    section.left_margin, section.right_margin = Cm(2.7), Cm(2.5)
    _style(document, BODY, "仿宋", 12, line=1.5)
    _style(document, TITLE, "宋体", 20, bold=True, after=6).paragraph_format.alignment = ALIGN.CENTER
    _style(document, HEADING, "黑体", 14, before=18, after=6).paragraph_format.keep_with_next = True
    quotation = _style(document, QUOTATION, "仿宋", 12, before=3, after=0, line=1.5)
    quotation.paragraph_format.left_indent = Cm(0.8)
    quotation.paragraph_format.keep_with_next = True  # its address
    _bar(quotation)
    _style(document, ATTRIBUTION, "楷体", 11, after=9).paragraph_format.left_indent = Cm(0.8)
    _style(document, CAUTION, "楷体", 10.5, before=3, after=3, colour=_GREY)
    _style(document, CELL, "宋体", 9)
    _number_pages(document)
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)  # the format has no zone: it is UTC by definition
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "条问", "条问"
    properties.created = properties.modified = now
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    properties.language = "zh-CN"
    return document


def _style(
    document: Document,
    identity: str,
    face: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float = 1.25,
    colour: str = "000000",
) -> ParagraphStyle:
    """Set the style with this id, made where it is not there. ``size``, ``before`` and ``after`` are in points."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    known = {style.style_id: style for style in document.styles}
    style: Any = known.get(identity) or document.styles.add_style(identity, WD_STYLE_TYPE.PARAGRAPH)
    font = style.font
    font.name, font.size, font.bold, font.italic = _LATIN, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's face goes before a named one
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:cs"), _LATIN)
    _put(properties, "w:lang", {"w:val": "en-US", "w:eastAsia": "zh-CN"})
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):  # the template underlines its title
        border.getparent().remove(border)
    return style  # type: ignore[no-any-return]


def _bar(style: ParagraphStyle) -> None:
    """A line down the left side, as quotations have."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for key, value in {"val": "single", "sz": "18", "space": "8", "color": _GREEN}.items():
        left.set(qn(f"w:{key}"), value)
    borders.append(left)
    properties = style.element.get_or_add_pPr()
    following = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
    properties.insert_element_before(borders, *following)


def _number_pages(document: Document) -> None:
    """第 1 页，共 3 页 below every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    line = document.sections[0].footer.paragraphs[0]
    styled(line, CELL)
    line.alignment = ALIGN.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        line.add_run(text)
        if field:
            element = OxmlElement("w:fldSimple")
            element.set(qn("w:instr"), field)
            run = OxmlElement("w:r")
            shown = OxmlElement("w:t")
            shown.text = "1"
            run.append(shown)
            element.append(run)
            line._p.append(element)


def styled(paragraph: Any, identity: str) -> None:
    """Give the paragraph the style with this id. python-docx looks a name up anew for each one, which takes ten times
    as long as all the rest."""
    paragraph._p.style = identity


def head_row(row: Any) -> None:
    """Repeat this row of a table at the top of every page it reaches."""
    _put(row._tr.get_or_add_trPr(), "w:tblHeader", {})


def unbroken(row: Any) -> None:
    """Never part this row between two pages."""
    _put(row._tr.get_or_add_trPr(), "w:cantSplit", {})


def _put(parent: Any, name: str, attributes: dict[str, str]) -> None:
    """The child ``name`` of ``parent`` with these attributes, made where it is not there."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    child = parent.find(qn(name))
    if child is None:
        child = OxmlElement(name)
        parent.append(child)
    for key, value in attributes.items():
        child.set(qn(key), value)
