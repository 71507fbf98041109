"""Header and records → rows, to be read back alike; and the rows of a template to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.sheets.cells import address_text, facts_text
from eval.sheets.columns import ABOUT, COLUMNS, MATCHES, name_of, turn
from eval.sheets.reading import EXAMPLE
from eval.validation import KIND_NAMES

_TITLE = "砚禾研究院考勤办法"
_EXAMPLES: tuple[Mapping[str, Any], ...] = (
    {
        "id": EXAMPLE,
        "question": "迟到几次算旷工",
        "kind": "colloquial",
        "gold": [{"regulation": _TITLE, "article": "第八条", "label": "第（二）项"}],
        "match": "any",
        "facts": [["三次", "3次"], ["旷工一日"]],
        "note": "题号为（示例）的行不会被读取，可以删去",
    },
    {
        "id": EXAMPLE,
        "question": "那请病假呢",
        "kind": "followup",
        "history": [{"question": "请事假工资怎么算", "answer": "按日扣发。"}],
        "gold": [
            {"regulation": _TITLE, "article": "第十条", "label": ""},
            {"regulation": _TITLE, "article": "第十一条", "label": "第二款"},
        ],
        "match": "all",
        "facts": [],
        "note": "几处标准答案写在一格里，每行一处（Alt+Enter 换行）",
    },
    {
        "id": EXAMPLE,
        "question": "食堂周末开不开",
        "kind": "unanswerable",
        "gold": [],
        "match": "any",
        "facts": [],
        "note": "制度里没有依据的题：题型选“无依据”，标准答案和要点留空",
    },
)


def table(records: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The header row and a row a record."""
    turns = max((len(record.get("history", [])) for record in records), default=1) or 1
    names: list[str] = []
    for column in COLUMNS:
        if column.field == "asked":
            names += [name_of(turn(field, number)) for number in range(1, turns + 1) for field in ("asked", "told")]
        elif column.field != "told":
            names.append(column.name)
    return [names, *(_row(record, turns) for record in records)]


def about(header: Mapping[str, Any]) -> list[list[str]]:
    """What the set is, a name and a value a row."""
    return [[name, str(header.get(field, ""))] for field, name in ABOUT.items()]


def instructions() -> list[list[str]]:
    """How to fill in each column, for the sheet 说明 below what the set is."""
    return [
        ["", ""],
        ["怎样填写", "在工作表“题目”里每行写一题，第一行是列名，不要改。多数格可以空着，鼠标点到一格时会出现提示。"],
        *([column.name, column.hint] for column in COLUMNS),
        ["写完以后", "运行 python -m eval check 题集.xlsx --data 数据目录，有错会指出在第几行、哪一列。"],
    ]


def examples() -> list[list[str]]:
    """The rows of a template."""
    return table(_EXAMPLES)


def _row(record: Mapping[str, Any], turns: int) -> list[str]:
    told = [(turn_["question"], turn_["answer"]) for turn_ in record.get("history", [])]
    gold = [address_text((g["regulation"], g["article"], g["label"])) for g in record["gold"]]
    alone = len(gold) < 2 and record["match"] == "any" and record["kind"] != "multi"
    return [
        record["id"],
        record["question"],
        KIND_NAMES[record["kind"]],
        "\n".join(gold),
        "" if alone else MATCHES[record["match"]],
        facts_text(record["facts"]),
        *(text for pair in (*told, *[("", "")] * (turns - len(told))) for text in pair),
        record.get("as_of", ""),
        record.get("note", ""),
    ]
