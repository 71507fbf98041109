"""What a language model wrote of an answer: sentences that were checked, and the marks that say whose words they are.

The marks follow GB 45438-2025: an explicit one that readers see, an implicit one in the data that goes with the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.claims import Claim

LABEL = "AI生成，仅供参考"
"""The explicit mark: stands wherever a model's words stand."""

_PRODUCER = "条问"


@dataclass(frozen=True, slots=True)
class Generated:
    """What came of asking a model: the ``claims`` that passed, how many sentences were ``withheld``, and, in Chinese,
    what went wrong (``note``); ``kind`` is the same as a short code, for the log and the figures: one of
    ``app.llm.errors.Kind``, ``declined``, ``too_long``, ``withheld`` or ``left``.

    Two of them add up, so that they can be given out piece by piece."""

    model: str
    claims: tuple[Claim, ...] = ()
    withheld: int = 0
    note: str = ""
    kind: str = ""

    def __add__(self, more: Generated) -> Generated:
        last = more if more.note else self
        return Generated(self.model, self.claims + more.claims, self.withheld + more.withheld, last.note, last.kind)

    @property
    def outcome(self) -> str:
        """``released`` where there is something to read, else the ``kind`` of what went wrong."""
        return "released" if self.claims else self.kind

    def to_dict(self, answer_id: str) -> dict[str, Any]:
        """As the API contract writes it; ``answer_id`` is the number of the text, for the implicit mark."""
        return {
            "label": LABEL,
            "model": self.model,
            "claims": [claim.to_dict() for claim in self.claims],
            "withheld": self.withheld,
            "note": self.note,
            "aigc": aigc(answer_id),
        }


def aigc(identity: str) -> dict[str, str]:
    """The implicit mark of the text ``identity``, with the fields that GB 45438-2025 names."""
    return {
        "Label": "1",
        "ContentProducer": _PRODUCER,
        "ProduceID": identity,
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }
