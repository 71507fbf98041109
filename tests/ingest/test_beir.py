"""A BEIR folder of invented statutes, read and turned into regulations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.beir import BeirError, load_beir, regulations
from ingest.store import read_regulations, write_regulations

ROWS: list[dict[str, Any]] = [
    {"_id": "砚禾院规#1", "title": "砚禾院规", "text": "院内人员每日签到。", "metadata": {"article": 1}},
    {
        "_id": "砚禾院规#3",
        "title": "砚禾院规",
        "text": "借砚台的，按下列办法：\n（一）一方以下的，当日还；\n（二）两方以上的，次日还。\n逾期的，登记。",
        "metadata": {"article": 3, "article_suffix": 0},
    },
    {
        "_id": "砚禾院规#1-1",
        "title": "砚禾院规",
        "text": "前条不适用于访客。",
        "metadata": {"article": 1, "article_suffix": 1},
    },
    {"_id": "禾田细则#1", "title": "禾田细则", "text": "禾田每季巡看。", "metadata": {"article": 1}},
]


def folder(path: Path, rows: list[Any], qrels: str = "query-id\tcorpus-id\tscore\nq1\t砚禾院规#3\t1\n") -> Path:
    (path / "qrels").mkdir()
    (path / "qrels" / "dev.tsv").write_text(qrels, encoding="utf-8")
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (path / "corpus.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (path / "queries.jsonl").write_text('{"_id": "q1", "text": "借两方砚台哪天还"}\n', encoding="utf-8")
    return path


def test_every_row_is_one_article_at_its_address(tmp_path: Path) -> None:
    beir = load_beir(folder(tmp_path, ROWS))
    made, known = regulations(beir)
    assert [(r.title, [a.address for a in r.articles]) for r in made] == [
        ("砚禾院规", ["第一条", "第一条之一", "第三条"]),
        ("禾田细则", ["第一条"]),
    ]
    rules = made[0]
    assert known == {
        f"{rules.id}#第一条": "砚禾院规#1",
        f"{rules.id}#第一条之一": "砚禾院规#1-1",
        f"{rules.id}#第三条": "砚禾院规#3",
        f"{made[1].id}#第一条": "禾田细则#1",
    }
    article = rules.articles[2]
    assert rules.text[article.start : article.end] == "第三条 " + ROWS[1]["text"]


def test_a_row_is_parsed_into_paragraphs_and_items(tmp_path: Path) -> None:
    rules = regulations(load_beir(folder(tmp_path, ROWS)))[0][0]
    first, second = rules.articles[2].paragraphs
    assert rules.text[first.start : first.lead_end] == "借砚台的，按下列办法："
    assert [rules.text[i.start : i.end] for i in first.items] == [
        "（一）一方以下的，当日还；",
        "（二）两方以上的，次日还。",
    ]
    assert rules.text[second.start : second.end] == "逾期的，登记。"


def test_the_regulations_can_be_stored(tmp_path: Path) -> None:
    made, _ = regulations(load_beir(folder(tmp_path, ROWS)))
    write_regulations(tmp_path / "regulations.jsonl", made)
    assert list(read_regulations(tmp_path / "regulations.jsonl")) == made


def test_questions_and_judgements(tmp_path: Path) -> None:
    qrels = "query-id\tcorpus-id\tscore\nq1\t砚禾院规#3\t2\nq1\t砚禾院规#1\t0\n"
    beir = load_beir(folder(tmp_path, ROWS, qrels))
    assert beir.queries == {"q1": "借两方砚台哪天还"}
    assert beir.qrels("dev") == {"q1": {"砚禾院规#3": 2}}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{", "第 2 行：不是有效的 JSON"),
        ("[]", "第 2 行：应为一个 JSON 对象"),
        ({"title": "禾田细则", "text": "巡看。"}, "第 2 行：缺少编号 _id"),
        (ROWS[0], "第 2 行：编号“砚禾院规#1”与第 1 行重复"),
        ({"_id": "x", "title": "禾田细则", "text": " "}, "第 2 行：字段 text 缺失或为空"),
        ({"_id": "x", "text": "巡看。"}, "第 2 行：字段 title 缺失或为空"),
        (
            {"_id": "x", "title": "禾田细则", "text": "巡看。", "metadata": {"article": "3"}},
            "第 2 行：metadata.article 应为",
        ),
        ({"_id": "x", "title": "禾田细则", "text": "巡看。", "metadata": 3}, "第 2 行：metadata 应为"),
    ],
)
def test_a_malformed_row_is_named(tmp_path: Path, row: Any, words: str) -> None:
    with pytest.raises(BeirError, match=words) as caught:
        load_beir(folder(tmp_path, [ROWS[0], row]))
    assert "corpus.jsonl" in str(caught.value)


def test_rows_that_have_no_address_or_the_same_one_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    nameless = {"_id": "x", "title": "禾田细则", "text": "巡看。"}
    with pytest.raises(BeirError, match="第 2 行：metadata 里没有条号"):
        regulations(load_beir(folder(tmp_path / "a", [ROWS[0], nameless])))
    twice = {**ROWS[0], "_id": "x"}
    with pytest.raises(BeirError, match="第 2 行：《砚禾院规》第一条与第 1 行重复"):
        regulations(load_beir(folder(tmp_path / "b", [ROWS[0], twice])))


@pytest.mark.parametrize(
    ("qrels", "words"),
    [
        ("q1\t砚禾院规#3\n", "第 1 行：应为以制表符隔开的三列"),
        ("q1\t砚禾院规#3\t高\n", "第 1 行：应为以制表符隔开的三列"),
        ("q2\t砚禾院规#3\t1\n", "第 1 行：queries.jsonl 里没有问题“q2”"),
        ("q1\t砚禾院规#9\t1\n", "第 1 行：corpus.jsonl 里没有条文“砚禾院规#9”"),
        ("query-id\tcorpus-id\tscore\n", "没有一条大于 0 的标注"),
    ],
)
def test_a_malformed_judgement_is_named(tmp_path: Path, qrels: str, words: str) -> None:
    with pytest.raises(BeirError, match=words):
        load_beir(folder(tmp_path, ROWS, qrels)).qrels("dev")


def test_a_folder_without_its_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BeirError, match=r"corpus\.jsonl 读不出来"):
        load_beir(tmp_path)
    with pytest.raises(BeirError, match=r"test\.tsv 读不出来"):
        load_beir(folder(tmp_path, ROWS)).qrels("test")
