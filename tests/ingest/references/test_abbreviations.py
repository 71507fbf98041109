from __future__ import annotations

import pytest

from ingest.references.abbreviations import Named, Names


@pytest.mark.parametrize(
    ("text", "defined"),
    [
        ("根据《云岫市档案法》（以下简称《档案法》）", {"档案法": "云岫市档案法"}),
        ("根据《云岫市档案法》（以下简称“档案法”）", {"档案法": "云岫市档案法"}),
        ("根据《云岫市档案法》（以下简称档案法）", {"档案法": "云岫市档案法"}),
        ("根据《云岫市档案法》（2020年修订）（以下简称《档案法》）", {"档案法": "云岫市档案法"}),
        ("根据《云岫市档案法》，以下简称《档案法》，", {"档案法": "云岫市档案法"}),
        ("根据云岫市人民档案法（以下简称档案法）", {"档案法": "云岫市人民档案法"}),
        ("根据《甲办法》、《乙条例》（以下分别简称《办法》、《条例》）", {"办法": "甲办法", "条例": "乙条例"}),
        ("根据《甲办法》《乙条例》（以下统称《办法》、《条例》）", {"办法": "甲办法", "条例": "乙条例"}),
        ("各研究室（以下简称用人部门）按照管理办法（以下简称办法）", {}),
        ("取得《营业执照》（以下简称执照）", {}),
    ],
)
def test_definitions(text: str, defined: dict[str, str]) -> None:
    assert Names(text, ()).defined == defined


def test_names_are_written_out() -> None:
    names = Names("依照《中华人民共和国档案法》（以下简称《法》）和《档案法》、《砚禾规定》", ("砚禾规定（试行）",))
    assert names.written_out("法") == "中华人民共和国档案法"
    assert names.written_out("档案法") == "中华人民共和国档案法"
    assert names.written_out("砚禾规定") == ""
    assert names.written_out("保密法") is None


def test_a_bare_name_is_read_as_the_text_knows_it() -> None:
    names = Names("根据《中华人民共和国档案法》", ("砚禾规定",))
    assert names.read("依照档案法") == Named(2, "中华人民共和国档案法")
    assert names.read("当事人仅以档案法") == Named(5, "中华人民共和国档案法")
    assert names.read("依照砚禾规定") == Named(2, "")
    assert names.read("依照保密法") == Named(2, "保密法", ("保密法",))
    assert names.read("依照规定办法") is None


def test_a_name_seen_clearly_is_recognised_elsewhere() -> None:
    clear = "依照保密刑法第三条处罚。泄密人未尽保密刑法"
    assert Names(clear, ()).read("泄密人就保密刑法") == Named(4, "保密刑法")
    assert Names("泄密人就保密刑法", ()).read("泄密人就保密刑法") == Named(
        0, "泄密人就保密刑法", ("泄密人就保密刑法", "保密刑法")
    )


def test_regulations_named_as_a_whole() -> None:
    text = "根据《云岫档案法》（以下简称档案法），依照档案法实施办法和保密条例的规定，档案法和本条例的规定"
    names = Names(text, ())
    found = [names.name_at(text, max(0, start - 20), start, end) for start, end in sorted(names.places.items())]
    assert [(text[named.start :][:4], named.title) for named in found if named] == [
        ("保密条例", "保密条例"),
        ("档案法和", "云岫档案法"),
    ]
