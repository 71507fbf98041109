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
        ("幹部任免的檔案", "干部任免的档案"),
        ("第肆拾肆条第陆项", "第四十四条第六项"),
        ("考核办法条款44", "考核办法第44条"),
        ("请问44条", "请问第44条"),
        ("帮我看看二十条讲什么", "帮我看看第二十条讲什么"),
        ("请问3条措施是哪些", "请问3条措施是哪些"),
        ("第44条第6点", "第44条第6项"),
        ("第44条第六小项", "第44条第六项"),
        ("第四十四条之（六）", "第四十四条第（六）"),
        ("第二大点说什么", "第二部分说什么"),
        ("第二条工作措施谁负责", "工作措施2谁负责"),
        ("第3条整改措施", "整改措施3"),
        ("第6点钟开会", "第6点钟开会"),
    ],
)
def test_respelled(written: str, read: str) -> None:
    assert respell(written) == read


def test_simplified_text_is_left_alone() -> None:
    text = "事业单位工作人员受到记过处分的当年，参加年度考核，只写评语，不确定档次。"
    assert respell(text) == text


def test_no_simplified_character_is_taken_for_a_traditional_one() -> None:
    common = "".join(
        bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)
    )
    assert len(common) > 3700
    assert respell(common) == common
