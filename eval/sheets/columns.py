"""The columns of a question sheet: their names, what else people call them, and what belongs in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from eval.validation import KIND_NAMES


@dataclass(frozen=True, slots=True)
class Column:
    """``field`` is what the reader calls it; ``hint`` tells a person what to write; ``width`` in characters;
    ``choices`` are offered in a list."""

    field: str
    name: str
    others: tuple[str, ...]
    hint: str
    width: int = 12
    choices: tuple[str, ...] = ()


MATCHES: Mapping[str, str] = {"any": "任一", "all": "全部"}

COLUMNS = (
    Column("id", "题号", ("编号", "序号", "id"), "可不填，不填则按次序编号；要与以前的结果对比，请填上并保持不变", 10),
    Column(
        "question", "问题", ("题目", "提问", "题面", "question"), "必填。提问人的原话，不要把条文倒过来写成问句", 36
    ),
    Column(
        "kind",
        "题型",
        ("类型", "题目类型", "问题类型", "kind"),
        "可不填（没有依据的题除外）。制度里没有依据的题必须选“无依据”",
        12,
        tuple(KIND_NAMES.values()),
    ),
    Column(
        "gold",
        "标准答案",
        ("依据", "出处", "标准答案地址", "gold"),
        "每行一处，写全地址：《某办法》第八条第（二）项。没有条的文件写印出的编号，如 《某意见》二（六）。"
        "仍然认不出的，写成 制度｜条｜款项目。无依据的题留空",
        40,
    ),
    Column(
        "match",
        "任一或全部",
        ("任一/全部", "任一全部", "match"),
        "标准答案有几处时必填：引用任一处即可，或全部都要引用。题型是“涉及多条”的，不填就是全部",
        12,
        tuple(MATCHES.values()),
    ),
    Column(
        "facts",
        "要点",
        ("关键词", "得分点", "facts"),
        "可不填。2 至 10 字的关键词，与原文一致；几个要点用；隔开（都要有），同一要点的几种说法用／隔开（有一种即可）",
        30,
    ),
    Column("asked", "此前的问", ("此前的问题", "上一问", "前一问"), "追问题必填：前面问过什么", 24),
    Column("told", "此前的答", ("此前的回答", "上一答", "前一答"), "可不填：当时答了什么", 24),
    Column("as_of", "截至日期", ("截止日期", "适用日期", "as_of"), "可不填。按这一天有效的版本作答，如 2024-05-01", 14),
    Column("note", "备注", ("note",), "可不填。给出题人自己看，评测不用", 20),
)
"""What is written, in this order; earlier turns of a conversation follow as 此前的问2, 此前的答2 …"""

_READ_ONLY = (
    Column("regulation", "制度", ("制度名称", "文件", "文件名称", "法规", "regulation"), ""),
    Column("article", "条", ("条号", "条文", "article"), ""),
    Column("label", "款项目", ("款项", "label"), ""),
    Column("unanswerable", "无依据", ("unanswerable",), ""),
)

ABOUT: Mapping[str, str] = {
    "set": "题集",
    "version": "版本",
    "corpus": "针对的制度",
    "written": "编写日期",
    "note": "题集说明",
}
"""What a sheet says of the set as a whole, above the header or in a sheet 说明; the fields of the header of JSONL."""


def plain(name: str) -> str:
    """A column's name without what people add to it: spaces, remarks in brackets, a star, a colon."""
    text = "".join(unicodedata.normalize("NFKC", name).split()).casefold()
    return re.sub(r"\([^()]*\)", "", text).strip("*:")


_FIELDS = {plain(name): c.field for c in (*COLUMNS, *_READ_ONLY) for name in (c.name, *c.others)}
_NAMES = {column.field: column.name for column in (*COLUMNS, *_READ_ONLY)}
_TURNS = ("asked", "told")


def field_of(name: str) -> str | None:
    """The field of a column by its name, a later turn as ``asked2``; None for a name that means nothing."""
    numbered = re.fullmatch(r"(\D+)(\d{1,2})", plain(name))
    if numbered and (field := _FIELDS.get(numbered[1])) in _TURNS:
        return field if numbered[2] == "1" else f"{field}{numbered[2]}"
    return _FIELDS.get(plain(name))


def name_of(field: str) -> str:
    """The name of a column by its field."""
    numbered = re.fullmatch(r"(asked|told)(\d+)", field)
    return _NAMES[numbered[1]] + numbered[2] if numbered else _NAMES[field]


def turn(field: str, number: int) -> str:
    """``asked``, 2 → ``asked2``; the first has no number."""
    return field if number == 1 else f"{field}{number}"


def column_of(path: str) -> str:
    """The column that holds a field of a record: ``gold[1].label`` → 标准答案（第 2 处）."""
    name, _, rest = path.partition("[")
    index = int(rest.partition("]")[0]) if rest else 0
    if name == "gold":
        return f"标准答案（第 {index + 1} 处）" if rest else "标准答案"
    if name == "facts":
        return f"要点（第 {index + 1} 个）" if rest else "要点"
    if name == "history":
        return name_of(turn("told" if path.endswith("answer") else "asked", index + 1))
    return _NAMES.get(name, name)
