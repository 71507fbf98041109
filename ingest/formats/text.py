"""Plain text and Markdown: the file's bytes → its text, whatever Chinese encoding it was saved in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from ingest.formats.extract import Extract
from ingest.model import IngestError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_USUAL = ("utf-8", "gb18030")
BROKEN = "\ufffd"
"""Stands in the text where bytes could not be decoded."""

_TOLERATED = 0.01
"""The largest share of characters that may be broken before the encoding counts as unknown."""

_SAMPLE = 20000
_NUMBERS_NAMED = 10


def read(data: bytes, name: str) -> Extract:
    """Decode a text file: UTF-8, UTF-16, UTF-32, GB18030, with or without byte-order mark.

    Lines in another encoding than the rest are decoded by their own, and up to 1 % broken characters become U+FFFD;
    both are named in a notice with their line numbers. Raises IngestError ``binary`` or ``encoding``.
    """
    text, encoding, notices = decode(data, name)
    return Extract(text, encoding, notices=tuple(notices))


def decode(data: bytes, name: str, stated: str = "") -> tuple[str, str, list[str]]:
    """The text, its encoding, and notices about what is not sure. ``stated`` is what the file says of itself (an HTML
    page's charset); it is believed where the bytes agree with it. Raises as :func:`read`."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _tolerant(data[len(bom) :], encoding, name)
    for encoding in _guesses(data, stated):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _looks_like_text(text):
            raise _binary(name)
        if encoding == "gb18030" and _holds_utf8(data):
            break  # valid GB18030 all the same, but the UTF-8 lines would come out as nonsense
        return text, encoding, []
    if len(_CONTROL_BYTES.findall(data[:_SAMPLE])) > 0.02 * min(len(data), _SAMPLE):
        raise _binary(name)
    return _by_lines(data, name)


def _guesses(data: bytes, stated: str) -> list[str]:
    guesses = list(_USUAL)
    if b"\0" in data[:_SAMPLE]:
        # Without a byte-order mark only UTF-16 has NULs (line ends, digits); the right byte order shows in the result.
        best = max(("utf-16-le", "utf-16-be"), key=lambda each: _plausible_share(data, each))
        if _plausible_share(data, best) >= 0.85:
            guesses.insert(0, best)
    if stated and stated not in guesses:
        guesses.insert(1, stated)
    return guesses


def _tolerant(data: bytes, encoding: str, name: str) -> tuple[str, str, list[str]]:
    text = data.decode(encoding, errors="replace")
    return text, encoding, _broken_notice(text, name)


def _by_lines(data: bytes, name: str) -> tuple[str, str, list[str]]:
    """No encoding fits the whole file: its lines are decoded by what fits them best."""
    decoded = [each for run, utf8 in _runs(data) for each in _run(run, utf8)]
    size = {each: sum(len(text) for text, encoding in decoded if encoding == each) for each in _USUAL}
    main = max(_USUAL, key=lambda each: size[each])
    text = "\n".join(text for text, _ in decoded)
    if not _looks_like_text(text.replace(BROKEN, "")):
        raise _undecodable(name)
    notices = _broken_notice(text, name)
    if other := [number for number, (_, encoding) in enumerate(decoded, 1) if encoding not in (main, "ascii")]:
        foreign = "GB18030" if main == "utf-8" else "UTF-8"
        notices.append(f"第{_numbers(other)}行是 {foreign} 编码，与全文（{main.upper()}）不同，已分别识别，请核对。")
    return text, main, notices


def _runs(data: bytes) -> Iterator[tuple[list[bytes], bool]]:
    """Lines that follow each other and are all valid UTF-8, or all not; ASCII goes with what stands before it."""
    run: list[bytes] = []
    valid = True
    for line in data.split(b"\n"):
        if not line.isascii() and _is_utf8(line) != valid:
            if run:
                yield run, valid
            run, valid = [], not valid
        run.append(line)
    yield run, valid


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _run(lines: list[bytes], utf8: bool) -> list[tuple[str, str]]:
    """Each line's text and encoding; together where one encoding makes sense of all, else each by itself."""
    encoding = "utf-8" if utf8 else "gb18030"
    try:
        text = b"\n".join(lines).decode(encoding)
    except UnicodeDecodeError:
        return [_line(line) for line in lines]
    if common_share(text) < 0.9 or len(text) < 8:
        return [_line(line) for line in lines]
    return [(each, "ascii" if each.isascii() else encoding) for each in text.split("\n")]


def _line(line: bytes) -> tuple[str, str]:
    """A line's text and the encoding that makes more everyday Chinese of it; ``ascii`` where there is no choice."""
    if line.isascii():
        return line.decode("ascii"), "ascii"
    texts = [(line.decode(encoding, errors="replace"), encoding) for encoding in _USUAL]
    return max(texts, key=lambda each: common_share(each[0]))


def _holds_utf8(data: bytes) -> bool:
    return any(encoding == "utf-8" for run, utf8 in _runs(data) if utf8 for _, encoding in _run(run, utf8))


def _broken_notice(text: str, name: str) -> list[str]:
    broken = text.count(BROKEN)
    if broken > len(text) * _TOLERATED:
        raise _undecodable(name)
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if BROKEN in line]
    return [f"第{_numbers(numbers)}行有 {broken} 处字节无法识别，以 {BROKEN} 显示，请对照原件核对。"] if broken else []


def _numbers(numbers: list[int]) -> str:
    named = "、".join(map(str, numbers[:_NUMBERS_NAMED]))
    return named if len(numbers) <= _NUMBERS_NAMED else f"{named} 等 {len(numbers)} "


# The everyday characters: the first level of GB 2312 (rows 16–55), Chinese punctuation, full-width forms.
_COMMON = re.compile(r"[\u2010-\u2027\u3000-\u303f\uff00-\uffef·×÷①-⑳]")


def common_share(text: str) -> float:
    """How much of what is not ASCII is everyday Chinese, from 0 to 1; text decoded by the wrong encoding has little."""
    sample = re.sub(r"[\x00-\x7f]", "", text[:_SAMPLE])
    if not sample:
        return 1.0
    everyday = sample.encode("gb2312", errors="ignore")
    hanzi = sum(0xB0 <= lead <= 0xD7 for lead in everyday[::2])
    return (hanzi + len(_COMMON.findall(sample))) / len(sample)


def _binary(name: str) -> IngestError:
    return IngestError(
        "binary", f"{name}：内容不是文字（可能是改了扩展名的图片、压缩包或 Office 文件）。请导出为文本后再导入。"
    )


def _undecodable(name: str) -> IngestError:
    return IngestError(
        "encoding", f"{name}：无法识别文字编码（已试 UTF-8、GB18030、UTF-16）。请另存为 UTF-8 后再导入。"
    )


_PLAUSIBLE = re.compile(r"[\t\n\r\x20-\x7e·‘’“”—…①-⑳\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def _plausible_share(data: bytes, encoding: str) -> float:
    sample = data[:8000].decode(encoding, errors="replace")
    return len(_PLAUSIBLE.findall(sample)) / max(1, len(sample))


_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STRANGE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffd]")


def _looks_like_text(text: str) -> bool:
    """Few control, private-use or unassigned characters; arbitrary bytes read as GB18030 or UTF-16 have many."""
    sample = text[:_SAMPLE]
    controls, strange = len(_CONTROLS.findall(sample)), len(_STRANGE.findall(sample))
    return controls <= 0.02 * len(sample) and strange <= 0.05 * len(sample)
