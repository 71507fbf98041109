"""Two editions, article by article."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.editions.align import fold
from ingest.editions.changes import Comparison, compare, pieces
from ingest.model import Regulation

Read = Callable[..., Regulation]
OLD = [
    "为了节约用纸，规范打印行为，制定本办法。",
    "打印应当一律双面，因工作需要单面打印的，由处室负责人批准。",
    "彩色打印应当登记用途和页数。",
    "纸张由后勤处统一采购，按季度发放到各处室。",
    "违反第三条规定的，通报批评。",
    "本办法自2020年1月1日起施行。",
]
NUMERALS = "一二三四五六七八九十"


@pytest.fixture
def edition(regulation: Read) -> Callable[[list[str]], Regulation]:
    def make(rules: list[str], head: str = "") -> Regulation:
        body = "\n\n".join(f"第{NUMERALS[n]}条 {rule}" for n, rule in enumerate(rules))
        return regulation(f"打印管理办法\n\n{head}{body}\n")

    return make


def told(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(c.kind, c.old, c.new) for c in comparison.articles if c.kind != "unchanged"]


def test_nothing_changes(edition: Callable[..., Regulation]) -> None:
    found = compare(edition(OLD), edition(OLD))
    assert found.same_text and found.facts == () and found.count("unchanged") == 6
    assert compare(edition(OLD), edition([rule.replace("，", ",") for rule in OLD])).same_text


def test_a_changed_word_in_its_sentence(edition: Callable[..., Regulation]) -> None:
    new = [*OLD[:2], "彩色打印应当登记用途、页数和时间。", *OLD[3:]]
    found = compare(edition(OLD), edition(new))
    assert told(found) == [("changed", "第三条", "第三条")]
    [change] = [c for c in found.articles if c.kind == "changed"]
    assert change.pieces == (
        ("same", "彩色打印应当登记用途"),
        ("removed", "和页数"),
        ("added", "、页数和时间"),
        ("same", "。"),
    )
    assert 0.7 < change.similarity < 1


def test_added_removed_and_renumbered(edition: Callable[..., Regulation]) -> None:
    inserted = "本办法适用于全院各处室，外包服务单位参照执行。"
    new = [OLD[0], inserted, OLD[1], OLD[2], *OLD[4:]]
    found = compare(edition(OLD), edition(new))
    assert told(found) == [
        ("added", "", "第二条"),
        ("renumbered", "第二条", "第三条"),
        ("renumbered", "第三条", "第四条"),
        ("removed", "第四条", ""),
    ]


def test_moved_and_rewritten(edition: Callable[..., Regulation]) -> None:
    moved = "纸张由后勤处集中采购，按月发放到各处室。"
    new = [OLD[0], moved, *OLD[1:3], "违反第四条规定的，通报批评。", OLD[5]]
    found = compare(edition(OLD), edition(new))
    assert ("rewritten", "第四条", "第二条") in told(found)
    [cross] = [c for c in found.articles if c.new == "第五条"]
    assert cross.pieces[1:3] == (("removed", "第三条"), ("added", "第四条"))


def test_an_article_that_moved_out_of_turn(edition: Callable[..., Regulation]) -> None:
    found = compare(edition(OLD), edition([OLD[4], *OLD[:4], OLD[5]]))
    assert {(c.kind, c.old, c.new) for c in found.articles} >= {("renumbered", "第五条", "第一条")}
    assert found.count("added") == found.count("removed") == 0


def test_other_texts_at_the_same_address_are_no_change_of_wording(edition: Callable[..., Regulation]) -> None:
    new = [*OLD[:2], "外单位人员一般不得使用院内设备。", *OLD[3:]]
    assert sorted(told(compare(edition(OLD), edition(new)))) == [("added", "", "第三条"), ("removed", "第三条", "")]


def test_articles_of_a_few_words(edition: Callable[..., Regulation]) -> None:
    found = compare(edition(["省纸。", "双面。", "完。"]), edition(["省纸。", "单面。", "删除。"]))
    assert told(found)[0] == ("changed", "第二条", "第二条")
    assert {kind for kind, _, _ in told(found)[1:]} == {"added", "removed"}


def test_metadata_and_headings(edition: Callable[..., Regulation]) -> None:
    old = edition(OLD, "（2020年1月1日印发）\n\n第一章 总则\n\n")
    new = edition([*OLD[:5], "本办法自2024年5月1日起施行。"], "（2024年4月1日印发）\n\n第一章 一般规定\n\n")
    found = compare(old, new)
    assert {key for key, _, _ in found.facts} == {"published", "effective", "title_note"}
    assert ("effective", "2020-01-01", "2024-05-01") in found.facts
    assert found.headings == (("removed", "第一章 总则"), ("added", "第一章 一般规定"))
    moved = edition(OLD, "（2020年1月1日印发）\n\n第一章 总则\n\n")
    assert compare(old, moved).headings == ()


def test_json(edition: Callable[..., Regulation]) -> None:
    found = compare(edition(OLD), edition([*OLD[:2], "彩色打印应当登记。", *OLD[3:]])).to_dict()
    assert found["counts"] == {"unchanged": 5, "changed": 1}
    [change] = found["articles"]
    assert change["old"] == "第三条" and {"kind": "removed", "text": "用途和页数"} in change["pieces"]


TEXTS = st.text(alphabet="甲乙丙丁第三四条，。； \n", max_size=60)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert fold("".join(text for kind, text in found if kind != "added")) == fold(old)
    assert fold("".join(text for kind, text in found if kind != "removed")) == fold(new)
