from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.model import Regulation
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations, write_regulations
from vectorstore import build as build_module
from vectorstore.build import build, open_index, rollback, verify
from vectorstore.errors import VectorstoreError
from vectorstore.known_questions import OWN
from vectorstore.published import IndexFolder

Make = Callable[[str, list[str]], Regulation]


def add_regulation(data: Path, regulation: Regulation) -> None:
    write_regulations(data / "regulations.jsonl", [*read_regulations(data / "regulations.jsonl"), regulation])


def test_a_build_is_published_and_finds_what_it_holds(data, letters):
    outcome = build(data, embedder=letters)
    assert (outcome.status, outcome.embedded, outcome.reused) == ("published", 5, 0)
    with open_index(data, letters) as index:
        assert index.build_id == outcome.manifest.build_id
        assert set(index.regulations) == {"青苔镇图书借阅办法", "青苔镇食堂管理办法"}
        best, score = index.dense(letters.embed_query("青苔镇食堂管理办法\n餐具由各人自行清洗。"), 3)[0]
        assert index.passages[best].article_id == "青苔镇食堂管理办法#第2条"
        assert score == pytest.approx(1, abs=0.05)
        only = index.dense(letters.embed_query("借书"), 10, frozenset({"青苔镇食堂管理办法"}))
        assert {index.passages[i].regulation_id for i, _ in only} == {"青苔镇食堂管理办法"}


def test_nothing_changed_makes_no_new_build(data, letters):
    first = build(data, embedder=letters).manifest
    again = build(data, embedder=letters)
    assert again.status == "unchanged"
    assert again.manifest.build_id == first.build_id
    assert IndexFolder(data).builds() == [first.build_id]


def test_known_questions_are_part_of_the_index(data, letters):
    first = build(data, embedder=letters)
    assert not first.unused
    own = data / OWN
    line = {"regulation": "青苔镇食堂管理办法", "article": "第2条", "q": ["盘子谁刷"]}
    own.write_text(json.dumps(line) + "\n" + json.dumps({**line, "article": "第9条"}), encoding="utf-8")
    second = build(data, embedder=letters)
    assert second.status == "published" and second.embedded == 0
    assert second.unused == ("第 2 行：没有《青苔镇食堂管理办法》第9条",)
    with open_index(data, letters) as index:
        assert index.known.articles == ["青苔镇食堂管理办法#第2条"] and len(index.known) == 1
    again = build(data, embedder=letters)
    assert (again.status, again.unused) == ("unchanged", second.unused)
    without = build(data, embedder=letters, known=False)
    assert without.status == "published" and not without.unused
    with open_index(data, letters) as index:
        assert not index.known
    own.write_text("{", encoding="utf-8")
    with pytest.raises(VectorstoreError, match="第 1 行"):
        build(data, embedder=letters)
    assert IndexFolder(data).current() == without.manifest.build_id


def test_a_change_embeds_only_what_changed(data, letters, make_regulation: Make):
    build(data, embedder=letters)
    letters.seen.clear()
    add_regulation(data, make_regulation("青苔镇门卫守则", ["夜里十点关门。"]))
    outcome = build(data, embedder=letters)
    assert (outcome.status, outcome.embedded, outcome.reused) == ("published", 1, 5)
    assert letters.seen == ["青苔镇门卫守则\n夜里十点关门。"]


def test_another_model_is_another_build_and_is_not_mixed(data, letters):
    build(data, embedder=letters)
    other = type(letters)("other")
    with pytest.raises(VectorstoreError, match="不能混用") as caught:
        open_index(data, other)
    assert caught.value.code == "model_changed"
    assert build(data, embedder=other).status == "published"
    open_index(data, other).close()


def test_the_last_two_builds_stay_and_rollback_goes_back_one(data, letters, make_regulation: Make):
    ids = [build(data, embedder=letters).manifest.build_id]
    for title in ("甲办法", "乙办法"):
        add_regulation(data, make_regulation(title, [f"{title}自公布之日起执行。"]))
        ids.append(build(data, embedder=letters).manifest.build_id)
    folder = IndexFolder(data)
    assert sorted(folder.builds()) == sorted(ids[1:])
    assert rollback(data).build_id == ids[1] == folder.current()
    with open_index(data, letters) as index:
        assert "乙办法" not in index.regulations
    with pytest.raises(VectorstoreError) as caught:
        rollback(data)
    assert caught.value.code == "no_previous"
    assert folder.current() == ids[1]


def test_what_was_rolled_back_is_not_published_again_unless_forced(data, letters, make_regulation: Make):
    first = build(data, embedder=letters).manifest.build_id
    add_regulation(data, make_regulation("误导入的办法", ["这一条不该出现。"]))
    build(data, embedder=letters)
    rollback(data)
    outcome = build(data, embedder=letters)
    assert (outcome.status, outcome.manifest.build_id) == ("rejected", first)
    assert IndexFolder(data).current() == first
    assert build(data, embedder=letters, force=True).status == "published"
    assert IndexFolder(data).rejected() is None


@pytest.mark.parametrize(
    "step", ["embed", "count", "_write", "write_passages", "write_manifest", "sync_tree", "verify_build", "sync_folder"]
)
def test_a_failure_at_any_step_leaves_the_old_index_serving(
    data, letters, make_regulation: Make, monkeypatch, step: str
):
    fault = KeyboardInterrupt() if step == "sync_tree" else OSError(28, "No space left on device")
    old = build(data, embedder=letters).manifest.build_id
    add_regulation(data, make_regulation("新办法", ["新的一条。"]))

    def fail(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(build_module, step, fail)
        with pytest.raises(type(fault)):
            build(data, embedder=letters)
    with open_index(data, letters) as index:
        assert index.build_id == old
        assert "新办法" not in index.regulations
    assert build(data, embedder=letters).status == "published"


def test_an_unsound_build_is_not_published(data, letters, make_regulation: Make, monkeypatch):
    old = build(data, embedder=letters).manifest.build_id
    add_regulation(data, make_regulation("新办法", ["新的一条。"]))
    add = build_module.VectorStore.add
    monkeypatch.setattr(build_module.VectorStore, "add", lambda self, ids, v, m: add(self, ids[1:], v[1:], m[1:]))
    with pytest.raises(VectorstoreError, match="缺少 1 个片段") as caught:
        build(data, embedder=letters)
    assert caught.value.code == "verification"
    assert IndexFolder(data).builds() == [old]
    assert IndexFolder(data).current() == old


def test_a_build_with_a_vector_out_of_reach_is_tried_again_in_another_order(data, letters, monkeypatch):
    orders: list[list[str]] = []
    add, verify = build_module.VectorStore.add, build_module.verify_build

    def noted(self, ids, vectors, metadata):
        orders.append(list(ids))
        add(self, ids, vectors, metadata)

    monkeypatch.setattr(build_module.VectorStore, "add", noted)
    monkeypatch.setattr(
        build_module, "verify_build", lambda folder: ["检索不到"] if len(orders) < 2 else verify(folder)
    )
    assert build(data, embedder=letters).status == "published"
    first, second = orders
    assert first != second and sorted(first) == sorted(second)
    with open_index(data, letters) as index:
        assert set(index.passages) == set(second)


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
import conftest
from vectorstore import build as module
from vectorstore.published import IndexFolder
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
setattr({owner}, {step!r}, die)
module.build(Path({data!r}), embedder=conftest.LetterEmbeddings())
"""


@pytest.mark.parametrize(
    ("owner", "step"), [("module", "write_manifest"), ("module", "verify_build"), ("IndexFolder", "publish")]
)
def test_a_killed_build_leaves_the_old_index_serving(data, letters, make_regulation: Make, owner: str, step: str):
    old = build(data, embedder=letters).manifest.build_id
    add_regulation(data, make_regulation("新办法", ["新的一条。"]))
    root = Path(build_module.__file__).parent.parent
    script = KILLED.format(
        root=str(root), tests=str(Path(__file__).parent), owner=owner, step=step, data=str(data.resolve())
    )
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ}, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with open_index(data, letters) as index:
        assert index.build_id == old
    letters.seen.clear()
    outcome = build(data, embedder=letters)
    assert (outcome.status, outcome.embedded) == ("published", 0), "the killed build's vectors were kept"
    assert not list((data / "index").glob(".building-*"))


def test_two_builds_at_once_are_refused(data, letters):
    def progress(stage: str, done: int, total: int) -> None:
        with pytest.raises(VectorstoreError, match="另一个建库进程") as caught:
            build(data, embedder=letters)
        assert caught.value.code == "locked"

    assert build(data, embedder=letters, progress=progress).status == "published"


def test_nothing_ingested_is_said(tmp_path, letters):
    write_regulations(tmp_path / "regulations.jsonl", [])
    with pytest.raises(VectorstoreError, match="python -m ingest run") as caught:
        build(tmp_path, embedder=letters)
    assert caught.value.code == "no_regulations"


def test_no_index_yet_is_said(tmp_path):
    for act in (open_index, verify, rollback):
        with pytest.raises(VectorstoreError, match="vectorstore build") as caught:
            act(tmp_path)
        assert caught.value.code == "no_index"


def test_other_words_are_another_build_but_no_new_vectors(data, letters, vocabulary):
    first = build(data, embedder=letters, vocabulary=vocabulary).manifest
    letters.seen.clear()
    changed = replace(vocabulary, words=vocabulary.words | {"借书证每人"})
    outcome = build(data, embedder=letters, vocabulary=changed)
    assert (outcome.status, outcome.embedded) == ("published", 0)
    assert outcome.manifest.segmentation != first.segmentation
    assert build(data, embedder=letters, vocabulary=changed).status == "unchanged"


def test_synonyms_alone_need_no_new_build(data, letters, vocabulary):
    build(data, embedder=letters, vocabulary=vocabulary)
    changed = replace(vocabulary, synonyms={**vocabulary.synonyms, "考核": ("早餐",)})
    assert build(data, embedder=letters, vocabulary=changed).status == "unchanged"


def test_the_parts_of_a_short_article_have_no_vector(data, letters, samples_dir):
    ingest([samples_dir], data, limits=Limits(), today=date(2026, 1, 1))
    manifest = build(data, embedder=letters).manifest
    with open_index(data, letters) as index:
        own = {p.id for p in index.passages.values() if p.embedded}
        assert index.stored(list(index.passages)) == own
        assert manifest.vectors == len(own) < manifest.passages == index.words.size
