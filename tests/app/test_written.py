"""Quotations and what a model made of them in one answer: it is plain which is which."""

from __future__ import annotations

import pytest

from app.answer import NOTICE, Answer, answered, quote, verify
from app.claims import Claim
from app.generated import LABEL, Generated
from app.written import WITHHELD, sound, written
from ingest.model import Regulation

TRUE = Claim("逾期不还的，停借一个月。［1］", (1,))
FORGED = [
    Claim("逾期不还的，停借三个月。［1］", (1,)),
    Claim("逾期不还的，停借一个月。［2］", (2,)),
    Claim("逾期不还的，停借一个月。", ()),
    Claim("逾期不还的，停借一个月。", (1,)),
    Claim("<b>逾期不还的，停借一个月。</b>［1］", (1,)),
    Claim("", ()),
]


@pytest.fixture
def quoted(regulation: Regulation) -> Answer:
    """The answer in mode extractive."""
    article = regulation.article("第三条")
    assert article is not None
    start, end = article.paragraphs[0].start, article.paragraphs[0].end
    return answered("逾期不还怎么办", [quote(regulation, article, [(start, end)], "第三条", 0.9, 1)])


def test_claims_stand_before_the_quotations_under_their_label(quoted: Answer, regulation: Regulation) -> None:
    made = written(quoted, Generated("某模型", (TRUE,), 2), {"r1": regulation})
    assert made.answer == f"{LABEL}：\n{TRUE.text}\n\n{NOTICE}：\n{quoted.answer}"
    assert (made.mode, made.notice, made.generated) == ("llm", LABEL, Generated("某模型", (TRUE,), 2))
    assert (made.citations, made.related, made.refused) == (quoted.citations, quoted.related, False)
    verify(made, {"r1": regulation})


def test_what_went_wrong_afterwards_is_kept(quoted: Answer, regulation: Regulation) -> None:
    cut = Generated("某模型", (TRUE,), note="语言模型的应答中断了", kind="cut")
    made = written(quoted, cut, {"r1": regulation})
    assert (made.mode, made.notice, made.generated) == ("llm", LABEL, cut)


@pytest.mark.parametrize("claim", FORGED)
def test_whatever_wrote_a_claim_it_is_checked(claim: Claim, quoted: Answer, regulation: Regulation) -> None:
    made = written(quoted, Generated("某模型", (claim, TRUE), 1), {"r1": regulation})
    assert made.generated is not None
    assert [c.text for c in made.generated.claims] == [TRUE.text] and made.generated.withheld == 2
    assert made.answer.count("\n\n") == 1 and "三个月" not in made.answer and "<b>" not in made.answer


@pytest.mark.parametrize("claim", FORGED)
def test_of_nothing_sound_nothing_is_shown(claim: Claim, quoted: Answer, regulation: Regulation) -> None:
    made = written(quoted, Generated("某模型", (claim,)), {"r1": regulation})
    assert (made.answer, made.mode, made.notice) == (quoted.answer, "extractive", f"{NOTICE}（{WITHHELD}）")
    assert made.generated == Generated("某模型", (), 1, WITHHELD, "withheld")


@pytest.mark.parametrize(
    ("generated", "note", "kind"),
    [
        (Generated("某模型"), WITHHELD, "withheld"),
        (Generated("某模型", withheld=3), WITHHELD, "withheld"),
        (Generated("某模型", withheld=3, note="语言模型应答太慢", kind="timeout"), "语言模型应答太慢", "timeout"),
    ],
)
def test_without_prose_the_notice_says_why(
    generated: Generated, note: str, kind: str, quoted: Answer, regulation: Regulation
) -> None:
    made = written(quoted, generated, {"r1": regulation})
    assert (made.answer, made.mode, made.citations) == (quoted.answer, "extractive", quoted.citations)
    assert made.notice == f"{NOTICE}（{note}）" and made.generated is not None
    assert (made.generated.note, made.generated.kind, made.generated.withheld) == (note, kind, generated.withheld)


def test_claims_are_as_the_check_writes_them(quoted: Answer, regulation: Regulation) -> None:
    loose = Claim("逾期不还的，停借一个月。[1]", (1, 1))
    assert sound([loose], quoted, {"r1": regulation}) == (TRUE,)


def test_a_claim_rests_on_what_is_quoted_not_on_the_rest_of_the_text(quoted: Answer, regulation: Regulation) -> None:
    elsewhere = Claim("普通图书借期三十日。［1］", (1,))
    assert sound([elsewhere], quoted, {"r1": regulation}) == ()
