from __future__ import annotations

import re
from typing import Any

import pytest

from app.ui.prose import NOTHING_YET, copied, ended, grown, has_prose, prose, spoken_claims

EVIL = "<img src=x onerror=alert(1)>**粗**$$x$$［1］"


def generated(*texts: str, **more: Any) -> dict[str, Any]:
    claims = [{"text": text, "citations": [1]} for text in texts]
    return {"label": "AI生成，仅供参考", "model": "某模型", "claims": claims, "withheld": 0, "note": "", **more}


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_the_mark_stands_before_the_first_word() -> None:
    html = prose(generated("工具书不外借［1］。"), 3, 1)
    assert words(html).startswith("AI生成，仅供参考")
    assert words(html).index("AI生成") < words(html).index("工具书")


def test_a_mark_opens_its_quotation_and_only_one_that_is_there() -> None:
    html = prose(generated("甲［1］乙［2］丙［3］丁［0］。", "戊［1］。"), 4, 2)
    assert re.findall(r"tw-to-([\w-]+)", html) == ["4-c1", "4-c2", "4-c1"]
    assert "甲查看原文①乙查看原文②丙［3］丁［0］。" in words(html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 3  # where the focus comes back to


@pytest.mark.parametrize("progress", ["", "正在改写…"])
def test_hostile_claims_and_notes_stay_text(progress: str) -> None:
    html = prose(generated(EVIL, EVIL, note=EVIL, withheld=1), 1, 1, progress=progress)
    assert "<img" not in html and "**" not in html and "$$" not in html and "\n" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img" not in prose(generated("\n<img>\n\n<img>"), 1, 1)


def test_what_was_withheld_and_what_went_wrong_is_said_when_nothing_more_comes() -> None:
    told = generated("甲［1］。", withheld=2, note="语言模型的应答中断了")
    finished, under_way = words(prose(told, 1, 1)), words(prose(told, 1, 1, progress="正在改写…"))
    assert "另有 2 句未通过核对，已略去。" in finished
    assert "语言模型的应答中断了，以上改写可能不完整。" in finished
    assert "已略去" not in under_way and "中断" not in under_way and "正在改写…" in under_way
    assert "略去" not in prose(generated("甲［1］。"), 1, 1)


def test_an_answer_grows_claim_by_claim_and_the_one_before_stays_as_it_was() -> None:
    answer = {"mode": "extractive", "notice": "原文摘录", "answer": "原文"}
    one = grown(answer, {"text": "甲［1］。", "citations": [1]})
    two = grown(one, {"text": "乙［1］。", "citations": [1]})
    assert not has_prose(answer) and has_prose(one)
    assert [len(each["generated"]["claims"]) for each in (one, two)] == [1, 2]
    assert len(NOTHING_YET["claims"]) == 0
    assert two["notice"] == two["generated"]["label"] == "AI生成，仅供参考"
    assert two["answer"] == "原文"


def test_an_answer_that_ends_early_says_why_beside_what_is_left() -> None:
    answer = {"mode": "extractive", "notice": "原文摘录"}
    assert ended(answer, "断了")["notice"] == "原文摘录（断了）"
    begun = ended(grown(answer, {"text": "甲［1］。", "citations": [1]}), "断了")
    assert (begun["notice"], begun["generated"]["note"]) == ("AI生成，仅供参考", "断了")


def test_copied_prose_begins_with_the_mark_and_says_which_quotation_is_which() -> None:
    assert copied(generated("甲［2］。", "乙［1］。"), ["《子》一", "《丑》二"]) == [
        "AI生成，仅供参考：",
        "甲［2］。",
        "乙［1］。",
        "原文摘录：",
        "［1］《子》一",
        "［2］《丑》二",
    ]


def test_a_screen_reader_hears_whose_words_they_are() -> None:
    assert spoken_claims(generated("甲［1］［2］。", "乙［1］。")) == "AI生成，仅供参考：甲。乙。"
