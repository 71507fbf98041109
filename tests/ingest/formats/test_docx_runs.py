from typing import Any

import pytest

from ingest.formats.docx import read
from ingest.formats.extract import Extract


def _removed(found: Extract) -> list[tuple[str, str]]:
    return [(mark.value, found.text[mark.start : mark.end]) for mark in found.marks if mark.kind == "removed"]


def _kept(found: Extract) -> list[str]:
    away = {mark.start for mark in found.marks if mark.kind == "removed"}
    lines, position = [], 0
    for line in found.text.split("\n"):
        if position not in away and line:
            lines.append(line)
        position += len(line) + 1
    return lines


def _field(instruction: str, result: str | None) -> str:
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result is not None else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_text_inside_everything_that_wraps_it(word: Any) -> None:
    body = word.p(
        f'<w:hyperlink r:id="x">{word.r("链接")}</w:hyperlink><w:smartTag><w:smartTagPr/>{word.r("标记")}</w:smartTag>'
        f"<w:sdt><w:sdtPr/><w:sdtContent>{word.r('控件')}</w:sdtContent></w:sdt><w:customXml>{word.r('自定')}</w:customXml>"
        f'<w:fldSimple w:instr="REF a">{word.r("引用")}</w:fldSimple><w:bookmarkStart/><w:bdo>{word.r("方向")}</w:bdo>'
        f'<w:ins w:id="1">{word.r("插入")}</w:ins>'
    )
    assert _kept(read(word.file(body), "a.docx")) == ["链接标记控件自定引用方向插入"]


def test_tabs_breaks_and_hyphens(word: Any) -> None:
    body = word.p(
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>丙</w:t><w:br/><w:t>（一）丁</w:t>"
        '<w:cr/><w:br w:type="page"/><w:t>戊</w:t><w:lastRenderedPageBreak/><w:t>己</w:t>'
        '<w:footnoteReference w:id="2"/></w:r>'
    )
    found = read(word.file(body), "a.docx")
    assert _kept(found) == ["甲 乙-丙", "（一）丁", "戊己"]
    assert {place.position for place in found.places} == {"段落1"}


def test_white_space_counts_only_where_it_is_preserved(word: Any) -> None:
    body = word.p('<w:r><w:t>\n  甲 </w:t><w:t xml:space="preserve"> 乙</w:t><w:t>　丙</w:t></w:r>')
    assert read(word.file(body), "a.docx").text == "甲 乙　丙"


def test_the_result_of_a_field_is_text_and_its_instruction_is_not(word: Any) -> None:
    body = word.p(word.r("见") + _field("REF _1 \\h", word.r("第三条")) + word.r("。"))
    body += word.p(word.r("外") + _field("IF a", word.r("内") + _field("PAGE", word.r("5"))))
    assert _kept(read(word.file(body), "a.docx")) == ["见第三条。", "外内5"]


def test_an_enclosed_number_stands_in_the_instruction(word: Any) -> None:
    found = read(word.file(word.p(_field("eq \\o\\ac(○,3)", None) + word.r("办理"))), "a.docx")
    assert found.text == "③办理"
    assert "公式1处" in "".join(found.notices)


def test_numbers_made_by_fields_are_named(word: Any) -> None:
    found = read(word.file(word.p(_field("LISTNUM", None) + word.r("办理"))), "a.docx")
    assert found.text == "办理"
    assert "编号没有导入" in found.notices[0]


def test_a_table_of_contents_over_several_paragraphs_is_removed(word: Any) -> None:
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
    opened += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    line = word.r("第一章　总则") + "<w:r><w:tab/></w:r>" + _field("PAGEREF _a", word.r("1"))
    closed = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = word.p(opened + line) + word.p(word.r("第二章　附则")) + word.p(closed + word.r("正文"))
    found = read(word.file(body), "a.docx")
    assert _removed(found) == [("目录", "第一章　总则 1"), ("目录", "第二章　附则")]
    assert _kept(found) == ["正文"]


def test_a_table_of_contents_that_never_ends_takes_nothing_with_it(word: Any) -> None:
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    opened += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert _kept(read(word.file(word.p(opened + word.r("甲")) + word.p("乙")), "a.docx")) == ["甲", "乙"]


def test_a_contents_control_and_a_simple_field_are_removed(word: Any) -> None:
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{word.p('目录')}{word.p('第一章 1')}</w:sdtContent></w:sdt>"
    )
    simple = word.p(f'<w:fldSimple w:instr=" TOC \\h">{word.r("第二章 2")}</w:fldSimple>')
    found = read(word.file(control + simple + word.p("正文")), "a.docx")
    assert [value for value, _ in _removed(found)] == ["目录"] * 3
    assert _kept(found) == ["正文"]


def test_tracked_changes_are_taken_as_accepted_and_itemised(word: Any) -> None:
    body = word.p(
        word.r("应当在")
        + '<w:del w:id="1"><w:r><w:delText>二十四</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{word.r("两")}</w:ins>'
        + word.r("小时内报告。")
    )
    body += word.p(f'<w:moveFrom w:id="3">{word.r("移走")}</w:moveFrom>{word.r("留下")}')
    body += word.p(f'<w:moveTo w:id="4">{word.r("移来")}</w:moveTo>')
    found = read(word.file(body), "a.docx")
    assert _kept(found) == ["应当在两小时内报告。", "留下", "移来"]
    assert _removed(found) == [("修订中删除的文字", "二十四"), ("修订中删除的文字", "移走")]
    assert "含修订痕迹：按接受修订后的文字导入，插入2处、删除2处，请核对" in found.notices


def test_hidden_text_is_removed_and_named(word: Any) -> None:
    body = word.p(word.r("明") + word.r("暗一", "<w:vanish/>") + word.r("暗二", "<w:vanish/>") + word.r("处"))
    found = read(word.file(body), "a.docx")
    assert _kept(found) == ["明处"]
    assert _removed(found) == [("隐藏文字", "暗一暗二")]
    assert "隐藏文字2处" in found.notices[0]


def test_struck_text_is_kept_and_named(word: Any) -> None:
    found = read(word.file(word.p(word.r("旧", "<w:strike/>") + word.r("新", '<w:strike w:val="0"/>'))), "a.docx")
    assert found.text == "旧新"
    assert "删除线的文字1处" in found.notices[0]


def test_placeholders_and_readings_are_no_content(word: Any) -> None:
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{word.r('单击此处')}</w:sdtContent></w:sdt>"
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{word.r('yàn')}</w:rt><w:rubyBase>{word.r('砚')}</w:rubyBase></w:ruby></w:r>"
    found = read(word.file(word.p(empty + ruby + word.r("禾"))), "a.docx")
    assert _kept(found) == ["砚禾"]
    assert _removed(found) == [("占位提示", "单击此处"), ("拼音注音", "yàn")]


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings 2", "0052", "☑"),
        ("Symbol", "F0B3", "≥"),
        ("宋体", "2460", "①"),
        ("Wingdings", "F021", "〓"),
        ("Webdings", "0041", "〓"),
        ("宋体", "F021", "〓"),
        ("宋体", "", "〓"),
    ],
)
def test_symbols(word: Any, font: str, code: str, sign: str) -> None:
    found = read(word.file(word.p(f'<w:r><w:sym w:font="{font}" w:char="{code}"/><w:t>项</w:t></w:r>')), "a.docx")
    assert found.text == f"{sign}项"
    assert any("〓" in notice for notice in found.notices) == (sign == "〓")


def test_formulas_are_written_out(word: Any) -> None:
    found = read(word.file(word.p(f"{word.r('得分=')}<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>")), "a.docx")
    assert found.text == "得分=a+b"
    assert "公式1处" in found.notices[0]


def test_text_boxes_follow_their_paragraph_once(word: Any) -> None:
    inner = f"<w:txbxContent>{word.p('框甲')}{word.p('框乙')}</w:txbxContent>"
    box = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:group><v:shape><v:textbox>{inner}</v:textbox></v:shape></v:group></w:pict></w:r>"
    found = read(word.file(word.p(word.r("前") + box + word.r("后")) + word.p(old)), "a.docx")
    assert _kept(found) == ["前后", "框甲", "框乙", "框甲", "框乙"]
    assert [place.position for place in found.places] == ["段落1"] * 3 + ["段落2"] * 2
    assert "文本框2个" in found.notices[0]


def test_pictures_objects_and_diagrams_are_named(word: Any) -> None:
    body = word.p(
        "<w:r><w:drawing><a:blip/></w:drawing><w:pict><v:imagedata/></w:pict>"
        '<w:object><o:OLEObject xmlns:o="o"/></w:object>'
        '<w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing>'
        '<w:drawing><d:relIds xmlns:d="d"/></w:drawing><w:t>文</w:t></w:r>'
    )
    said = "".join(read(word.file(body), "a.docx").notices)
    assert "图片2张" in said
    assert "嵌入对象1个" in said
    assert "图示2个" in said
