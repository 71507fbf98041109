"""What came of asking a model adds up, and carries its marks."""

from __future__ import annotations

from app.claims import Claim
from app.generated import LABEL, Generated, aigc

ONE, TWO = Claim("工具书不外借。［2］", (2,)), Claim("逾期不还的，停借一个月。［1］", (1,))


def test_pieces_add_up() -> None:
    made = Generated("某模型", (ONE,)) + Generated("某模型", withheld=2) + Generated("某模型", (TWO,), 1)
    assert made == Generated("某模型", (ONE, TWO), 3)


def test_the_last_word_on_what_went_wrong_stays() -> None:
    fault = Generated("某模型", note="语言模型应答太慢", kind="timeout")
    assert Generated("某模型", (ONE,)) + fault == Generated("某模型", (ONE,), 0, "语言模型应答太慢", "timeout")
    assert (fault + Generated("某模型", withheld=1)).kind == "timeout"


def test_what_became_of_it() -> None:
    assert Generated("某模型", (ONE,), note="语言模型应答太慢", kind="timeout").outcome == "released"
    assert Generated("某模型", note="语言模型应答太慢", kind="timeout").outcome == "timeout"


def test_as_the_contract_writes_it() -> None:
    assert Generated("某模型", (ONE,), 2).to_dict("a1") == {
        "label": "AI生成，仅供参考",
        "model": "某模型",
        "claims": [{"text": "工具书不外借。［2］", "citations": [2]}],
        "withheld": 2,
        "note": "",
        "aigc": aigc("a1"),
    }


def test_the_implicit_mark_has_every_field_of_the_standard() -> None:
    assert LABEL.startswith("AI生成")
    assert list(aigc("a1")) == [
        "Label",
        "ContentProducer",
        "ProduceID",
        "ReservedCode1",
        "ContentPropagator",
        "PropagateID",
        "ReservedCode2",
    ]
    assert (aigc("a1")["Label"], aigc("a1")["ProduceID"]) == ("1", "a1") and aigc("a1")["ContentProducer"]
