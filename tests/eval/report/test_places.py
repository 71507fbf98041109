from __future__ import annotations

from dataclasses import replace

from eval.report.places import facts, found, places
from eval.run import Run

from .conftest import TITLE


def test_what_was_wanted_and_what_came(made: Run) -> None:
    right, wrong, refused, failed, *_ = made.results
    assert places(right.question) == f"《{TITLE}》第二条第（一）项"
    assert facts(right.question) == "十五日／15日"
    assert found(wrong) == f"《{TITLE}》第二条第（二）项"
    assert (places(refused.question), found(refused)) == ("拒答", "拒答")
    assert found(failed) == "服务返回 500"
    assert found(replace(wrong, cited=())) == "没有引用"


def test_all_or_any_of_several_places(made: Run) -> None:
    question = replace(made.results[0].question, gold=made.results[0].question.gold * 2)
    assert " 或 " in places(question)
    assert "；" in places(replace(question, match="all"))
