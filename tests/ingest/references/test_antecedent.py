from __future__ import annotations

from dataclasses import dataclass

import pytest

from ingest.references.abbreviations import Names
from ingest.references.antecedent import Law, law_before, law_of_title


@dataclass
class Said:
    title: str
    readings: tuple[str, ...] = ()


def _before(text: str, *named: str) -> Law | None:
    return law_before(
        text, 0, len(text), Names("《中华人民共和国档案法》", ("砚禾规定",)), [Said(title) for title in named]
    )


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("依照本办法", Law(2)),
        ("依照本实施细则的", Law(2)),
        ("依照档案法", Law(2, "中华人民共和国档案法")),
        ("依照档案法的", Law(2, "中华人民共和国档案法")),
        ("依照档案法分则", Law(2, "中华人民共和国档案法", part="分则")),
        ("依照保密法", Law(2, "保密法", ("保密法",))),
        ("依照砚禾规定", Law(2)),
        ("依照", None),
        ("其他办法", None),
        ("合同", None),
    ],
)
def test_what_stands_before_an_address(text: str, law: Law | None) -> None:
    assert _before(text) == law


def test_that_regulation_is_the_last_of_its_kind() -> None:
    assert _before("适用该条例", "甲条例", "乙法", "丙条例（试行）", "") == Law(2, "丙条例（试行）")
    assert _before("适用同法", "甲条例", "乙法") == Law(2, "乙法")
    assert _before("适用该条例", "乙法") == Law(2, problem="看不出“该条例”指哪部文件")
    assert _before("适用合同法", "乙法") == Law(2, "合同法", ("合同法",))


@pytest.mark.parametrize(
    ("title", "law"),
    [
        ("中华人民共和国档案法修正案（三）", "中华人民共和国档案法"),
        ("关于修改《档案办法》的决定", "档案办法"),
        ("关于适用档案法分则的意见", "档案法"),
        ("关于修改《关于适用〈档案法〉的解释》的决定", "关于适用〈档案法〉的解释"),
        ("关于修改《甲办法》等三部办法的决定", ""),
        ("关于修改《甲办法》《乙办法》的决定", ""),
        ("档案办法", ""),
    ],
)
def test_the_law_a_title_is_about(title: str, law: str) -> None:
    assert law_of_title(title) == law
