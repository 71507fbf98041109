"""The file beside a source that says what its text does not."""

from __future__ import annotations

import pytest

from ingest.metadata.sidecar import UNSAID, Sidecar, parse_sidecar
from ingest.model import IngestError

NAME = "甲.txt.meta.yaml"


def read(text: str) -> Sidecar:
    return parse_sidecar(text.encode(), NAME)


def test_values_and_lists() -> None:
    found = read(
        "title: 打印办法\npublished: 2023-04-05\neffective: '2023-05-01'\n"
        "aliases: [办法, 本办法]\nrepeals: 《用纸规定》\n"
        "expires: 2025-01-01 00:00:00\nsigned: null\n"
    ).whole
    assert found.values == {
        "title": "打印办法",
        "published": "2023-04-05",
        "effective": "2023-05-01",
        "expires": "2025-01-01",
        "signed": None,
    }
    assert found.lists == {"aliases": ("办法", "本办法"), "repeals": ("用纸规定",)}
    assert found.value("signed", "2020-01-01") is None and found.value("adopted", "2020-01-01") == "2020-01-01"


def test_empty_and_with_a_byte_order_mark() -> None:
    assert read("# 还没有填写\n").whole is UNSAID
    assert parse_sidecar("issuer: 青石镇".encode("utf-8-sig"), NAME).whole.values == {"issuer": "青石镇"}


def test_several_documents_in_one_file() -> None:
    found = read(
        "issuer: 青石镇\ndocuments:\n  《打印 办法》（2023年修订）:\n    status: 已废止\n"
        "  复印规定@2020-01-01:\n    issuer: 白石镇\n  装订规定:\n"
    )
    assert found.of("打印办法", "打印办法@2023-04-05").values == {"issuer": "青石镇", "status": "已废止"}
    assert found.of("复印规定", "复印规定@2020-01-01").values == {"issuer": "白石镇"}
    assert found.of("复印规定", "复印规定@2024-01-01") is found.whole
    found.check([("打印办法", "打印办法@2023-04-05"), ("复印规定", "复印规定@2020-01-01"), ("装订规定", "装订规定@x")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "documents:\n  传真规定:\n    issuer: 甲\n",
            "来源里有：“打印办法”、“复印规定@2020-01-01”、“复印规定@2024-01-01”",
        ),
        ("documents:\n  复印规定:\n    issuer: 甲\n", "改写成其中一份的编号：复印规定@2020-01-01、复印规定@2024-01-01"),
        ("title: 打印办法\n", "来源含 3 份文件"),
    ],
)
def test_what_fits_no_document_is_named(text: str, said: str) -> None:
    printed = [("打印办法", "打印办法@x"), *((("复印规定", f"复印规定@{year}-01-01")) for year in (2020, 2024))]
    with pytest.raises(IngestError) as refused:
        read(text).check(printed)
    assert refused.value.code == "sidecar"
    assert said in refused.value.message and NAME in refused.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("标题: 打印办法\n", "不认识的键“标题”"),
        ("published: 去年\n", "2024-06-30"),
        ("status: 有效\n", "现行有效"),
        ("status:\n", "status 没有值"),
        ("- 一\n- 二\n", "键: 值"),
        ("title: [一\n", "YAML（第 2 行附近）"),
        ("documents: [打印办法]\n", "documents 下应先写题名"),
        ("documents:\n  打印办法:\n    标题: 甲\n", "documents“打印办法”：不认识的键“标题”"),
        ("documents:\n  打印办法:\n    published: 2023年\n", "documents“打印办法”：published 的日期“2023年”"),
    ],
)
def test_mistakes_are_named(text: str, said: str) -> None:
    with pytest.raises(IngestError) as refused:
        read(text)
    assert refused.value.code == "sidecar"
    assert said in refused.value.message and NAME in refused.value.message


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(IngestError, match="UTF-8"):
        parse_sidecar(b"\xff\xfe\x00", NAME)
