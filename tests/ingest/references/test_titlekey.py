from __future__ import annotations

import pytest

from ingest.references.titlekey import TITLE, is_regulation, title_key


@pytest.mark.parametrize(
    "title",
    [
        "云岫市档案管理办法",
        "中华人民共和国云岫市档案管理办法",
        "云岫市档案管理办法（试行）",
        "云岫市档案管理办法（2023年修订）",
        "云岫市 档案管理办法(试行)",
        "《云岫市档案管理办法》",
    ],
)
def test_ways_of_writing_one_title(title: str) -> None:
    assert title_key(title) == "云岫市档案管理办法"


def test_titles_that_differ() -> None:
    assert title_key("关于适用〈档案法〉的解释（一）") != title_key("关于适用〈档案法〉的解释（二）")
    assert title_key("云岫市委关于适用《档案法》的解释") == title_key("关于适用〈档案法〉的解释")
    assert title_key("（试行）") == "（试行）"


@pytest.mark.parametrize(
    "title", ["档案法", "档案办法（试行）", "关于办好学习日的通知", "中国共产党章程", "野生动物名录"]
)
def test_a_regulation(title: str) -> None:
    assert is_regulation(title)


@pytest.mark.parametrize(
    "title", ["企业法人营业执照", "缴费通知", "公司章程", "工作方法", "规则", "实施细则", "某某日报"]
)
def test_no_regulation(title: str) -> None:
    assert not is_regulation(title)


def test_a_title_may_hold_another() -> None:
    assert [m[1] for m in TITLE.finditer("《关于修改《档案法》的决定》和《关于修改〈档案法〉的决定》")] == [
        "关于修改《档案法》的决定",
        "关于修改〈档案法〉的决定",
    ]
