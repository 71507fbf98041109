"""A comparison as people read it."""

from __future__ import annotations

from dataclasses import replace

from ingest.editions.changes import ArticleChange, Comparison
from ingest.editions.changes_text import inline, markdown, summary

LONG = "这一段文字很长而且没有变化，" * 6


def made(*articles: ArticleChange, facts: tuple[tuple[str, str, str], ...] = ()) -> Comparison:
    return Comparison(
        "打印办法@2020-01-01", "打印办法@2024-05-01", "打印办法", facts, (("added", "第二章 用纸"),), articles
    )


def test_the_whole() -> None:
    text = markdown(
        made(
            ArticleChange("unchanged", "第一条", "第一条", 1.0, ()),
            ArticleChange(
                "changed",
                "第二条",
                "第二条",
                0.9,
                (("same", "一律"), ("removed", "单"), ("added", "双"), ("same", "面")),
            ),
            ArticleChange("added", "", "第三条", 0.0, (("added", "新的一条。\n第二款。"),)),
            ArticleChange("rewritten", "第三条", "第四条", 0.8, (("same", "登记"), ("added", "造册"))),
            ArticleChange("removed", "第九条", "", 0.0, (("removed", "旧的一条。"),)),
            facts=(("effective", "2020-01-01", "2024-05-01"), ("issuer", "", "砚禾研究院")),
        )
    )
    assert text.startswith("## 《打印办法》：打印办法@2020-01-01 → 打印办法@2024-05-01\n")
    for line in (
        "- 施行日期：2020-01-01 → 2024-05-01",
        "- 发文机关：（无） → 砚禾研究院",
        "- 章节新增：第二章 用纸",
        "- 条文：修改 1 处，修改并改号 1 处，新增 1 处，删去 1 处，未变 1 处",
        "- **修改** 第二条：一律~~单~~**双**面",
        "- **新增** 第三条：新的一条。⏎第二款。",
        "- **修改并改号** 第三条 → 第四条：登记**造册**",
        "- **删去** 第九条：旧的一条。",
    ):
        assert line in text.splitlines()


def test_articles_that_moved_on_together_are_one_range() -> None:
    moves = [("第四条", "第五条"), ("第五条", "第六条"), ("第六条", "第七条"), ("第八条", "第十条"), ("附件1", "附件2")]
    text = markdown(made(*(ArticleChange("renumbered", old, new, 1.0, ()) for old, new in moves)))
    assert "- **改号**（文字未变）：第四条至第六条 → 第五条至第七条；第八条 → 第十条；附件1 → 附件2" in text


def test_the_title_note_is_shown_once() -> None:
    facts = (("title_note", "（2020年1月1日印发）", "（2020年1月1日印发 2024年4月1日修订）"),)
    change = ArticleChange("changed", "题注", "题注", 0.9, (("added", "2024年4月1日修订"),))
    text = markdown(made(change, facts=facts))
    assert "- 题注：（2020年1月1日印发** 2024年4月1日修订**）" in text and text.count("修订") == 1


def test_long_unchanged_words_are_shortened() -> None:
    shown = inline((("same", LONG), ("added", "新"), ("same", LONG), ("removed", "旧"), ("same", LONG)))
    assert shown.count("……") == 3 and len(shown) < 150
    assert shown.startswith("……") and shown.endswith("……")
    assert inline((("same", "短"), ("added", "新"))) == "短**新**"


def test_nothing_changed() -> None:
    comparison = Comparison("a", "b", "打印办法", (), (), (ArticleChange("unchanged", "第一条", "第一条", 1.0, ()),))
    assert summary(comparison) == "未变 1 处"
    assert "删去的字" not in markdown(comparison)
    assert markdown(replace(comparison, new_id="a")).startswith("## 《打印办法》：a\n")
