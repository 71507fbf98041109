"""PDFs as offices write them: whole paragraphs in reading order, nothing lost, and a named refusal of bad files."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from ingest.formats import ocr
from ingest.formats.archive import Member
from ingest.formats.extract import Extract
from ingest.formats.pdf import read
from ingest.model import IngestError
from ingest.pipeline import parse_member
from ingest.sources import Limits

CHAPTERS = ("第一章　总则", "第二章　使用与保管", "第三章　附则")
SENTENCES = (
    "砚禾研究院的公用仪器由各实验室指定专人保管，任何人不得擅自带离本院。",
    "借用仪器应当提前两个工作日提出申请，写明用途、期限和归还时间，由实验室负责人批准。",
    "仪器发生故障的，使用人应当立即停止使用，并在当日向保管人说明经过；因不当操作造成损坏的，按照修复费用承担责任。",
    "保管人每月核对一次仪器台账，发现账实不符的，应当查明原因并报设备处备案。",
)


def _statute() -> list[str | tuple[str, str]]:
    """Three chapters, twelve articles, of every length, one with two 款 and one with items."""
    text: list[str | tuple[str, str]] = [("title", "砚禾研究院公用仪器管理办法")]
    for chapter, heading in enumerate(CHAPTERS):
        text.append(("head", heading))
        for number in range(4 * chapter + 1, 4 * chapter + 5):
            words = "".join(SENTENCES[: 1 + number % 4])
            text.append(
                f"第{'零一二三四五六七八九十'[number] if number < 11 else '十' + '一二'[number - 11]}条　{words}"
            )
            if number == 2:
                text.append("前款规定同样适用于来院访问的人员，由接待部门负责说明并代为办理登记手续。")
            if number == 6:
                text[-1] = "第六条　有下列情形之一的，停止借用："
                text += [
                    "（一）逾期三十日以上不归还的；",
                    "（二）擅自转借他人使用、出租牟利或者改变仪器用途，经提醒仍不改正的。",
                ]
    return text


def _furniture(canvas: Any, number: int) -> None:
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(85, 790, "砚禾研究院公报　2023年第3期")
    canvas.drawCentredString(297, 40, f"— {number} —")


def _lines(extract: Extract) -> list[str]:
    """The content, a paragraph a line, without what is marked as removed."""
    gone = {mark.start for mark in extract.marks if mark.kind == "removed"}
    kept, at = [], 0
    for line in extract.text.split("\n"):
        if at not in gone and line.strip():
            kept.append(line)
        at += len(line) + 1
    return kept


def _plain(paragraphs: list[str | tuple[str, str]]) -> list[str]:
    return [each if isinstance(each, str) else each[1] for each in paragraphs]


LAYOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"justify": True},
    {"size": 16, "leading": 28},
    {"columns": 2, "size": 10, "leading": 16},
    {"columns": 2, "size": 10.5, "leading": 17, "justify": True},
    {"columns": 3, "size": 8, "leading": 12},
    {"indent": 0, "after": 6},
    {"indent": 0, "justify": True},
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_paragraphs_come_back_whole_whatever_the_layout(press: Any, layout: dict[str, Any]) -> None:
    written = [*_statute(), *_statute()[1:], *_statute()[1:]]
    extract = read(press.pdf(written, furniture=_furniture, **layout), "甲.pdf")
    assert _lines(extract) == _plain(written)


def test_furniture_stays_in_the_text_and_is_marked_outside_of_paragraphs(press: Any) -> None:
    extract = read(press.pdf(_statute() * 3, furniture=_furniture), "甲.pdf")
    removed = [(extract.text[m.start : m.end], m.value) for m in extract.marks if m.kind == "removed"]
    assert removed[:3] == [
        ("砚禾研究院公报　2023年第3期", "页眉页脚"),
        ("— 1 —", "页眉页脚"),
        ("砚禾研究院公报　2023年第3期", "页眉页脚"),
    ]
    assert {extract.text[m.start - 1 : m.start] for m in extract.marks if m.start} == {"\n"}


def test_one_page_has_no_furniture_but_its_number(press: Any) -> None:
    extract = read(press.pdf(_statute()[:3], furniture=_furniture), "甲.pdf")
    assert [extract.text[m.start : m.end] for m in extract.marks if m.kind == "removed"] == ["— 1 —"]
    assert _lines(extract)[0] == "砚禾研究院公报　2023年第3期"


@pytest.mark.parametrize("layout", [{}, {"columns": 2, "size": 10, "leading": 16}], ids=str)
def test_a_statute_is_parsed_from_the_page(press: Any, layout: dict[str, Any]) -> None:
    data = press.pdf(_statute(), furniture=_furniture, **layout)
    report, parsed = parse_member(Member("公报.pdf", data), Limits())
    (regulation,) = [p.regulation for p in parsed]
    assert regulation.title == "砚禾研究院公用仪器管理办法"
    assert [a.number for a in regulation.articles] == list(range(1, 13))
    assert [h.title for h in regulation.headings] == ["第一章 总则", "第二章 使用与保管", "第三章 附则"]
    assert len(regulation.articles[1].paragraphs) == 2
    assert [len(p.items) for p in regulation.articles[5].paragraphs] == [2]
    assert not report.unaccounted
    assert {place.page for place in regulation.sources[0].places} >= {1}


def test_places_are_those_of_the_visual_lines(press: Any) -> None:
    extract = read(press.pdf(["第一条　" + SENTENCES[1] + SENTENCES[2]]), "甲.pdf")
    assert "".join(extract.text[p.start : p.end] for p in extract.places) == extract.text
    tops = [float(p.position.split(",")[1]) for p in extract.places]
    assert len(tops) == 3
    assert tops == sorted(tops)
    assert tops[1] - tops[0] == pytest.approx(20, abs=1.1)
    left = [float(p.position.split(",")[0]) for p in extract.places]
    assert left == [109, 85, 85]
    assert {p.page for p in extract.places} == {1}


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_no_character_is_lost_or_doubled(press: Any, layout: dict[str, Any]) -> None:
    """Another library's reading of the same pages has the same characters, each once."""
    pdfplumber = pytest.importorskip("pdfplumber")
    import io

    data = press.pdf(_statute() * 2, furniture=_furniture, **layout)
    with pdfplumber.open(io.BytesIO(data)) as pages:
        written = Counter(c for page in pages.pages for char in page.chars for c in char["text"] if not c.isspace())
    assert Counter(re.sub(r"\s", "", read(data, "甲.pdf").text)) == written


def test_a_title_is_marked_where_it_is_sure(press: Any) -> None:
    notice = [
        ("title", "砚禾研究院文件"),
        ("head", "砚禾院发〔2023〕5号"),
        ("gap", ""),
        ("title", "关于印发《砚禾研究院公用仪器管理办法（试行）》的通知"),
        "各实验室：",
        SENTENCES[0] + SENTENCES[1],
        ("right", "砚禾研究院"),
        ("right", "2023年5月8日"),
        *_statute(),
    ]
    extract = read(press.pdf(notice), "甲.pdf")
    heads = [extract.text[m.start : m.end] for m in extract.marks if m.kind == "heading"]
    assert heads == ["关于印发《砚禾研究院公用仪器管理办法（试行）》的通知", "砚禾研究院公用仪器管理办法"]
    assert {m.value for m in extract.marks if m.kind == "heading"} == {"1"}
    assert _lines(extract)[-len(_statute()) :] == _plain(_statute())


def test_a_watermark_is_set_apart(press: Any) -> None:
    def watermark(canvas: Any, number: int) -> None:
        canvas.saveState()
        canvas.setFont(press.font, 50)
        canvas.translate(150, 250)
        canvas.rotate(45)
        canvas.drawString(0, 0, "注意保存")
        canvas.restoreState()
        canvas.setFont(press.font, 40)
        canvas.drawString(120, 444, "内部资料")

    extract = read(press.pdf(_statute() * 2, furniture=watermark), "甲.pdf")
    assert _lines(extract) == _plain(_statute() * 2)
    assert {(extract.text[m.start : m.end], m.value) for m in extract.marks if m.kind == "removed"} == {
        ("注意保存", "水印"),
        ("内部资料", "水印"),
    }


def _refused(data: bytes) -> IngestError:
    with pytest.raises(IngestError) as caught:
        read(data, "甲.pdf")
    assert caught.value.message.startswith("甲.pdf：")
    return caught.value


def _scan(press: Any, text: list[str]) -> bytes:
    """Some pages of text, the last one a picture."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas, made = press.canvas()
    for line in text:
        canvas.setFont(press.font, 12)
        canvas.drawString(85, 700, line)
        canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
    canvas.save()
    return bytes(made.getvalue())


def test_pages_without_a_text_layer_are_named(press: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    extract = read(_scan(press, ["第一条　本办法适用于砚禾研究院。", "第二条　本办法由设备处负责解释。"]), "甲.pdf")
    assert extract.text.count("第") == 2
    (notice,) = extract.notices
    assert notice.startswith("第3页没有文字层（扫描图像），未识别。")
    error = _refused(_scan(press, []))
    assert error.code == "scanned"
    assert "requirements-ocr.txt" in error.message


def test_text_behind_a_picture_of_the_page_may_have_been_recognised_by_a_scanner(press: Any) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(Image.new("L", (60, 80), 200))
    data = press.pdf(_statute(), furniture=lambda canvas, number: canvas.drawImage(picture, 0, 0, 595, 842))
    extract = read(data, "甲.pdf")
    assert _lines(extract) == _plain(_statute())
    assert extract.notices == ("第1—2页是整页图像，文字层可能由扫描软件识别得到，请与原件核对。",)


def test_a_recognised_page_takes_its_place(press: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def recognise(image: Any, page: int, scale: float) -> ocr.Recognised:
        assert image.width == pytest.approx(595 * scale, abs=1)
        found = [ocr.Found("第二条　本办法自发布之日起施行。", 200, 300, 900, 340, 0.7)]
        return ocr.Recognised(ocr.visual(found, page), ["第二条"], [])

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognise", recognise)
    extract = read(_scan(press, ["第一条　本办法适用于砚禾研究院。"]), "甲.pdf")
    assert _lines(extract) == ["第一条　本办法适用于砚禾研究院。", "第二条　本办法自发布之日起施行。"]
    assert extract.places[-1].page == 2
    assert any("第2页" in notice and "请与原件核对" in notice for notice in extract.notices)
    assert any("识别把握不大：“第二条”" in notice for notice in extract.notices)


def test_notes_at_the_foot_do_not_interrupt_a_paragraph(press: Any) -> None:
    def note(canvas: Any, number: int) -> None:
        canvas.setFont(press.font, 7)
        canvas.drawString(85, 60, f"注{'甲乙丙丁'[number - 1]}：此处数字以当年公布的为准。")

    written = ["第一条　" + "".join(SENTENCES) * 14]
    lines = _lines(read(press.pdf(written, furniture=note), "甲.pdf"))
    assert lines[0] == written[0]
    assert lines[1:3] == ["注甲：此处数字以当年公布的为准。", "注乙：此处数字以当年公布的为准。"]
