"""What a model thinks aloud, taken out of its stream."""

from __future__ import annotations

from collections.abc import Iterator

FORGET = "\0"
"""Stands where a thought ends that nothing opened: all before it was thought."""

_NAMES = ("think", "thinking", "thought", "reasoning")
_OPENING = frozenset(f"<{name}>" for name in _NAMES)
_CLOSING = frozenset(f"</{name}>" for name in _NAMES)
_BEGUN = frozenset(tag[:length] for tag in _OPENING | _CLOSING for length in range(1, len(tag)))


class Thinking:
    """Lets through what stands outside ``<think>…</think>``; of a thought that never ends, nothing."""

    def __init__(self) -> None:
        self._inside = False
        self._held = ""  # what may become a tag

    def visible(self, piece: str) -> Iterator[str]:
        """The characters of ``piece`` that are no thought, and :data:`FORGET` where such a one ended unopened."""
        for char in piece:
            tag = (self._held + char).lower()
            if tag in _BEGUN:
                self._held += char
            elif tag in _OPENING:
                self._held = ""
                self._inside = True
            elif tag in _CLOSING:
                self._held = ""
                if not self._inside:
                    yield FORGET
                self._inside = False
            else:
                yield from self.rest()
                if char == "<":
                    self._held = char
                elif not self._inside and char != FORGET:
                    yield char

    def rest(self) -> Iterator[str]:
        """What was held back and turned out to be no tag."""
        held, self._held = self._held, ""
        if not self._inside:
            yield from held
