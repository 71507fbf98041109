"""An answer as the cells that are added to its question."""

from __future__ import annotations

from collections.abc import Sequence

from app.answer import Answer
from app.batch.sheet import Value
from app.location import files_named
from app.naming import cited

COLUMNS = ("是否有依据", "答案（原文摘录）", "出处", "效力", "来源文件", "把握", "相近条文（不是答案）")
"""The headings of the added columns."""

WIDTHS = (12, 60, 40, 12, 24, 8, 40)
"""Their widths in characters."""

SETTLED, REFUSED, FAILED = "有依据", "未找到依据", "未能查询"

_MOST = 32_000  # Excel takes 32,767 characters in a cell
_CUT = "……（过长，未完，请按出处查看原文）"


def cells(answer: Answer) -> list[Value]:
    """What is added where the question was asked."""
    citations = answer.citations
    score: Value = round(citations[0].score, 2) if citations else ""
    return [
        REFUSED if answer.refused else SETTLED,
        _short(answer.answer if answer.refused else _numbered([citation.quote for citation in citations])),
        _short(_numbered([cited(citation) for citation in citations])),
        "\n".join(dict.fromkeys(citation.status for citation in citations)),
        _short("\n".join(files_named((s.file, s.page) for citation in citations for s in citation.sources))),
        score,
        _short("\n".join(cited(near) for near in answer.related)),
    ]


def failed(message: str) -> list[Value]:
    """What is added where the question could not be asked; ``message`` says why."""
    return [FAILED, message, *[""] * (len(COLUMNS) - 2)]


def _numbered(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"［{number}］{text}" for number, text in enumerate(texts, 1))


def _short(text: str) -> str:
    return text if len(text) <= _MOST else text[: _MOST - len(_CUT)] + _CUT
