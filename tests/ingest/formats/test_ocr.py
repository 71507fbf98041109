"""Recognition: sizes and edges of recognised lines, and the library itself where it is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from ingest.formats import ocr
from ingest.formats.ocr import Found, Recognised, notices, recognise, visual

if TYPE_CHECKING:
    from PIL.Image import Image

Draw = Callable[..., "Image"]


def _found(text: str, x0: float, y: float, size: float = 20, score: float = 0.99, height: float = 0) -> Found:
    units = sum(1.0 if character > "\u2e80" else 0.5 for character in text)
    half = (height or 1.1 * size) / 2
    return Found(text, x0, y - half, x0 + size * units, y + half, score)


def test_sizes_come_from_the_width_and_noise_is_no_other_font() -> None:
    lines = visual(
        [
            _found("仪器由各实验室指定专人保管", 100, 50),
            _found("任何人不得擅自将其带离本院的", 100, 80, 21),
            _found("完毕", 100, 110, 20, height=29),
            _found("公用仪器管理办法", 100, 20, 32),
        ],
        1,
    )
    usual = lines[0].size
    assert [line.size for line in lines[:3]] == [usual] * 3
    assert lines[3].size > 1.4 * usual


def test_the_white_half_of_a_mark_belongs_to_the_line() -> None:
    (line, bare) = visual([_found("《仪器管理办法》，", 100, 50), _found("仪器由各实验室保管", 100, 80)], 1)
    assert line.x0 == pytest.approx(100 - line.size / 2)
    assert line.x1 == pytest.approx(100 + 20 * 9 + line.size / 2)
    assert (bare.x0, bare.x1) == (100, 280)


def test_nothing_found() -> None:
    assert visual([], 1) == []


def test_notices_list_doubtful_lines_but_not_endlessly() -> None:
    assert notices("第3页", Recognised([], [], [])) == []
    assert notices("第3页", Recognised([], ["甲"], ["乙"])) == [
        "第3页识别把握不大：“甲”",
        "第3页可能不是文字，未采用：“乙”",
    ]
    (many,) = notices("", Recognised([], [str(n) for n in range(100)], []))
    assert many.endswith("等 100 处")
    assert "“19”" in many
    assert "“20”" not in many


class _Engine:
    """Recognises what it is told to, and keeps what it was shown."""

    def __init__(self, *results: Sequence[Found]) -> None:
        self.results = list(results)
        self.seen: list[tuple[int, int]] = []

    def __call__(self, image: Image) -> Any:
        self.seen.append(image.size)
        found = self.results[min(len(self.seen), len(self.results)) - 1]

        return SimpleNamespace(
            boxes=[[(f.x0, f.top), (f.x1, f.top), (f.x1, f.bottom), (f.x0, f.bottom)] for f in found],
            txts=[f.text for f in found],
            scores=[f.score for f in found],
        )


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., _Engine]:
    def use(*results: Sequence[Found]) -> _Engine:
        made = _Engine(*results)
        monkeypatch.setattr(ocr, "_engine", lambda: made)
        return made

    return use


def _blank(width: int, height: int) -> Image:
    from PIL import Image

    return Image.new("RGB", (width, height), "white")


def test_what_is_no_text_is_dropped_and_said(engine: Callable[..., _Engine]) -> None:
    engine(
        [
            _found("仪器由各实验室保管", 100, 50),
            _found("借用应当登记", 100, 80, score=0.7),
            _found("口", 0, 9, score=0.2),
        ]
    )
    found = recognise(_blank(600, 800), 2, scale=2)
    assert [line.text for line in found.lines] == ["仪器由各实验室保管", "借用应当登记"]
    assert (found.doubtful, found.dropped) == (["借用应当登记"], ["口"])
    assert (found.lines[0].x0, found.lines[0].page) == (50, 2)


def test_a_page_on_its_side_is_turned(engine: Callable[..., _Engine]) -> None:
    upright = [_found("仪器由各实验室保管", 100, 50 + 30 * n) for n in range(4)]
    sideways = [Found("仪器田各", 50 * n, 100, 50 * n + 20, 300, 0.6) for n in range(4)]
    used = engine(sideways, [_found("仪田", 0, 9, score=0.5)], upright)
    found = recognise(_blank(600, 800), 1)
    assert used.seen == [(600, 800), (800, 600), (800, 600)]
    assert len(found.lines) == 4


def test_a_page_upside_down_is_turned(engine: Callable[..., _Engine]) -> None:
    engine([_found("亻乂器", 9, 9 * n, score=0.55) for n in range(4)], [_found("仪器由各实验室保管", 100, 50)])
    assert [line.text for line in recognise(_blank(600, 800), 1).lines] == ["仪器由各实验室保管"]


def test_a_long_picture_is_cut_where_no_text_stands(engine: Callable[..., _Engine]) -> None:
    from PIL import ImageDraw

    image = _blank(400, 2000)
    ImageDraw.Draw(image).rectangle((0, 600, 400, 700), fill="black")
    ImageDraw.Draw(image).line((0, 600, 400, 700), fill="white", width=9)
    used = engine([_found("仪器由各实验室保管", 100, 50)])
    found = recognise(image, 1)
    assert sum(height for _, height in used.seen) == 2000
    assert used.seen[0] == (400, 600)
    assert [round(line.bottom) for line in found.lines][1] == 660


@pytest.fixture
def print_lines() -> Draw:
    """(lines, size) → a page with them, in a Chinese font of the system."""
    from PIL import Image, ImageDraw, ImageFont

    folders = ("/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
    names = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "wqy-zenhei.ttc", "STHeiti Light.ttc", "simsun.ttc")
    path = next((p for f in folders for name in names for p in Path(f).rglob(name)), None)
    if not path:
        pytest.skip("no Chinese font on this system to print a page with (fonts-noto-cjk)")

    def draw(lines: Sequence[str], size: int = 30) -> Image:
        image = Image.new("RGB", (1000, 120 + 60 * len(lines)), "white")
        font = ImageFont.truetype(str(path), size)
        for number, line in enumerate(lines):
            indent = len(line) - len(line.lstrip("　"))
            ImageDraw.Draw(image).text((80 + indent * size, 60 + 60 * number), line.lstrip("　"), "black", font)
        return image

    return draw


def test_printed_lines_are_recognised(print_lines: Draw) -> None:
    pytest.importorskip("rapidocr", reason="the optional extra of requirements-ocr.txt is not installed")
    printed = [
        "　　第一条　公用仪器由各实验室指定专人保管，任何人不得",
        "擅自带离本院。",
        "　　第二条　本办法自2023年5月8日起施行。",
    ]
    found = recognise(print_lines(printed), 1)
    assert [line.text.replace(" ", "") for line in found.lines] == [line.replace("　", "") for line in printed]
    assert found.lines[0].x0 > found.lines[1].x0 + found.lines[1].size
    assert found.doubtful == []


def test_a_picture_becomes_paragraphs(print_lines: Draw) -> None:
    pytest.importorskip("rapidocr", reason="the optional extra of requirements-ocr.txt is not installed")
    from io import BytesIO

    from ingest.formats.image import read

    made = BytesIO()
    printed = [
        "　　第一条　公用仪器由各实验室指定专人保管，任何人不得",
        "擅自带离本院。",
        "　　第二条　本办法自2023年5月8日起施行。",
    ]
    print_lines(printed).save(made, "PNG")
    extract = read(made.getvalue(), "甲.png")
    assert [line.replace(" ", "") for line in extract.text.split("\n")] == [
        "第一条公用仪器由各实验室指定专人保管，任何人不得擅自带离本院。",
        "第二条本办法自2023年5月8日起施行。",
    ]
    assert extract.notices == (ocr.NOTICE,)
