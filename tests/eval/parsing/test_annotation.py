"""Labels of lines → units; how far two annotators agree."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from eval.parsing.annotation import (
    AnnotationError,
    Labelled,
    agreement,
    draw,
    labelled,
    read_labels,
    sheet,
    to_jsonl,
)
from eval.parsing.structure import Unit, digest

SOURCE = """# 砚禾研究院借书办法
2019年3月1日 通过

第一条 为方便借书，
制定本办法。
借书须登记。
第 3 页
到期归还。
## 第二章 停借
第二条 有下列情形的，停借：
（一）逾期；
（二）损坏：
1.撕页的；
期满恢复。
附件
登记表
"""
LABELS = """1-2 X
4 A1
5 C
6 P2
7 X
8 C
9 H
10 A2
11-12 I1-2
13 S1
14 P2
15-16 X
"""


def units(labels: str = LABELS, source: str = SOURCE) -> list[Unit]:
    return list(labelled("办法.md", source.encode(), labels).units)


def test_units_reach_to_the_next_of_their_rank() -> None:
    first = "第一条 为方便借书，制定本办法。"
    rest = "（一）逾期；（二）损坏：1.撕页的；"
    assert units() == [
        Unit("第一条", digest(first + "借书须登记。到期归还。")),
        Unit("第一条第一款", digest(first)),
        Unit("第一条第二款", digest("借书须登记。到期归还。")),
        Unit("第二章", digest("第二章 停借")),
        Unit("第二条", digest(f"第二条 有下列情形的，停借：{rest}期满恢复。")),
        Unit("第二条第一款", digest(f"第二条 有下列情形的，停借：{rest}")),
        Unit("第二条第一款第（一）项", digest("（一）逾期；")),
        Unit("第二条第一款第（二）项", digest("（二）损坏：1.撕页的；")),
        Unit("第二条第一款第（二）项第1目", digest("1.撕页的；")),
        Unit("第二条第二款", digest("期满恢复。")),
    ]


def test_parts_in_one_line() -> None:
    found = units("1 A3-1+I1+I2\n2 P2", "第三条之一 禁止：（一）吸烟；（二）饮食。\n另有规定的除外。")
    assert [unit.address for unit in found] == [
        "第三条之一",
        "第三条之一第一款",
        "第三条之一第一款第（一）项",
        "第三条之一第一款第（二）项",
        "第三条之一第二款",
    ]
    assert found[1].digest == digest("第三条之一 禁止：（一）吸烟；（二）饮食。")
    assert found[2].digest == digest("（一）吸烟；")


def test_numbered_parts_end_at_the_next_number_of_any_form() -> None:
    found = units("1 X\n2 N一\n3 C\n4 N（一）", "意见\n一、要求\n说明。\n（一）双面。")
    assert found == [Unit("一", digest("一、要求说明。")), Unit("（一）", digest("（一）双面。"))]


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (LABELS.replace("6 P2\n", ""), "第 6 行没有标注"),
        (LABELS + "6 P2\n", "第 6 行标注了两次"),
        (LABELS.replace("6 P2", "6 款二"), "第 6 行的标注“款二”看不懂"),
        (LABELS.replace("6 P2", "六 P2"), "看不懂的标注"),
        (LABELS.replace("11-12 I1-2", "11-12 I1-3"), "对不上"),
        (LABELS.replace("6 P2", "6 P2+P3"), "请拆开标注"),
    ],
)
def test_labels_that_cannot_be_used_are_named(labels: str, words: str) -> None:
    with pytest.raises(AnnotationError, match=words):
        units(labels)


def test_the_file_keeps_addresses_and_hashes_and_no_text(tmp_path: Path) -> None:
    made = labelled("办法.md", SOURCE.encode(), LABELS)
    assert (made.sha256, made.lines) == (hashlib.sha256(SOURCE.encode()).hexdigest(), 15)
    path = tmp_path / "labels.jsonl"
    path.write_text(to_jsonl([made]), encoding="utf-8")
    assert read_labels(path) == [made]
    assert "借书" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["{}", "[1]", '{"file": "甲"'])
def test_a_broken_file_of_labels_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "坏.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"坏\.jsonl"):
        read_labels(path)
    with pytest.raises(AnnotationError, match="读不出来"):
        read_labels(tmp_path / "没有.jsonl")


def test_agreement_is_cohens_kappa_over_lines() -> None:
    # 10 lines; both see an article in 3 of them, a alone in 1, b alone in 1:
    # observed 8/10, chance (4·4 + 6·6)/100, kappa (0.8 − 0.52) / 0.48
    shared = [Unit(f"第{n}条", "x") for n in "一二三"]
    a = Labelled("甲", "", 10, (*shared, Unit("第四条", "x")))
    b = Labelled("甲", "", 10, (*shared, Unit("第四条", "别处")))
    found = agreement([a], [b], "article")
    assert (found.both, found.only_first, found.only_second) == (3, 1, 1)
    assert found.kappa == pytest.approx(0.28 / 0.48)
    assert agreement([a], [a], "article").kappa == 1
    assert agreement([a], [b], "item").kappa is None


def test_the_sample_is_the_same_every_time(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.md").write_text("甲", encoding="utf-8")
    assert draw(tmp_path, 5) == draw(tmp_path, 5) != draw(tmp_path, 5, seed=1)
    assert len(set(draw(tmp_path, 5))) == 5
    assert len(draw(tmp_path, 100)) == 20


def test_annotators_see_numbered_lines_without_the_blank_ones() -> None:
    assert sheet("甲\r\n\r\n 乙\n") == "1\t甲\n3\t 乙\n"
