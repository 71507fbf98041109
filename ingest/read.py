"""A file on disk → its decoded text, or a clear refusal. The only part of parsing that touches the disk."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from ingest.model import IngestError, RawText

SUFFIXES = (".txt", ".md", ".markdown")
"""File types that can be read now; other formats are named in the error with what to do."""

_SIDECARS = (".meta.yaml", ".meta.yml")
_NOTES = ("README", "SOURCE")  # what people call the note that describes a folder

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A marking stands alone on a line near the head (机密★1年, 【秘密】, # 绝密), or ends a line that is no sentence,
# behind 密级： or before its star (编号：12  秘密★3年); the words in running text mean nothing.
_LEVEL = r"(绝\s*密|机\s*密|秘\s*密)"
_CLASSIFIED = re.compile(
    rf"^[ 　#>*_★☆【\[［（(]*(?:密\s*级\s*)?{_LEVEL}级?[ 　*_】\]］）)]*(?:[★☆*].{{0,12}})?$"
    rf"|^[^。，；“”\n]{{0,40}}密\s*级\s*[:：]\s*{_LEVEL}(?:[^。，；“”\n]{{0,20}})$"
    rf"|^[^。，；“”\n]{{0,40}}{_LEVEL}[ 　]*[★☆][^。，；“”\n]{{0,12}}$",
    re.MULTILINE,
)
_HEAD_LINES = 40


def find_sources(paths: list[Path]) -> tuple[list[tuple[Path, str]], list[str]]:
    """The files below ``paths`` in a stable order, each with its name below the folder it was found in, and the names
    of the notes about a folder (README, SOURCE) that are passed over.

    Sidecars (``*.meta.yaml``) and hidden files are no sources either. A file that is named itself is always one.
    Raises IngestError ``missing`` for a path that does not exist.
    """
    found: list[tuple[Path, str]] = []
    notes: list[str] = []
    for path in paths:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                name = file.relative_to(path)
                if any(part.startswith(".") for part in name.parts) or file.name.endswith(_SIDECARS):
                    continue
                if file.stem.upper() in _NOTES:
                    notes.append(name.as_posix())
                    continue
                found.append((file, name.as_posix()))
        elif path.is_file():
            found.append((path, path.name))
        else:
            raise IngestError("missing", f"找不到文件或文件夹：{path}。请检查路径是否写对。")
    return found, notes


def read_source(path: Path, name: str, max_file_mb: float) -> RawText:
    """Decode one file (UTF-8, UTF-16, UTF-32, GB18030; with or without byte-order mark).

    Raises IngestError: ``unsupported``, ``too_large``, ``empty``, ``binary``, ``encoding``, ``classified``.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise IngestError(
            "unsupported",
            f"{name}：暂不支持 {path.suffix or '无扩展名'} 文件。请另存为 UTF-8 的 .txt 或 .md 后再导入。",
        )
    size = path.stat().st_size
    if size > max_file_mb * 1024 * 1024:
        raise IngestError(
            "too_large",
            f"{name}：文件 {size / 1024 / 1024:.1f} MB，超过上限 MAX_FILE_MB={max_file_mb:g}。"
            f"确需导入时，把 MAX_FILE_MB 调大（如 MAX_FILE_MB={int(size / 1024 / 1024) + 1}）后重试。",
        )
    data = path.read_bytes()
    text, encoding = _decode(data, name)
    if not text.strip():
        raise IngestError("empty", f"{name}：文件是空的，没有可导入的文字。请检查原文件。")
    head = "\n".join(text.splitlines()[:_HEAD_LINES])
    if marking := _CLASSIFIED.search(head):
        level = re.sub(r"\s", "", next(filter(None, marking.groups())))
        raise IngestError(
            "classified",
            f"{name}：文件标有密级“{level}”，不得导入。请按保密规定处理；确认误标的，去掉密级标志后再导入。",
        )
    return RawText(file=name, text=text, encoding=encoding, sha256=hashlib.sha256(data).hexdigest())


def _decode(data: bytes, name: str) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _undecodable(name) from error
    guesses = ["utf-8", "gb18030"]
    if b"\0" in data[:20000]:
        # Without a byte-order mark only UTF-16 has NULs (line ends, digits); the right byte order shows in the result.
        best = max(("utf-16-le", "utf-16-be"), key=lambda each: _plausible_share(data, each))
        if _plausible_share(data, best) >= 0.85:
            guesses.insert(0, best)
    for encoding in guesses:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_like_text(text):
            return text, encoding
        raise IngestError(
            "binary", f"{name}：内容不是文字（可能是改了扩展名的图片、压缩包或 Office 文件）。请导出为文本后再导入。"
        )
    if b"\0" in data or _control_share(data.decode("latin-1")) > 0.02:
        raise IngestError(
            "binary", f"{name}：内容不是文字（可能是改了扩展名的图片、压缩包或 Office 文件）。请导出为文本后再导入。"
        )
    raise _undecodable(name)


_PLAUSIBLE = re.compile(r"[\t\n\r\x20-\x7e·‘’“”—…①-⑳\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def _plausible_share(data: bytes, encoding: str) -> float:
    sample = data[:8000].decode(encoding, errors="replace")
    return len(_PLAUSIBLE.findall(sample)) / max(1, len(sample))


def _undecodable(name: str) -> IngestError:
    return IngestError(
        "encoding", f"{name}：无法识别文字编码（已试 UTF-8、GB18030、UTF-16）。请另存为 UTF-8 后再导入。"
    )


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STRANGE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffd]")


def _control_share(text: str) -> float:
    sample = text[:20000]
    return len(_CONTROLS.findall(sample)) / max(1, len(sample))


def _looks_like_text(text: str) -> bool:
    """Few control, private-use or unassigned characters; arbitrary bytes read as GB18030 or UTF-16 have many."""
    sample = text[:20000]
    strange = len(_STRANGE.findall(sample)) / max(1, len(sample))
    return _control_share(text) <= 0.02 and strange <= 0.05
