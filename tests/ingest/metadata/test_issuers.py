"""Who issued a text."""

from __future__ import annotations

import pytest

from ingest.metadata.issuers import Signature, announced_by, issuer_line, named, order_issuer, printed_on, signature


def test_the_signature_and_its_day() -> None:
    lines = ["现印发你们，请照办。", "砚禾研究院", "青石镇人民政府（盖章）", "2024年3月5日", "（此件公开发布）"]
    assert signature(lines) == Signature("砚禾研究院 青石镇人民政府", "2024-03-05")
    assert signature(["请照办。", "砚禾研究院　　青石镇人民政府", "二〇二四年三月五日"]) == Signature(
        "砚禾研究院 青石镇人民政府", "2024-03-05"
    )
    assert signature(["请照办。", "砚禾研究院 2024年3月5日"]) == Signature("砚禾研究院", "2024-03-05")
    assert signature(["院长 李砚", "2024年3月5日"]) == Signature(None, "2024-03-05")
    assert signature(["自2024年3月5日起，照办。", "第一条 甲。"]) is None


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("砚禾研究院令", "砚禾研究院"),
        ("中华人民共和国甲部令第3号", "甲部"),
        ("甲部 乙局公告", "甲部 乙局"),
        ("现发布命令", None),
        ("用纸办法", None),
    ],
)
def test_orders(text: str, issuer: str | None) -> None:
    assert order_issuer(text) == issuer


def test_notices_and_news() -> None:
    assert announced_by(["各处：", "砚禾研究院办公室关于印发《用纸办法》的通知"]) == "砚禾研究院办公室"
    assert announced_by(["甲部、乙局近日印发《用纸办法》。"]) == "甲部 乙局"
    assert announced_by(["关于印发《用纸办法》的通知"]) is None


def test_below_the_title() -> None:
    assert issuer_line("砚禾研究院　青石镇人民政府") == "砚禾研究院 青石镇人民政府"
    assert issuer_line("为了节约用纸，制定本办法。") is None
    assert named("甲部、乙局") == "甲部 乙局" and named(None) is None


def test_the_imprint() -> None:
    assert printed_on(["请照办。", "砚禾研究院办公室 2024年3月6日印发"]) == "2024-03-06"
    assert printed_on(["2024年3月6日印发的文件"]) is None
