"""Quotations as Markdown: shown as they stand, with address and number, and nothing in them runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.api import examples
from app.api.completions.markdown import escape, quotation, refusal, text


def test_every_quotation_is_a_block_followed_by_its_address_and_number() -> None:
    first, second = examples.citation(1), examples.citation(2)
    answer = replace(examples.answer(), citations=(first, second)).to_dict()
    assert text(answer).split("\n\n——") == [
        "> 第二条 职工请假按下列规定办理：\n>\n> （一）事假每年累计不超过十个工作日；".replace("第二条 ", ""),
        "《砚禾研究院请假办法（试行）》第二条第（一）项［1］\n\n"
        "> 职工请假按下列规定办理：\n>\n> （一）事假每年累计不超过十个工作日；",
        "《砚禾研究院请假办法（试行）》第二条第（一）项［2］",
    ]


def test_a_model_s_words_come_first_under_their_label_and_run_nothing() -> None:
    answer = examples.rephrased().to_dict()
    quotations = text(examples.answer().to_dict())
    assert (
        text(answer)
        == f"**AI生成，仅供参考**\n\n{answer['generated']['claims'][0]['text']}\n\n**原文摘录**\n\n{quotations}"
    )
    said = {**answer["generated"], "claims": [{"text": "<b>#一</b>［1］", "citations": [1]}]}
    assert "\n\n\\<b\\>\\#一\\</b\\>［1］\n\n" in text({**answer, "generated": said})


def test_why_there_are_no_words_of_a_model_stands_before_the_quotations() -> None:
    quotations = text(examples.answer().to_dict())
    assert text(examples.silent().to_dict()) == f"**原文摘录（语言模型暂时没有应答）**\n\n{quotations}"


def test_a_refusal_says_so_and_lists_what_is_near_without_quoting_it() -> None:
    refused = examples.refused().to_dict()
    words = refusal(refused)
    assert words == text(refused) and words.startswith("未找到依据：") and "综合办公室" in words
    assert words.endswith("不是答案：\n\n- 《砚禾研究院请假办法（试行）》第二条第（一）项")
    assert refusal({**refused, "related": []}) == refused["answer"]


def test_a_title_that_was_inferred_and_a_text_out_of_force_are_said_to_be_so() -> None:
    old = {**examples.citation().to_dict(), "title_inferred": True, "status": "已废止"}
    assert quotation(old).endswith("——《砚禾研究院请假办法（试行）》第二条第（一）项（名称为推断）（已废止）［1］")
    assert refusal({**examples.refused().to_dict(), "related": [old]}).endswith("（名称为推断）（已废止）")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("事假十天，病假凭证明。", "事假十天，病假凭证明。"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("![x](//evil.invalid/p.png)", "\\!\\[x\\](//evil.invalid/p.png)"),
        (
            "**粗** _斜_ `码` ~~删~~ $x$ a|b &lt;",
            "\\*\\*粗\\*\\* \\_斜\\_ \\`码\\` \\~\\~删\\~\\~ \\$x\\$ a\\|b \\&lt;",
        ),
        ("\\*", "\\\\\\*"),
        (
            "# 标题\n1. 一\n2) 二\n- 三\n+ 四\n=== \n2024年",
            "\\# 标题\n1\\. 一\n2\\) 二\n\\- 三\n\\+ 四\n\\=== \n2024年",
        ),
    ],
)
def test_what_markdown_would_run_stays_text(words: str, written: str) -> None:
    assert escape(words) == written


def test_a_hostile_document_stays_text() -> None:
    hostile = {**examples.citation().to_dict(), "regulation": "<b>敌意</b>", "quote": "[点我](javascript:x)\n> 引"}
    assert (
        quotation(hostile)
        == "> \\[点我\\](javascript:x)\n>\n> \\> 引\n\n——《\\<b\\>敌意\\</b\\>》第二条第（一）项［1］"
    )
