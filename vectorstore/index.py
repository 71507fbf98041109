"""A published build, opened for searching.

Chroma's files bear only one process, change when merely opened, and kill Python when a byte of them is flipped. So a
published build is never opened itself: each process checks it against its manifest and searches a private copy.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage, Regulation
from ingest.store import read_regulations
from vectorstore.counted import Counted
from vectorstore.errors import VectorstoreError
from vectorstore.likeness import Likeness
from vectorstore.lock import FileLock, is_held
from vectorstore.passage_file import read_passages
from vectorstore.published import (
    CHROMA,
    KNOWN,
    PASSAGES,
    REGULATIONS,
    WORDS,
    IndexFolder,
    Manifest,
    damaged_files,
    read_manifest,
)
from vectorstore.store import VectorStore

if TYPE_CHECKING:
    from vectorstore.embedding import SentenceEmbeddings

_COPIES = ".open"
_OWNER = "OWNER"
_FEW = 0.05  # of all vectors: fewer than these are searched with a filter
_MARGIN = 50


class Index:
    """One build, open: its regulations and passages by id, its vectors, the words of its passages, the known
    questions.

    ``retriever`` is put on by ``vectorstore.retriever``. Close it when done; the private copy goes with it.
    """

    def __init__(
        self,
        manifest: Manifest,
        regulations: Mapping[str, Regulation],
        passages: Mapping[str, Passage],
        words: Counted,
        known: Likeness,
        store: VectorStore,
        copy: PrivateCopy,
        embedder: SentenceEmbeddings | None = None,
    ) -> None:
        self.manifest = manifest
        self.build_id = manifest.build_id
        self.regulations = dict(regulations)
        self.passages = dict(passages)
        self.embedder = embedder
        self.retriever: Any = None
        self.words = words
        self.known = known
        self._vectors = Counter(p.regulation_id for p in self.passages.values() if p.embedded)
        self._store = store
        self._copy = copy

    def dense(
        self,
        vector: Sequence[float] | NDArray[np.float32],
        k: int,
        allowed: frozenset[str] | None = None,
    ) -> list[tuple[str, float]]:
        """The ``k`` passages nearest to ``vector``: (passage id, cosine from −1 to 1), best first; only those of the
        ``allowed`` regulations (ids) where these are given."""
        if allowed is None:
            return self._store.query(vector, k)
        total, inside = self._store.count(), sum(self._vectors[regulation] for regulation in allowed)
        if not inside:
            return []
        if inside < _FEW * total:
            return self._store.query(vector, k, {"regulation_id": {"$in": sorted(allowed)}})
        # A filter of a thousand ids takes longer than to fetch more and leave out what is not wanted.
        k = min(k, inside)
        fetched = k
        while True:
            fetched = min(total, fetched + k * (total - inside) // max(inside, 1) + _MARGIN)
            near = self._store.query(vector, fetched)
            kept = [(i, cosine) for i, cosine in near if self.passages[i].regulation_id in allowed]
            if len(kept) >= k or fetched == total:
                return kept[:k]

    def counted(self, segmentation: str) -> Counted | None:
        """The words as they were counted when the index was built; None where they are cut otherwise today, after a
        change of the vocabulary (see ``vectorstore.words.segmentation``)."""
        return self.words if segmentation == self.manifest.segmentation else None

    def stored(self, ids: Sequence[str]) -> set[str]:
        """Those passage ids that have a vector."""
        return set(self._store.get(ids))

    def close(self) -> None:
        """Close the vectors and remove the private copy."""
        self._store.close()
        self._copy.remove()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_index(data: Path, embedder: SentenceEmbeddings | None = None) -> Index:
    """Open the build that ``data``/index/CURRENT names.

    Raises ``no_index``, ``damaged`` (a file differs from the manifest), or ``model_changed`` where ``embedder`` is not
    the model the index was built with.
    """
    folder = IndexFolder(data)
    manifest = folder.serving()
    if embedder is not None and embedder.fingerprint != manifest.model_fingerprint:
        raise VectorstoreError(
            "model_changed",
            f"索引 {manifest.build_id} 是用模型 {manifest.model} 建立的，与当前模型或计算精度不同，不能混用。"
            "请运行 python -m vectorstore build 重新建立索引，或改回原来的模型。",
        )
    return open_build(folder.build(manifest.build_id), embedder)


def open_build(build: Path, embedder: SentenceEmbeddings | None = None) -> Index:
    """Open the build in this folder, published or not. Raises ``damaged``."""
    manifest = read_manifest(build)
    if damaged := damaged_files(build, manifest):
        raise VectorstoreError(
            "damaged",
            f"索引 {build.name} 的文件已损坏：{'、'.join(damaged)}。请运行 python -m vectorstore build 重新建立，"
            "或运行 python -m vectorstore rollback 退回上一个索引。",
        )
    remove_abandoned_copies(build.parent)
    copy = PrivateCopy(build / CHROMA, build.parent / _COPIES)
    try:
        return Index(
            manifest,
            {regulation.id: regulation for regulation in read_regulations(build / REGULATIONS)},
            {passage.id: passage for passage in read_passages(build / PASSAGES)},
            Counted.read(build / WORDS),
            Likeness.read(build / KNOWN),
            VectorStore(copy.folder),
            copy,
            embedder,
        )
    except BaseException:
        copy.remove()
        raise


class PrivateCopy:
    """A copy of ``source`` in a new folder below ``copies``, locked for as long as its process lives.

    Where nothing may be written there (a data folder mounted read-only), it goes to the system's temporary folder.
    """

    def __init__(self, source: Path, copies: Path) -> None:
        try:
            copies.mkdir(exist_ok=True)
            self._root = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=copies))
        except OSError as error:
            if error.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
                raise
            self._root = Path(tempfile.mkdtemp(prefix="tiaowen-"))
        self._lock = FileLock(self._root / _OWNER, f"{self._root} 已被占用")
        self.folder = self._root / source.name
        try:
            shutil.copytree(source, self.folder)
        except BaseException:
            self.remove()
            raise

    def remove(self) -> None:
        """Delete the copy."""
        shutil.rmtree(self._root, ignore_errors=True)
        self._lock.release()


def remove_abandoned_copies(root: Path) -> None:
    """Remove the private copies whose process is gone (killed before it could do so itself)."""
    for copy in (root / _COPIES).glob("*-*"):
        # A copy without its lock file has just been made, or its maker died in that very moment: look at the maker.
        abandoned = not (copy / _OWNER).exists() and not Path("/proc", copy.name.split("-", 1)[0]).exists()
        if abandoned or ((copy / _OWNER).exists() and not is_held(copy / _OWNER)):
            shutil.rmtree(copy, ignore_errors=True)
