"""References where a text has no articles, and in annexes."""

from __future__ import annotations

from collections.abc import Callable

from ingest.model import Regulation
from ingest.references.resolve import find_references

Read = Callable[..., Regulation]


def _found(read: Regulation) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(read.text[r.start : r.end], r.title, r.targets, r.problem) for r in find_references(read)]


def test_a_text_without_articles(regulation: Read) -> None:
    text = (
        "关于加强仪器管理的意见\n一、总体要求\n（一）加强领导。依照本意见第二部分第（二）条办理。\n（二）明确责任。\n"
        "二、主要任务\n（一）清点仪器。\n（二）登记造册，参照第一部分第（三）条。\n三、其他\n按照前述第三点执行。\n"
    )
    read = regulation(text)
    assert _found(read) == [
        ("本意见第二部分第（二）条", "", ("二（二）",), ""),
        ("第三点", "", ("三",), ""),
    ]


def test_annexes(regulation: Read) -> None:
    text = (
        "云岫市车辆规定\n第一条 里程见附件1和附件3。\n第二条 施行。\n附件1\n里程表\n说明一。\n附件2\n登记表\n说明二。\n"
    )
    read = regulation(text)
    found = _found(read)
    assert found == [("附件1", "", ("附件1",), ""), ("附件3", "", ("附件3",), "本文件没有附件3")]


def test_articles_of_an_annex_are_its_own(regulation: Read) -> None:
    body = "一、登记，见附件1第二条。\n二、保养。\n附件1\n登记须知\n第一条 按月。\n第二条 依照第一条、前条登记。\n"
    text = f"用车方案\n{body}"
    read = regulation(text)
    assert [(r.article, r.targets, r.problem) for r in find_references(read)] == [
        ("一", ("附件1第二条",), ""),
        ("附件1第二条", ("附件1第一条",), ""),
        ("附件1第二条", ("附件1第一条",), ""),
    ]
