"""文号 in the ways they are printed."""

from __future__ import annotations

import pytest

from ingest.metadata.docnumber import number_in, number_line, own_number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("砚研发〔2024〕3号", "砚研发〔2024〕3号"),
        ("砚研发[2024]第3号", "砚研发〔2024〕第3号"),
        ("（砚研办发（２０２４） 12 号）", "砚研办发〔2024〕12号"),
        ("自然资发【2024】3号", "自然资发〔2024〕3号"),
        ("砚禾研究院文件 砚研发〔2024〕3号 签发人：王某", "砚研发〔2024〕3号"),
        ("砚禾研究院令第12号", "砚禾研究院令第12号"),
        ("砚禾市人民政府令（第 12 号）", "砚禾市人民政府令第12号"),
        ("甲部、乙局第4号令", "甲部、乙局令第4号"),
        ("第12号令", "第12号令"),
        ("砚禾研究院公告2024年第3号", "砚禾研究院公告2024年第3号"),
        ("公告 2024年 第3号", "公告2024年第3号"),
        ("第12号", None),
        ("根据砚研发〔2024〕3号文件精神，现通知如下", None),
        ("第三条 按砚研发〔2024〕3号", None),
    ],
)
def test_a_number_that_is_a_line(line: str, number: str | None) -> None:
    assert number_line(line) == number


def test_the_number_below_the_word_order() -> None:
    assert number_line("第十二号", "砚禾研究院令") == "砚禾研究院令第十二号"
    assert number_line("第12号", "砚禾研究院公告") == "砚禾研究院公告第12号"
    assert number_line("第12号", "经研究，现发布命令") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("根据砚研发〔2020〕1号文件", "砚研发〔2020〕1号"),
        ("我院以砚研发〔2020〕1号通知印发的", "砚研发〔2020〕1号"),
        ("用纸若干问题的规定砚研发〔2020〕1号", "砚研发〔2020〕1号"),
        ("（2024年11月6日院务会议通过砚院办〔2024〕31号）", "砚院办〔2024〕31号"),
        ("没有文号", None),
    ],
)
def test_a_number_in_running_text(text: str, number: str | None) -> None:
    assert number_in(text) == number


def test_the_texts_own_number() -> None:
    notice = ["砚禾研究院关于用纸的通知", "各处室：", "按照砚研发〔2020〕1号要求，现通知如下。"]
    assert own_number(notice) is None
    assert own_number([*notice, "砚研发〔2024〕3号"]) == "砚研发〔2024〕3号"
    assert own_number(["关于印发《用纸办法》的通知（砚研发〔2024〕3号）"]) == "砚研发〔2024〕3号"
    assert own_number(["（砚研发〔2024〕3号 2024年3月20日）"]) == "砚研发〔2024〕3号"
    assert own_number([]) is None
