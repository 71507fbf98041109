"""A portal's colour: read strictly, made readable."""

from __future__ import annotations

import re

import pytest

from app.embed.colour import contrast, parse, theme


@pytest.mark.parametrize(
    ("written", "expected"),
    [("#1d4f91", (29, 79, 145)), ("1D4F91", (29, 79, 145)), (" #fff ", (255, 255, 255)), ("08c", (0, 136, 204))],
)
def test_hexadecimal_colours_are_read(written: str, expected: tuple[int, int, int]) -> None:
    assert parse(written) == expected


@pytest.mark.parametrize("written", ["", "red", "#12345", "url(x)", "#12345g", "fff;}*{", "#fff\n#000", "１２３"])
def test_anything_else_is_no_colour(written: str) -> None:
    assert parse(written) is None


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)  # #767676, the usual example


@pytest.mark.parametrize("written", ["ffd400", "ffffff", "000000", "1d4f91", "8c2f22", "00ff00", "777777"])
def test_every_shade_can_be_read_where_it_stands(written: str) -> None:
    colour = parse(written)
    assert colour is not None
    day, night = theme(colour).splitlines()

    def shade(line: str, name: str) -> tuple[int, int, int]:
        found = re.search(rf"--tw-{name}:(#[0-9a-f]{{6}})[;}}]", line)
        assert found is not None
        return parse(found[1]) or (0, 0, 0)

    white, tint, night_tint = (255, 255, 255), (238, 243, 250), (33, 44, 58)
    assert contrast(shade(day, "brand"), tint) >= 4.5
    assert contrast(shade(day, "brand"), white) >= 4.5  # white words on it, it on white
    assert contrast(shade(night, "brand"), night_tint) >= 4.5
    assert contrast(shade(night, "brand"), (15, 26, 41)) >= 4.5  # --tw-on-brand of the dark page
    assert contrast(shade(day, "said"), white) >= 4.5
    assert contrast(shade(night, "said"), white) >= 4.5


def test_a_colour_that_can_be_read_is_taken_as_it_is() -> None:
    assert "--tw-brand:#8c2f22;" in theme((0x8C, 0x2F, 0x22))
