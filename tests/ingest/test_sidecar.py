"""The file beside a source that says what its text does not."""

from __future__ import annotations

import pytest

from ingest.model import IngestError
from ingest.sidecar import parse_sidecar

NAME = "甲.txt.meta.yaml"


def test_values_and_lists() -> None:
    text = "title: 打印办法\npublished: 2023-04-05\neffective: '2023-05-01'\naliases: [办法, 本办法]\n"
    found = parse_sidecar(text.encode(), NAME)
    assert found.values == {"title": "打印办法", "published": "2023-04-05", "effective": "2023-05-01"}
    assert found.lists == {"aliases": ("办法", "本办法")}


def test_empty() -> None:
    assert parse_sidecar("# 还没有填写\n".encode(), NAME).values == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("标题: 打印办法\n", "不认识的键“标题”"),
        ("published: 去年\n", "2024-06-30"),
        ("status: 有效\n", "现行有效"),
        ("- 一\n- 二\n", "键: 值"),
        ("title: [一\n", "YAML（第 2 行附近）"),
    ],
)
def test_mistakes_are_named(text: str, said: str) -> None:
    with pytest.raises(IngestError) as refused:
        parse_sidecar(text.encode(), NAME)
    assert refused.value.code == "sidecar"
    assert said in refused.value.message and NAME in refused.value.message
