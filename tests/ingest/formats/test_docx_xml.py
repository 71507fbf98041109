import io
import zipfile
from typing import Any

from lxml import etree

from ingest.formats.docx import read
from ingest.formats.docx_xml import W, number, switch, value

_STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
}


def _element(inner: str) -> Any:
    return etree.fromstring(f'<w:x xmlns:w="{W[1:-1]}">{inner}</w:x>')


def test_values_switches_and_numbers() -> None:
    element = _element('<w:a w:val="3"/><w:b/><w:c w:val="false"/><w:d w:val="on"/>')
    assert value(element, "a") == "3"
    assert value(element, "b") is None
    assert value(None, "a") is None
    assert [switch(element, name) for name in ("b", "c", "d", "e")] == [True, False, True, None]
    assert (number("-2"), number("二"), number(None)) == (-2, None, None)


def test_strict_documents_read_like_all_others(word: Any) -> None:
    usual = word.file(
        word.p("甲", num=(1, 0)) + word.table([["一", "二"], ["三", "四"]]),
        numbering=word.lists(word.level(0, "第%1条", "chineseCounting")),
        header1=word.p("眉"),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual)) as old, zipfile.ZipFile(packed, "w") as strict:
        for info in old.infolist():
            content = old.read(info).decode()
            for uri, other in _STRICT.items():
                content = content.replace(uri, other)
            strict.writestr(info.filename, content)
    assert "purl.oclc.org" in zipfile.ZipFile(packed).read("word/document.xml").decode()
    assert read(packed.getvalue(), "a.docx") == read(usual, "a.docx")
    assert "第一条　甲\n一 | 二" in read(usual, "a.docx").text


def test_of_alternatives_one_is_read(word: Any) -> None:
    def alternatives(choice: str, fallback: str) -> str:
        return (
            f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
            f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
        )

    body = word.p(word.r("前") + alternatives(word.r("新"), word.r("旧")) + alternatives("<w:r/>", word.r("后")))
    assert read(word.file(body + alternatives(word.p("块"), word.p("旧块"))), "a.docx").text == "前新后\n块"
