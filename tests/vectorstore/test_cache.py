from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vectorstore import cache as cache_module
from vectorstore.cache import EmbeddingCache


def vectors(count: int) -> np.ndarray:
    return np.random.default_rng(count).normal(size=(count, 8)).astype(np.float32)


def test_what_is_put_comes_back_to_the_bit(tmp_path):
    made = vectors(3)
    with EmbeddingCache(tmp_path / "e.sqlite") as cache:
        cache.put("m", ["甲", "乙", "丙"], made)
    with EmbeddingCache(tmp_path / "e.sqlite") as cache:
        found = cache.get("m", ["丙", "甲", "丁"])
        assert set(found) == {"甲", "丙"}
        assert np.array_equal(found["丙"], made[2])
        assert cache.count("m") == 3


def test_models_do_not_share_vectors(tmp_path):
    with EmbeddingCache(tmp_path / "e.sqlite") as cache:
        cache.put("m", ["甲"], vectors(1))
        assert cache.get("n", ["甲"]) == {}


def test_a_kill_keeps_every_finished_batch(tmp_path):
    script = (
        "import os, signal, numpy as np; from pathlib import Path; from vectorstore.cache import EmbeddingCache\n"
        f"cache = EmbeddingCache(Path({str(tmp_path / 'e.sqlite')!r}))\n"
        "cache.put('m', ['甲', '乙'], np.ones((2, 4), 'f4'))\n"
        "cache._database.execute('BEGIN')\n"
        "cache._database.execute(\"INSERT INTO embedding VALUES ('m', x'00', x'00')\")\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    root = Path(cache_module.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], cwd=root, env={**os.environ}, check=False)
    assert done.returncode == -signal.SIGKILL
    with EmbeddingCache(tmp_path / "e.sqlite") as cache:
        assert cache.count("m") == 2


def test_a_file_that_is_no_database_is_set_aside(tmp_path):
    (tmp_path / "e.sqlite").write_bytes(b"no database at all, by no means" * 100)
    with EmbeddingCache(tmp_path / "e.sqlite") as cache:
        cache.put("m", ["甲"], vectors(1))
        assert cache.count("m") == 1
    assert (tmp_path / "e.damaged").exists()


def test_counts_must_agree(tmp_path):
    with EmbeddingCache(tmp_path / "e.sqlite") as cache, pytest.raises(ValueError, match="shorter"):
        cache.put("m", ["甲", "乙"], vectors(1))
