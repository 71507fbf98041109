"""References in invented texts, found and led to their targets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.model import Regulation
from ingest.references.resolve import find_references, resolve

Read = Callable[..., Regulation]

LAW = """云岫市仪器共享办法
第一章 总则
第一条 为了规范仪器共享，制定本办法。
第二条 本办法适用于各研究室。
外来单位参照前款规定执行。
第二章 使用
第三条 使用人应当符合下列条件：
（一）经过培训；
（二）持有证件：
1.上岗证；
2.准用证；
（三）其他条件。
不符合前款第二项条件的，不得使用。
前两款规定不适用于来访学者。
第四条 夜间使用的，由值班员登记。
第四条之一 节假日使用的，依照前条规定登记。
第三章 附则
第五条 本办法自2024年1月1日起施行。
"""


def _found(regulation: Regulation) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(regulation.text[r.start : r.end], r.title, r.targets, r.problem) for r in regulation.references]


@pytest.fixture
def linked(regulation: Read) -> Callable[..., list[tuple[str, str, tuple[str, ...], str]]]:
    """(body of the last article, other texts) → the references of that article, resolved."""

    def run(body: str, *others: str, title: str = "云岫市仪器管理细则") -> list[tuple[str, str, tuple[str, ...], str]]:
        first = "第一条 各室可以制定措施。\n第二条 有下列情形之一的：\n（一）甲；\n（二）乙。\n另行报告。\n"
        text = f"{title}\n{first}第三条 {body}\n"
        parsed = [regulation(other, f"{n}.txt") for n, other in enumerate(others)]
        own = regulation(text, "own.txt")
        return _found(resolve([own, *parsed])[0])

    return run


def test_words_that_count_from_where_they_stand(regulation: Read) -> None:
    read = regulation(LAW)
    read = replace(read, references=find_references(read))
    assert [(r.article, *found) for r, found in zip(read.references, _found(read), strict=True)] == [
        ("第二条", "前款", "", ("第二条第一款",), ""),
        ("第三条", "前款第二项", "", ("第三条第一款第（二）项",), ""),
        ("第三条", "前两款", "", ("第三条第一款", "第三条第二款"), ""),
        ("第四条之一", "前条", "", ("第四条",), ""),
    ]
    assert {r.regulation_id for r in read.references} == {read.id}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("依照第二条第一款第（二）项办理。", [("第二条第一款第（二）项", ("第二条第一款第（二）项",))]),
        ("依照本细则第二条第（二）项办理。", [("本细则第二条第（二）项", ("第二条第一款第（二）项",))]),
        ("依照第一条、第二条第二款办理。", [("第一条", ("第一条",)), ("第二条第二款", ("第二条第二款",))]),
        ("依照第一条至第三条办理。", [("第一条至第三条", ("第一条", "第二条", "第三条"))]),
        (
            "有第二条第一项、第二项情形的。",
            [("第二条第一项", ("第二条第一款第（一）项",)), ("第二项", ("第二条第一款第（二）项",))],
        ),
        (
            "有第二条第（一）至（二）项情形的。",
            [("第二条第（一）至（二）项", ("第二条第一款第（一）项", "第二条第一款第（二）项"))],
        ),
        (
            "有第二条第一、二款情形的。",
            [("第二条第一", ("第二条第一款",)), ("二款", ("第二条第二款",))],
        ),
        ("本条规定优先。", [("本条", ("第三条",))]),
        ("前条第二款除外。", [("前条第二款", ("第二条第二款",))]),
        ("前两条除外。", [("前两条", ("第一条", "第二条"))]),
        ("第二条第一款前两项除外。", [("第二条第一款前两项", ("第二条第一款第（一）项", "第二条第一款第（二）项"))]),
        ("依照第二条处理的，适用该条第二款。", [("第二条", ("第二条",)), ("该条第二款", ("第二条第二款",))]),
    ],
)
def test_addresses_in_the_same_text(
    linked: Callable[..., list[tuple[str, str, tuple[str, ...], str]]],
    body: str,
    expected: list[tuple[str, tuple[str, ...]]],
) -> None:
    assert [(said, targets) for said, title, targets, problem in linked(body) if not title and not problem] == expected


@pytest.mark.parametrize(
    ("body", "said", "problem"),
    [
        ("依照第九十九条办理。", "第九十九条", "本文件没有第九十九条"),
        ("依照第二条第四款办理。", "第二条第四款", "第二条没有第四款"),
        ("依照第二条第一款第五项办理。", "第二条第一款第五项", "第二条第一款没有第（五）项"),
        ("依照第一条第三项办理。", "第一条第三项", "第一条没有第（三）项"),
        ("前款规定除外。", "前款", "第三条之前没有款"),
        ("依照第一条至第九条办理。", "第一条至第九条", "本文件没有第九条"),
        ("依照本细则第五章办理。", "本细则第五章", "本文件没有第五章"),
        ("依照该条例第五条办理。", "该条例第五条", "看不出“该条例”指哪部文件"),
    ],
)
def test_what_leads_nowhere_says_why(
    linked: Callable[..., list[tuple[str, str, tuple[str, ...], str]]], body: str, said: str, problem: str
) -> None:
    assert [(text, reason) for text, _, _, reason in linked(body)] == [(said, problem)]


@pytest.mark.parametrize(
    "body",
    [
        "分为第一条件和第二条件。",
        "第一项目部与第三方共同承担。",
        "第二款式的设备、第三条路线和第一章程均可。",
        "在申请之前编制预算，填写成本项目和样本条款。",
        "资本项目和日本条约除外。",
        "开展第一节课和第二章程的学习。",
        "经第一次会议讨论，第三人可以申请。",
        "取得《企业法人营业执照》和《通知书》的除外。",
        "所谓“第二条规定的人员”是口头说法。",
        "本细则所称本条例行政规章，本办法的规定从其规定。",
    ],
)
def test_what_only_looks_like_a_reference(
    linked: Callable[..., list[tuple[str, str, tuple[str, ...], str]]], body: str
) -> None:
    assert linked(body) == []


def test_chapters_are_named_by_their_headings(regulation: Read) -> None:
    text = (
        "云岫市档案规定\n第一章 总则\n第一条 依照第三章和本规定第二章第一节办理。\n第二章 收集\n第一节 范围\n"
        "第二条 本章和本节没有规定的，适用前章规定。\n第三章 附则\n第三条 第二章至第三章的规定自发布之日起施行。\n"
        "第三节是误写。\n"
    )
    read = regulation(text)
    assert [r.targets for r in find_references(read)] == [
        ("第三章 附则",),
        ("第二章 收集 第一节 范围",),
        ("第二章 收集",),
        ("第二章 收集 第一节 范围",),
        ("第一章 总则",),
        ("第二章 收集", "第三章 附则"),
    ]


def test_another_regulation_is_found_by_its_title(
    linked: Callable[..., list[tuple[str, str, tuple[str, ...], str]]],
) -> None:
    title = "云岫市仪器共享办法"
    assert linked("依照《云岫市仪器共享办法》第三条第一款第（二）项、第四条之一办理。", LAW) == [
        ("《云岫市仪器共享办法》第三条第一款第（二）项", title, ("第三条第一款第（二）项",), ""),
        ("第四条之一", title, ("第四条之一",), ""),
    ]
    assert linked("依照《云岫市仪器共享办法（试行）》的第三条至第四条办理。", LAW) == [
        ("《云岫市仪器共享办法（试行）》的第三条至第四条", title, ("第三条", "第四条"), "")
    ]
    assert linked("适用《云岫市仪器共享办法》。依照该办法第四条办理。", LAW) == [
        ("《云岫市仪器共享办法》", title, (), ""),
        ("该办法第四条", title, ("第四条",), ""),
    ]
    assert linked("依照《云岫市仪器共享办法》第三条第九款办理。", LAW) == [
        ("《云岫市仪器共享办法》第三条第九款", title, ("第三条第九款",), "《云岫市仪器共享办法》第三条没有第九款")
    ]
    assert linked("依照《云岫市仪器共享办法》第一章办理。", LAW)[0][2] == ("第一章 总则",)


def test_a_regulation_that_is_not_there_is_told_apart_from_an_address_that_is_not(regulation: Read) -> None:
    text = "云岫市保密规定\n第一条 依照《云岫市档案法》第三条。\n第二条 依照第八条。\n第三条 施行。\n"
    (read,) = resolve([regulation(text)])
    assert [(r.regulation_id, r.problem) for r in read.references] == [
        (None, "未导入《云岫市档案法》"),
        (read.id, "本文件没有第八条"),
    ]


def test_abbreviations_are_written_out(linked: Callable[..., list[tuple[str, str, tuple[str, ...], str]]]) -> None:
    title = "云岫市仪器共享办法"
    quoted = "根据《云岫市仪器共享办法》（以下简称《办法》），有《办法》第四条情形的，适用《办法》。"
    assert [found[:3] for found in linked(quoted, LAW)] == [
        ("《云岫市仪器共享办法》", title, ()),
        ("《办法》", title, ()),
        ("《办法》第四条", title, ("第四条",)),
        ("《办法》", title, ()),
    ]
    several = (
        "根据《云岫市仪器共享办法》和《云岫市档案法》（以下分别简称《办法》、《档案法》），"
        "依照《档案法》第二条、《办法》第三条。"
    )
    assert [(found[1], found[2]) for found in linked(several, LAW)][-2:] == [
        ("云岫市档案法", ("第二条",)),
        (title, ("第三条",)),
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("依照对外协作法第二条处罚。", "对外协作法第二条"),
        ("构成犯罪的，单位犯档案刑法第二条之罪的，从重。", "档案刑法第二条"),
        ("同时触犯云岫保密法和档案刑法第二条的。", "档案刑法第二条"),
        ("人民政府依据中华人民共和国档案刑法第二条作出决定。", "中华人民共和国档案刑法第二条"),
    ],
)
def test_a_bare_name_begins_where_the_verb_ends(
    linked: Callable[..., list[tuple[str, str, tuple[str, ...], str]]], body: str, said: str
) -> None:
    others = [
        f"{name}\n第一条 制定本法。\n第二条 施行。\n第三条 无。\n" for name in ("对外协作法", "中华人民共和国档案刑法")
    ]
    found = [(text, targets) for text, _, targets, problem in linked(body, *others) if not problem]
    assert (said, ("第二条",)) in found


def test_the_longest_known_name_is_meant(linked: Callable[..., list[tuple[str, str, tuple[str, ...], str]]]) -> None:
    laws = [f"{name}\n第一条 制定本法。\n第二条 施行。\n第三条 无。\n" for name in ("云岫合同法", "云岫劳动合同法")]
    assert linked("依照云岫劳动合同法第二条。", *laws)[0][:2] == ("云岫劳动合同法第二条", "云岫劳动合同法")
    assert linked("依照云岫合同法第二条。", *laws)[0][:2] == ("云岫合同法第二条", "云岫合同法")


def test_of_several_editions_the_one_in_force_is_meant(regulation: Read) -> None:
    old = replace(regulation(LAW), id="old", status="已被修订", effective="2020-01-01")
    new = replace(regulation(LAW), id="new", effective="2024-01-01")
    coming = replace(regulation(LAW), id="coming", status="尚未施行", effective="2030-01-01")
    citing = regulation("云岫市巡查规定\n第一条 依照《云岫市仪器共享办法》第二条。\n第二条 施行。\n")
    assert resolve([old, citing, coming, new])[1].references[0].regulation_id == "new"
    assert resolve([old, citing])[1].references[0].regulation_id == "old"


def test_what_the_edition_in_force_no_longer_has_is_found_in_the_one_before(regulation: Read) -> None:
    short = LAW.replace("第四条之一 节假日使用的，依照前条规定登记。\n", "")
    old = replace(regulation(LAW), id="old", status="已被修订", effective="2020-01-01")
    new = replace(regulation(short), id="new", effective="2024-01-01")
    citing = regulation(
        "云岫市巡查规定\n第一条 依照《云岫市仪器共享办法》第四条之一、第四条、第四条之九。\n第二条 施行。\n"
    )
    found = resolve([old, new, citing])[2].references
    assert [(r.regulation_id, r.problem) for r in found] == [
        ("old", ""),
        ("new", ""),
        ("new", "《云岫市仪器共享办法》没有第四条之九"),
    ]
    # Within a text no other edition of it is meant.
    assert (
        resolve([replace(regulation(short.replace("由值班员登记", "依照第四条之一登记")), id="new"), old])[0]
        .references[-1]
        .problem
        == "本文件没有第四条之一"
    )


def test_parts_of_a_code_stand_for_each_other(regulation: Read) -> None:
    def part(first: int, body: str) -> Regulation:
        numbers = "一二三四五六七八九"
        lines = "".join(f"第{numbers[first + n]}条 {body}\n" for n in range(3))
        return replace(regulation(f"云岫市法典\n{lines}"), id=f"part{first}")

    one, two = resolve([part(0, "依照本法第五条。"), part(3, "无。")])
    assert {(r.regulation_id, r.targets) for r in one.references} == {("part3", ("第五条",))}
    citing = regulation("云岫市巡查规定\n第一条 依照《云岫市法典》第六条。\n第二条 施行。\n")
    assert resolve([one, two, citing])[2].references[0].regulation_id == "part3"


def test_an_amendment_speaks_of_what_it_amends(regulation: Read) -> None:
    amendment = (
        "关于修改《云岫市仪器共享办法》的决定\n现作如下修改：\n一、将第二条修改为：“本办法适用于各室。\n"
        "“前款规定以外的，依照《云岫市档案法》第三条。”\n二、第三条第二款改为第三款。\n三、本决定自发布之日起施行。\n"
    )
    read = resolve([regulation(amendment), regulation(LAW)])[0]
    assert _found(read) == [
        ("第二条", "云岫市仪器共享办法", ("第二条",), ""),
        ("《云岫市档案法》第三条", "云岫市档案法", ("第三条",), "未导入《云岫市档案法》"),
        ("第三条第二款", "云岫市仪器共享办法", ("第三条第二款",), ""),
        ("第三款", "云岫市仪器共享办法", ("第三条第三款",), ""),
    ]


def test_resolving_again_changes_nothing(regulation: Read) -> None:
    once = resolve([regulation(LAW)])
    assert resolve(once) == once
    assert resolve(once)[0] is once[0]
    assert resolve([]) == ()
