"""CSV files as Excel and WPS save them."""

from __future__ import annotations

import codecs
import csv
import io

import pytest

from app.batch.csvfile import parse
from app.batch.sheet import BatchError

TEXT = '序号,问题,部门\r\n1,年休假有几天,人事\r\n\r\n2,"事假,病假各几天"\r\n'


def _read(data: bytes) -> list[list[str]]:
    assert data.startswith(codecs.BOM_UTF8)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_whatever_it_was_saved_in(encoding: str) -> None:
    table = parse(TEXT.encode(encoding))
    assert [row.number for row in table.rows] == [1, 2, 4]
    assert table.rows[2].cells == ("2", "事假,病假各几天")


def test_answers_stand_right_of_the_widest_row() -> None:
    table = parse(TEXT.encode("gb18030"))
    assert _read(table.filled(table, 1, ("答", "分"), {2: ["十天", 0.5], 4: ["", 0.25]})) == [
        ["序号", "问题", "部门", "答", "分"],
        ["1", "年休假有几天", "人事", "十天", "0.50"],
        [],
        ["2", "事假,病假各几天", "", "", "0.25"],
    ]


def test_other_signs_between_columns_are_kept() -> None:
    table = parse("问题;部门\n甲,乙？;人事\n".encode())
    assert table.rows[1].cells == ("甲,乙？", "人事")
    assert table.filled(table, 1, ("答",), {2: ["是"]}).decode("utf-8-sig").splitlines()[0] == "问题;部门;答"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "＝1", "\t=1"])
def test_an_answer_is_never_a_formula(text: str) -> None:
    table = parse("问题\n甲\n".encode())
    assert _read(table.filled(table, 1, ("答",), {2: [text]}))[1] == ["甲", "'" + text]


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, '问题\n"没有配对'.encode(), b"a\n" + b"x" * 200_000])
def test_what_cannot_be_read(data: bytes) -> None:
    with pytest.raises(BatchError) as caught:
        parse(data)
    assert caught.value.code == "unreadable" and "另存为" in caught.value.message
