"""Characters are repaired in form only, every repair is recorded."""

from __future__ import annotations

import pytest

from ingest.lines.clean import clean
from ingest.lines.mapped import Mapped


def cleaned(text: str) -> str:
    return clean(Mapped.of(text))[0].text


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("先报名,,,,,,再面试。。。。。", "先报名，再面试。"),
        ("甲；；；乙、、丙", "甲；乙、丙"),
        ("其他材料…… —— 同上······完", "其他材料…… —— 同上······完"),
        ("车辆(含租用):共3辆;价格1,200.50元", "车辆（含租用）：共3辆；价格1,200.50元"),
        ("上午8:30至12:00", "上午8:30至12:00"),
        ("see (Fig. 1), ok", "see (Fig. 1), ok"),
        ("甲\r\n乙\r丙\x0b丁", "甲\n乙\n丙\n丁"),
        ("甲\u200b乙\ufeff丙", "甲乙丙"),
        ("如下：\ue004\n\uf0b7甲\n乙\ue004丙", "如下：\n甲\n乙\ue004丙"),
        ("甲\u3000乙\t丙", "甲 乙 丙"),
    ],
)
def test_forms(source: str, result: str) -> None:
    assert cleaned(source) == result


def test_words_are_never_touched() -> None:
    assert cleaned("根据岗位 and 部门情况帐号登陆") == "根据岗位 and 部门情况帐号登陆"


def test_every_repair_is_recorded_with_its_place_in_the_source() -> None:
    source = "先报名,,,再面试(复试)"
    _, edits = clean(Mapped.of(source))
    assert [(e.reason, source[e.start : e.end], e.result) for e in edits] == [
        ("重复标点合一", ",,,", ","),
        ("括号改全角", "(复试)", "（复试）"),
        ("标点改全角", ",,,", "，"),
    ]
    assert [e.size for e in edits] == [2, 2, 1], "characters that changed"
    assert not any(e.removed for e in edits)


def test_offsets_survive_all_steps() -> None:
    source = "\u200b甲,,,乙\r\n丙(丁)"
    mapped, _ = clean(Mapped.of(source))
    assert [source[mapped.origin(i)[0]] for i, c in enumerate(mapped.text) if c in "甲乙丙丁"] == list("甲乙丙丁")


def test_more_blanks_than_anyone_types_become_one() -> None:
    source = f"姓名{' ' * 11}科室{' ' * 10}签字{' ' * 30}\n{' ' * 30}甲\t{' ' * 40}乙"
    mapped, edits = clean(Mapped.of(source))
    assert mapped.text == f"姓名 科室{' ' * 10}签字{' ' * 30}\n{' ' * 30}甲 乙"
    assert [(edit.reason, edit.size, edit.removed) for edit in edits] == [
        ("连续空格合一", 10, False),
        ("连续空格合一", 40, False),
    ]
    assert mapped.cut(2, 3).source_span == (2, 13)
