"""Who is asking, as the guard found out and as inner layers read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["open", "token", "session", "header", "key", "admin"]

VISITOR = "tiaowen.visitor"
"""The scope key under which inner layers find the :class:`Visitor` of the request."""


@dataclass(frozen=True)
class Visitor:
    """A user or program. ``name`` is empty where nobody has to say who they are; ``kind`` is how we know."""

    name: str
    kind: Kind


NOBODY = Visitor("", "open")
"""Nobody in particular."""


def visitor(scope: Mapping[str, Any]) -> Visitor:
    """The visitor of an ASGI scope; nobody in particular where no guard has looked (tests, stdio)."""
    found = scope.get(VISITOR)
    return found if isinstance(found, Visitor) else NOBODY
