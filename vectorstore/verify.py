"""Is a build what its manifest says, and does it find what it holds?

Chroma can crash the process that opens a bad file, and lose records from searches without a word. So the checks run in
a process of their own, and ask the search itself for every passage.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from ingest.model import IngestError, Passage, Regulation
from vectorstore.counted import searched_text, sentences
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index, open_build
from vectorstore.published import PROBES

_SHOWN = 5
_ROOT = Path(__file__).resolve().parent.parent
_NEARLY_ONE = 0.999


def verify_build(build: Path, timeout: float = 900) -> list[str]:
    """Check the build in folder ``build`` in a process of its own (at most ``timeout`` seconds) and return what is
    wrong with it, in Chinese; an empty list is a sound build."""
    command = [sys.executable, "-m", "vectorstore.verify", str(build.resolve())]
    try:
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return [f"检查超过 {timeout:.0f} 秒没有结束"]
    try:
        problems = json.loads(done.stdout.decode("utf-8").strip().splitlines()[-1])
    except (ValueError, IndexError):
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return [f"检查进程异常退出（状态 {done.returncode}）{'：' + last[0] if last else ''}"]
    return [str(problem) for problem in problems]


def check(build: Path) -> list[str]:
    """The checks themselves, in this process."""
    try:
        index = open_build(build)
    except (VectorstoreError, IngestError) as error:
        return [error.message]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"索引文件无法读取：{error}"]
    with index:
        return [*_counts(index), *_spans(index), *_words(index), *_vectors(index), *_probes(index, build / PROBES)]


def _counts(index: Index) -> list[str]:
    problems = []
    for name, found, expected in (
        ("法规", len(index.regulations), index.manifest.regulations),
        ("片段", len(index.passages), index.manifest.passages),
        ("向量", len(_embedded(index)), index.manifest.vectors),
        ("统计过词语的片段", index.words.size, index.manifest.passages),
    ):
        if found != expected:
            problems.append(f"{name}数不符：应有 {expected}，实有 {found}")
    return problems


def _spans(index: Index) -> list[str]:
    wrong = [p.id for p in index.passages.values() if not _reproduces(p, index.regulations.get(p.regulation_id))]
    return [f"{len(wrong)} 个片段的位置与正文不符：{_some(wrong)}"] if wrong else []


def _reproduces(passage: Passage, regulation: Regulation | None) -> bool:
    if regulation is None or not passage.spans:
        return False
    if any(not 0 <= start < end <= len(regulation.text) for start, end in passage.spans):
        return False
    quoted = "\n".join(regulation.text[start:end] for start, end in passage.spans)
    # A long article is searched by its beginning but quoted whole.
    return bool(passage.text) and (
        quoted == passage.text or (passage.kind == "article" and quoted.startswith(passage.text))
    )


def _words(index: Index) -> list[str]:
    """Every sentence that is searched must be among those whose words are known."""
    found: dict[str, bool] = {}
    for passage in index.passages.values():
        for sentence in sentences(searched_text(passage)):
            if sentence not in found:
                found[sentence] = index.words.tokens_of(sentence) is not None
    lost = sum(not known for known in found.values())
    return [f"{lost} 个句子没有词语统计"] if lost else []


def _embedded(index: Index) -> list[str]:
    return [passage.id for passage in index.passages.values() if passage.embedded]


def _vectors(index: Index) -> list[str]:
    ids = _embedded(index)
    missing = sorted(set(ids) - index.stored(ids))
    return [f"向量库缺少 {len(missing)} 个片段：{_some(missing)}"] if missing else []


def _probes(index: Index, path: Path) -> list[str]:
    with np.load(path, allow_pickle=False) as probes:
        ids, vectors = [str(i) for i in probes["ids"]], probes["vectors"]
    if not ids:
        return []
    problems = []
    embedded = _embedded(index)
    reached = {found for found, _ in index.dense(vectors[0], len(embedded))}
    if lost := sorted(set(embedded) - reached):
        problems.append(f"{len(lost)} 个片段存在却检索不到：{_some(lost)}")
    unfound = []
    for identifier, vector in zip(ids, vectors, strict=True):
        # Passages of the same wording share a vector: the probe's own must be among those that match fully.
        first = index.dense(vector, 20)
        full = {found for found, score in first if score >= _NEARLY_ONE}
        if identifier not in full and len(full) < len(first):
            unfound.append(identifier)
    if unfound:
        problems.append(f"{len(unfound)} 部制度用自己的片段检索不到自己：{_some(unfound)}")
    return problems


def _some(ids: list[str]) -> str:
    return "、".join(ids[:_SHOWN]) + (" 等" if len(ids) > _SHOWN else "")


if __name__ == "__main__":
    print(json.dumps(check(Path(sys.argv[1]))))
