from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.run import UnreachableError
from eval.systems.sources import SourceMap, check_sources, source_maps, source_texts
from ingest.model import Regulation, Segment, Source

A, B = ("new", "第一条"), ("new", "第二条")


def test_the_article_with_most_characters_comes_first() -> None:
    found = SourceMap([(0, 10, A), (12, 30, B)])
    assert found.covered(0, 12) == (A,)
    assert found.covered(5, 20) == (B, A)
    assert found.covered(2, 15) == (A, B)
    assert found.covered(10, 12) == found.covered(30, 99) == ()
    assert SourceMap([]).covered(0, 5) == ()


def test_pieces_of_one_article_count_together() -> None:
    assert SourceMap([(0, 4, A), (4, 9, B), (9, 13, A)]).covered(0, 13) == (A, B)


def test_the_map_follows_the_segments_of_each_source(regulations: dict[str, Regulation]) -> None:
    new = regulations["new"]
    first, second = new.articles
    length = second.end - second.start
    segments = (
        Segment(first.start, first.end, 100, 100 + first.end - first.start),  # character by character
        Segment(second.start, second.end, 500, 500 + 2 * length),  # the whole from the whole
    )
    maps = source_maps([replace(new, sources=(Source("甲.txt", "0", segments),))])
    assert list(maps) == ["甲.txt"]
    assert maps["甲.txt"].covered(100, 101) == (A,)
    assert maps["甲.txt"].covered(99, 100) == ()
    assert maps["甲.txt"].covered(500 + 2 * length - 1, 9999) == (B,)


def test_files_are_read_as_ingestion_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "制度"
    folder.mkdir()
    (folder / "甲.txt").write_bytes("第一条 试行。".encode("gb18030"))
    (folder / "空.txt").write_bytes(b"")
    texts = source_texts((folder,))
    assert {name: raw.text for name, raw in texts.items()} == {"甲.txt": "第一条 试行。"}


def test_sources_must_be_named_and_be_there(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match="--sources"):
        source_texts(())
    with pytest.raises(UnreachableError, match="找不到"):
        source_texts((tmp_path / "absent",))


def test_files_must_be_those_of_the_index(tmp_path: Path, regulations: dict[str, Regulation]) -> None:
    (tmp_path / "甲.txt").write_text("第一条 试行。", encoding="utf-8")
    texts = source_texts((tmp_path,))
    made = replace(regulations["new"], sources=(Source("甲.txt", texts["甲.txt"].sha256, ()),))
    check_sources([made], texts)
    with pytest.raises(UnreachableError, match=r"1 个文件.*甲\.txt"):
        check_sources([replace(made, sources=(Source("甲.txt", "0", ()),))], texts)
    with pytest.raises(UnreachableError, match=r"乙\.txt"):
        check_sources([replace(made, sources=(Source("乙.txt", "0", ()),))], texts)
