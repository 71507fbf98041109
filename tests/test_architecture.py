"""Imports point downwards, and each heavy library has one door."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BELOW = {
    "ingest": set(),
    "prompts": set(),
    "vectorstore": {"ingest"},
    "app": {"ingest", "vectorstore", "prompts"},
    "eval": {"ingest", "vectorstore", "prompts", "app"},
}
DOORS = {
    "chromadb": {"vectorstore/store.py"},
    "langchain_chroma": {"vectorstore/store.py"},
    "sentence_transformers": {"vectorstore/embedding.py"},
    "gradio": {"app/ui/"},
    "mcp": {"app/mcpserver"},
    "docx": {"app/export"},
    "prometheus_client": {"app/metrics"},
    "jwt": {"app/access/"},
    "lxml": {"ingest/formats/docx", "ingest/formats/html", "app/batch/"},
    "pypdfium2": {"ingest/formats/pdf"},
    "PIL": {"ingest/formats/image.py", "ingest/formats/ocr.py", "ingest/formats/pdf"},
    "rapidocr": {"ingest/formats/ocr.py"},
    "watchfiles": {"ingest/watch.py"},
    "langchain_openai": {"app/llm/", "eval/judge.py"},
    "openai": {"app/llm/", "eval/judge.py"},
    "httpx2": {"app/llm/"},
}
FILES = sorted(p for package in BELOW for p in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top-level modules a file imports, also inside functions."""
    roots: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            roots.add(node.module.split(".")[0])
    return roots


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_downwards(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    upwards = (imported(path) & BELOW.keys()) - BELOW[package] - {package}
    assert not upwards, f"{path.relative_to(ROOT)} imports {sorted(upwards)}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_library_has_one_door(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    for library in imported(path) & DOORS.keys():
        assert any(name.startswith(door) for door in DOORS[library]), f"{name} imports {library}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_every_direct_import_is_a_pinned_requirement() -> None:
    """A library that only happens to be installed must not creep in."""
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for file in ("requirements.txt", "requirements-ocr.txt")
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    names = {
        "yaml": "pyyaml",
        "sklearn": "scikit-learn",
        "PIL": "pillow",
        "cv2": "opencv-python-headless",
        "docx": "python-docx",
        "jwt": "pyjwt",
    }
    used = {root for path in FILES for root in imported(path)} - set(sys.stdlib_module_names) - BELOW.keys()
    missing = {root for root in used if names.get(root, root.replace("_", "-").lower()) not in pinned}
    assert not missing
