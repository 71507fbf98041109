import io
import zipfile
from collections import Counter
from random import Random
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.formats.archive import Member
from ingest.formats.docx import read
from ingest.formats.extract import CELL, Extract
from ingest.model import IngestError
from ingest.pipeline import parse_member
from ingest.sources import Limits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def _marked(found: Extract, kind: str) -> list[tuple[str, str]]:
    return [(mark.value, found.text[mark.start : mark.end]) for mark in found.marks if mark.kind == kind]


def _body_text(data: bytes) -> str:
    """Every character of the body, by a walk of its own: w:t and w:delText, of alternatives the first."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for fallback in list(root.iter(f"{_MC}Fallback")):
        fallback.getparent().remove(fallback)
    return "".join(element.text or "" for element in root.iter(f"{_W}t", f"{_W}delText"))


def _said(found: Extract) -> str:
    """The extract's characters that stand in the body: without computed numbers, repeated cells and bars."""
    kept = []
    rows = {mark.start: mark.end for mark in found.marks if mark.kind == "row"}
    last: dict[str, int] = {}
    end, own = 0, ""
    for place in found.places:
        position = place.position.removesuffix("（自动编号）")
        if place.start in rows:
            end = rows[place.start]
            here = [p.position.removesuffix("（自动编号）") for p in found.places if place.start <= p.start < end]
            table, row = max(
                ((each.split("行")[0], int(each.split("行")[1])) for each in here), key=lambda each: each[1]
            )
            own = f"{table}行{row}" if row > last.get(table, 0) else ""
            last[table] = max(row, last.get(table, 0))
        repeated = place.start < end and position != own
        if position == place.position and not repeated:
            text = found.text[place.start : place.end]
            kept.append(text.replace(CELL.strip(), "") if place.start < end else text)
    return "".join(kept)


def _plain(text: str) -> str:
    return "".join(text.split())


def test_notes_comments_headers_and_footers_are_itemised_after_the_body(word: Any) -> None:
    note = f'<w:footnote w:type="separator" w:id="-1">{word.p("线")}</w:footnote>'
    note += f'<w:footnote w:id="2">{word.p("注")}</w:footnote>'
    data = word.file(
        word.p('<w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/></w:r>'),
        footnotes=note,
        endnotes=f'<w:endnote w:id="2">{word.p("尾")}{word.table([["表甲", "表乙"], ["表丙", ""]])}</w:endnote>',
        comments=f'<w:comment w:id="0" w:author="某人">{word.p("改一下")}</w:comment>',
        header1=word.p("砚禾研究院制度汇编"),
        header2=word.p("砚禾研究院制度汇编") + word.p("附件"),
        footer1=word.p("第 1 页"),
    )
    found = read(data, "a.docx")
    assert found.text.split("\n")[0] == "正文"
    assert _marked(found, "removed") == [
        ("脚注", "注"),
        ("尾注", "尾"),
        ("尾注", "表甲"),
        ("尾注", "表乙"),
        ("尾注", "表丙"),
        ("批注", "改一下"),
        ("页眉页脚", "砚禾研究院制度汇编"),
        ("页眉页脚", "附件"),
        ("页眉页脚", "第 1 页"),
    ]
    assert [place.position for place in found.places][:3] == ["段落1", "脚注1", "尾注1"]
    assert [notice[:6] for notice in found.notices] == ["含脚注1条，", "含尾注1条，", "含批注1条，"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty"),
        ("<w:p/>", "empty"),
        ('<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>', "scanned"),
        ('<w:altChunk r:id="x"/>', "unsupported"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r></w:p>", "empty"),
    ],
)
def test_a_document_without_text_says_why(word: Any, body: str, code: str) -> None:
    with pytest.raises(IngestError) as caught:
        read(word.file(body, header1=word.p("页眉")), "某文件.docx")
    assert caught.value.code == code
    assert caught.value.message.startswith("某文件.docx：")


def test_a_document_with_macros_reads_like_any_other(word: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(word.file(word.p("正文")))) as old:
        files = {info.filename: old.read(info).decode() for info in old.infolist()}
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert read(packed.getvalue(), "a.docm").text == "正文"


def test_what_python_docx_writes_is_read_in_order() -> None:
    document = docx.Document()
    document.add_heading("砚禾研究院报销须知", 0)
    document.add_heading("第一章　总则", 1)
    document.add_paragraph("第一条　为了规范报销，制定本须知。")
    table = document.add_table(3, 3)
    for row, words in zip(
        table.rows, (("类别", "限额", "限额"), ("住宿", "处级", "450"), ("住宿", "其他", "350")), strict=True
    ):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "限额"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "住宿"
    document.add_paragraph("第二条　本须知自发布之日起施行。")
    document.sections[0].header.paragraphs[0].text = "内部资料"
    packed = io.BytesIO()
    document.save(packed)
    found = read(packed.getvalue(), "a.docx")
    assert found.text.split("\n") == [
        "砚禾研究院报销须知",
        "第一章　总则",
        "第一条　为了规范报销，制定本须知。",
        "类别 | 限额",
        "住宿 | 处级 | 450",
        "住宿 | 其他 | 350",
        "第二条　本须知自发布之日起施行。",
        "内部资料",
    ]
    assert _marked(found, "heading") == [("1", "砚禾研究院报销须知")]
    assert _plain(_said(found).replace("内部资料", "")) == _plain(_body_text(packed.getvalue()))


def _regulation(word: Any) -> bytes:
    levels = word.level(0, "第%1章", "chineseCountingThousand", more='<w:pStyle w:val="1"/>')
    levels += word.level(1, "第%2条", "chineseCountingThousand", more='<w:lvlRestart w:val="0"/>')
    levels += word.level(2, "（%3）", "chineseCountingThousand")
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        word.p("砚禾研究院仪器借用办法", '<w:jc w:val="center"/>')
        + word.p("总则", style="1")
        + word.p("为了规范仪器借用，制定本办法。", num=(1, 1))
        + word.p("本办法所称仪器，是指单价一万元以上的设备。", num=(1, 1))
        + word.p("借用", style="1")
        + word.p("有下列情形之一的，不予借用：", num=(1, 1))
        + word.p("仪器正在检修的；", num=(1, 2))
        + word.p("借用人有逾期未还记录的。", num=(1, 2))
        + word.p("各类仪器的借用期限如下：", num=(1, 1))
        + word.table([["类别", "期限", "审批人"], ["光学类", "十天", "室主任"], ["电子类", "二十天", "处长"]])
        + word.p("附则", style="1")
        + word.p("本办法自2024年5月1日起施行。", num=(1, 1))
    )
    data: bytes = word.file(body, styles=styles, numbering=word.lists(levels))
    return data


def test_a_regulation_with_automatic_numbers_has_its_articles(word: Any) -> None:
    report, parsed = parse_member(Member("仪器借用办法.docx", _regulation(word)), Limits())
    assert len(parsed) == 1
    regulation = parsed[0].regulation
    assert report.unaccounted == []
    assert regulation.title == "砚禾研究院仪器借用办法"
    assert [(a.address, a.path) for a in regulation.articles] == [
        ("第一条", ("第一章 总则",)),
        ("第二条", ("第一章 总则",)),
        ("第三条", ("第二章 借用",)),
        ("第四条", ("第二章 借用",)),
        ("第五条", ("第三章 附则",)),
    ]
    third, fourth = regulation.articles[2:4]
    assert [item.number for item in third.paragraphs[0].items] == [1, 2]
    rows = {item.name: regulation.text[item.start : item.end] for q in fourth.paragraphs for item in q.items}
    assert rows["第2行"] == "电子类 | 二十天 | 处长"
    assert regulation.effective == "2024-05-01"
    places = regulation.sources[0].places
    assert {"段落3（自动编号）", "段落3", "表1行3"} <= {place.position for place in places}
    assert "自动编号10处" in "".join(report.notices)


def test_a_header_of_two_rows_heads_and_the_next_header_opens_another_table(word: Any) -> None:
    first = word.table([["类别", "限额"], ["（项）", "（元）"], ["住宿", "450"]], header=2)
    body = (
        word.p("砚禾研究院差旅办法")
        + word.p("第一条　标准如下：")
        + first
        + word.table([["伙食", "元"], ["早餐", "20"]])
    )
    _, parsed = parse_member(
        Member("差旅办法.docx", word.file(body + word.p("第二条　本办法自发布之日起施行。"))), Limits()
    )
    regulation = parsed[0].regulation
    tables = [
        (regulation.text[q.start : q.lead_end], [regulation.text[i.start : i.end] for i in q.items])
        for q in regulation.articles[0].paragraphs[1:]
    ]
    assert tables == [("类别 | 限额\n（项） | （元）", ["住宿 | 450"]), ("伙食 | 元", ["早餐 | 20"])]


_WORDS = "砚禾研究院，。；（一）第条abc 　1"
_LISTS = (("第%1条", "chineseCounting"), ("（%1）", "chineseCountingThousand"), ("%1.", "decimal"), ("•", "bullet"))
_WRAPPED = (
    "{}",
    '<w:ins w:id="1">{}</w:ins>',
    '<w:moveFrom w:id="2">{}</w:moveFrom>',
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:fldSimple w:instr="TOC">{}</w:fldSimple>',
    "<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>",
    "<w:r><mc:AlternateContent><mc:Choice><w:t>甲</w:t></mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>",
)
_MERGES = ("", "", '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>')
_MARKS = ("", "", '<w:rPr><w:del w:id="3"/></w:rPr>', "<w:rPr><w:vanish/></w:rPr>")
_AFTER = ("", "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", "<w:r><w:delText>删</w:delText></w:r>")


def _runs(chance: Random, word: Any) -> str:
    made = ""
    for _ in range(chance.randint(0, 4)):
        words = "".join(chance.choices(_WORDS, k=chance.randint(1, 12)))
        run = word.r(words, chance.choice(["", "", "<w:vanish/>", "<w:strike/>"])) + chance.choice(_AFTER)
        made += chance.choice(_WRAPPED).format(run)
    return made


def _blocks(chance: Random, word: Any, depth: int = 0) -> str:
    made = ""
    for _ in range(chance.randint(1, 4)):
        if depth < 2 and chance.random() < 0.3:
            columns = chance.randint(1, 3)
            made += word.table(
                [f"<w:tcPr>{chance.choice(_MERGES)}</w:tcPr>{_blocks(chance, word, depth + 1)}" for _ in range(columns)]
                for _ in range(chance.randint(1, 3))
            )
        number = chance.choice([None, (chance.randint(1, len(_LISTS) + 1), chance.randint(0, 1))])
        made += word.p(_runs(chance, word), chance.choice(_MARKS), num=number)
    return made


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_nothing_of_the_body_is_lost_or_doubled(word: Any, seed: int) -> None:
    numbering = word.lists(*(word.level(0, *each) + word.level(1, "%2)") for each in _LISTS))
    file = word.file(word.p("始") + _blocks(Random(seed), word), numbering=numbering)
    found = read(file, "a.docx")
    assert Counter(_plain(_said(found))) == Counter(_plain(_body_text(file)))
    assert [mark.start for mark in found.marks] == sorted({mark.start for mark in found.marks})
    position = 0
    for place in found.places:
        assert place.start >= position
        assert place.end > place.start
        assert not found.text[position : place.start].strip("\n")
        position = place.end
    for mark in found.marks:
        assert found.text[: mark.start][-1:] in ("", "\n")
        assert found.text[mark.end :][:1] in ("", "\n")


def test_a_plain_body_keeps_its_order_to_the_letter(word: Any) -> None:
    file = _regulation(word)
    found = read(file, "a.docx")
    assert _plain(_said(found)) == _plain(_body_text(file))
