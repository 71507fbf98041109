"""The institution's own lines: on top of the packaged ones, checked line by line, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.__main__ import main
from vectorstore.own_words import can_undo, own_faults, own_file, read_own, save_own, undo_own, vocabulary_of
from vectorstore.synonyms import VocabularyError, load
from vectorstore.words import segmentation


def test_own_words_come_first_and_the_packaged_ones_stay(tmp_path: Path) -> None:
    save_own(tmp_path, "定档 → 核定等第\n砚禾币 → 福利积分\n")
    found = vocabulary_of(tmp_path)
    assert found.official("定档")[0] == "核定等第" and "确定档次" in found.official("定档")
    assert found.official("砚禾币") == ("福利积分",)
    assert segmentation(found) != segmentation(load()), "an index built with other words is counted anew"


def test_without_own_words(tmp_path: Path) -> None:
    assert vocabulary_of(tmp_path) == load() and read_own(tmp_path) == ""


def test_every_faulty_line_is_named_and_nothing_is_saved(tmp_path: Path) -> None:
    save_own(tmp_path, "甲 → 乙")
    with pytest.raises(VocabularyError) as refused:
        save_own(tmp_path, "# 说明\n涨薪 →\n好 → 行\n甲 ≠\n")
    assert "第 2 行：" in refused.value.message and "第 4 行：" in refused.value.message
    assert read_own(tmp_path) == "甲 → 乙\n"
    with pytest.raises(VocabularyError, match="另有 5 行"):
        save_own(tmp_path, "→\n" * 15)
    assert [each.line for each in own_faults("字" * 200_001)] == [1]


def test_undo(tmp_path: Path) -> None:
    assert not can_undo(tmp_path)
    save_own(tmp_path, "甲 → 乙")
    save_own(tmp_path, "  \n")
    assert not own_file(tmp_path).exists() and can_undo(tmp_path)
    undo_own(tmp_path)
    assert read_own(tmp_path) == "甲 → 乙\n"


def test_a_file_broken_by_hand_is_named(tmp_path: Path) -> None:
    own_file(tmp_path).write_text("甲 → 乙\n丙 →\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="第 2 行") as refused:
        vocabulary_of(tmp_path)
    assert str(own_file(tmp_path)) in refused.value.message and refused.value.code == "vocabulary"


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "词.txt"
    file.write_text("甲 → 乙\n丙 →\n", encoding="utf-8")
    at = ["--data", str(tmp_path)]
    assert main(["synonyms", "check", str(file), *at]) == 1
    assert "第 2 行：" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["synonyms", "set", str(file), *at])
    assert ended.value.code == 1 and "第 2 行" in capsys.readouterr().err
    file.write_text("甲 → 乙\n", encoding="utf-8")
    assert main(["synonyms", "check", str(file), *at]) == 0
    assert main(["synonyms", "set", str(file), *at]) == 0
    capsys.readouterr()
    main(["synonyms", "show", *at])
    assert "甲 → 乙" in capsys.readouterr().out
    assert main(["synonyms", "undo", *at]) == 0
    main(["synonyms", "show", *at])
    assert "还没有本单位的同义词" in capsys.readouterr().out
    file.write_bytes(b"\xff\xff")
    for arguments in (["set"], ["check", str(file)], ["check", "没有.txt"]):
        with pytest.raises(SystemExit) as ended:
            main(["synonyms", *arguments, *at])
        assert ended.value.code == 2
