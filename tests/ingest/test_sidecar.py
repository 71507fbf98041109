"""The file beside a source that says what its text does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import IngestError
from ingest.sidecar import read_sidecar


def beside(folder: Path, text: str) -> Path:
    source = folder / "甲.txt"
    (folder / "甲.txt.meta.yaml").write_text(text, encoding="utf-8")
    return source


def test_values_and_lists(tmp_path: Path) -> None:
    found = read_sidecar(
        beside(tmp_path, "title: 打印办法\npublished: 2023-04-05\neffective: '2023-05-01'\naliases: [办法, 本办法]\n")
    )
    assert found is not None
    assert found.values == {"title": "打印办法", "published": "2023-04-05", "effective": "2023-05-01"}
    assert found.lists == {"aliases": ("办法", "本办法")}


def test_none_and_empty(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "乙.txt") is None
    found = read_sidecar(beside(tmp_path, "# 还没有填写\n"))
    assert found is not None and found.values == {}


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
def test_mistakes_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(IngestError) as refused:
        read_sidecar(beside(tmp_path, text))
    assert refused.value.code == "sidecar"
    assert said in refused.value.message and "甲.txt.meta.yaml" in refused.value.message
