from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.store import read_regulations, write_regulations
from vectorstore import index as index_module
from vectorstore.build import build, open_index
from vectorstore.errors import VectorstoreError
from vectorstore.published import CHROMA, WORDS, IndexFolder
from vectorstore.words import segmentation


def served(data: Path) -> Path:
    folder = IndexFolder(data)
    return folder.build(folder.current() or "")


@pytest.mark.parametrize(
    "pattern",
    [
        "passages.jsonl",
        "regulations.jsonl",
        f"{CHROMA}/chroma.sqlite3",
        "probes.npz",
        f"{WORDS}/words.txt",
        f"{WORDS}/pairs-scores.npy",
    ],
)
def test_a_flipped_byte_is_found_before_the_file_is_used(data, letters, pattern: str):
    build(data, embedder=letters)
    path = served(data) / pattern
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(VectorstoreError, match="已损坏") as caught:
        open_index(data, letters)
    assert caught.value.code == "damaged"
    assert "rollback" in caught.value.message
    assert build(data, embedder=letters).status == "published", "a damaged build is built anew"
    open_index(data, letters).close()


def test_opening_changes_nothing_of_the_published_build(data, letters):
    build(data, embedder=letters)
    before = {p: p.read_bytes() for p in served(data).rglob("*") if p.is_file()}
    with open_index(data, letters) as one, open_index(data, letters) as two:
        vector = letters.embed_query("借书证")
        assert one.dense(vector, 3) == two.dense(vector, 3)
    assert {p: p.read_bytes() for p in served(data).rglob("*") if p.is_file()} == before
    assert not list((data / "index" / ".open").iterdir())


def test_an_open_index_survives_new_builds(data, letters):
    build(data, embedder=letters)
    with open_index(data, letters) as index:
        for _ in range(3):
            build(data, embedder=letters, force=True)
        assert len(index.dense(letters.embed_query("借书证"), 5)) == 5
        assert index.build_id not in IndexFolder(data).builds()


def test_an_index_on_a_read_only_disk_can_be_searched(data, letters, tmp_path, monkeypatch):
    build(data, embedder=letters)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    make = tempfile.mkdtemp

    def refuse(*, prefix: str, dir: Path | None = None) -> str:
        if dir is not None:
            raise OSError(errno.EROFS, "Read-only file system", str(dir))
        return make(prefix=prefix)

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with open_index(data, letters) as index:
        assert len(index.dense(letters.embed_query("借书证"), 2)) == 2
        assert len(list(elsewhere.iterdir())) == 1
    assert not list(elsewhere.iterdir())


def test_the_copy_of_a_killed_process_is_removed(data, letters):
    build(data, embedder=letters)
    root = Path(index_module.__file__).parent.parent
    script = (
        "import os, signal; from pathlib import Path; from vectorstore.index import open_index\n"
        f"index = open_index(Path({str(data.resolve())!r})); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=root, env={**os.environ}, check=False)
    assert done.returncode == -signal.SIGKILL
    copies = data / "index" / ".open"
    assert len(list(copies.iterdir())) == 1
    with open_index(data, letters), open_index(data, letters):
        assert len(list(copies.iterdir())) == 2


def test_only_the_allowed_regulations_are_searched_few_or_many(data, letters, make_regulation):
    many = [make_regulation(f"青苔镇第{n}号办法", [f"第{n}号物品每日清点。"]) for n in range(30)]
    write_regulations(data / "regulations.jsonl", [*read_regulations(data / "regulations.jsonl"), *many])
    build(data, embedder=letters)
    with open_index(data, letters) as index:
        vector, every = letters.embed_query("青苔镇第3号办法\n第3号物品每日清点。"), frozenset(index.regulations)
        best = index.dense(vector, 1)[0][0]
        assert index.passages[best].regulation_id == "青苔镇第3号办法"
        for allowed in (every - {"青苔镇第3号办法"}, frozenset({"青苔镇食堂管理办法"})):
            found = index.dense(vector, 10, allowed)
            assert {index.passages[i].regulation_id for i, _ in found} <= allowed
            assert len(found) == min(10, sum(p.regulation_id in allowed for p in index.passages.values()))
        assert [c for _, c in index.dense(vector, 10, every)] == [c for _, c in index.dense(vector, 10)]
        assert index.dense(vector, 10, frozenset()) == []


def test_words_that_were_cut_otherwise_are_not_used(data, letters, vocabulary):
    build(data, embedder=letters, vocabulary=vocabulary)
    changed = replace(vocabulary, words=vocabulary.words | {"借书证每人"})
    with open_index(data, letters) as index:
        assert index.counted(segmentation(vocabulary)) is index.words
        assert index.counted(segmentation(changed)) is None
