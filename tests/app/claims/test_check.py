from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from app.claims import Passage, check

Make = Callable[..., Passage]

PENALTY = "（六）受记过处分的当年，受记大过处分的当年及第二年，参加测评，只写评语，不定等次。"
LISTED = (
    "借阅人有下列情形之一的，停止借阅：\n（一）逾期三十日以上不还的；\n（二）损坏图书，经催告仍不赔偿的；\n"
    "（三）转借他人的，但经馆长批准的除外。"
)
ALL_OF = "符合下列全部条件的，可以申请延期：\n（一）按期提交进度报告；\n（二）没有逾期记录。"
DUTY = "主办部门应当在活动结束后十五个工作日内归还设备，并提交下列材料：\n（一）使用登记表；\n（二）损耗清单。"
UNDER = (
    "年度测评为良好以上的，按照下列规定办理：\n（一）从次年一月起上调一级津贴；\n"
    "（二）优先安排外出进修，但每年不超过两次。"
)
TWO_TERMS = "受处分的期间为：记过，期间为六个月；记大过，期间为十二个月。"
TABLE = (
    "标准按照下表执行：\n车次类别 | 报销限额 | 每年次数\n普通列车 | 每次三百元 | 不限\n动车 | 每次五百元 | 不超过四次"
)
BOUNDS = "连续三年测评优秀的，可以晋升一级。未满三年的，一般不晋升，但有重大贡献的除外。"
STAFF = "工作人员请假三天以内的，由部门负责人批准；超过三天不满十天的，由人事处批准；十天以上的，由院长批准。"
LEAVE = "事假一次不得超过十天，全年累计不得超过二十天。事假期间按日扣发绩效津贴。"
NOTICE = "拟任人选名单应当在院内公示，公示期为五个工作日。公示期满无异议的，由院长办公会议决定任用。"
CONTRACT = "连续两年测评不合格的，本院可以解除合同，但应当提前三十日书面通知本人。"
STEPS = "职工出差应当由本人申请，经部门同意，报财务处备案，并在返回后五日内办理报销。"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (PENALTY, "受记过处分的当年，受记大过处分的当年及第二年，参加测评，只写评语，不定等次。"),
        (PENALTY, "受记过处分的当年，参加测评，只写评语，不定等次。"),
        (PENALTY, "受记大过处分的当年和第二年，参加测评，只写评语，不定等次。"),
        (PENALTY, "（六）受记过处分的当年，参加测评，只写评语，不定等次。"),
        (LISTED, "借阅人逾期30天以上不还的，停止借阅。"),
        (LISTED, "借阅人损坏图书，经催告仍不赔偿的，停止借阅。"),
        (LISTED, "借阅人转借他人的，停止借阅，但经馆长批准的除外。"),
        (LISTED, "借阅人逾期三十日以上不还的，或者损坏图书、经催告仍不赔偿的，停止借阅。"),
        (ALL_OF, "符合下列全部条件的，可以申请延期：按期提交进度报告；没有逾期记录。"),
        (DUTY, "主办部门应当在活动结束后15个工作日内归还设备。"),
        (DUTY, "主办部门应当在活动结束后十五个工作日内归还设备，并提交使用登记表。"),
        (DUTY, "主办部门应当在活动结束后十五个工作日内归还设备，并提交使用登记表和损耗清单。"),
        (DUTY, "主办部门应当提交损耗清单。"),
        (UNDER, "年度测评为良好以上的，从次年一月起上调一级津贴。"),
        (UNDER, "年度测评为良好以上的，从次年1月起上调一级津贴，优先安排外出进修，但每年不超过2次。"),
        (TWO_TERMS, "受处分的期间为：记过，期间为6个月；记大过，期间为12个月。"),
        (TABLE, "动车的报销限额为每次500元，每年次数不超过四次。"),
        (TABLE, "普通列车每年次数不限。"),
        (BOUNDS, "连续3年测评优秀的，则可以晋升一级。"),
        (STAFF, "工作人员请假超过三天不满十天的，由人事处批准。"),
        (STAFF, "工作人员请假三天以内的由部门负责人批准，超过三天不满十天的由人事处批准。"),
        (LEAVE, "事假全年累计不得超过二十天。"),
        (LEAVE, "因此，事假期间按日扣发绩效津贴。"),
        (NOTICE, "公示期为5个工作日。"),
        (CONTRACT, "连续两年测评不合格的，本院可以解除合同，但应当提前30日书面通知本人。"),
        (STEPS, "职工出差应当由本人申请，经部门同意，报财务处备案，并在返回后五日内办理报销。"),
    ],
)
def test_the_text_with_words_left_out(passage: Make, text: str, sentence: str) -> None:
    verdict = check(sentence.replace("。", "[1]。"), {1: passage(text, label="第九条第（六）项")})
    assert verdict.reason == "ok"
    assert verdict.claim is not None
    assert verdict.claim.citations == (1,)
    assert verdict.claim.text == sentence.replace("。", "［1］。")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        # subjects and numbers of different places put together
        (PENALTY, "受记过处分的当年及第二年，参加测评，只写评语，不定等次。"),
        (PENALTY, "受记大过处分的当年，参加测评，只写评语，不定等次。"),
        (PENALTY, "受记过处分的，不定等次。"),
        (TWO_TERMS, "记过，期间为十二个月。"),
        (TWO_TERMS, "受记过处分的，期间为十二个月。"),
        (TWO_TERMS, "期间为十二个月。"),
        (STAFF, "工作人员请假三天以内的，由人事处批准。"),
        (STAFF, "工作人员请假，由部门负责人批准。"),
        (STAFF, "由部门负责人批准；十天以上的，由院长批准。"),
        (TABLE, "动车的报销限额为每次三百元。"),
        (TABLE, "动车的每年次数不限。"),
        (TABLE, "普通列车的每年次数为每次三百元。"),
        (LEAVE, "事假一次不得超过二十天。"),
        (LEAVE, "绩效津贴全年累计不得超过二十天。"),
        # what was said is taken back, or the condition is lost
        (LISTED, "借阅人转借他人的，停止借阅。"),
        (LISTED, "损坏图书的，停止借阅。"),
        (LISTED, "经催告仍不赔偿的，停止借阅。"),
        (LISTED, "停止借阅图书。"),
        (ALL_OF, "没有逾期记录的，可以申请延期。"),
        (ALL_OF, "符合下列全部条件的，可以申请延期：按期提交进度报告。"),
        (ALL_OF, "按期提交进度报告，可以申请延期。"),
        (UNDER, "从次年一月起上调一级津贴。"),
        (UNDER, "年度测评为良好以上的，优先安排外出进修。"),
        (BOUNDS, "测评优秀的，可以晋升一级。"),
        (BOUNDS, "可以晋升一级工资。"),
        (BOUNDS, "未满三年的，一般不晋升。"),
        (BOUNDS, "未满三年的，不晋升，但有重大贡献的除外。"),
        (CONTRACT, "连续两年测评不合格的，本院可以解除合同。"),
        (CONTRACT, "本院应当提前三十日书面通知本人。"),
        (CONTRACT, "连续两年测评不合格的，本院应当提前三十日书面通知本人。"),
        (STEPS, "职工出差报财务处备案，并在返回后五日内办理报销。"),
        (STEPS, "职工出差应当由本人申请，报财务处备案。"),
        (DUTY, "并提交下列材料：使用登记表。"),
        # words changed
        (PENALTY, "受记过处分的当年，参加测评，不写评语，不定等次。"),
        (PENALTY, "受记过处分的次年，参加测评，只写评语，不定等次。"),
        (BOUNDS, "连续两年测评优秀的，可以晋升一级。"),
        (BOUNDS, "连续三年测评优秀的，应当晋升一级。"),
        (BOUNDS, "连续三年测评优秀的，不得晋升一级。"),
        (BOUNDS, "连续三年测评优秀的，一般可以晋升一级。"),
        (BOUNDS, "连续三年测评良好的，可以晋升一级。"),
        (BOUNDS, "第三年测评优秀的，可以晋升一级。"),
        (LEAVE, "事假一次可以超过十天。"),
        (LEAVE, "事假一次不得少于十天。"),
        (LEAVE, "病假一次不得超过十天。"),
        (LEAVE, "事假一次不得超过十个工作日。"),
        (LEAVE, "事假期间按月扣发绩效津贴。"),
        (LEAVE, "事假期间不按日扣发绩效津贴。"),
        (NOTICE, "拟任人选名单应当在院内公示，公示期为五日。"),
        (NOTICE, "拟任人选名单应当在院外公示，公示期为五个工作日。"),
        (NOTICE, "拟任人选名单必须在院内公示。"),
        (STAFF, "工作人员请假十天以下的，由院长批准。"),
        (LISTED, "逾期三十日以下不还的，停止借阅。"),
        (LISTED, "逾期三十日以上不还且转借他人的，停止借阅。"),
        # things said besides
        (LEAVE, "事假一次不得超过十天，建议提前申请。"),
        (LEAVE, "您的事假一次不得超过十天。"),
        (LEAVE, "事假一次不得超过十天，违者开除。"),
        (LEAVE, "可以，事假一次不得超过十天。"),
        (LEAVE, "不能，事假一次不得超过十天。"),
        (LEAVE, "是的，事假一次不得超过十天。"),
        # hardly anything said
        (LEAVE, "可以。"),
        (LEAVE, "事假。"),
        (LEAVE, "不得超过十天。"),
    ],
)
def test_another_meaning(passage: Make, text: str, sentence: str) -> None:
    verdict = check(sentence.replace("。", "[1]。"), {1: passage(text)})
    assert verdict.claim is None
    assert verdict.reason != "ok"


@pytest.mark.parametrize(
    "sentence",
    [
        "事假一次不得超\u200b过十天[1]。",
        "事假一次不\u0336得超过十天[1]。",
        "事假一次不得超过十天[1]\u202e。",
        "事假一次不得超过<b>十天</b>[1]。",
        "事假一次不得超过十天[1](https://example.com)。",
        "事假一次不得超过十天，见www.example.com[1]。",
        "事假一次不得超过十天吗？[1]",
        "事假一次不得超过十天|[1]。",
        "事假一次不得超过1⁰天[1]。",
        "事假一次不得超过①0天[1]。",
        "事假一次木得超过十天[1]。",
        "事假一次不得超过十天的[1]{x}。",
        "，事假一次不得超过十天[1]。",
        "长" * 401 + "[1]",
        "",
        "。",
        "[1]",
        "根据[1]。",
    ],
)
def test_signs_that_are_no_prose(passage: Make, sentence: str) -> None:
    assert check(sentence, {1: passage(LEAVE)}).claim is None


def test_every_part_needs_its_own_passage(passage: Make) -> None:
    passages = {1: passage(LEAVE), 2: passage(NOTICE, 2, label="第十条")}
    good = check("事假一次不得超过十天[1]，拟任人选名单应当在院内公示[2]。", passages)
    assert good.claim is not None
    assert good.claim.text == "事假一次不得超过十天［1］，拟任人选名单应当在院内公示［2］。"
    assert good.claim.citations == (1, 2)
    assert check("事假一次不得超过十天[2]，拟任人选名单应当在院内公示[1]。", passages).claim is None
    assert check("事假一次不得超过十天[1]，拟任人选名单应当在院内公示。", passages).reason == "no_mark"
    assert check("事假一次不得超过十天[3]。", passages).reason == "unknown_mark"
    assert check("事假一次不得超过十天[0]。", passages).reason == "unknown_mark"
    assert check("事假一次不得超过十天[1][3]。", passages).reason == "unknown_mark"
    assert check("事假一次不得超过十天。", passages).reason == "no_mark"


def test_several_marks_all_have_to_have_their_share(passage: Make) -> None:
    passages = {1: passage(LEAVE), 2: passage(NOTICE, 2), 3: passage(LEAVE, 3)}
    assert check("事假一次不得超过十天[1][3]。", passages).claim is not None
    assert check("事假一次不得超过十天[1][2]。", passages).claim is None
    assert check("事假一次不得超过十天；拟任人选名单应当在院内公示[1][2]。", passages).claim is not None


def test_a_claim_checked_again_is_the_same(passage: Make) -> None:
    passages = {1: passage(LEAVE), 2: passage(NOTICE, 2)}
    for sentence in ("根据【1】，事假一次不得超过10天。", "[1]事假一次不得超过十天", "公示期为五个工作日。[2]"):
        first = check(sentence, passages)
        assert first.claim is not None
        assert check(first.claim.text, passages) == first


def test_quotations_are_verbatim(passage: Make) -> None:
    passages = {1: passage(LEAVE)}
    assert check("事假“一次不得超过十天”[1]。", passages).reason == "ok"
    assert check("事假“一次不得超过10天”[1]。", passages).reason == "quotation"
    assert check("事假一次“不得超过十天[1]。", passages).reason == "quotation"


@pytest.mark.parametrize(
    "sentence",
    [
        "（" * 200 + "甲" + "）" * 190 + "[1]。",
        "的" * 396 + "[1]。",
        "一" * 396 + "[1]。",
        "《" * 396 + "[1]。",
        "[1]" * 130,
        "根据" * 196 + "[1]。",
        "第" * 200 + "一" * 190 + "[1]。",
        "事假一次，" * 78 + "[1]。",
        "1,111," * 66 + "[1]",
        "第一条、" * 97 + "[1]。",
        "百分之" * 130 + "[1]。",
        "工作人员" * 98 + "[1]。",
        "[摘录" * 130,
    ],
)
def test_hostile_sentences_cost_next_to_nothing(
    passage: Make, sentence: str, cpu_seconds: Callable[[Callable[[], object]], float]
) -> None:
    hostile = "工作人员的的的（（（（" * 60 + "事假一次，" * 60
    passages = {1: passage(LEAVE + STAFF + LISTED), 2: passage(hostile, 2)}
    assert cpu_seconds(lambda: check(sentence, passages)) < 1.0
    assert cpu_seconds(lambda: check(sentence.replace("[1]", "[2]"), passages)) < 1.0


def test_what_cannot_be_checked_is_no_claim(
    passage: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("内部错误")

    monkeypatch.setattr(sys.modules["app.claims.check"], "canonical", fail)
    assert check("事假一次不得超过十天，全年累计不得超过二十天。[1]", {1: passage(LEAVE)}).claim is None
    assert "这一句不采用" in caplog.text
    monkeypatch.undo()
    assert check("事假一次不得超过十天，全年累计不得超过二十天。[1]", {1: passage(LEAVE)}).claim
