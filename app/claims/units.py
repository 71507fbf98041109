"""A passage as units, each a row of clauses of which a sentence may be made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from app.claims import lexicon
from app.claims.clause import Clause, clauses
from app.claims.layout import Node, tree
from app.claims.model import Passage
from app.claims.tables import rows
from app.claims.unit import CUT, Unit
from ingest.citation import Citation, parse

_LISTED = r"(?:下列|以下|如下)"
_ONE_OF = re.compile(rf"^(?P<subject>.{{0,30}}?)(?:有|具有|存在|符合|属于)?{_LISTED}[^，。；：]{{1,10}}?之一的?$")
_ALL_OF = re.compile(rf"{_LISTED}[^，。；：]{{0,10}}(?:的|时)$")
_NOUN = (
    r"(?:全部|所有|各项)?(?:材料|资料|文件|内容|事项|原则|条件|要求|程序|步骤|职责|情形|情况|行为|人员|费用|单位|部门|原因|"
    r"事由|活动|项目|信息|手续|待遇|措施|任务|权利|义务|支出|物品|场所|岗位|方式|形式|纪律|规定|工作|时间|机构)"
)
_PROCESS = re.compile(r"(?:程序|步骤|流程)(?:进行|实施|执行|办理)?$")
_OBJECT = re.compile(rf"^(?P<before>.+?){_LISTED}{_NOUN}$")
_INSIDE = re.compile(rf"^(?P<before>.*?){_LISTED}{_NOUN}(?P<after>[^，。；：]+)$")
_ITEM_END = "；;。，, "


@lru_cache(maxsize=128)
def units(passage: Passage) -> tuple[Unit, ...]:
    """All units of the passage."""
    place = parse(passage.label)
    made: list[Unit] = []
    before: Node | None = None
    lines = tree(passage.text)
    names = Counter(node.name for node in lines)
    for node in lines:
        if node.name and names[node.name] > 1:
            continue  # whose 完成时限 it is, only the lines around tell
        if node.rows:
            made += rows(node.rows, before.sentences[-1] if before and before.sentences else "", place)
        else:
            made += (found for found, _ in _of(node, place, passage.title))
        before = node
    return tuple(made)


def _of(node: Node, place: Citation | None, title: str) -> Iterator[tuple[Unit, bool]]:
    """The units of a line and of what is below it, each with whether it is an item to the lead-in of the line
    above."""
    own = _placed(place, node)
    texts = node.sentences
    announces = bool(node.items) and texts and (texts[-1][-1] in "：:" or re.search(_LISTED, texts[-1]))
    for number, text in enumerate(texts):
        if node.continues and not number:
            continue
        made = clauses(text)
        if node.cut and number == len(texts) - 1:
            made = (*made[:-1], replace(made[-1], sign=CUT))
        yield replace(_unit(made, own), later=number > 0), not announces
    if not node.items:
        return
    items = [list(_of(item, own, title)) for item in node.items]
    below = [[unit for unit, goes_on in item if goes_on] for item in items]
    yield from ((unit, False) for item in items for unit, goes_on in item if not goes_on)
    if not announces:
        yield from ((unit, True) for item in below for unit in item)
        return
    for unit in _listed(texts[-1], below, own, title):
        yield unit, True


def _listed(text: str, below: Sequence[Sequence[Unit]], place: Citation | None, title: str) -> Iterator[Unit]:
    """The units of a list: ``text`` announces the items ``below``."""
    lead = clauses(text)
    at = next((n for n, each in enumerate(lead) if re.search(_LISTED, each.text)), len(lead) - 1)
    here = lead[at]
    items = [unit for item in below for unit in item]
    if one_of := _ONE_OF.match(here.text):
        yield from _one_of(lead, at, one_of["subject"], below, title, place)
    elif _ALL_OF.search(here.text):
        pass
    elif (inside := _INSIDE.match(here.text)) and not here.announcement:
        for item in items:
            words = "".join(each.text + each.sign for each in item.clauses).rstrip(_ITEM_END).removesuffix("的")
            made = clauses(f"{inside['before']}{words}{inside['after']}{here.sign}")
            yield _unit((*lead[:at], *made, *lead[at + 1 :]), item.place, least=at + len(made) - 1)
    elif at == len(lead) - 1 and (object_ := _OBJECT.match(here.text)) and not here.announcement:
        yield from _objects(lead[:at], object_["before"], below, place)
    else:
        alone = not any(each.condition for each in lead) or "分别" in text
        process = _PROCESS.search(here.text)
        for item in items:
            if item.later and not any(each.condition for each in lead):
                yield item  # 制定方案。考核委员会制定方案…: only the first sentence is an item of the list
            optional = len(lead) if (alone and _speaks(item)) or process else 0
            yield _unit((*lead, *item.clauses), item.place, lead=optional, least=len(lead))
        if any(each.condition for each in lead[:-1]) and here.announcement:
            yield _grouped(lead, below, (), place)
    yield _whole(lead, below, place)


def _one_of(
    lead: Sequence[Clause],
    at: int,
    subject: str,
    below: Sequence[Sequence[Unit]],
    title: str,
    place: Citation | None,
) -> Iterator[Unit]:
    """有下列情形之一的，评为不合格： → …的，评为不合格."""
    before, after = tuple(lead[:at]), tuple(lead[at + 1 :])
    after = (*after[:-1], replace(after[-1], sign="。")) if after else ()
    known = subject in lexicon.GENERIC or subject in title
    who = tuple(replace(each, sign="") for each in clauses(subject)) if subject else ()
    single = [unit for item in below for unit in item]
    for unit in single:
        head = len(before) + len(who)
        optional = head if known and not before else 0
        condition = unit.clauses if not after else (*unit.clauses[:-1], replace(unit.clauses[-1], sign="，"))
        yield _unit(
            (*before, *who, *condition, *after), unit.place, lead=optional, least=head + len(unit.clauses) - (not after)
        )
        if after and len(unit.clauses) > 1 and lexicon.PROVISO.search(unit.clauses[1].text):
            # 上下班的，值守的除外 → 上下班的，不予派车，值守的除外
            first, *rest = condition
            last = replace(after[-1], sign="，")
            yield _unit(
                (*before, *who, first, *after[:-1], last, *rest), unit.place, lead=optional, least=head + len(condition)
            )
        if known and not before and _speaks(unit) and not unit.clauses[-1].condition:
            yield _unit(unit.clauses, unit.place)
    if len(single) > 1 and after:
        listed = [[unit] for unit in single if not unit.whole]
        grouped = _grouped((*before, *who), listed, after, place)
        yield replace(grouped, lead=len(who) if known and not before else 0)


def _grouped(
    lead: Sequence[Clause], below: Sequence[Sequence[Unit]], after: Sequence[Clause], place: Citation | None
) -> Unit:
    """A list of which any items may stand between ``lead`` and ``after``."""
    made, groups = list(lead), [0] * len(lead)
    for number, item in enumerate(below, 1):
        for unit in item:
            made += unit.clauses
            groups += [number] * len(unit.clauses)
    least = len(made) if after else len(lead)
    made += after
    parts = [0] * len(made) if after else [0] * len(lead) + groups[len(lead) :]
    return Unit(tuple(made), tuple(parts), (*groups, *[0] * len(after)), place, least=least)


def _whole(lead: Sequence[Clause], below: Sequence[Sequence[Unit]], place: Citation | None) -> Unit:
    made = (*lead, *(each for item in below for unit in item for each in unit.clauses))
    return Unit(made, (0,) * len(made), (0,) * len(made), place, least=len(made) - 1, whole=True)


def _objects(
    lead: Sequence[Clause], before: str, below: Sequence[Sequence[Unit]], place: Citation | None
) -> Iterator[Unit]:
    """应当提交下列材料： → 应当提交甲, 应当提交甲、乙和丙; of items with a condition 请假应当提交下列材料： →
    请假三天以内的，应当提交甲."""
    items = [unit for item in below for unit in item]
    prefix = [replace(each, sign="") for each in clauses(before)]
    for item in items:
        if not item.clauses[0].condition:
            yield _unit((*lead, *prefix, *item.clauses), item.place, least=len(lead) + len(prefix))
    if len(below) > 1 and all(len(item) == 1 and len(item[0].clauses) == 1 for item in below):
        made = (*lead, *clauses(before + "、".join(item[0].clauses[0].text for item in below)))
        yield Unit(made, (0,) * len(made), (0,) * len(made), place, least=len(made) - 1, whole=True)
    modal = lexicon.MODAL.search(before, 1)
    if modal is None or not all(unit.clauses[0].condition and len(unit.clauses) > 1 for unit in items):
        return
    who = [replace(each, sign="") for each in clauses(before[: modal.start()])]
    must = [replace(each, sign="") for each in clauses(modal[0])]
    for tied in ([], must):
        changed = [
            [replace(unit, clauses=_tied(unit.clauses, tied, before[modal.end() :])) for unit in item] for item in below
        ]
        for unit in (unit for item in changed for unit in item):
            yield _unit((*lead, *who, *unit.clauses), unit.place, least=len(lead) + len(who))
        yield _grouped((*lead, *who), changed, (), place)


def _tied(made: tuple[Clause, ...], modal: Sequence[Clause], verb: str) -> tuple[Clause, ...]:
    """…的，提交甲 → …的，应当提交甲."""
    return (made[0], *modal, *made[1:]) if made[1].begins(verb) else made


def _unit(made: Sequence[Clause], place: Citation | None, *, lead: int = 0, least: int = 0) -> Unit:
    parts: list[int] = []
    number = 0
    for each in made:
        parts.append(number)
        number += each.sign in ("；", ";", "。")
    return Unit(tuple(made), tuple(parts), (0,) * len(made), place, lead=lead, least=least)


def _speaks(unit: Unit) -> bool:
    """Whether an item says what it speaks of: it states its condition, or has a subject."""
    first = unit.clauses[0]
    return (first.condition and len(unit.clauses) > 1) or bool(first.subject)


def _placed(place: Citation | None, node: Node) -> Citation | None:
    """The address of a line at ``place`` or below it."""
    if place is None:
        return None
    if node.item and place.item is None:
        return replace(place, item=node.item)
    if node.subitem and place.item is not None and place.subitem is None:
        return replace(place, subitem=node.subitem)
    return place
