"""What of a question may be written down."""

from __future__ import annotations

import re
from typing import Literal

LogQuestions = Literal["none", "masked", "full"]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
# identity cards, telephone, account and staff numbers, also when written in groups; years and article numbers stay
_NUMBER = re.compile(r"\d(?:[ -]?\d){4,}[Xx]?")
# a surname of one character with a common form of address
_PERSON = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}(?=同志|先生|女士)")


def mask(text: str) -> str:
    """``text`` with addresses, long numbers and names before a form of address replaced by asterisks."""
    return _PERSON.sub("**", _NUMBER.sub("****", _EMAIL.sub("****", text)))


def recorded(text: str, policy: LogQuestions) -> str | None:
    """What may be kept of a question under ``policy``: nothing, the masked text or all of it."""
    if policy == "none":
        return None
    return mask(text) if policy == "masked" else text
