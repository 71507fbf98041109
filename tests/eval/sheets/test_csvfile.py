from __future__ import annotations

import pytest

from eval.sheets.csvfile import parse, printed
from eval.validation import UnreadableError


def texts(raw: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in parse(raw).rows]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_that_excel_writes_is_read(codec: str) -> None:
    assert texts("问题,题型\r\n借几本,直接提问\r\n".encode(codec)) == [["问题", "题型"], ["借几本", "直接提问"]]


def test_the_reader_is_told_of_another_encoding() -> None:
    assert parse("问题\n甲".encode("gbk")).remarks == ("文件不是 UTF-8，按 GBK 读取",)
    assert parse("问题\n甲".encode()).remarks == ()


def test_rows_are_numbered_as_excel_shows_them() -> None:
    found = parse('问题,备注\n"借\n几\r\n本",甲\n\n还书,乙\n'.encode())
    assert [row.number for row in found.rows if not row.is_blank()] == [1, 2, 4]
    assert found.rows[1].cells[0].text == "借\n几\n本"
    assert found.rows[3].cells[1].place == "B4"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_seen(delimiter: str) -> None:
    raw = f"考核问题汇总\n问题{delimiter}题型\n借几本,还几本{delimiter}口语\n".encode()
    assert texts(raw)[2] == ["借几本,还几本", "口语"]


def test_quotes_that_do_not_match_name_their_row() -> None:
    with pytest.raises(UnreadableError, match="第 3 行起的引号没有配对"):
        parse('问题,备注\n甲,乙\n"借几本,丙\n丁,戊\n'.encode())


def test_bytes_in_no_encoding() -> None:
    with pytest.raises(UnreadableError, match="编码"):
        parse(b"\xff\x00\x81")


def test_what_is_printed_runs_nothing_and_is_read_back() -> None:
    rows = [["问题", "备注"], ["=cmd|'/c calc'!A0", '引"号,逗号\n换行'], ["-5度;=1+1", "'=甲"]]
    raw = printed(rows)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "\n\"'=cmd" in raw.decode() and '"=' not in raw.decode()
    assert texts(raw) == rows
