import pytest

from ingest.formats.docx_numformat import number_text
from ingest.numeral import parse_numeral


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 101, "一〇一"),
        ("japaneseCounting", 100, "一百"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographLegalTraditional", 21, "貳拾壹"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiacTraditional", 11, "甲戌"),
        ("decimal", 7, "7"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("ideographEnclosedCircle", 4, "㊃"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 3, "c"),
        ("numberInDash", 5, "- 5 -"),
        ("hex", 255, "FF"),
        ("none", 5, ""),
        ("thaiLetters", 5, "5"),
        ("lowerLetter", 0, "0"),
        ("decimal", 10**12, "1000000000000"),
    ],
)
def test_a_number_in_words_format(form: str, value: int, text: str) -> None:
    assert number_text(value, form) == text


@pytest.mark.parametrize(
    "form", ["chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "ideographDigital"]
)
def test_chinese_numbers_can_be_read_back(form: str) -> None:
    for value in range(1, 1300):
        assert parse_numeral(number_text(value, form)) == value
