"""Titles: recognised, written canonically, inferred."""

from __future__ import annotations

import pytest

from ingest.documents.titles import (
    infer_title,
    is_title,
    normalise_title,
    notice_of,
    quoted,
    split_issuer,
    stated_title,
)


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("打印机管理办法(试行)", "打印机管理办法（试行）"),
        ("《打印机管理办法》", "打印机管理办法"),
        ("打 印 机 管理办法", "打印机管理办法"),
        ("关于执行《打印机管理办法》的意见", "关于执行《打印机管理办法》的意见"),
    ],
)
def test_canonical_form(printed: str, canonical: str) -> None:
    assert normalise_title(printed) == canonical


def test_issuers_before_the_title() -> None:
    assert split_issuer("青石镇委员会办公室 青石镇政府办公室关于加强打印管理的意见") == (
        "关于加强打印管理的意见",
        "青石镇委员会办公室 青石镇政府办公室",
    )
    assert split_issuer("青石镇党委、政府关于打印的意见") == ("关于打印的意见", "青石镇党委、政府")
    assert split_issuer("青石镇打印社关于打印的意见") == ("青石镇打印社关于打印的意见", None)
    assert split_issuer("打印机管理办法") == ("打印机管理办法", None)
    offices = "委" * 200
    assert split_issuer(f"{offices}关于打印的意见")[1] == offices
    assert split_issuer(f"{offices}的意见")[1] is None


def test_what_could_be_a_title() -> None:
    assert is_title("打印机管理办法（试行）")
    assert is_title("关于节约用纸的通知")
    assert not is_title("各科室要认真学习本办法。")
    assert not is_title("第二条 打印办法")
    assert not is_title("打印机")


def test_the_title_a_notice_issues() -> None:
    assert notice_of("青石镇关于印发《打印机管理办法(试行)》的通知") == "打印机管理办法（试行）"
    assert notice_of("关于节约用纸的通知") is None


def test_the_title_a_lead_in_states() -> None:
    assert stated_title("现公布，《打印机管理办法》全文如下。") == "打印机管理办法"


def test_marks_inside_a_quoted_title() -> None:
    assert quoted("学习《打印机管理办法》 迎接检查") == "《学习〈打印机管理办法〉 迎接检查》"


def test_inferred_from_a_definition() -> None:
    body = (
        "第一条 为省纸，制定本办法。\n第二条 开展办公室打印纸领用登记（以下简称“领用登记”），从严。" + "领用登记。" * 5
    )
    assert infer_title(body) == "办公室打印纸领用登记办法"


def test_inferred_from_the_purpose() -> None:
    assert infer_title("第一条 为了规范打印机使用，制定本规定。") == "打印机使用规定"


def test_inferred_for_an_opinion() -> None:
    assert infer_title("为省纸，现就加强打印管理提出如下意见。") == "关于加强打印管理的意见"


def test_nothing_is_inferred_from_nothing() -> None:
    assert infer_title("打印机放在二楼。") is None
