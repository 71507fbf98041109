"""Provinces by name."""

from __future__ import annotations

import pytest

from vectorstore.regions import regions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上海市的事业单位怎么考核", {"上海"}),
        ("广东和广西的规定一样吗", {"广东", "广西"}),
        ("海南区的取水证什么时候办", set()),
        ("海南的取水证什么时候办", {"海南"}),
        ("吉林市图书馆几点开门", set()),
        ("南京路上的支部", set()),
        ("", set()),
    ],
)
def test_provinces(text: str, found: set[str]) -> None:
    assert regions(text) == found
