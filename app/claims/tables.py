"""The rows of a table as units: 二类会议 | 不超过两天 → 二类会议的会期不超过两天."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.claims.clause import Clause, clauses
from app.claims.unit import Unit
from ingest.citation import Citation

# 住宿费在下列限额内报销：, 伙食费按下列标准发放：
_ANNOUNCED = re.compile(
    r"^(?P<what>[^，在按依见根]{2,8})(?:在|按照?|依照|见|根据)(?:下列|以下|下表)(?P<kind>限额|标准|定额|额度|比例|天数)?"
)


def rows(table: Sequence[Sequence[str]], lead: str, place: Citation | None) -> Iterator[Unit]:
    """The units of a table, its head first; ``lead`` is what announces it, or empty."""
    head, *lines = table
    announced = clauses(lead) if lead.endswith(("：", ":")) else ()
    found = _ANNOUNCED.match(announced[-1].text) if announced else None
    topic = clauses(found["what"] + (found["kind"] or "")) if found else ()
    for cells in lines:
        if len(cells) != len(head) or not cells[0]:
            continue
        name = _signed(clauses(cells[0]), "")
        pairs = [
            (_signed(clauses(title), "："), clauses(cell)) for title, cell in zip(head[1:], cells[1:], strict=True)
        ]
        yield _row(name, pairs, place)
        yield _row([*_signed(clauses(head[0]), ""), *name], pairs, place)
        yield _row([*announced, *name], pairs, place)
        if topic:
            yield _row([*_signed(topic, "："), *name], pairs, place)
            yield _row([*name, *_signed(topic, "：")], pairs, place)
            told = [([*_signed(title, ""), *_signed(topic, "：")], cell) for title, cell in pairs]
            yield _row(name, told, place)


def _signed(made: Sequence[Clause], sign: str) -> list[Clause]:
    return [replace(each, sign=sign) for each in made]


def _row(
    name: Sequence[Clause], pairs: Sequence[tuple[Sequence[Clause], Sequence[Clause]]], place: Citation | None
) -> Unit:
    """A row as one unit, of whose pairs any may be left out."""
    made, groups = list(name), [0] * len(name)
    for number, (title, cell) in enumerate(pairs, 1):
        made += [*title, *cell]
        groups += [number] * (len(title) + len(cell))
    return Unit(tuple(made), tuple(groups), tuple(groups), place, least=len(name))
