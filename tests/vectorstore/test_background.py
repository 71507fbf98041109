"""A question together with the one before it."""

from __future__ import annotations

from vectorstore.background import behind, with_background


def test_there_and_back() -> None:
    written = with_background("党委会多久开一次？", "要多少人到会？")
    assert written == "关于“党委会多久开一次”，要多少人到会？"
    assert behind(written) == ("党委会多久开一次", "要多少人到会？")
    assert behind("关于请假，找谁批？") == ("", "关于请假，找谁批？")


def test_backgrounds_do_not_nest_and_keep_no_quotation_marks() -> None:
    first = with_background("能评“好”的最多占多少", "有几等？")
    assert behind(with_background(first, "谁来定？")) == ("能评好的最多占多少，有几等", "谁来定？")


def test_a_long_background_keeps_its_end() -> None:
    before, asked = behind(with_background("前情" * 200 + "病假怎么算？", "要公示吗？"))
    assert len(before) <= 120 and before.endswith("病假怎么算") and asked == "要公示吗？"
