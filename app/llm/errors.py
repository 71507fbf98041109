"""What goes wrong with a language model, in words for the reader. An upstream text is never among them."""

from __future__ import annotations

from typing import Literal

Kind = Literal["down", "timeout", "busy", "refused", "malformed", "cut", "length"]
"""How a reply failed.

``down``: no connection, a fault of the server, or left alone after failures in a row. ``timeout``: not complete within
the time allowed. ``busy``: too many questions at once, here or there. ``refused``: the endpoint does not accept the
request (key, model name, address, parameters). ``malformed``: what came is no reply of a chat model. ``cut``: the
connection ended in the middle. ``length``: the model did not finish what it had to say (its limit or ours, a filter);
the endpoint is well.
"""

_NOTES: dict[Kind, str] = {
    "down": "语言模型暂时没有应答",
    "timeout": "语言模型应答太慢",
    "busy": "语言模型正忙",
    "refused": "语言模型暂时不可用",
    "malformed": "语言模型的应答无法识别",
    "cut": "语言模型的应答中断了",
    "length": "语言模型的应答没有写完",
}


class ModelError(Exception):
    """A reply that did not come, or not whole. ``kind`` is a :data:`Kind`; ``note`` is Chinese, for the reader.

    ``detail`` is Chinese, for the log and the administrator. It is made of our own words and a ``status`` number: never
    of a text that the endpoint sent, of a question or of a key. ``passing``: another try may do, after ``wait`` seconds
    where the endpoint named them.
    """

    def __init__(
        self,
        kind: Kind,
        detail: str = "",
        *,
        status: int | None = None,
        passing: bool = False,
        wait: float | None = None,
    ) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind: Kind = kind
        self.note = _NOTES[kind]
        self.detail = detail or self.note
        self.status = status
        self.passing = passing
        self.wait = wait
