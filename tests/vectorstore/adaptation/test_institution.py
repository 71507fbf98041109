"""Questions for an institution's own articles: what each is taught as right, as wrong, and as neither."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Regulation
from vectorstore.adaptation.institution import Asked, examples, read
from vectorstore.errors import VectorstoreError

LONG = "请假三天以内由处长批准，须在三日前填写请假单。" * 10 + "食堂每周供应五日。"


@pytest.fixture
def regulations(make_regulation: Callable[[str, list[str]], Regulation]) -> dict[str, Regulation]:
    made = make_regulation("砚禾请假办法", [LONG, "仪器放在三楼库房。", "仪器放在三楼库房。"])
    return {made.id: made}


def write(path: Path, **record: Any) -> Path:
    path.write_text("\n" + json.dumps(record) + "\n", encoding="utf-8")
    return path


def test_questions_are_read_with_the_article_they_belong_to(tmp_path: Path, regulations: dict[str, Regulation]) -> None:
    path = write(
        tmp_path / "q.jsonl", regulation="砚禾请假办法", article="第2条", q=["仪器在几楼"], near=["仪器多少钱"]
    )
    assert read(path, regulations) == [Asked("砚禾请假办法#第2条", ("仪器在几楼",), ("仪器多少钱",))]


def test_a_long_title_may_be_cut(tmp_path: Path, regulations: dict[str, Regulation]) -> None:
    path = write(tmp_path / "q.jsonl", regulation="砚禾请…", article="第2条", q=["仪器在几楼"], near=[])
    assert read(path, regulations)[0].article_id == "砚禾请假办法#第2条"


@pytest.mark.parametrize(
    "record",
    [
        {"regulation": "砚禾请假办法", "article": "第9条", "q": ["问"], "near": []},
        {"regulation": "别的办法", "article": "第2条", "q": ["问"], "near": []},
        {"regulation": "砚禾请假办法", "article": "第2条", "near": []},
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, regulations: dict[str, Regulation], record: dict[str, Any]) -> None:
    with pytest.raises(VectorstoreError, match="第 2 行"):
        read(write(tmp_path / "q.jsonl", **record), regulations)


def test_right_are_the_article_and_its_nearest_part(regulations: dict[str, Regulation], letters: Any) -> None:
    asked = [Asked("砚禾请假办法#第1条", ("食堂每周供应五日吗",), ("食堂多少钱",))]
    (example,), texts = examples(asked, regulations, letters, lambda done, total: None)
    whole, part = example.right
    assert texts[whole].endswith(LONG)
    assert texts[part].endswith("食堂每周供应五日。")
    assert len(texts[part]) < len(texts[whole])
    assert example.near == ("食堂多少钱",)
    own = {identity for identity in texts if "#第1条" in identity}
    assert own - set(example.right) <= set(example.doubtful)
    assert not own & set(example.wrong)
    assert any("#第2条" in identity for identity in example.wrong)


def test_what_is_as_near_as_the_right_article_is_not_called_wrong(
    regulations: dict[str, Regulation], letters: Any
) -> None:
    asked = [Asked("砚禾请假办法#第2条", ("仪器放在三楼库房",), ())]
    (example,), _ = examples(asked, regulations, letters, lambda done, total: None)
    assert any("#第3条" in identity for identity in example.doubtful)
    assert not any("#第3条" in identity for identity in example.wrong)
