from typing import Any

from ingest.formats.docx import read
from ingest.formats.extract import Extract


def _rows(found: Extract) -> list[tuple[str, str]]:
    return [(mark.value, found.text[mark.start : mark.end]) for mark in found.marks if mark.kind == "row"]


def _cell(word: Any, text: str, properties: str) -> str:
    return f"<w:tcPr>{properties}</w:tcPr>{word.p(text)}"


_BEGIN, _ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_rows_with_the_first_one_as_header(word: Any) -> None:
    table = word.table([["等次", "比例"], ["优秀", ""], ["", ""], ["合格", "不限"]])
    found = read(word.file(table), "a.docx")
    assert _rows(found) == [("header", "等次 | 比例"), ("", "优秀 | "), ("", "合格 | 不限")]
    assert [place.position for place in found.places] == ["表1行1", "表1行2", "表1行4"]


def test_headers_as_the_file_says(word: Any) -> None:
    table = word.table([["考核", "标准"], ["等次", "分数"], ["优秀", "90"]], header=2)
    assert [value for value, _ in _rows(read(word.file(table), "a.docx"))] == ["header", "header", ""]


def test_a_caption_over_the_whole_width_and_a_divided_header(word: Any) -> None:
    table = word.table(
        [
            [_cell(word, "住宿费标准", '<w:gridSpan w:val="3"/>')],
            [_cell(word, "地区", _BEGIN), _cell(word, "每天限额", '<w:gridSpan w:val="2"/>')],
            [_cell(word, "", _ON), "处级", "其他"],
            ["省内", "450", "350"],
            ["省外", "500", "400"],
        ]
    )
    assert _rows(read(word.file(table), "a.docx")) == [
        ("header", "住宿费标准"),
        ("header", "地区 | 每天限额"),
        ("header", "地区 | 处级 | 其他"),
        ("", "省内 | 450 | 350"),
        ("", "省外 | 500 | 400"),
    ]


def test_a_cell_merged_downwards_is_said_in_every_row_at_its_own_place(word: Any) -> None:
    table = word.table(
        [
            ["一级指标", "二级指标", "分值"],
            [_cell(word, "党建", _BEGIN), "学习", "10"],
            [_cell(word, "", _ON), "组织", "20"],
            [_cell(word, "业务", _BEGIN), "论文", "30"],
            [_cell(word, "", _ON), "专利", "40"],
        ]
    )
    found = read(word.file(table), "a.docx")
    assert [text for _, text in _rows(found)][1:] == [
        "党建 | 学习 | 10",
        "党建 | 组织 | 20",
        "业务 | 论文 | 30",
        "业务 | 专利 | 40",
    ]
    assert [(found.text[p.start : p.end], p.position) for p in found.places][1:4] == [
        ("党建 | 学习 | 10", "表1行2"),
        ("党建", "表1行2"),
        (" | 组织 | 20", "表1行3"),
    ]


def test_a_row_that_begins_further_right_still_continues_the_cell_above(word: Any) -> None:
    table = word.table([["项", "目", "分"], ["甲", _cell(word, "乙", _BEGIN), "1"], [_cell(word, "", _ON), "2"]])
    at = table.rindex("<w:trPr>") + len("<w:trPr>")
    table = f'{table[:at]}<w:gridBefore w:val="1"/>{table[at:]}'
    assert _rows(read(word.file(table), "a.docx"))[2] == ("", "乙 | 2")


def test_words_hidden_behind_a_merged_cell_are_itemised(word: Any) -> None:
    table = word.table([["甲", "乙"], [_cell(word, "丙", _BEGIN), "丁"], [_cell(word, "暗", _ON), "戊"]])
    left = word.table(
        [["甲", "乙"], [_cell(word, "丙", '<w:hMerge w:val="restart"/>'), _cell(word, "暗", "<w:hMerge/>")]]
    )
    found = read(word.file(table + word.p() + left + word.p("后")), "a.docx")
    assert found.text == "甲 | 乙\n丙 | 丁\n丙 | 戊\n暗\n\n甲 | 乙\n丙\n暗\n后"
    assert [mark.value for mark in found.marks if mark.kind == "removed"] == ["合并单元格中不显示的文字"] * 2


def test_cells_with_paragraphs_breaks_and_bars(word: Any) -> None:
    cell = f"<w:tcPr/>{word.p('<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>')}{word.p()}{word.p('丙  丁')}"
    assert _rows(read(word.file(word.table([["项", "目"], [cell, "戊"]])), "a.docx"))[1] == ("", "甲 乙 丙 丁 | 戊")


def test_a_frame_round_a_text_is_text(word: Any) -> None:
    inner = f"<w:tcPr/>{word.p('第一条　甲')}{word.p('第二条　乙')}"
    for rows in ([[inner]], [[inner], ["第三条　丙"]], [["", inner], ["", "第三条　丙"]], [[inner, "第三条　丙"]]):
        found = read(word.file(word.table(rows)), "a.docx")
        assert found.text.replace("\n第三条　丙", "") == "第一条　甲\n第二条　乙"
        assert _rows(found) == []


def test_nested_tables_follow_their_row(word: Any) -> None:
    inner = word.table([["内一", "内二"], ["内三", "内四"]])
    table = word.table([["甲", "乙"], [f"<w:tcPr/>{word.p('丙')}{inner}{word.p()}", "丁"], ["戊", "己"]])
    found = read(word.file(table + word.table([["子", "丑"], ["寅", "卯"]])), "a.docx")
    assert [text for _, text in _rows(found)] == [
        "甲 | 乙",
        "丙 | 丁",
        "内一 | 内二",
        "内三 | 内四",
        "戊 | 己",
        "子 | 丑",
        "寅 | 卯",
    ]
    assert [p.position for p in found.places] == ["表1行1", "表1行2", "表2行1", "表2行2", "表1行3", "表3行1", "表3行2"]


def test_a_title_broken_over_two_lines_is_one(word: Any) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    broken = "<w:r><w:t>砚禾研究院</w:t><w:br/><w:t>考勤办法 ISO</w:t><w:br/><w:t>9001</w:t></w:r>"
    found = read(word.file(word.p(broken, style="t") + word.p("第一条　甲"), styles=styles), "a.docx")
    assert found.text.split("\n")[0] == "砚禾研究院考勤办法 ISO 9001"


def test_deep_nesting_is_no_crash(word: Any) -> None:
    body = word.p("底")
    for _ in range(55):
        body = word.table([[f"<w:tcPr/>{body}"]])
    assert read(word.file(body), "a.docx").text == "底"
