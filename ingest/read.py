"""The bytes of one file → its text, through the reader of its format, or a clear refusal."""

from __future__ import annotations

import hashlib
import re
from importlib import import_module

from ingest.formats.archive import Member
from ingest.formats.extract import Extract
from ingest.formats.sniff import Format, sniff
from ingest.model import IngestError, RawText
from ingest.sources import Limits

_READERS: dict[Format, str] = {
    "text": "ingest.formats.text",
    "markdown": "ingest.formats.text",
    "html": "ingest.formats.html",
    "docx": "ingest.formats.docx",
    "pdf": "ingest.formats.pdf",
    "image": "ingest.formats.image",
}
# Libraries that read these have crashed and hung on bad files before: they work in a process of their own.
_ISOLATED = ("docx", "html", "pdf", "image")

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


def read_member(member: Member, limits: Limits) -> RawText:
    """The text of one file. Raises IngestError, with any of its codes."""
    if member.error:
        raise member.error
    name, data = member.name, member.data
    if not data.strip(b"\0 \t\r\n"):
        raise _empty(name)
    found = sniff(data, name)
    extract = _extract(found.format, data, name, limits)
    if not extract.text.strip():
        raise _empty(name)
    head = "\n".join(extract.text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    if marking := _CLASSIFIED.search(head.replace("\r", "")):
        level = re.sub(r"\s", "", next(filter(None, marking.groups())))
        raise IngestError(
            "classified",
            f"{name}：文件标有密级“{level}”，不得导入。请按保密规定处理；确认误标的，去掉密级标志后再导入。",
        )
    return RawText(
        file=name,
        text=extract.text,
        encoding=extract.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        format=found.format,
        marks=extract.marks,
        places=extract.places,
        notices=((found.notice,) if found.notice else ()) + extract.notices,
    )


def _extract(kind: Format, data: bytes, name: str, limits: Limits) -> Extract:
    reader = _READERS[kind]
    if kind in _ISOLATED:
        from ingest.formats.isolated import run

        return run(reader, data, name, seconds=limits.seconds, memory_mb=limits.memory_mb)
    found: Extract = import_module(reader).read(data, name)
    return found


def _empty(name: str) -> IngestError:
    return IngestError("empty", f"{name}：文件是空的，没有可导入的文字。请检查原文件。")
