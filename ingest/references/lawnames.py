"""Bare names of regulations in running text, without 《》: where 刑法 begins in 依照刑法, 单位犯刑法, 民法典和刑法."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.references.titlekey import GENRE

# After these a name begins, whatever it is.
_VERB = re.compile(
    r"依照|按照|参照|比照|根据|依据|适用|违反|不?符合|属于|触犯|构成|遵守|援引|引用|执行|规定的?|所称|所列|所述|是指|以及|或者|并且|同时|"
    r"应当|可以|不得|不予|修[改正订]前?后?|实施(?!条例|细则|办法|规定)|关于|我国|现行|有关|相关|其他|删去|删除|增加|认定|确定|超出|"
    r"超过|具有|具备|存在|列入|履行|没有|不受|影响(?!评价)|涉嫌|涉及|结合|单位(?=[有犯])|承担|包括|产生|行使|使用(?!费|权)|擅自|指定|视为|视同|达到|"
    r"主张|收到|受理(?!条例)|保存|基于|发生了?|约定|审理|审查(?!条例|办法)|提交|提起|取得|低于|高于|采取|落入|支付|处分(?!条例|办法)|援用|"
    r"从事|拨付|隐瞒|出售|携带|邮寄|界定|计算(?!机)|考虑|需要|职权|办理|出现|期限为|维护|制造(?!业)|处以|享有|藏匿|虚开|计入|提供|告知|引进|除|的|并|将|了|且|(?<!国)及"
)
# After these it may begin: 对民法典, but 对外贸易法.
_MAYBE = re.compile(r"[按依照据如即因由从犯向以在和与及或为是于到罪对有原新旧就未无自经]")
_LEADING = re.compile(
    r"(?:[按依照据如即因由从且向以在和与或为是于到罪就未无其]|犯(?!罪)|经(?!济)|自(?!然|治|贸)|对(?!外)"
    r"|有(?![线限关价害机])|原(?![子产油])|新(?![闻兴能])|旧)"
)
_BETWEEN = re.compile(rf"(?:{'|'.join(f'(?<={genre})' for genre in GENRE[3:-1].split('|'))})[和与及或以]")
_GENRE_END = re.compile(rf"{GENRE}$")
_NO_NAME = re.compile(
    r"(?!公司法$).?[方违合依司执非做说看想立普无设用]法$|[本该其各此]|.*本(?:法|条例|办法|规定|细则|解释)"
    r"|.*(?:方法|违法|合法|执法|依法|(?<!公)司法|非法)$"
)
# 税法, 国际法: a field of law.
_FIELD = re.compile(
    r"(?:中国|外国)?(?:国际|上位|下位|实体|程序|税|行政|民|商|新|旧|诉讼|特别|普通|基本|当地|所在地)法$|(?:自治|单行)条例$"
)


@lru_cache(maxsize=4096)
def strong_starts(run: str) -> tuple[int, ...]:
    """Offsets at which a name in ``run`` begins if one does, in order."""
    starts = {_after_verbs(run), *(match.end() for match in _BETWEEN.finditer(run))}
    for start in sorted(starts):
        while lead := _LEADING.match(run, start):
            start = lead.end()
            starts.add(start)
    return tuple(sorted(start for start in starts if start < len(run)))


@lru_cache(maxsize=4096)
def all_starts(run: str) -> tuple[int, ...]:
    """Offsets at which a name that is known otherwise may begin, in order."""
    first = _after_verbs(run)
    return tuple(sorted({*strong_starts(run), *(m.end() for m in _MAYBE.finditer(run, first, len(run) - 1))}))


def _after_verbs(run: str) -> int:
    # In 法律适用法 and 政务处分法 the verb is part of the name.
    return max((match.end() for match in _VERB.finditer(run) if run[match.end() :] not in ("", "法")), default=0)


@lru_cache(maxsize=4096)
def is_name(name: str) -> bool:
    """A law's name of two characters and more (刑法); of other regulations only one that says more than its genre."""
    genre = _GENRE_END.search(name)
    if genre is None or _NO_NAME.match(name) or _FIELD.match(name):
        return False
    return (
        len(name) >= 2 if genre[0].endswith(("法", "法典")) and genre[0] != "办法" else len(name) - len(genre[0]) >= 2
    )
