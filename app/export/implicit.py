"""The implicit mark of generated text in a file: what GB 45438-2025 asks of its metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document

_NAME = "AIGC"  # as the standard has it
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
# the id says that these are a user's own properties, of which 2 is the first
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}">'
    "<vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
)


def mark(document: Document, fields: Mapping[str, str]) -> None:
    """Put ``fields`` into the file's own properties, as JSON. For a document that has none so far."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    assert package is not None
    properties = _PROPERTIES.format(name=_NAME, value=escape(json.dumps(fields, ensure_ascii=False)))
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT_TYPE, properties.encode(), package)
    package.relate_to(part, _RELATIONSHIP)
