"""The table of metadata above a text on a page."""

from __future__ import annotations

import pytest

from ingest.metadata.facts import Facts, read_facts, tables

ROWS = [
    "索 引 号： | 0001-2024-003 | 主题分类： | 综合政务",
    "发文机关： | 砚禾研究院、青石镇人民政府 | 成文日期： | 2024年03月05日",
    "标　　题： | 砚禾研究院打印管理办法",
    "发文字号： | 砚研办发[2024]3号 | 发布日期： | 2024-03-08",
    "时 效 性： | 有效 | 失效日期： | ",
]


def test_rows() -> None:
    assert read_facts(ROWS) == Facts(
        title="砚禾研究院打印管理办法",
        issuer="砚禾研究院 青石镇人民政府",
        document_number="砚研办发〔2024〕3号",
        signed="2024-03-05",
        published="2024-03-08",
        status="现行有效",
    )


def test_lines() -> None:
    found = read_facts(
        ["发文机关：砚禾研究院　　成文日期：2024.3.5", "[ 发布日期 ] 2024/03/08", "施行日期:2024年5月1日"]
    )
    assert (found.issuer, found.signed, found.effective) == ("砚禾研究院", "2024-03-05", "2024-05-01")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("已废止", "已废止"),
        ("失效", "已废止"),
        ("已被修改", "已被修订"),
        ("尚未生效", "尚未施行"),
        ("有效", "现行有效"),
        ("？", None),
    ],
)
def test_the_status(said: str, status: str | None) -> None:
    assert read_facts([f"有效性：{said}"]).status == status


def test_what_cannot_be_read_is_not_made_up() -> None:
    assert read_facts(["成文日期：不详", "发文字号：无"]) == Facts()


def test_where_tables_stand() -> None:
    lines = ["首页", *ROWS, "砚禾研究院打印管理办法", "发文机关：砚禾研究院 成文日期：2024年3月5日", "第一条 省纸。"]
    assert tables(lines) == [(1, 6), (7, 8)]


@pytest.mark.parametrize(
    "lines",
    [
        ["名称：指单位的全称。", "标题：用二号字。"],
        ["序号 | 名称 | 数量", "1 | 纸 | 2"],
        ["各单位要公布发布日期：2024年3月5日，发文机关：砚禾研究院"],
        ["发文机关：", "成文日期："],
    ],
)
def test_lines_of_a_text_are_no_table(lines: list[str]) -> None:
    assert tables(lines) == []
