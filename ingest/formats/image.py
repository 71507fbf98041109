"""A scanned page or a photograph → text, by recognition."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from ingest.formats import ocr
from ingest.formats.extract import Builder, Extract
from ingest.formats.isolated import alive
from ingest.formats.pdf_compose import compose
from ingest.formats.pdf_page import Page
from ingest.model import IngestError

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_PAGES = 2000
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")


def read(data: bytes, name: str) -> Extract:
    """Read a PNG, JPEG, TIFF (also of several pages), BMP or WebP image. Places are in pixels.

    Raises IngestError ``broken``, ``bomb`` (too many pixels), ``scanned`` (recognition is not installed), ``empty``.
    """
    builder = Builder()
    builder.notices.append(ocr.NOTICE)
    pages = []
    for number, frames, image in _frames(data, name):
        if not ocr.available():
            raise IngestError("scanned", f"{name}：这是图像，要识别其中的文字。{ocr.INSTALL}，或导入有文字层的文件。")
        found = ocr.recognise(image, number)
        alive()
        builder.notices += ocr.notices(f"第{number}页" if frames > 1 else "", found)
        pages.append(Page(number, image.width, image.height, found.lines))
    if not any(page.lines for page in pages):
        raise IngestError("empty", f"{name}：图像里没有识别出文字。请检查图像是否清楚、方向是否正确。")
    compose(pages, builder)
    return builder.extract("ocr")


def _frames(data: bytes, name: str) -> Iterator[tuple[int, int, Image]]:
    """Each page of the image: its number, how many there are, the picture upright and on white."""
    from PIL import Image, UnidentifiedImageError

    again = "请重新扫描或另存为 PNG、JPEG 后再导入"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(data), formats=_FORMATS)
            frames = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
            if frames > _MOST_PAGES:
                raise IngestError("bomb", f"{name}：图像有 {frames} 页，超过上限 {_MOST_PAGES}。请拆成几个文件导入。")
            for number in range(1, frames + 1):
                opened.seek(number - 1)
                yield number, frames, _on_white(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        said = f"{name}：图像的像素过多（一幅超过 {Image.MAX_IMAGE_PIXELS} 个）。请缩小后再导入。"
        raise IngestError("bomb", said) from error
    except UnidentifiedImageError as error:
        raise IngestError("broken", f"{name}：打不开这个图像，格式不受支持或文件已损坏。{again}。") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise IngestError("broken", f"{name}：图像不完整或已损坏。{again}。") from error


def _on_white(image: Image) -> Image:
    from PIL import Image, ImageOps

    turned = ImageOps.exif_transpose(image)
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    turned = turned.convert("RGBA")
    white = Image.new("RGB", turned.size, "white")
    white.paste(turned, mask=turned.getchannel("A"))
    return white
