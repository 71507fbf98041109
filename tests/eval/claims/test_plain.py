from __future__ import annotations

import pytest

from eval.claims.plain import plain


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("三十万元", "300000元"),
        ("30万元", "300000元"),
        ("1.5万元", "15000元"),
        ("一万五千公里", "15000公里"),
        ("三亿元", "300000000元"),
        ("１，２００ 小时", "1200小时"),
        ("百分之二十", "20%"),
        ("百分之百", "100%"),
        ("20％", "20%"),
        ("三分之一", "1/3"),
        ("1/3", "1/3"),
        ("二〇二四年七月一日", "2024年7月1日"),
        ("十五天", "15日"),
        ("六十分以上", "60分以上"),
        ("二十分钟", "20分钟"),
        ("第三十六条第一款第（四）项", "第36条第1款第(4)项"),
        ("第十四条之一", "第14条之一"),
        ("一百二", "一百二"),  # 102 or 120: nobody knows
        ("情形之一的，一律统一办理，一般十分一致", "情形之一的,一律统一办理,一般十分一致"),
    ],
)
def test_every_way_of_writing_a_number_is_one(written: str, digits: str) -> None:
    assert plain(written) == digits
