from __future__ import annotations

import pytest

from ingest.numeral import MAX_NUMERAL, format_numeral, parse_numeral

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def test_every_number_to_9999_survives_the_round_trip() -> None:
    written = [format_numeral(number) for number in range(1, 10_000)]
    assert [parse_numeral(text) for text in written] == list(range(1, 10_000))
    assert len(set(written)) == len(written)


def test_arabic_and_positional_forms_of_every_number_to_9999() -> None:
    chinese = str.maketrans("0123456789", "〇一二三四五六七八九")
    for number in range(1, 10_000):
        digits = str(number)
        assert parse_numeral(digits) == number
        assert parse_numeral(digits.translate(FULL_WIDTH)) == number
        assert parse_numeral(digits.translate(chinese)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("一十", 10),
        ("十五", 15),
        ("一十五", 15),
        ("二十", 20),
        ("廿", 20),
        ("廿一", 21),
        ("卅", 30),
        ("卅五", 35),
        ("一百零三", 103),
        ("一百〇三", 103),
        ("一百一十", 110),
        ("一百十", 110),
        ("两百", 200),
        ("一千零一十", 1010),
        ("一千零十", 1010),
        ("一千二百零三", 1203),
        ("二〇二四", 2024),
        ("二零二四", 2024),
        ("十二万", 120_000),
        ("一万零五", 10_005),
        ("一万零五十", 10_050),
        ("壹佰贰拾叁", 123),
        ("〇", 0),
        (" 44 ", 44),
    ],
)
def test_parse(text: str, number: int) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "第",
        "百十",
        "一百二",
        "二百零二十",
        "一千百",
        "十百",
        "零十",
        "4四",
        "一百0三",
        "²",
        "1.5",
        "-3",
        "万万",
        "条",
    ],
)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_numeral(text)


def test_range() -> None:
    assert parse_numeral(format_numeral(MAX_NUMERAL)) == MAX_NUMERAL
    for number in (-1, MAX_NUMERAL + 1):
        with pytest.raises(ValueError):
            format_numeral(number)
    for text in ("9" * 5000, "九" * 5000, "十万" * 50):
        with pytest.raises(ValueError):
            parse_numeral(text)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (1203, "一千二百零三"), (10_000, "一万")],
)
def test_format(number: int, text: str) -> None:
    assert format_numeral(number) == text
