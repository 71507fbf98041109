"""What a line begins with."""

from __future__ import annotations

import pytest

from ingest.grammar.markers import final_heading, inline_articles, label_marker, marker


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("第一条 为了节约用纸", "article", 1),
        ("第一条为了节约用纸", "article", 1),
        ("第 12 条　打印", "article", 12),
        ("第一百二十条 打印", "article", 120),
        ("第一万二千零三条 打印", "article", 12003),
        ("第三章 打印", "heading", 3),
        ("第二节　复印", "heading", 2),
        ("二、范围", "section", 2),
        ("（三）复印", "subsection", 3),
        ("(三)复印", "subsection", 3),
        ("4.装订", "point", 4),
        ("4. 装订", "point", 4),
        ("（5）装订", "subpoint", 5),
        ("③装订", "subpoint", 3),
        ("问题二：纸张浪费", "problem", 2),
        ("附件1", "annex", 1),
        ("附件：1.领用表", "annex", 0),
        ("附：", "annex", 0),
    ],
)
def test_markers(text: str, kind: str, number: int) -> None:
    found = marker(text)
    assert found is not None
    assert (found.kind, found.number) == (kind, number)


@pytest.mark.parametrize(
    "text",
    [
        "第四条规定的部门应当配合",
        "第四条、第五条所列材料",
        "第三条第二款的情形",
        "第七条至第九条另行通知",
        "第二章规定的程序",
        "3.5公里以内",
        "2024年的安排",
        "附近的仓库",
        "一般情况下",
        "第一次领用",
        "",
    ],
)
def test_no_markers(text: str) -> None:
    assert marker(text) is None


def test_inserted_article() -> None:
    found = marker("第十四条之二 打印")
    assert found is not None
    assert (found.number, found.inserted) == (14, 2)


def test_a_sentence_is_no_heading() -> None:
    assert marker("第三章内容较多，请分两次学习。") is None


def test_a_marker_ends_where_its_text_begins() -> None:
    text = "（三） 复印"
    found = marker(text)
    assert found is not None
    assert text[found.end :].strip() == "复印"


def test_labels() -> None:
    found = label_marker("责任单位：仓库")
    assert found is not None and found.word == "责任单位"
    numbered = label_marker("工作措施3：换锁")
    assert numbered is not None and (numbered.word, numbered.number) == ("工作措施3", 3)
    assert label_marker("没有冒号的一行") is None


def test_articles_in_mid_line() -> None:
    text = "第一条 节约用纸。第二条 双面打印。依照第一条执行"
    assert [text[at : at + 3] for at in inline_articles(text)] == ["第二条"]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("⒈图纸；", "point", 1),
        ("⒛图纸；", "point", 20),
        ("㈢图纸；", "subsection", 3),
        ("⑷图纸；", "subpoint", 4),
        ("一)图纸；", "subsection", 1),
        ("1)图纸；", "subpoint", 1),
        ("笫五条 双面打印。", "article", 5),
        ("第 12 条 双面打印。", "article", 12),
        ("第１２条 双面打印。", "article", 12),
        ("第廿一条 双面打印。", "article", 21),
        ("第一百〇二条 双面打印。", "article", 102),
        ("第三章 领用，登记和", "heading", 3),
        ("第五节 纸张、墨盒。", "heading", 5),
        ("第一部分 总体要求", "heading", 1),
        ("附：用纸限额表", "annex", 0),
        ("附图 打印机位置", "annex", 0),
        ("附表一", "annex", 1),
    ],
)
def test_rarer_ways_to_write_them(text: str, kind: str, number: int) -> None:
    found = marker(text)
    assert found is not None and (found.kind, found.number) == (kind, number)


@pytest.mark.parametrize(
    "text",
    [
        "第五条，第六条不适用。",
        "第五条之规定不适用。",
        "第五条以外的打印机不适用。",
        "第七节相应改为第八节，以下顺延。",
        "附图中不写字。",
        "附件三所列的打印机停用。",
        "附则",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert marker(text) is None


def test_a_heading_at_the_end_of_a_line() -> None:
    text = "各科室应当在每月最后一个工作日之前把用纸的数量和用途报送办公室备案。第三章 领用"
    assert text[final_heading(text) :] == "第三章 领用"
    assert final_heading(text.replace("。", "，")) == 0
    assert final_heading(text + "按规定办理。") == 0
