"""Recognition of printed text in images: the only door to the OCR library, which is an optional extra.

RapidOCR runs the PP-OCR models on onnxruntime; the models come inside its wheel, nothing is downloaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING, Any

from ingest.formats.pdf_lines import is_wide
from ingest.formats.pdf_page import VisualLine

if TYPE_CHECKING:
    from PIL.Image import Image

NOTICE = "文字由图像识别得到，可能有错字、漏字，请与原件核对。"
INSTALL = "请运行 pip install -r requirements-ocr.txt 安装文字识别组件后重试"

_DOUBTFUL, _WORTHLESS = 0.85, 0.5
_LISTED = 20
_SEARCHED = 1280
"""Lines are searched for in the image reduced to this length; recognised in the full one. Half the time of the
library's own choice, the same characters found on pages from 9 points up."""
_TALL = 2.2
_THREADS = 4
_OPENING, _CLOSING, _WHITE = "（《〈“‘【〔", "，。；：！？、）》〉”’】〕", 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A line of text in an image: pixels from the upper left corner, and how sure the recognition is, 0 to 1."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    score: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of one image; ``doubtful`` are those it is less sure of, ``dropped`` what may not be text at all."""

    lines: list[VisualLine]
    doubtful: list[str]
    dropped: list[str]


def available() -> bool:
    """Whether the optional extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognise(image: Image, page: int, scale: float = 1.0) -> Recognised:
    """The lines of an image; their places are divided by ``scale`` (pixels a point)."""
    found = _upright(image.convert("RGB"))
    kept = [each for each in found if each.score >= _WORTHLESS and each.text.strip()]
    lines = [replace(line, x0=line.x0 / scale, top=line.top / scale) for line in visual(kept, page)]
    lines = [replace(line, x1=line.x1 / scale, bottom=line.bottom / scale, size=line.size / scale) for line in lines]
    return Recognised(
        lines,
        [each.text for each in kept if each.score < _DOUBTFUL],
        [each.text for each in found if each.score < _WORTHLESS and each.text.strip()],
    )


def notices(page: str, recognised: Recognised) -> list[str]:
    """What a reader must know of one page (named ``page``, 第3页) besides :data:`NOTICE`."""
    said = []
    for lines, words in ((recognised.doubtful, "识别把握不大"), (recognised.dropped, "可能不是文字，未采用")):
        if lines:
            more = f"等 {len(lines)} 处" if len(lines) > _LISTED else ""
            said.append(f"{page}{words}：" + "、".join(f"“{line}”" for line in lines[:_LISTED]) + more)
    return said


def visual(found: Sequence[Found], page: int) -> list[VisualLine]:
    """Lines with the size of their characters: from their width, since the height of a box says little."""
    if not found:
        return []
    sizes = [(each.x1 - each.x0) / units for each in found if (units := _units(each.text)) >= 6]
    usual = median(sizes) if sizes else median(0.8 * (each.bottom - each.top) for each in found)
    height = median(each.bottom - each.top for each in found)
    lines: list[VisualLine] = []
    for each in found:
        units = _units(each.text)
        size = (each.x1 - each.x0) / units if units >= 6 else usual * (each.bottom - each.top) / height
        known = (usual, lines[-1].size) if lines and units < 6 else (usual,)
        nearest = min(known, key=lambda other: abs(other - size))
        if abs(size - nearest) < _noise(each.text, units) * nearest:
            size = nearest
        text = each.text.strip()
        # A mark fills only half of its square: the other half is white, but belongs to the line.
        x0 = each.x0 - _WHITE * size if text[0] in _OPENING else each.x0
        x1 = each.x1 + _WHITE * size if text[-1] in _CLOSING else each.x1
        middle = (each.top + each.bottom) / 2
        lines.append(VisualLine(text, page, x0, middle - 0.5 * size, x1, middle + 0.5 * size, size))
    return lines


def _noise(text: str, units: float) -> float:
    """Up to what share a size may differ without being another font's: boxes round few characters are generous, and
    Latin letters and digits are not all half as wide as a Chinese character."""
    if units < 6:
        return 0.5
    return 0.15 if 5 * sum(not is_wide(character) for character in text) < len(text) else 0.25


def _units(text: str) -> float:
    return sum(1.0 if is_wide(character) else 0.5 for character in text)


def _upright(image: Image) -> list[Found]:
    """What stands in the image, turned if most lines run upwards or nothing can be read."""
    found = _tiled(image)
    tall = [each.bottom - each.top > 1.5 * (each.x1 - each.x0) for each in found if len(each.text) > 2]
    if len(tall) >= 3 and sum(tall) > 0.6 * len(tall):
        return max((_tiled(image.rotate(angle, expand=True)) for angle in (90, 270)), key=_sureness)
    if len(found) >= 3 and _sureness(found) < 0.7:
        return max(found, _tiled(image.rotate(180)), key=_sureness)
    return found


def _sureness(found: Sequence[Found]) -> float:
    return sum(each.score * len(each.text) for each in found) / max(1, sum(len(each.text) for each in found))


def _tiled(image: Image) -> list[Found]:
    """A long image (a scrolling screenshot) is cut where no text stands, since it would be shrunk as a whole."""
    if image.height <= _TALL * image.width:
        return list(_found(image, 0))
    result: list[Found] = []
    top = 0
    while top < image.height:
        bottom = min(image.height, top + int(1.6 * image.width))
        if bottom < image.height:
            bottom = _blank_row(image, bottom, int(0.4 * image.width))
        result += _found(image.crop((0, top, image.width, bottom)), top)
        top = bottom
    return result


def _blank_row(image: Image, bottom: int, reach: int) -> int:
    """The lowest row above ``bottom`` that is of one colour; ``bottom`` where there is none within ``reach``."""
    import numpy as np

    strip = np.asarray(image.crop((0, bottom - reach, image.width, bottom)).convert("L"), dtype=np.float32)
    blank = np.flatnonzero(strip.std(axis=1) < 4)
    return bottom - reach + int(blank[-1]) + 1 if blank.size else bottom


def _found(image: Image, offset: int) -> Iterator[Found]:
    result = _engine()(image)
    if result.boxes is None or result.txts is None:
        return
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(x) for x, _ in box], [float(y) + offset for _, y in box]
        yield Found(text, min(xs), min(ys), max(xs), max(ys), float(score))


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The models, loaded once a process."""
    import cv2
    from rapidocr import RapidOCR

    # More threads gain nothing on one line of text, and each claims address space, which is bounded.
    threads = min(_THREADS, os.cpu_count() or 1)
    cv2.setNumThreads(threads)
    return RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "Global.max_side_len": 4000,
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _SEARCHED,
        }
    )
