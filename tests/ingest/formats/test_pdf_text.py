"""The text layer: what PDFium says of characters and pages, and which files are refused."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.formats import ocr
from ingest.formats.pdf import read
from ingest.formats.pdf_text import TextPage, open_pdf, pages
from ingest.model import IngestError

ARTICLE = "第一条　砚禾研究院的公用仪器由各实验室指定专人保管。"


def _first(data: bytes) -> TextPage:
    page = next(pages(open_pdf(data, "甲.pdf")))
    assert page
    return page


def test_characters_have_place_size_and_baseline(press: Any) -> None:
    page = _first(press.pdf([ARTICLE]))
    assert "".join(glyph.text for glyph in page.glyphs) == ARTICLE
    first, second = page.glyphs[:2]
    assert (first.x0, first.baseline, first.size) == pytest.approx((109, 102, 12), abs=0.1)
    assert second.x0 == pytest.approx(first.x1, abs=0.1)
    assert (page.width, page.height, page.strange) == (595, 842, 0)


def _refused(data: bytes) -> IngestError:
    with pytest.raises(IngestError) as caught:
        read(data, "甲.pdf")
    assert caught.value.message.startswith("甲.pdf：")
    return caught.value


def test_bad_files_are_refused_by_name(press: Any) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    whole = press.pdf([ARTICLE])
    assert _refused(b"no pdf at all " * 100).code == "mismatch"
    assert _refused(whole[: len(whole) // 2]).code == "broken"
    assert _refused(b"%PDF-1.4\n" + b"\0" * 500 + b"%%EOF").code == "broken"
    assert _refused(press.pdf([ARTICLE], encrypt=StandardEncryption("秘密", ownerPassword="主"))).code == "encrypted"
    empty, made = press.canvas()
    for _ in range(200):
        empty.showPage()
    empty.save()
    error = _refused(made.getvalue())
    assert (error.code, "200 页" in error.message) == ("empty", True)


def _objects(*bodies: bytes) -> bytes:
    """A PDF written by hand: objects 1, 2, …, the first one its catalogue."""
    parts = [b"%d 0 obj\n" % number + body + b"\nendobj\n" for number, body in enumerate(bodies, 1)]
    tail = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n0\n%%%%EOF" % (len(bodies) + 1)
    return b"%PDF-1.4\n" + b"".join(parts) + tail


def test_no_pages() -> None:
    assert _refused(_objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>")).code == "broken"


def test_pages_and_forms_that_contain_themselves() -> None:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 5/Resources<</XObject<</A 5 0 R>>>>>>stream\n"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>>>"
    data = _objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 2/Kids[3 0 R 2 0 R]>>",
        page,
        b"<</Length 5>>stream\n/A Do\nendstream",
        form + b"/A Do\nendstream",
    )
    assert _refused(data).code in ("broken", "empty", "scanned")


def test_a_password_for_changes_only_is_no_obstacle(press: Any) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = StandardEncryption("", ownerPassword="主", canCopy=0, canPrint=0)
    assert read(press.pdf([ARTICLE], encrypt=locked), "甲.pdf").text == ARTICLE


def test_a_broken_cross_reference_table_is_rebuilt(press: Any) -> None:
    data = press.pdf([ARTICLE]).replace(b"startxref", b"startxxxx").replace(b"000000", b"000009")
    assert read(data, "甲.pdf").text == ARTICLE


def test_a_text_layer_without_meaning_counts_as_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A font whose codes stand for nothing: private-use characters, as old typesetting systems write."""
    monkeypatch.setattr(ocr, "available", lambda: False)
    content = b"BT /F 20 Tf 50 50 Td <0001000200030004000500060007> Tj ET"
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
        b"<0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <00FF> <E001> endbfrange endcmap end end"
    )
    error = _refused(
        _objects(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
            b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/DW 1000/FontDescriptor 8 0 R>>",
            b"<</Length %d>>stream\n" % len(cmap) + cmap + b"\nendstream",
            b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 880/Descent -120"
            b"/CapHeight 700/StemV 80>>",
        )
    )
    assert error.code == "scanned"
    assert "乱码" in error.message


def test_lookalikes_of_characters_are_replaced_and_counted(press: Any) -> None:
    extract = read(press.pdf(["第一条　砚禾研究院的⼯作⼈员，应当每⽉核对⼀次台账。"]), "甲.pdf")
    assert extract.text == "第一条　砚禾研究院的工作人员，应当每月核对一次台账。"
    assert extract.notices == ("4 个部首或兼容字符已换成对应的汉字（PDF 用它们代替了形状相同的字）。",)


def test_a_wide_page_printed_on_a_tall_one(press: Any) -> None:
    canvas, made = press.canvas()
    canvas.translate(595, 0)
    canvas.rotate(90)
    canvas.setFont(press.font, 14)
    for number, text in enumerate(("第一条　横排的页面照样从左到右读。", "第二条　位置按转正后的页面计算。")):
        canvas.drawString(100, 500 - 40 * number, text)
    canvas.save()
    extract = read(made.getvalue(), "甲.pdf")
    assert [line for line in extract.text.split("\n") if line] == [
        "第一条　横排的页面照样从左到右读。",
        "第二条　位置按转正后的页面计算。",
    ]
    assert extract.places[0].position.startswith("100,83,")


def test_cropped_pages(press: Any) -> None:
    canvas, made = press.canvas()
    canvas.setCropBox((50, 60, 545, 782))
    canvas.setFont(press.font, 10)
    canvas.drawString(100, 700, "第一条　裁切过的页面。")
    canvas.save()
    assert read(made.getvalue(), "甲.pdf").places[0].position.startswith("50,73,")


def test_ligatures_are_letters_again() -> None:
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
        b"<00> <FF> endcodespacerange 3 beginbfchar <61> <006F> <62> <FB01> <63> <0065> endbfchar endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/ToUnicode 6 0 R>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    tree = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>")
    streams = [
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream"
        for content in (b"BT /F 20 Tf 50 50 Td (abc) Tj ET", cmap)
    ]
    assert read(_objects(*tree, page, streams[0], font, streams[1]), "甲.pdf").text == "ofie"
