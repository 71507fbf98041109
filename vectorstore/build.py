"""regulations.jsonl → a published index. Whatever happens on the way, the index that was served stays served."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage, Regulation
from ingest.passages import passages
from ingest.record import to_line
from ingest.store import read_regulations, write_regulations
from vectorstore.counted import count, searched_text
from vectorstore.embedded import embed
from vectorstore.embedding import SentenceEmbeddings
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index, open_index
from vectorstore.known_questions import OWN, KnownQuestions, known_questions
from vectorstore.likeness import Likeness, likeness_of
from vectorstore.lock import FileLock
from vectorstore.own_words import vocabulary_of
from vectorstore.passage_file import passage_line, write_passages
from vectorstore.published import (
    CHROMA,
    FORMAT,
    KNOWN,
    PASSAGES,
    PROBES,
    REGULATIONS,
    WORDS,
    IndexFolder,
    Manifest,
    damaged_files,
    file_hashes,
    sync_folder,
    sync_tree,
    write_manifest,
)
from vectorstore.store import VectorStore
from vectorstore.synonyms import Vocabulary
from vectorstore.verify import verify_build
from vectorstore.words import Segmenter, segmentation

__all__ = ["BuildOutcome", "Index", "build", "open_index", "rollback", "verify"]

Progress = Callable[[str, int, int], None]
"""Told (what is being done, in Chinese; steps done; steps in all)."""

_PENDING = ".building-"
_STEP = 1000
_TURNS = 3
"""How often a build is tried. The graph that Chroma reads back is not always the one that was checked while it was
written, and a vector or two may then be out of reach; put in in another order, they are not."""
_VERSIONS = ("chromadb", "sentence-transformers", "transformers", "torch", "numpy")


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What a build came to. ``status`` is ``published``, ``unchanged`` (the served index already has this content) or
    ``rejected`` (this very content was rolled back and is not published again); ``embedded`` passages were computed,
    ``reused`` came from the cache; ``unused`` are the lines of the institution's known questions that come to
    nothing, in Chinese."""

    manifest: Manifest
    status: str
    embedded: int
    reused: int
    unused: tuple[str, ...] = ()


def build(
    data: Path,
    *,
    embedder: SentenceEmbeddings,
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
    force: bool = False,
    known: bool = True,
    now: datetime | None = None,
) -> BuildOutcome:
    """Index ``data``/regulations.jsonl, verify the result and publish it; the build served before stays for rollback.

    ``vocabulary`` (without it the packaged file and that of ``data``) decides how words are cut. ``force`` publishes
    although nothing changed or although this content was rolled back; without ``known`` the known questions are left
    out, to measure what they bring. Raises ``no_regulations``, ``questions`` (a line of the known questions makes no
    sense), ``locked`` (another build is running) or ``verification`` (the new index is unsound and was not published).
    """
    report = progress or (lambda stage, done, total: None)
    folder = IndexFolder(data)
    with FileLock(folder.root / ".build.lock", "另一个建库进程正在运行，请等它结束后再试"):
        _remove_pending(folder.root)
        regulations = read_regulations(data / "regulations.jsonl")
        found = [passage for regulation in regulations for passage in passages(regulation)]
        if not found:
            raise VectorstoreError(
                "no_regulations",
                f"{data / 'regulations.jsonl'} 里没有可检索的条文。请先运行 python -m ingest run 导入法规文件。",
            )
        vocabulary = vocabulary or vocabulary_of(data)
        cut = segmentation(vocabulary)
        asked = known_questions(regulations, data / OWN) if known else KnownQuestions({}, ())
        content = _content(regulations, found, (embedder.fingerprint, cut, repr((asked.settled, asked.near))))
        if not force and (outcome := _nothing_to_do(folder, content)):
            return replace(outcome, unused=asked.unused)
        own = [passage for passage in found if passage.embedded]
        vectors, computed = embed(
            data / "embeddings.sqlite", embedder, own, lambda done, total: report("计算向量", done, total)
        )
        likeness = likeness_of(
            asked, data / "embeddings.sqlite", embedder, lambda done, total: report("计算问法的向量", done, total)
        )
        report("学习问法", 0, 1)
        likeness = likeness.learned()
        report("学习问法", 1, 1)
        built = (now or datetime.now(UTC)).astimezone(UTC)
        manifest = Manifest(
            build_id=folder.free_id(f"{built:%Y%m%dT%H%M%SZ}-{content[:8]}"),
            content=content,
            built=built.isoformat(timespec="seconds"),
            format=FORMAT,
            model=embedder.name,
            model_fingerprint=embedder.fingerprint,
            dimensions=vectors.shape[1],
            segmentation=cut,
            regulations=len(regulations),
            passages=len(found),
            vectors=len(own),
            previous=folder.current(),
            documents={r.id: hashlib.sha256(to_line(r).encode()).hexdigest() for r in regulations},
            versions={name: _version(name) for name in _VERSIONS},
        )
        pending = folder.root / (_PENDING + manifest.build_id)
        try:
            for turn in range(_TURNS):
                shutil.rmtree(pending, ignore_errors=True)
                _write(pending, manifest, regulations, found, vectors, likeness, Segmenter(vocabulary), report, turn)
                report("检查新索引", 0, 1)
                problems = verify_build(pending)
                if not problems:
                    break
            else:
                raise VectorstoreError(
                    "verification",
                    f"新索引没有通过检查，未发布，原索引继续服务：{'；'.join(problems)}。请重新运行本命令。",
                )
            report("检查新索引", 1, 1)
            pending.rename(folder.build(manifest.build_id))
        finally:
            shutil.rmtree(pending, ignore_errors=True)
        sync_folder(folder.root)
        folder.publish(manifest.build_id)
        folder.reject(None)
        folder.prune({manifest.build_id, manifest.previous})
        return BuildOutcome(manifest, "published", computed, len(own) - computed, asked.unused)


def verify(data: Path) -> tuple[Manifest, list[str]]:
    """Check the served index in a process of its own: its manifest and what is wrong with it, in Chinese. Raises
    ``no_index`` or ``damaged`` where there is nothing to check."""
    folder = IndexFolder(data)
    manifest = folder.serving()
    return manifest, verify_build(folder.build(manifest.build_id))


def rollback(data: Path) -> Manifest:
    """Serve the previous build again and return its manifest; the content that is left is not published again unless
    forced. Raises ``no_index``, ``no_previous``, ``damaged`` or ``locked``."""
    folder = IndexFolder(data)
    with FileLock(folder.root / ".build.lock", "另一个建库进程正在运行，请等它结束后再回退"):
        current = folder.current()
        if current is None:
            raise VectorstoreError(
                "no_index", "还没有可用的索引，无从回退。请运行 python -m vectorstore build 建立索引。"
            )
        previous = _previous(folder, current)
        if previous is None:
            raise VectorstoreError(
                "no_previous", f"没有比 {current} 更早的索引可退。如需重建，请运行 python -m vectorstore build。"
            )
        manifest = folder.manifest(previous)
        if damaged := damaged_files(folder.build(previous), manifest):
            raise VectorstoreError(
                "damaged",
                f"上一个索引 {previous} 的文件已损坏（{'、'.join(damaged)}），没有回退。"
                "请运行 python -m vectorstore build 重新建立索引。",
            )
        left = _content_of(folder, current)
        folder.publish(previous)
        folder.reject(left)
        return manifest


def _write(
    pending: Path,
    manifest: Manifest,
    regulations: Sequence[Regulation],
    found: Sequence[Passage],
    vectors: NDArray[np.float32],
    likeness: Likeness,
    segmenter: Segmenter,
    report: Progress,
    turn: int,
) -> None:
    """Write the build; each ``turn`` puts the vectors into the graph in an order of its own."""
    pending.mkdir()
    write_regulations(pending / REGULATIONS, regulations)
    write_passages(pending / PASSAGES, found)
    texts = _told(map(searched_text, found), lambda done: report("统计词语", done, len(found)))
    count(texts, segmenter).write(pending / WORDS)
    likeness.write(pending / KNOWN)
    found = [passage for passage in found if passage.embedded]
    report("写入索引", 0, len(found))
    with VectorStore(pending / CHROMA) as store:
        ids = [p.id for p in found]
        about = [{"regulation_id": p.regulation_id, "article_id": p.article_id, "kind": p.kind} for p in found]
        order = np.random.default_rng(turn).permutation(len(found)) if turn else np.arange(len(found))
        for at in range(0, len(found), _STEP):
            part = order[at : at + _STEP]
            store.add([ids[row] for row in part], vectors[part], [about[row] for row in part])
            report("写入索引", min(at + _STEP, len(found)), len(found))
        store.mend(ids, vectors, about)
    first = {p.regulation_id: row for row, p in reversed(list(enumerate(found)))}
    rows = sorted(first.values())
    np.savez(pending / PROBES, ids=np.array([found[row].id for row in rows]), vectors=vectors[rows])
    write_manifest(pending, replace(manifest, files=file_hashes(pending)))
    sync_tree(pending)


def _told(texts: Iterable[str], progress: Callable[[int], None]) -> Iterator[str]:
    for done, text in enumerate(texts, start=1):
        yield text
        if done % _STEP == 0:
            progress(done)


def _nothing_to_do(folder: IndexFolder, content: str) -> BuildOutcome | None:
    current = folder.current()
    if current is None:
        return None
    try:
        manifest = folder.manifest(current)
    except VectorstoreError:
        return None  # the served build is unreadable: building anew is the cure
    if damaged_files(folder.build(current), manifest):
        return None
    if manifest.content == content:
        return BuildOutcome(manifest, "unchanged", 0, manifest.passages)
    if folder.rejected() == content:
        return BuildOutcome(manifest, "rejected", 0, manifest.passages)
    return None


def _content(regulations: Sequence[Regulation], found: Sequence[Passage], settings: tuple[str, ...]) -> str:
    digest = hashlib.sha256("\n".join((str(FORMAT), *settings, "")).encode())
    for line in (*map(to_line, regulations), *map(passage_line, found)):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _content_of(folder: IndexFolder, build_id: str) -> str | None:
    try:
        return folder.manifest(build_id).content
    except VectorstoreError:
        return None


def _previous(folder: IndexFolder, current: str) -> str | None:
    builds = folder.builds()
    try:
        named = folder.manifest(current).previous
    except VectorstoreError:
        named = next((b for b in reversed(builds) if b < current), None)
    return named if named in builds else None


def _remove_pending(root: Path) -> None:
    for leftover in root.glob(_PENDING + "*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
