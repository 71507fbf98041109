"""What a text puts out of force, and what it only mentions."""

from __future__ import annotations

import pytest

from ingest.metadata.repeals import repeal_list, repeals


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "第九条 本办法自2023年6月1日起施行。《用纸规定》（砚研发〔2010〕3号）、《复印规定》同时废止。",
            "用纸规定 复印规定",
        ),
        ("自本办法施行之日起，《甲办法》（砚研发〔2010〕3号）和《乙办法（试行）》予以废止。", "甲办法 乙办法（试行）"),
        ("2010年3月4日发布的《甲办法》，2011年5月6日甲部批准、乙局发布的《乙办法》，同时废止。", "甲办法 乙办法"),
        ("原《甲办法》停止执行。", "甲办法"),
        ("《甲办法》自2025年1月1日起废止。", "甲办法"),
        ("《甲办法》施行后，《乙办法》自行失效。", "乙办法"),
        ("依照《乙办法》制定的《甲细则》即行废止。", "甲细则"),
        ("1983年发布的《甲条例》及其实施细则同时废止。", "甲条例"),
        ("现决定废止《甲办法》和《乙办法》。", "甲办法 乙办法"),
        ("《关于印发〈甲办法〉的通知》（砚研发〔2010〕3号）同时废止。", "关于印发〈甲办法〉的通知"),
        ("砚研发〔2010〕3号文件同时废止。", "砚研发〔2010〕3号"),
        ("《甲办法》第三条同时废止。", ""),
        ("《甲办法》中有关借用的规定停止执行。", ""),
        ("《甲办法》与本办法不一致的，停止执行。", ""),
        ("以前有关规定与本办法不一致的，以本办法为准。", ""),
        ("将第九条修改为：“《甲办法》同时废止。”", ""),
        ("《甲办法》已经废止，不再适用。", ""),
        ("《甲办法》修改、废止后，应当公布。", ""),
        ("《甲办法》不再废止。", ""),
        ("逾期的，《安全生产许可证》自动失效。", ""),
    ],
)
def test_closing_clauses(text: str, titles: str) -> None:
    assert " ".join(repeals([text])) == titles


def test_the_clause_stands_anywhere_near_the_end() -> None:
    lines = ["第八条 《甲办法》同时废止。", "第九条 “下列", "《乙办法》同时废止。”", *("附则某行" for _ in range(30))]
    assert repeals(lines) == ("甲办法",)


def test_a_decision_with_lists() -> None:
    body = [
        "经研究，决定：",
        "一、废止下列制度：",
        "1.《甲办法》（2010年发布）",
        "2.《乙规定》",
        "（三）《丙制度》第四条",
        "二、修改下列制度：",
        "1.《丁办法》第三条修改为",
    ]
    assert repeal_list("关于废止和修改部分制度的决定", body) == ("甲办法", "乙规定")
    assert repeal_list("关于加强制度管理的通知", body) == ()


def test_a_decision_with_a_table() -> None:
    lines = [
        "附件：宣布失效的文件目录",
        "序号 | 文件名称 | 文号",
        "1 | 关于加强用车的通知 | 砚研发〔2001〕1号",
        "2 | 《乙规定》 | 砚研发〔2002〕1号",
    ]
    assert repeal_list("关于宣布失效一批文件的通知", lines) == ("关于加强用车的通知", "乙规定")


def test_a_decision_that_names_them_in_its_title() -> None:
    assert repeal_list("关于废止《甲办法》《乙办法》的决定", []) == ("甲办法", "乙办法")
    assert repeal_list("关于修改《甲办法》和废止《乙办法》的决定", []) == ()
