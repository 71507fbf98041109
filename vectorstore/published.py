"""The index folder: builds, their manifests, and which of them is served. Everything here is replaced atomically."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest.model import Regulation
from ingest.store import read_regulations
from vectorstore.errors import VectorstoreError

FORMAT = 6
"""Raised when the files of a build change their meaning: older builds are then built anew."""

MANIFEST = "manifest.json"
PASSAGES = "passages.jsonl"
REGULATIONS = "regulations.jsonl"
PROBES = "probes.npz"
CHROMA = "chroma"
WORDS = "words"
KNOWN = "known-questions.npz"

_BUILD = "请运行 python -m vectorstore build 建立索引。"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build consists of.

    ``content`` is a hash of regulations, passages, known questions, model, segmentation and format: equal content means
    an equal index.
    ``vectors`` counts the passages that have one of their own; ``segmentation`` says how the words were cut
    (``vectorstore.words.segmentation``). ``documents`` maps regulation id to the SHA-256 of its line, ``files`` each
    file of the build to the SHA-256 of its bytes, ``previous`` is the build that was served before.
    """

    build_id: str
    content: str
    built: str
    format: int
    model: str
    model_fingerprint: str
    dimensions: int
    regulations: int
    passages: int
    vectors: int
    segmentation: str
    previous: str | None
    documents: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


class IndexFolder:
    """``data``/index: one folder a build, ``CURRENT`` with the id of the one that is served, ``REJECTED`` with the
    content that was rolled back."""

    def __init__(self, data: Path) -> None:
        self.root = data / "index"

    def build(self, build_id: str) -> Path:
        return self.root / build_id

    def current(self) -> str | None:
        """The id of the served build, None before the first."""
        return self._read("CURRENT")

    def publish(self, build_id: str) -> None:
        """Serve ``build_id`` from now on; a reader sees the old id or the new one, never anything between."""
        self._replace("CURRENT", build_id)

    def rejected(self) -> str | None:
        """The content hash that was rolled back, None where there is none."""
        return self._read("REJECTED")

    def reject(self, content: str | None) -> None:
        """Remember that this content was rolled back; None forgets."""
        if content is None:
            (self.root / "REJECTED").unlink(missing_ok=True)
        else:
            self._replace("REJECTED", content)

    def builds(self) -> list[str]:
        """The ids of all complete builds, oldest first."""
        if not self.root.is_dir():
            return []
        return sorted(p.name for p in self.root.iterdir() if not p.name.startswith(".") and (p / MANIFEST).is_file())

    def free_id(self, wanted: str) -> str:
        """``wanted``, numbered on where builds of the same second and content exist; an id is never given twice."""
        taken = [build_id for build_id in self.builds() if build_id == wanted or build_id.startswith(f"{wanted}-")]
        if not taken:
            return wanted
        return f"{wanted}-{1 + max(int(build_id[len(wanted) + 1 :] or 1) for build_id in taken)}"

    def prune(self, keep: Collection[str | None]) -> None:
        """Remove all builds but those to ``keep``."""
        for build_id in self.builds():
            if build_id not in keep:
                shutil.rmtree(self.build(build_id), ignore_errors=True)

    def manifest(self, build_id: str) -> Manifest:
        """The manifest of a build. Raises ``damaged`` where it cannot be read."""
        return read_manifest(self.build(build_id))

    def regulations(self, build_id: str) -> dict[str, Regulation]:
        """The regulations of a build by id. Raises what :func:`ingest.store.read_regulations` does."""
        return {regulation.id: regulation for regulation in read_regulations(self.build(build_id) / REGULATIONS)}

    def serving(self) -> Manifest:
        """The manifest of the served build. Raises ``no_index`` or ``damaged``."""
        current = self.current()
        if current is None:
            raise VectorstoreError("no_index", f"还没有可用的索引（{self.root}）。{_BUILD}")
        return self.manifest(current)

    def _read(self, name: str) -> str | None:
        try:
            return (self.root / name).read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise VectorstoreError("damaged", f"{self.root / name} 无法读取（{error}）。{_BUILD}") from error

    def _replace(self, name: str, value: str) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        temporary = self.root / f".{name}.{os.getpid()}"
        with temporary.open("w", encoding="ascii") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.root / name)
        sync_folder(self.root)


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a build's folder. Raises ``damaged`` where it is absent or makes no sense."""
    try:
        fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if fields["format"] != FORMAT:  # other formats have other fields
            raise VectorstoreError(
                "damaged", f"索引 {folder.name} 的格式版本是 {fields['format']}，本程序使用版本 {FORMAT}。{_BUILD}"
            )
        return Manifest(**fields)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise VectorstoreError(
            "damaged",
            f"索引 {folder.name} 的 {MANIFEST} 缺失或损坏。请运行 python -m vectorstore rollback 退回上一个索引，"
            "或运行 python -m vectorstore build 重新建立。",
        ) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest`` into a build's folder that is not published yet."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a build but its manifest, by path below ``folder``."""
    hashes = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and path.name != "LOCK":
            hashes[name] = file_hash(path)
    return hashes


def damaged_files(folder: Path, manifest: Manifest) -> list[str]:
    """The files of the build that are missing or differ from their manifest."""
    return [
        name
        for name, sha256 in manifest.files.items()
        if not (folder / name).is_file() or file_hash(folder / name) != sha256
    ]


def file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_tree(folder: Path) -> None:
    """Bring a whole folder to the disk: a power cut after this loses nothing of it."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
