from __future__ import annotations

import json
from dataclasses import replace
from shutil import rmtree

import numpy as np
import pytest

from vectorstore import verify as verify_module
from vectorstore.build import build, open_index, verify
from vectorstore.counted import count, searched_text
from vectorstore.passage_file import read_passages, write_passages
from vectorstore.published import (
    CHROMA,
    MANIFEST,
    PASSAGES,
    WORDS,
    IndexFolder,
    file_hashes,
    read_manifest,
    write_manifest,
)
from vectorstore.store import VectorStore
from vectorstore.verify import check, verify_build


@pytest.fixture
def sound(data, letters):
    """The folder of a published, sound build."""
    return IndexFolder(data).build(build(data, embedder=letters).manifest.build_id)


def reseal(folder) -> None:
    """Make the manifest agree with the files, so that only the deeper checks can object."""
    write_manifest(folder, replace(read_manifest(folder), files=file_hashes(folder)))


def test_a_sound_build_passes_in_a_process_of_its_own(data, sound, monkeypatch):
    monkeypatch.setattr("vectorstore.build.verify_build", verify_build)
    manifest, problems = verify(data)
    assert manifest.build_id == sound.name
    assert problems == []


def test_a_check_that_dies_is_a_failure(sound, monkeypatch):
    monkeypatch.setattr(verify_module.sys, "executable", "/bin/false")
    assert "异常退出" in verify_build(sound)[0]


def test_a_check_without_end_is_a_failure(sound):
    assert "没有结束" in verify_build(sound, timeout=0)[0]


def test_a_changed_file_is_named(sound):
    (sound / PASSAGES).write_text("", encoding="utf-8")
    assert PASSAGES in check(sound)[0]


def test_a_span_that_does_not_reproduce_its_text_is_found(sound):
    passages = read_passages(sound / PASSAGES)
    start, end = passages[0].spans[0]
    write_passages(sound / PASSAGES, [replace(passages[0], spans=((start + 1, end + 1),)), *passages[1:]])
    reseal(sound)
    assert check(sound) == [f"1 个片段的位置与正文不符：{passages[0].id}"]


def test_a_missing_passage_is_found(sound):
    passages = read_passages(sound / PASSAGES)
    write_passages(sound / PASSAGES, passages[1:])
    reseal(sound)
    assert any("片段数不符：应有 5，实有 4" in problem for problem in check(sound))


def test_a_vector_that_is_not_there_is_found(sound, letters):
    passages = read_passages(sound / PASSAGES)
    for path in sorted((sound / CHROMA).rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    with VectorStore(sound / CHROMA) as store:
        kept = passages[:-1]
        store.add([p.id for p in kept], letters.queries([p.text for p in kept]), [{"kind": "item"}] * len(kept))
    reseal(sound)
    problems = check(sound)
    assert f"向量库缺少 1 个片段：{passages[-1].id}" in problems
    assert any("检索不到" in problem for problem in problems)


def test_a_probe_that_does_not_find_itself_is_found(data, sound):
    with np.load(sound / "probes.npz") as probes:
        ids, vectors = probes["ids"], probes["vectors"]
    np.savez(sound / "probes.npz", ids=ids, vectors=-vectors)
    reseal(sound)
    assert any("用自己的片段检索不到自己" in problem for problem in check(sound))


def test_a_manifest_of_another_format_is_refused(sound):
    record = json.loads((sound / MANIFEST).read_text(encoding="utf-8"))
    (sound / MANIFEST).write_text(json.dumps({**record, "format": 99}), encoding="utf-8")
    assert "格式版本" in check(sound)[0]


def test_a_manifest_of_a_format_with_fewer_fields_is_refused_for_its_format(sound):
    record = json.loads((sound / MANIFEST).read_text(encoding="utf-8"))
    del record["vectors"], record["segmentation"]
    (sound / MANIFEST).write_text(json.dumps({**record, "format": 1}), encoding="utf-8")
    assert "格式版本是 1" in check(sound)[0]


def test_the_check_leaves_the_served_index_alone(data, sound):
    with open_index(data) as index:
        assert check(sound) == []
        assert index.stored(list(index.passages)) == set(index.passages)


def test_a_sentence_whose_words_were_not_counted_is_found(sound, segmenter):
    rmtree(sound / WORDS)
    texts = [searched_text(passage) for passage in read_passages(sound / PASSAGES)]
    count([*texts[:-1], "别的一句。"], segmenter).write(sound / WORDS)
    reseal(sound)
    assert check(sound) == ["1 个句子没有词语统计"]


def test_word_statistics_of_other_passages_are_found(sound, segmenter):
    rmtree(sound / WORDS)
    texts = [searched_text(passage) for passage in read_passages(sound / PASSAGES)]
    count([*texts, "多出来的一句。"], segmenter).write(sound / WORDS)
    reseal(sound)
    assert check(sound) == ["统计过词语的片段数不符：应有 5，实有 6"]
