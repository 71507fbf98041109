"""PDF → text: the text layer, and by recognition the pages that have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.formats import ocr
from ingest.formats.extract import Builder, Extract
from ingest.formats.isolated import alive
from ingest.formats.pdf_compose import compose
from ingest.formats.pdf_furniture import FURNITURE, WATERMARK
from ingest.formats.pdf_lines import visual_lines
from ingest.formats.pdf_page import Page, VisualLine
from ingest.formats.pdf_tables import tables
from ingest.formats.pdf_text import TextPage, Turned, open_pdf, pages
from ingest.model import IngestError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_DOTS = 200 / 72
_MOST_PIXELS = 5000


@dataclass(slots=True)
class _Seen:
    """What is to be said of the pages, by their numbers."""

    lost: list[int] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    garbage: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    unified: int = 0
    doubled: int = 0
    doubtful: list[str] = field(default_factory=list)


def read(data: bytes, name: str) -> Extract:
    """Read a PDF. Places are in points from the upper left corner of the page, turned so that its text is upright.

    Raises IngestError ``mismatch``, ``encrypted``, ``broken``, ``empty``, ``scanned`` (no text layer, and recognition
    is not installed).
    """
    document = open_pdf(data, name)
    seen = _Seen()
    found = []
    for number, text in enumerate(pages(document), 1):
        if text is None:
            seen.lost.append(number)
        elif page := _page(document, text, seen):
            found.append(page)
    _check(found, seen, len(document), name)
    builder = Builder()
    builder.notices += _notices(seen)
    _set_turned_apart(found)
    compose([page for page, _ in found], builder)
    return builder.extract("pdf")


def _page(document: PdfDocument, text: TextPage, seen: _Seen) -> tuple[Page, list[Turned]] | None:
    page = Page(text.number, text.width, text.height)
    if text.scanned or text.garbage:
        if ocr.available():
            seen.recognised.append(text.number)
            page.lines = _recognised(document, text, seen)
            return page, []
        (seen.garbage if text.garbage else seen.scanned).append(text.number)
        if text.garbage:
            return None
    page.tables, glyphs, turned = tables(text.rules, text.glyphs, text.turned, text.number)
    page.lines, doubled = visual_lines(glyphs, text.number)
    seen.doubled += doubled
    seen.unified += text.unified
    if text.strange:
        seen.strange.append(text.number)
    if text.picture > 0.9 and not text.scanned:
        seen.pictured.append(text.number)
    return page, turned


def _recognised(document: PdfDocument, text: TextPage, seen: _Seen) -> list[VisualLine]:
    page = document[text.number - 1]
    try:
        scale = min(_DOTS, _MOST_PIXELS / max(text.width, text.height))
        result = ocr.recognise(page.render(scale=scale).to_pil(), text.number, scale)
    finally:
        page.close()
    alive()
    seen.doubtful += ocr.notices(f"第{text.number}页", result)
    return result.lines


def _set_turned_apart(found: Sequence[tuple[Page, list[Turned]]]) -> None:
    """Words askew are a watermark; words on their side are furniture where they recur, else a remark."""
    recurring = Counter(text for _, turned in found for text in {piece.text for piece in turned})
    for page, turned in found:
        for piece in turned:
            size = max(1.0, min(piece.x1 - piece.x0, piece.bottom - piece.top))
            line = VisualLine(piece.text.strip(), page.number, piece.x0, piece.top, piece.x1, piece.bottom, size)
            if not line.text:
                continue
            if piece.angle % 90:
                page.removed.append((line, WATERMARK))
            elif recurring[piece.text] > 1:
                page.removed.append((line, FURNITURE))
            else:
                page.aside.append(line)


def _check(found: Sequence[tuple[Page, list[Turned]]], seen: _Seen, count: int, name: str) -> None:
    """Raise where nothing at all was read."""
    if any(page.lines or page.tables or turned for page, turned in found):
        return
    again = "请重新下载，或用原来的软件重新导出 PDF 后再导入"
    if len(seen.lost) == count:
        raise IngestError("broken", f"{name}：PDF 已损坏，{count} 页都读不出来。{again}。")
    if seen.garbage:
        raise IngestError(
            "scanned",
            f"{name}：PDF 的文字层是乱码（字体没有对应的字符表）。{ocr.INSTALL}，或用原来的软件重新导出 PDF。",
        )
    if seen.scanned:
        raise IngestError(
            "scanned", f"{name}：PDF 没有文字层（{count} 页都是扫描图像）。{ocr.INSTALL}，或导出带文字层的 PDF。"
        )
    if seen.recognised:
        raise IngestError("empty", f"{name}：{count} 页图像里都没有识别出文字。请检查扫描件是否清楚、方向是否正确。")
    raise IngestError("empty", f"{name}：PDF 有 {count} 页，都是空白页，没有可导入的文字。请检查原文件。")


def _notices(seen: _Seen) -> list[str]:
    said = []
    if seen.recognised:
        said.append(f"{_numbers(seen.recognised)}没有可用的文字层，{ocr.NOTICE}")
    said += seen.doubtful
    if seen.scanned:
        said.append(f"{_numbers(seen.scanned)}没有文字层（扫描图像），未识别。{ocr.INSTALL}。")
    if seen.garbage:
        said.append(f"{_numbers(seen.garbage)}的文字层是乱码，未导入。{ocr.INSTALL}，或用原来的软件重新导出。")
    if seen.pictured:
        said.append(f"{_numbers(seen.pictured)}是整页图像，文字层可能由扫描软件识别得到，请与原件核对。")
    if seen.lost:
        said.append(f"{_numbers(seen.lost)}已损坏，读不出来。请重新导出 PDF 后再导入。")
    if seen.strange:
        said.append(f"{_numbers(seen.strange)}有个别字符没有对应的文字（自造字或符号），请与原件核对。")
    if seen.unified:
        said.append(f"{seen.unified} 个部首或兼容字符已换成对应的汉字（PDF 用它们代替了形状相同的字）。")
    if seen.doubled:
        said.append(f"{seen.doubled} 个字符在同一位置重复印了两遍（模仿粗体），只保留一遍。")
    return said


def _numbers(pages: Sequence[int]) -> str:
    """第3、5—9页."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], page]
        else:
            runs.append([page])
    return "第" + "、".join("—".join(map(str, run)) for run in runs) + "页"
