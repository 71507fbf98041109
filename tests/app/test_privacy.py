"""What of a question may be written down."""

from __future__ import annotations

import pytest

from app.privacy import mask, recorded


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证11010119900307123X能查吗", "身份证****能查吗"),
        ("电话 138-0013-8000", "电话 ****"),
        ("写给 a.b@c.example.cn 的", "写给 **** 的"),
        ("2024年第44条", "2024年第44条"),
        ("，王小明同志受处分", "，**同志受处分"),
        ("张女士的产假", "**女士的产假"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_policies() -> None:
    assert recorded("工号 123456", "none") is None
    assert recorded("工号 123456", "masked") == "工号 ****"
    assert recorded("工号 123456", "full") == "工号 123456"
