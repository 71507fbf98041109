"""What a language model wrote of an answer, as HTML: the mark that says so, its checked sentences, what became of the
others. All of it is hostile: it passes through ``escape``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.answer import NOTICE
from app.generated import LABEL
from app.ui.escape import escape
from app.ui.numerals import numeral

NOTHING_YET: Mapping[str, Any] = {"label": LABEL, "model": "", "claims": (), "withheld": 0, "note": ""}
"""``generated`` of the API contract while a model has written nothing."""

_MARK = re.compile(r"［(\d{1,2})］")


def has_prose(answer: Mapping[str, Any]) -> bool:
    """Whether sentences of a model stand in the answer (the object of the API contract)."""
    return str(answer["mode"]) == "llm"


def grown(answer: Mapping[str, Any], claim: Mapping[str, Any]) -> dict[str, Any]:
    """The answer with one more sentence of a model, as good as any finished one."""
    before = answer.get("generated", NOTHING_YET)
    generated = {**before, "claims": [*before["claims"], claim]}
    return {**answer, "mode": "llm", "notice": LABEL, "generated": generated}


def ended(answer: Mapping[str, Any], note: str) -> dict[str, Any]:
    """The answer to which nothing more will come, for the reason ``note``."""
    generated = {**answer.get("generated", NOTHING_YET), "note": note}
    notice = answer["notice"] if has_prose(answer) else f"{NOTICE}（{note}）"
    return {**answer, "notice": notice, "generated": generated}


def prose(generated: Mapping[str, Any], number: int, count: int, *, progress: str = "") -> str:
    """The block above the quotations of turn ``number``, of which there are ``count``.

    ``generated`` is that of the API contract; ``progress`` says what is being done while more may come.
    """
    claims = "".join(
        f'<p class="tw-claim">{_sentence(str(claim["text"]), f"{number}-{position}", number, count)}</p>'
        for position, claim in enumerate(generated["claims"], 1)
    )
    lines = [f"另有 {generated['withheld']} 句未通过核对，已略去。"] if generated["withheld"] else []
    lines += [f"{generated['note']}，以上改写可能不完整。"] if generated["note"] else []
    said = "" if progress else "".join(f'<p class="tw-withheld">{escape(line)}</p>' for line in lines)
    working = f'<p class="tw-progress">{escape(progress)}</p>' if progress else ""
    return (
        f'<div class="tw-prose"><p class="tw-made"><span class="tw-badge tw-badge-note">{LABEL}</span>'
        f'<span class="tw-count">以下面的原文为准</span></p>{claims}{said}{working}</div>'
    )


def copied(generated: Mapping[str, Any], citations: Sequence[str]) -> list[str]:
    """The lines of a whole answer for the clipboard: the mark before everything, and which quotation is which."""
    numbered = [f"［{number}］{citation}" for number, citation in enumerate(citations, 1)]
    return [f"{LABEL}：", *(str(claim["text"]) for claim in generated["claims"]), f"{NOTICE}：", *numbered]


def spoken_claims(generated: Mapping[str, Any]) -> str:
    """What a screen reader is told when the prose is complete."""
    said = "".join(_MARK.sub("", str(claim["text"])) for claim in generated["claims"])
    return f"{LABEL}：{said}"


def _sentence(text: str, identity: str, number: int, count: int) -> str:
    """A sentence with its ［1］ made buttons that open the article, where there is such a quotation."""
    pieces: list[str] = []
    done = 0
    for found in _MARK.finditer(text):
        cited = int(found[1])
        if 1 <= cited <= count:
            pieces.append(escape(text[done : found.start()]))
            pieces.append(
                f'<button type="button" class="tw-open tw-ref tw-to-{number}-c{cited}" '
                f'id="tw-ref-{identity}-{found.start()}"><span class="tw-sr">查看原文</span>{numeral(cited)}</button>'
            )
            done = found.end()
    return "".join(pieces) + escape(text[done:])
