"""A model's stream cut into sentences as it comes."""

from __future__ import annotations


class Sentences:
    """Cuts a stream into sentences, each with the marks that follow its full stop."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> list[str]:
        """The sentences that ``piece`` completes."""
        self._rest += piece
        return []

    def end(self) -> list[str]:
        """The rest; to be asked for only where the stream ended in good order."""
        rest, self._rest = self._rest.strip(), ""
        return [rest] if rest else []
