"""An answer as Markdown: every quotation a block of its own, followed by its address and number.

The words of documents and language models are escaped, so that a renderer shows them as they stand and runs nothing of
them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.answer import NOTICE
from app.naming import named

_ACTIVE = re.compile(r"[\\`*_\[\]<>&~|$!#]")
# a number with a dot, a hyphen or the like at the start of a line would become a list or a heading
_LEADING = re.compile(r"^(\s*)(?:(\d{1,9})([.)])|([-+=]))", re.MULTILINE)


def text(answer: Mapping[str, Any]) -> str:
    """The whole answer or refusal; ``answer`` is the object of ``/api/ask``.

    Where a language model was asked, what it wrote comes before the quotations, or why there is nothing of it.
    """
    if answer["refused"]:
        return refusal(answer)
    quotations = map(quotation, answer["citations"])
    generated = answer.get("generated")
    if generated is None:
        return "\n\n".join(quotations)
    if not generated["claims"]:
        return "\n\n".join((heading(answer["notice"]), *quotations))
    claims = [claim(each) for each in generated["claims"]]
    return "\n\n".join((heading(generated["label"]), *claims, heading(NOTICE), *quotations))


def heading(words: str) -> str:
    """What says whose the words below it are."""
    return f"**{escape(words)}**"


def claim(said: Mapping[str, Any]) -> str:
    """A sentence of a language model, with the numbers of the quotations it rests on."""
    return escape(said["text"])


def quotation(citation: Mapping[str, Any]) -> str:
    """A citation: its words as a block, then 《…》第…条… and its number."""
    block = "\n>\n".join(f"> {escape(line)}" for line in citation["quote"].split("\n"))
    return f"{block}\n\n——{_place(citation)}［{citation['number']}］"


def refusal(answer: Mapping[str, Any]) -> str:
    """That there is no basis, and the addresses of what is near but is no answer."""
    near: Sequence[Mapping[str, Any]] = answer["related"]
    words = escape(answer["answer"])
    if not near:
        return words
    return f"{words}\n\n{escape(answer['notice'])}：\n\n" + "\n".join(f"- {_place(each)}" for each in near)


def escape(words: str) -> str:
    """``words`` as Markdown that shows exactly them."""
    inert = _ACTIVE.sub(lambda found: "\\" + found[0], words)
    return _LEADING.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[1]}\\{m[4]}", inert)


def _place(citation: Mapping[str, Any]) -> str:
    inferred, status = citation["title_inferred"], citation["status"]
    return escape(named(citation["regulation"], citation["label"], title_inferred=inferred, status=status))
