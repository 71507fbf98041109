"""A number as Word prints it in one of its number formats (ST_NumberFormat)."""

from __future__ import annotations

from ingest.numeral import MAX_NUMERAL, format_numeral

_LEGAL = str.maketrans("零一二三四五六七八九十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟万")
_LEGAL_TRADITIONAL = str.maketrans("零一二三四五六七八九十百千万", "零壹貳參肆伍陸柒捌玖拾佰仟萬")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip

# Signs of their own for the first numbers; Word goes on in plain digits.
_SIGNS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
}
# Japanese and Taiwanese counting is what Chinese Word writes for 一, 二, 三 too. Word prints 百 for 100 in the former;
# 一百 is how the same article is cited.
_COUNTED = ("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting", "koreanCounting")
_BY_DIGIT = ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2")
_TEN_THEN_BY_DIGIT = ("chineseCounting", "taiwaneseCounting")


def number_text(value: int, form: str) -> str:
    """``value`` (from 0) in the format ``form``; formats no Chinese document uses come out in Arabic digits."""
    if form == "none":
        return ""
    if not 0 <= value <= MAX_NUMERAL:
        return str(value)
    if form in _SIGNS:
        signs = _SIGNS[form]
        return signs[value - 1] if 1 <= value <= len(signs) else str(value)
    if form in _COUNTED or (form in _TEN_THEN_BY_DIGIT and value < 100):
        return format_numeral(value)
    if form in _BY_DIGIT or form in _TEN_THEN_BY_DIGIT:
        return str(value).translate(_DIGITS)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        plain = format_numeral(value)
        plain = "一" + plain if plain.startswith("十") else plain
        return plain.translate(_LEGAL if form == "chineseLegalSimplified" else _LEGAL_TRADITIONAL)
    return _western(value, form)


def _western(value: int, form: str) -> str:
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(value).translate(_FULL_WIDTH)
    if form in ("upperLetter", "lowerLetter") and 1 <= value <= 26 * 30:
        repeated = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return repeated if form == "upperLetter" else repeated.lower()
    if form in ("upperRoman", "lowerRoman") and 1 <= value < 4000:
        roman, rest = "", value
        for size, sign in _ROMAN:
            count, rest = divmod(rest, size)
            roman += sign * count
        return roman if form == "upperRoman" else roman.lower()
    if form == "ideographZodiacTraditional" and value:
        return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "numberInDash":
        return f"- {value} -"
    if form == "hex":
        return f"{value:X}"
    return str(value)
