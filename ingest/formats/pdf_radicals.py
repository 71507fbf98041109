"""Look-alikes that PDF producers write in place of Chinese characters: radicals and compatibility ideographs.

The glyph is right, so nobody sees it on the page, but a search for 行 does not find ⾏ (U+2F8F).
"""

from __future__ import annotations

import re
import unicodedata

# The radicals of U+2E80–2EFF have no decomposition in Unicode; these are their unified ideographs.
_SUPPLEMENT = dict(
    zip(
        "⺀⺁⺄⺅⺆⺈⺉⺊⺋⺍⺎⺏⺐⺑⺒⺓⺔⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺳⺷⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "冫厂乙亻冂刀刂卜㔾小兀尣尢𡯂巳幺彑忄㣺扌攵旡日月歺母民氵氺灬爫爫丬犭王罒示礻竹糹纟罓罒冈羊耂肀月臼艹艹艹虎衤覀西见角讠贝车辶辶辶阝钅長镸长门𨸏阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
# Fonts of the mainland draw this one as 户; Unicode's own decomposition is the traditional 戶.
_SUPPLEMENT["⼾"] = "户"
_LOOKALIKE = re.compile("[\u2e80-\u2eff\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f\ufb00-\ufb06]")


def unify(text: str) -> tuple[str, int]:
    """The text with the characters that are meant, and how many were replaced. Latin ligatures (ﬁ) are opened."""
    if len(text) == 1 and (text < "\u2e80" or "\u3000" <= text < "\uf900"):
        return text, 0  # nearly always
    replaced = 0

    def meant(match: re.Match[str]) -> str:
        nonlocal replaced
        found = match.group()
        result = _SUPPLEMENT.get(found) or unicodedata.normalize("NFKC", found)
        replaced += result != found
        return result

    return _LOOKALIKE.sub(meant, text), replaced
