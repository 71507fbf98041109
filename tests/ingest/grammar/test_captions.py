"""Short titles of articles."""

from __future__ import annotations

from collections.abc import Callable

from ingest.model import Regulation

Read = Callable[..., Regulation]


def titles(found: Regulation) -> list[tuple[str, str]]:
    return [(a.title, found.text[a.paragraphs[0].start : a.paragraphs[0].end]) for a in found.articles]


def test_between_marks(regulation: Read) -> None:
    found = regulation("打印办法\n第一条【目的】省纸。\n第二条 【范围】\n各科室。\n第三条 完。")
    assert titles(found) == [("目的", "省纸。"), ("范围", "各科室。"), ("", "完。")]


def test_in_brackets_where_most_have_them(regulation: Read) -> None:
    found = regulation("打印办法\n第一条（目的）省纸。\n第二条（适用范围）各科室。\n第三条 完。")
    assert titles(found) == [("目的", "省纸。"), ("适用范围", "各科室。"), ("", "完。")]
    found = regulation("打印办法\n第一条（纸张）以下称纸。\n第二条 各科室。\n第三条 完。")
    assert titles(found)[0] == ("", "（纸张）以下称纸。")


def test_on_a_line_of_their_own(regulation: Read) -> None:
    found = regulation(
        "打印办法\n第一条 目的\n为了省纸，制定本办法。\n第二条 例外\n（一）图纸；\n（二）证书。\n第三条 登记\n"
        "领用要登记，按月报送。"
    )
    assert [a.title for a in found.articles] == ["目的", "例外", "登记"]
    assert found.articles[1].paragraphs[0].items[0].number == 1
    found = regulation("打印办法\n第一条\n为了省纸，制定本办法。\n第二条\n各科室。")
    assert titles(found) == [("", "为了省纸，制定本办法。"), ("", "各科室。")]
