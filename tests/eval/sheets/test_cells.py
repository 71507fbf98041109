from __future__ import annotations

from datetime import date

import pytest

from eval.sheets.cells import (
    CellError,
    address_text,
    addresses_of,
    day_of,
    denies,
    facts_of,
    facts_text,
    kind_of,
    match_of,
    yes_of,
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("《青石镇借阅办法》第八条第（二）项", ("青石镇借阅办法", "第八条", "第（二）项")),
        (" 《青石镇借阅办法》 的第8条第2项 ", ("青石镇借阅办法", "第八条", "第（二）项")),
        ("青石镇借阅办法第八条第一款", ("青石镇借阅办法", "第八条", "第一款")),
        ("《借阅意见》二（六）", ("借阅意见", "二（六）", "")),
        ("《借阅意见》第17点", ("借阅意见", "17", "")),
        ("《借阅方案》问题三工作措施1", ("借阅方案", "问题三", "工作措施1")),
        ("《借阅意见》附件1第3段", ("借阅意见", "附件1", "第3段")),
        ("《关于印发《借阅办法》的通知》第三条之一", ("关于印发《借阅办法》的通知", "第三条之一", "")),
        ("《关于甲；乙两事的办法》第一条", ("关于甲；乙两事的办法", "第一条", "")),
        ("借阅办法｜第八条｜第（二）项", ("借阅办法", "第八条", "第（二）项")),
        ("《借阅办法》|17|（2）", ("借阅办法", "17", "（2）")),
    ],
)
def test_an_address_is_split_into_its_parts(text: str, address: tuple[str, str, str]) -> None:
    assert addresses_of(text) == [address]


def test_several_places_stand_on_lines_and_share_a_title() -> None:
    assert addresses_of("《甲办法》第一条\n第二条第一款；《乙办法》第三条\n\n第四条｜") == [
        ("甲办法", "第一条", ""),
        ("甲办法", "第二条", "第一款"),
        ("乙办法", "第三条", ""),
        ("乙办法", "第四条", ""),
    ]
    assert addresses_of("第一条\n第二条", ["甲办法"]) == [("甲办法", "第一条", ""), ("甲办法", "第二条", "")]
    assert addresses_of("第一条\n第二条", ["甲", "乙"]) == [("甲", "第一条", ""), ("乙", "第二条", "")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("《甲办法》", "哪一条"),
        ("《甲办法》第三章", "哪一条"),
        ("《甲办法》第二款", "哪一条"),
        ("《甲办法》第一条、第三条", "哪一条"),
        ("第一条", "没有写是哪个制度"),
        ("按规定办理", "哪一条"),
        ("甲｜第一条｜第一款｜", "多于两个"),
        ("｜第一条｜", "少了"),
    ],
)
def test_what_is_no_address_is_said_to_be_none(text: str, words: str) -> None:
    with pytest.raises(CellError, match=words):
        addresses_of(text)


def test_titles_and_addresses_in_lines_of_their_own_must_be_as_many() -> None:
    with pytest.raises(CellError, match="2 个制度、3 处地址"):
        addresses_of("第一条\n第二条\n第三条", ["甲", "乙"])


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (("借阅办法", "第八条", "第（二）项"), "《借阅办法》第八条第（二）项"),
        (("借阅意见", "17", "（2）"), "《借阅意见》17（2）"),
        (("关于印发《办法》的通知", "第八条", ""), "《关于印发《办法》的通知》第八条"),
        (("借阅办法", "第8条", ""), "借阅办法｜第8条｜"),
        (("甲｜乙；", "随便什么", ""), "甲\\｜乙\\；｜随便什么｜"),
        (("未闭合《办法", "第八条", ""), "未闭合\\《办法｜第八条｜"),
    ],
)
def test_an_address_is_printed_to_be_read_back_alike(address: tuple[str, str, str], text: str) -> None:
    assert address_text(address) == text
    assert addresses_of(text) == [address]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("十五日", [["十五日"]]),
        ("十五日／15日；停借", [["十五日", "15日"], ["停借"]]),
        (" 十五日/15日 ;\n停借 ；", [["十五日", "15日"], ["停借"]]),
        ("1/3；km/h", [["1/3"], ["km/h"]]),
        ("德、能、勤", [["德、能、勤"]]),
        ("", []),
    ],
)
def test_facts_are_parted_by_semicolons_and_alternatives_by_slashes(text: str, facts: list[list[str]]) -> None:
    assert facts_of(text) == facts


@pytest.mark.parametrize(
    "facts",
    [
        [["十五日", "15日"], ["停借"]],
        [["1/3", "三分之一"], ["甲/乙"], ["/"]],
        [["；", ";", "／"], ["a\\b", "\\", "\\；"], [" 前后有空格 "], ["两\n行"], ["《半个"], ["a／b", "\\n"]],
    ],
)
def test_facts_are_printed_to_be_read_back_alike(facts: list[list[str]]) -> None:
    assert facts_of(facts_text(facts)) == facts


def test_kinds_and_choices_are_read_in_both_languages() -> None:
    assert [kind_of(text) for text in ("直接提问", " 口语 ", "numeric", "按条号查", "无依据")] == [
        "direct",
        "colloquial",
        "numeric",
        "lookup",
        "unanswerable",
    ]
    assert [match_of(text) for text in ("任一", "全部", "ALL", "任一即可")] == ["any", "all", "all", "any"]
    assert [yes_of(text) for text in ("是", "√", "TRUE", "", "否")] == [True, True, True, False, False]
    assert [denies(text) for text in ("无依据", " 无 ", "第一条")] == [True, True, False]
    for reader in (kind_of, match_of, yes_of):
        with pytest.raises(CellError, match="“随便”"):
            reader("随便")


@pytest.mark.parametrize(
    "text", ["2024-05-01", "2024/5/1", "2024.5.1", "2024年5月1日", "２０２４年５月１日", "2024/5/1 0:00:00"]
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert day_of(text) == date(2024, 5, 1)


@pytest.mark.parametrize("text", ["2024-02-30", "5月1日", "去年", "2024-05-01 08:00"])
def test_what_is_no_day_is_said_to_be_none(text: str) -> None:
    with pytest.raises(CellError, match="2024-05-01 的样子"):
        day_of(text)
