from typing import Any

from ingest.formats.docx import read
from ingest.formats.extract import Extract

_ARTICLE = "chineseCountingThousand"


def _deleted_mark(word: Any, content: str, **options: Any) -> str:
    made: str = word.p(content, '<w:rPr><w:del w:id="9"/></w:rPr>', **options)
    return made


def _removed(found: Extract) -> list[tuple[str, str]]:
    return [(mark.value, found.text[mark.start : mark.end]) for mark in found.marks if mark.kind == "removed"]


def test_document_order_through_controls_and_tables(word: Any) -> None:
    body = (
        word.p("一")
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{word.p('二')}"
        + f"{word.table([['三', '四'], ['五', '六']])}</w:sdtContent></w:sdt>"
        + f"<w:customXml>{word.p('七')}</w:customXml>"
        + word.p()
        + word.p("八")
    )
    found = read(word.file(body), "a.docx")
    assert found.text == "一\n二\n三 | 四\n五 | 六\n七\n\n八"
    assert [place.position for place in found.places] == ["段落1", "段落2", "表1行1", "表1行2", "段落3", "段落5"]


def test_a_deleted_paragraph_end_joins_two_paragraphs_under_the_first_number(word: Any) -> None:
    body = _deleted_mark(word, "甲", num=(1, 0)) + word.p("乙", num=(1, 0)) + word.p("丙", num=(1, 0))
    found = read(word.file(body, numbering=word.lists(word.level(0, "第%1条", _ARTICLE))), "a.docx")
    assert found.text == "第一条　甲乙\n第二条　丙"
    assert [place.position for place in found.places[:3]] == ["段落1（自动编号）", "段落1", "段落2"]
    assert "删除1处" in "".join(found.notices)


def test_a_paragraph_deleted_with_its_end_counts_nothing(word: Any) -> None:
    gone = _deleted_mark(word, '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>', num=(1, 0))
    body = word.p("甲", num=(1, 0)) + gone + word.p("乙") + word.p("丙", num=(1, 0))
    found = read(word.file(body, numbering=word.lists(word.level(0, "第%1条", _ARTICLE))), "a.docx")
    assert found.text == "第一条　甲\n乙\n旧\n第二条　丙"
    assert _removed(found) == [("修订中删除的文字", "旧")]


def test_a_hidden_paragraph_end_joins_and_a_hidden_paragraph_counts_nothing(word: Any) -> None:
    body = word.p("甲", "<w:rPr><w:specVanish/></w:rPr>", num=(1, 0)) + word.p("乙")
    body += word.p(word.r("暗", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>", num=(1, 0)) + word.p("丙", num=(1, 0))
    found = read(word.file(body, numbering=word.lists(word.level(0, "%1."))), "a.docx")
    assert found.text == "1. 甲乙\n2. 丙\n暗"


def test_inserted_and_deleted_rows(word: Any) -> None:
    table = word.table([["项目", "标准"], ["住宿", "三百"], ["伙食", "一百"], ["旧项", "五十"]])
    parts = table.split("<w:trPr></w:trPr>")
    table = '<w:trPr><w:ins w:id="1"/></w:trPr>'.join(["<w:trPr></w:trPr>".join(parts[:3]), parts[3]])
    table += '<w:trPr><w:del w:id="2"/></w:trPr>' + parts[4]
    found = read(word.file(table), "a.docx")
    assert found.text.split("\n")[:3] == ["项目 | 标准", "住宿 | 三百", "伙食 | 一百"]
    assert _removed(found) == [("修订中删除的文字", "旧项"), ("修订中删除的文字", "五十")]
    assert "插入1处、删除1处" in "".join(found.notices)


def test_rows_and_cells_inside_controls(word: Any) -> None:
    table = word.table([["甲", "乙"], ["丙", "丁"]])
    first, rest = table.index("<w:tr>"), table.rindex("<w:tr>")
    table = table[:first] + f"<w:sdt><w:sdtContent>{table[first:rest]}</w:sdtContent></w:sdt>" + table[rest:]
    table = table.replace("<w:tc><w:tcPr/>", "<w:sdt><w:sdtContent><w:tc><w:tcPr/>", 1)
    table = table.replace("</w:tc>", "</w:tc></w:sdtContent></w:sdt>", 1)
    assert read(word.file(table), "a.docx").text == "甲 | 乙\n丙 | 丁"


def test_embedded_documents_are_named(word: Any) -> None:
    found = read(word.file('<w:altChunk r:id="x"/>' + word.p("正文")), "a.docx")
    assert found.text == "正文"
    assert "其他文档1处" in found.notices[0]
