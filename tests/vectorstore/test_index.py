from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from vectorstore import index as index_module
from vectorstore.build import build, open_index
from vectorstore.errors import VectorstoreError
from vectorstore.published import CHROMA, IndexFolder


def served(data: Path) -> Path:
    folder = IndexFolder(data)
    return folder.build(folder.current() or "")


@pytest.mark.parametrize("pattern", ["passages.jsonl", "regulations.jsonl", f"{CHROMA}/chroma.sqlite3", "probes.npz"])
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
