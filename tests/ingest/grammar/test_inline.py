"""Numbers inside a line."""

from __future__ import annotations

import pytest

from ingest.grammar.inline import bounds, further_items, inline_items, inline_subitems
from ingest.grammar.markers import marker


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in bounds(text, inline_items(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("下列除外：（一）图纸；（二）证书。", ["（一）图纸；", "（二）证书。"]),
        ("下列除外：1.图纸；2.证书。", ["1.图纸；", "2.证书。"]),
        ("下列除外：①图纸； ②证书。", ["①图纸；", "②证书。"]),
        ("下列除外：（一）图纸。", []),
        ("依照（一）、（二）项办理；（二）项另定。", []),
        ("修改为：“（一）图纸；（二）证书。”", []),
    ],
)
def test_items_in_the_line_of_their_lead_in(text: str, found: list[str]) -> None:
    assert parts(text) == found


def test_items_after_an_item() -> None:
    text = "（四）图纸；（五）证书；（七）照片。"
    opened = marker(text)
    assert opened is not None
    assert [text[at:] for at, _ in further_items(text, opened)] == ["（五）证书；（七）照片。"]


def test_subitems_are_in_digits() -> None:
    assert inline_subitems("（一）图纸：（一）甲；（二）乙。") == []
    assert len(inline_subitems("（一）图纸：1.甲；2.乙。")) == 2
