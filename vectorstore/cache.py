"""What a model once made of a text, kept: a second build embeds nothing, a changed file only what changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import VectorstoreError

Vector = NDArray[np.float32]


class EmbeddingCache:
    """Vectors in an SQLite file, keyed by the model's fingerprint and the text's SHA-256.

    Each ``put`` is one committed transaction, so a build that is killed keeps every batch it had finished. Vectors are
    stored as float32: what is read back is what was written, to the bit. A file that is no database is set aside under
    another name and begun afresh, since everything in it can be computed again.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = self._open(path)
        except sqlite3.OperationalError as error:
            raise VectorstoreError(
                "locked", f"向量缓存 {path} 打不开（{error}）：请确认有写权限、磁盘未满，且没有别的程序占用它。"
            ) from error
        except sqlite3.DatabaseError:
            path.replace(path.with_suffix(".damaged"))
            for suffix in ("-wal", "-shm"):
                Path(f"{path}{suffix}").unlink(missing_ok=True)
            self._database = self._open(path)

    @staticmethod
    def _open(path: Path) -> sqlite3.Connection:
        database = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=NORMAL")
            database.execute(
                "CREATE TABLE IF NOT EXISTS embedding (model TEXT NOT NULL, text BLOB NOT NULL, vector BLOB NOT NULL,"
                " PRIMARY KEY (model, text)) WITHOUT ROWID"
            )
        except sqlite3.DatabaseError:
            database.close()
            raise
        return database

    def get(self, model: str, texts: Iterable[str]) -> dict[str, Vector]:
        """The vectors of those ``texts`` that are known, by text."""
        found: dict[str, Vector] = {}
        for text in texts:
            row = self._database.execute(
                "SELECT vector FROM embedding WHERE model = ? AND text = ?", (model, _key(text))
            ).fetchone()
            if row:
                found[text] = np.frombuffer(row[0], dtype="<f4").astype(np.float32)
        return found

    def put(self, model: str, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Keep ``vectors`` (shape (texts, dimensions)) for ``texts``; committed when this returns."""
        rows = [(model, _key(t), v.astype("<f4").tobytes()) for t, v in zip(texts, vectors, strict=True)]
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR REPLACE INTO embedding VALUES (?, ?, ?)", rows)
        self._database.execute("COMMIT")

    def count(self, model: str) -> int:
        """How many texts are known for ``model``."""
        (count,) = self._database.execute("SELECT count(*) FROM embedding WHERE model = ?", (model,)).fetchone()
        return int(count)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
