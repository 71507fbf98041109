from __future__ import annotations

from collections.abc import Callable

import pytest

from app.claims import Passage, check

Make = Callable[..., Passage]

LISTED = "借阅人有下列情形之一的，停止借阅：\n（一）逾期三十日以上不还的；\n（二）损坏图书的。"
LEAVE = "事假一次不得超过十天，全年累计不得超过二十天。事假期间按日扣发绩效津贴。"


@pytest.mark.parametrize(
    "opening",
    [
        "根据第九条第（二）项，",
        "根据《砚禾研究院人事管理办法》第九条第（二）项规定，",
        "《人事管理办法》第九条规定，",
        "按照第九条的规定，",
        "第9条第2项规定：",
        "《考勤规程》规定，",
        "砚禾研究院人事管理办法规定，",
        "第（二）项规定，",
        "根据规定，",
        "请假，",
        "因此，",
    ],
)
def test_where_it_comes_from(passage: Make, opening: str) -> None:
    passages = {1: passage(LEAVE, label="第九条第（二）项", path=("第二章 请假",), aliases=("考勤规程",))}
    assert check(f"{opening}事假一次不得超过十天[1]。", passages).reason == "ok"


@pytest.mark.parametrize(
    ("opening", "reason"),
    [
        ("根据第十条，", "address"),
        ("根据第九条第（三）项，", None),
        ("根据第九条第二款第（二）项，", None),
        ("第九条之一规定，", "address"),
        ("根据《砚禾研究院采购管理办法》，", "title"),
        ("根据《砚禾研究院采购管理办法》第九条，", "title"),
        ("根据《理办法》第九条，", "title"),
        ("第二款规定，", None),
        ("第三章规定，", None),
        ("根据砚人发〔2023〕5号文件，", None),
        ("根据2023年的规定，", "number"),
    ],
)
def test_where_it_does_not_come_from(passage: Make, opening: str, reason: str | None) -> None:
    passages = {1: passage(LEAVE, label="第九条第（二）项", path=("第二章 请假",))}
    verdict = check(f"{opening}事假一次不得超过十天[1]。", passages)
    assert verdict.claim is None
    assert reason in (None, verdict.reason)


def test_an_item_of_a_list_that_is_quoted_whole_has_its_own_address(passage: Make) -> None:
    passages = {1: passage(LISTED, label="第九条")}
    told = "借阅人逾期三十日以上不还的，停止借阅[1]。"
    assert check(f"根据第九条第（一）项，{told}", passages).reason == "ok"
    assert check(f"根据第九条，{told}", passages).reason == "ok"
    assert check(f"根据第九条第（二）项，{told}", passages).claim is None


def test_an_address_in_the_text_itself(passage: Make) -> None:
    text = "专项测评表现突出的，可以在第十四条规定的名额之外单列名额，依照《砚禾研究院奖励办法》发放奖金。"
    passages = {1: passage(text)}
    told = "专项测评表现突出的，可以在第{}条规定的名额之外单列名额，依照《砚禾研究院{}办法》发放奖金[1]。"
    assert check(told.format("十四", "奖励"), passages).reason == "ok"
    assert check(told.format("14", "奖励"), passages).reason == "ok"
    assert check(told.format("十五", "奖励"), passages).claim is None
    assert check(told.format("十四", "惩戒"), passages).reason == "title"
    assert check("根据第十四条，专项测评表现突出的，可以在第十四条规定的名额之外单列名额[1]。", passages).claim is None


def test_this_regulation_may_be_called_by_its_name(passage: Make) -> None:
    passages = {1: passage("本办法由人事处负责解释，自2025年3月1日起施行。")}
    assert check("《砚禾研究院人事管理办法》由人事处负责解释[1]。", passages).reason == "ok"
    assert check("《砚禾研究院采购管理办法》由人事处负责解释[1]。", passages).reason == "title"
