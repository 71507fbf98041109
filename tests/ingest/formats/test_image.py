"""Images: formats, pages, orientation, and the refusal of bad ones; recognition itself is in test_ocr."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from ingest.formats import ocr
from ingest.formats.image import read
from ingest.model import IngestError

if TYPE_CHECKING:
    from PIL.Image import Image as Picture


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """The pictures shown to recognition, which answers with a line that tells the page."""
    shown: list[Picture] = []

    def recognise(image: Picture, page: int, scale: float = 1.0) -> ocr.Recognised:
        shown.append(image)
        text = f"第{'零一二三四'[page]}条　本页是第{'零一二三四'[page]}页。"
        return ocr.Recognised(ocr.visual([ocr.Found(text, 10, 20, 10 + 12 * len(text), 33, 0.9)], page), [], [])

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognise", recognise)
    return shown


def _saved(picture: Picture, kind: str, **options: Any) -> bytes:
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def _picture(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Picture:
    from PIL import Image

    return Image.new(mode, size, 0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_formats(seen: list[Picture], kind: str) -> None:
    extract = read(_saved(_picture(), kind), "甲.img")
    assert extract.text == "第一条　本页是第一页。"
    assert extract.notices == (ocr.NOTICE,)
    assert (extract.places[0].page, seen[0].mode, seen[0].size) == (1, "RGB", (60, 40))


def test_pages_of_a_tiff(seen: list[Picture]) -> None:
    data = _saved(_picture(), "TIFF", save_all=True, append_images=[_picture(), _picture()])
    extract = read(data, "甲.tif")
    assert extract.text.split() == [word for n in "一二三" for word in (f"第{n}条", f"本页是第{n}页。")]
    assert [place.page for place in extract.places] == [1, 2, 3]


def test_the_camera_says_which_side_is_up(seen: list[Picture]) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[274] = 6
    read(_saved(_picture(), "JPEG", exif=exif), "甲.jpg")
    assert seen[0].size == (40, 60)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16"])
def test_modes(seen: list[Picture], mode: str) -> None:
    read(_saved(_picture(mode), "TIFF"), "甲.tif")
    assert seen[0].mode == "RGB"


def test_what_shows_through_is_white(seen: list[Picture]) -> None:
    read(_saved(_picture("RGBA"), "PNG"), "甲.png")
    assert seen[0].getpixel((0, 0)) == (255, 255, 255)


def _refused(data: bytes) -> IngestError:
    with pytest.raises(IngestError) as caught:
        read(data, "甲.png")
    assert caught.value.message.startswith("甲.png：")
    return caught.value


def test_without_recognition_an_image_is_reported_as_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    error = _refused(_saved(_picture(), "PNG"))
    assert error.code == "scanned"
    assert "requirements-ocr.txt" in error.message


def test_bad_images(seen: list[Picture], monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    whole = _saved(_picture("RGB", (600, 400)), "PNG", compress_level=0)
    assert _refused(whole[: len(whole) // 2]).code == "broken"
    assert _refused(b"not an image").code == "broken"
    assert _refused(b"").code == "broken"
    assert _refused(_saved(_picture(), "GIF")).code == "broken"
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert _refused(whole).code == "bomb"


def test_an_empty_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognise", lambda *_: ocr.Recognised([], [], []))
    assert _refused(_saved(_picture(), "PNG")).code == "empty"
