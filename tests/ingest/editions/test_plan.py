"""What an ingest would do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.editions.plan import StepKind, is_empty, lines, markdown, plan, to_dict
from ingest.model import Article, Paragraph, Regulation, Source


def made(identifier: str, title: str = "打印办法", text: str = "第一条 省纸，双面打印。", **more: object) -> Regulation:
    paragraph = Paragraph(1, 4, len(text), len(text))
    article = Article("第一条", "article", 1, 0, "", (), 0, len(text), (paragraph,))
    sources = (Source(f"{title}.txt", "x", ()),)
    values: dict[str, object] = {"sources": sources, **more}
    return Regulation(identifier, title, False, text, (), (article,), **values)  # type: ignore[arg-type]


OLD = made("打印办法@2020-01-01", effective="2020-01-01")
NEW = made("打印办法@2024-05-01", text="第一条 省纸，单面打印。", effective="2024-05-01")
OTHER = made("复印规定@x", "复印规定")


def kinds(stored: list[Regulation], fresh: list[Regulation]) -> list[tuple[StepKind, str]]:
    return [(step.kind, step.id) for step in plan(stored, fresh)]


def test_new_and_vanished_and_unchanged() -> None:
    assert kinds([], [OLD]) == [("new", OLD.id)]
    assert kinds([OLD, OTHER], [OLD]) == [("unchanged", OLD.id), ("vanished", OTHER.id)]
    assert is_empty(plan([OLD], [OLD])) and not is_empty(plan([OLD], []))


def test_another_edition() -> None:
    old = replace(OLD, status="已被修订")
    steps = plan([OLD], [old, NEW])
    assert [(step.kind, step.lost) for step in steps] == [("facts", False), ("edition", False)]
    assert steps[0].comparison is not None
    assert steps[0].comparison.facts == (("status", "现行有效", "已被修订"),)
    assert steps[1].comparison is not None and steps[1].comparison.old_id == OLD.id


def test_an_edition_that_takes_the_file_of_the_older_one() -> None:
    steps = plan([OLD], [NEW])
    assert [(step.kind, step.lost) for step in steps] == [("edition", True), ("vanished", False)]
    told = "\n".join(lines(steps))
    assert "旧版的文件已不在来源中" in told and "不再包含：《打印办法》（打印办法@2020-01-01）" in told


def test_the_edition_before_is_the_one_compared_with() -> None:
    middle = made("打印办法@2022-01-01", effective="2022-01-01")
    latest = made("打印办法@2030-01-01", effective="2030-01-01")
    step = plan([latest, OLD, middle], [latest, OLD, middle, NEW])[-1]
    assert step.comparison is not None and step.comparison.old_id == middle.id


def test_a_successor_under_another_title() -> None:
    trial = made("打印办法（试行）@2018-01-01", "打印办法（试行）")
    final = replace(NEW, repeals=("关于印发〈打印办法（试行）〉的通知",))
    step = plan([trial], [trial, final])[-1]
    assert (step.kind, step.comparison and step.comparison.old_id) == ("successor", trial.id)


@pytest.mark.parametrize(
    ("fresh", "kind"),
    [
        (replace(OLD, text="第一条 省纸，单面打印。"), "replaced"),
        (replace(OLD, issuer="砚禾研究院"), "facts"),
        (replace(OLD, sources=(Source("别处.txt", "x", ()),)), "sources"),
        (replace(OLD, notices=("附件缺失",)), "unchanged"),
    ],
)
def test_the_same_id(fresh: Regulation, kind: StepKind) -> None:
    assert kinds([OLD], [fresh]) == [(kind, OLD.id)]


def test_lines_for_people() -> None:
    changed = replace(OTHER, text="第一条 省纸，三面打印。")
    told = lines(plan([OLD, OTHER], [replace(OLD, status="已被修订"), changed, NEW, made("装订规定@y", "装订规定")]))
    assert told == [
        "信息更新：《打印办法》：现行有效 → 已被修订",
        "内容更新：《复印规定》：修改 1 处",
        "新版本：《打印办法》（打印办法@2020-01-01 → 打印办法@2024-05-01）：修改 1 处",
        "新增：《装订规定》 ← 装订规定.txt",
        "新增 1 部，新版本 1 部，内容更新 1 部，信息更新 1 部",
    ]
    assert lines([]) == ["没有可比较的文件"]


def test_the_whole_as_markdown_and_json() -> None:
    steps = plan([OLD, OTHER], [OLD, NEW])
    text = markdown(steps)
    assert text.startswith("# 导入预演\n") and "~~双~~**单**" in text
    assert "合计：新版本 1 部，不再包含 1 部，不变 1 部。" in text
    data = to_dict(steps)
    assert data["counts"] == {"unchanged": 1, "edition": 1, "vanished": 1}
    assert [step["kind"] for step in data["steps"]] == ["edition", "vanished"]
