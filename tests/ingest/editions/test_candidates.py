"""Which sets of copies a text may belong to."""

from __future__ import annotations

import pytest

from ingest.editions.candidates import Candidates, Entry, similar
from ingest.editions.shingles import words
from ingest.model import Regulation

TEXT = "各科室打印文件应当双面，红头文件和图纸除外。管理员每月汇总用纸数量并公布，超出定额的说明原因。"
OTHER = "值班人员接到报修后一小时内到场，无法当场修复的登记并告知预计时间，三日内回访。"


def entry(title: str, text: str = TEXT, *, inferred: bool = False, number: str | None = None) -> Entry:
    regulation = Regulation(f"{title}@1", title, inferred, text, (), (), (), document_number=number)
    return Entry(0, regulation, title, words(text))


def candidates(*longest: Entry, more: tuple[Entry, ...] = ()) -> Candidates:
    made = Candidates([*longest, *more])
    for number, each in enumerate(longest):
        made.add(number, each)
    return made


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("打印办法", [0, 1]),
        ("某局打印办法", [0, 1]),
        ("办法", [0, 1, 2]),
        ("某市某局打印办法", [0, 1]),
        ("某院打印办法", [0]),
        ("打印", []),
    ],
)
def test_titles_that_are_equal_or_the_end_of_each_other(title: str, found: list[int]) -> None:
    made = candidates(entry("打印办法"), entry("某局打印办法"), entry("复印办法"), more=(entry(title),))
    assert made.of(entry(title)) == found


def test_a_common_number() -> None:
    made = candidates(entry("打印办法", number="砚办〔2023〕1号"), entry("复印办法", number="砚办〔2023〕2号"))
    assert made.of(entry("关于打印的通知", number="砚办〔2023〕1号")) == [0]
    assert made.of(entry("关于打印的通知")) == []


def test_where_a_title_says_nothing_the_text_tells() -> None:
    printed, other = entry("打印办法"), entry("报修办法", OTHER)
    untitled = entry("甲文件", TEXT.replace("三", "五"), inferred=True)
    assert candidates(printed, other, more=(untitled,)).of(untitled) == [0]
    assert candidates(untitled, other, more=(printed,)).of(printed) == [0]
    assert candidates(printed, other, more=(untitled,)).of(entry("打印规定")) == [], "both titles are printed"


def test_an_inferred_title_that_is_printed_elsewhere() -> None:
    made = candidates(entry("打印办法", TEXT * 9), more=(entry("打印办法", OTHER, inferred=True),))
    assert made.of(entry("打印办法", OTHER, inferred=True)) == [0]


def test_similarity_of_large_texts_is_that_of_a_sample() -> None:
    assert similar(entry("甲"), entry("乙", TEXT + OTHER)) == 1.0
    assert similar(entry("甲"), entry("乙", OTHER)) == 0.0
    assert similar(entry("甲", ""), entry("乙", "")) == 0.0
    signs = "".join(chr(code) for code in range(0x4E00, 0x9FA5))
    large = "".join(signs[step:] + signs[:step] for step in range(60))
    first, second = entry("甲", large), entry("乙", large[: len(large) // 2])
    assert similar(first, second) == 1.0
    assert "shingles" not in vars(first)
