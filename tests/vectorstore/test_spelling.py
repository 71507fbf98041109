"""Questions written in unusual ways."""

from __future__ import annotations

import pytest

from vectorstore.spelling import respell


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("受記過處分當年怎麼定檔", "受记过处分当年怎么定档"),
        ("年度考核優秀的獎勵標準", "年度考核优秀的奖励标准"),
        ("考核办法§44", "考核办法第44条"),
        ("考核办法44条6怎么规定", "考核办法44条6项怎么规定"),
        ("考核办法44条6款", "考核办法44条6款"),
        ("满3条6个月以上的", "满3条6个月以上的"),
    ],
)
def test_respelled(written: str, read: str) -> None:
    assert respell(written) == read


def test_simplified_text_is_left_alone() -> None:
    text = "事业单位工作人员受到记过处分的当年，参加年度考核，只写评语，不确定档次。"
    assert respell(text) == text
