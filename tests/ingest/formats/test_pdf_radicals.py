"""Radicals and compatibility forms become the characters that are meant."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.formats.pdf_radicals import unify


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("⼀", "一"),
        ("⼯作⼈员", "工作人员"),
        ("⻓期⻅习", "长期见习"),
        ("⺠⻔⻛⻚⻋", "民门风页车"),
        ("⼾籍", "户籍"),
        ("行\ufa08", "行行"),
        ("ﬁ", "fi"),
        ("\U0002f800", "丽"),
    ],
)
def test_lookalikes(text: str, meant: str) -> None:
    found, count = unify(text)
    assert found == meant
    assert count == sum(a not in meant for a in text)


def test_what_is_meant_stays() -> None:
    text = "第一条 Ａ（1）〇㎡①，。“”　﨎"
    assert unify(text) == (text, 0)


def test_every_radical_with_a_character_of_its_own_is_known() -> None:
    """Simplified forms are those that PDFs of today hold."""
    for code in range(0x2E80, 0x2EF4):
        name = unicodedata.name(chr(code), "")
        if "C-SIMPLIFIED" in name or 0x2F00 <= code <= 0x2FD5:
            assert unify(chr(code))[0] < "\u2e80" or unify(chr(code))[0] > "\u3000", name
    assert all(unify(chr(code))[0] >= "\u3400" for code in range(0x2F00, 0x2FD6))
