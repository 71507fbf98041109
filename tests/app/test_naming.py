"""A place by its name."""

from __future__ import annotations

import pytest

from app.naming import named


@pytest.mark.parametrize(
    ("title", "label", "inferred", "status", "name"),
    [
        ("借阅办法", "第二条第（一）项", False, "现行有效", "《借阅办法》第二条第（一）项"),
        ("借阅办法", "第二条", False, "已废止", "《借阅办法》第二条（已废止）"),
        ("借阅办法", "第二条", True, "现行有效", "《借阅办法》第二条（名称为推断）"),
        ("借阅办法", "第二条", True, "尚未施行", "《借阅办法》第二条（名称为推断）（尚未施行）"),
        ("借阅办法", "第二条", True, None, "《借阅办法》第二条（名称为推断）"),
        ("关于《借阅办法》的说明", "3", False, "已被修订", "《关于〈借阅办法〉的说明》第3点（已被修订）"),
        ("借阅办法", "", False, "已废止", "《借阅办法》（已废止）"),
    ],
)
def test_what_a_reader_must_know_is_never_left_out(
    title: str, label: str, inferred: bool, status: str | None, name: str
) -> None:
    assert named(title, label, title_inferred=inferred, status=status) == name
