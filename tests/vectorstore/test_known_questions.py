"""Known questions: which articles a line holds for, and what is said of one that makes no sense."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.editions.align import fold
from ingest.model import Regulation
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations
from vectorstore.errors import VectorstoreError
from vectorstore.known_questions import OWN, PACKAGED, digest, known_questions, read_lines

TITLE = "青苔镇图书借阅办法"


@pytest.fixture
def regulation(make_regulation: Callable[[str, list[str]], Regulation]) -> Regulation:
    return make_regulation(TITLE, ["每人最多借五册。", "逾期停借一个月。"])


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("\n".join(["", *(json.dumps(line, ensure_ascii=False) for line in lines)]), encoding="utf-8")
    return path


def known(regulations: Sequence[Regulation], tmp_path: Path, *lines: dict[str, Any]) -> Any:
    return known_questions(regulations, write(tmp_path / OWN, *lines), ())


def test_questions_belong_to_their_article(regulation: Regulation, tmp_path: Path) -> None:
    found = known(
        [regulation],
        tmp_path,
        {"regulation": TITLE, "article": "第2条", "q": ["晚还书怎么罚", "书过期了呢"], "near": ["丢了书赔多少"]},
        {"regulation": TITLE, "article": "第1条", "q": ["能借几本"]},
        {"regulation": TITLE, "article": "第2条", "q": ["晚还书怎么罚", "还晚了"]},
        {"near": ["今天几号"]},
    )
    assert found.settled == {
        f"{TITLE}#第1条": ("能借几本",),
        f"{TITLE}#第2条": ("晚还书怎么罚", "书过期了呢", "还晚了"),
    }
    assert found.near == ("丢了书赔多少", "今天几号") and not found.unused
    assert found.texts() == ["能借几本", "晚还书怎么罚", "书过期了呢", "还晚了", "丢了书赔多少", "今天几号"]


def test_what_holds_for_nothing_here_does_not_count_and_is_named(regulation: Regulation, tmp_path: Path) -> None:
    elsewhere = {"regulation": "别的办法", "article": "第1条", "q": ["问"], "near": ["近"]}
    found = known([regulation], tmp_path, elsewhere, {"near": ["今天几号"]})
    assert found.settled == {} and found.near == ()
    assert found.unused == ("第 2 行：没有《别的办法》第1条",)
    packaged = known_questions([regulation], tmp_path / "none.jsonl", [tmp_path / OWN])
    assert packaged.unused == (), "the packaged lines are on regulations that others have"


def test_a_line_of_near_questions_for_an_article_without_others_is_named(
    regulation: Regulation, tmp_path: Path
) -> None:
    near = {"regulation": TITLE, "article": "第1条", "near": ["丢了书赔多少"]}
    assert known([regulation], tmp_path, near).unused == ("第 2 行：这一条还没有 q，near 不起作用",)
    other = {"regulation": TITLE, "article": "第1条", "q": ["能借几本"]}
    assert known([regulation], tmp_path, near, other).unused == ()


def test_a_line_may_hold_for_one_wording_only(regulation: Regulation, tmp_path: Path) -> None:
    line = {"regulation": TITLE, "article": "第1条", "text": digest(regulation, regulation.articles[0]), "q": ["几本"]}
    assert known([regulation], tmp_path, line).settled == {f"{TITLE}#第1条": ("几本",)}
    spaced = replace(regulation, text=regulation.text.replace("，", ","))
    assert known([spaced], tmp_path, line).settled
    amended = replace(regulation, text=regulation.text.replace("五册", "六册"))
    assert not known([amended], tmp_path, line).settled


def test_every_edition_has_the_questions(regulation: Regulation, tmp_path: Path) -> None:
    other = replace(regulation, id=f"{TITLE}@2020")
    line = {"regulation": "青苔镇图…", "article": "第1条", "q": ["几本"]}
    assert set(known([regulation, other], tmp_path, line).settled) == {f"{TITLE}#第1条", f"{TITLE}@2020#第1条"}
    assert not known([regulation, replace(other, title="青苔镇图纸办法")], tmp_path, line).settled, "two titles fit"


@pytest.mark.parametrize(
    "line",
    [
        "不是 JSON",
        "[]",
        '{"regulation": "甲", "article": "第1条"}',
        '{"article": "第1条", "q": ["问"]}',
        '{"q": ["问"]}',
        '{"regulation": "甲", "article": "第1条", "q": "问"}',
        '{"regulation": "甲", "article": "第1条", "q": [""]}',
        '{"near": [1]}',
        f'{{"near": ["{"问" * 1001}"]}}',
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / OWN
    path.write_text(f'{{"near": ["今天几号"]}}\n{line}\n', encoding="utf-8")
    with pytest.raises(VectorstoreError, match=r"第 2 行.*删去这一行"):
        read_lines(path)


def test_another_encoding_is_explained(tmp_path: Path) -> None:
    (tmp_path / OWN).write_bytes('{"near": ["今天几号"]}'.encode("gb18030"))
    with pytest.raises(VectorstoreError, match="另存为 UTF-8"):
        read_lines(tmp_path / OWN)


def test_the_packaged_lines_hold_for_the_seed_corpus(corpus_dir: Path, tmp_path: Path) -> None:
    ingest([corpus_dir], tmp_path, limits=Limits(), today=date(2026, 1, 1))
    regulations = read_regulations(tmp_path / "regulations.jsonl")
    lines = [line for path in PACKAGED for line in read_lines(path) if line.article]
    assert lines and all(len(line.articles(regulations)) == 1 for line in lines)


def test_the_packaged_lines_are_no_questions_of_the_question_sets() -> None:
    sets = Path("eval/questions").glob("*.jsonl")
    records = [json.loads(line) for path in sets for line in path.read_text(encoding="utf-8").splitlines()]
    asked = {fold(record["question"]).rstrip("？?") for record in records if "question" in record}
    lines = [line for path in PACKAGED for line in read_lines(path)]
    texts = {fold(text).rstrip("？?") for line in lines for text in (*line.questions, *line.near)}
    assert texts and len(texts & asked) == 0
