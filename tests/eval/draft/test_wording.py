"""Clauses, asides and short phrases."""

from __future__ import annotations

import pytest

from eval.draft.wording import clauses, leans, named, phrase, plain, subject


def test_clauses_are_not_cut_inside_brackets_and_quotation_marks() -> None:
    assert clauses("借船的（含夜间，下同），应当登记；还船时“先验，后还”") == [
        "借船的（含夜间，下同）",
        "应当登记",
        "还船时“先验，后还”",
    ]


def test_asides_are_left_out() -> None:
    assert plain("主管部门（含分站（点））审核，") == "主管部门审核"


@pytest.mark.parametrize("text", ["其负责人应当登记", "但夜间除外", "按照前款规定办理", "标准见附件1"])
def test_what_points_elsewhere_leans(text: str) -> None:
    assert leans(text)


def test_what_stands_alone_does_not_lean() -> None:
    assert not leans("借用人应当登记")


def test_the_regulation_is_named() -> None:
    assert named("违反本办法的", "船只办法") == "违反《船只办法》的"
    assert named("本办法所称船只是指什么", "船只办法") == "船只是指什么"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("船务室应当在次日登记", "船务室"),
        ("应当在次日登记", ""),
        ("因工作需要可以借用", ""),
        ("船务室登记", ""),
    ],
)
def test_the_subject_stands_before_the_modal_verb(text: str, found: str) -> None:
    assert subject(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("应当在次日登记", "次日登记"),
        ("可以暂停借用一个月", "暂停借用一个月"),
        ("按照本办法执行", ""),
        ("停", ""),
    ],
)
def test_a_phrase_is_short_and_verbatim(text: str, found: str) -> None:
    assert phrase(text) == found
    assert found in text
