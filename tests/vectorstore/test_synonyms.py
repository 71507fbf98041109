"""The vocabulary file: its three forms, and what is said about a line that is none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.synonyms import DEFAULT_FILE, VocabularyError, load


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "synonyms.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_three_forms(tmp_path: Path) -> None:
    found = load(_file(tmp_path, "# 说明\n\n涨薪，加薪 → 增加工资、调高工资\n甲等 ≠ 乙等 ≠ 丙等\n停职期\n"))
    assert found.official("加薪") == ("增加工资", "调高工资")
    assert found.official("增加工资") == ()  # one way only
    assert found.rivals("乙等") == {"甲等", "丙等"}
    assert {"涨薪", "甲等", "停职期"} <= found.words


def test_a_word_said_twice_has_the_meanings_of_both_lines_in_order(tmp_path: Path) -> None:
    assert load(_file(tmp_path, "病了 → 病假\n病了 → 就医，病假\n")).official("病了") == ("病假", "就医")


@pytest.mark.parametrize("line", ["涨薪 →", "→ 工资", "甲 ≠", "一 → 二 → 三", "字" * 31])
def test_a_line_that_is_none_of_them_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(VocabularyError, match="第 2 行"):
        load(_file(tmp_path, f"# 说明\n{line}\n"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="没有\\.txt"):
        load(tmp_path / "没有.txt")


def test_the_file_that_comes_with_the_project() -> None:
    found = load(DEFAULT_FILE)
    assert "确定档次" in found.official("定档")
    assert "合格" in found.rivals("不合格") and "合格" not in found.rivals("合格")
    assert all(word not in official for word, official in found.synonyms.items())
