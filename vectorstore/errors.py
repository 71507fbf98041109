"""The one error this stage raises towards a person."""

from __future__ import annotations


class VectorstoreError(Exception):
    """Something a person must act on.

    ``code`` is stable (``weights``, ``model``, ``locked``, ``damaged``, ``no_index``, ``no_regulations``,
    ``no_previous``, ``model_changed``, ``verification``, ``vocabulary``, ``questions``); ``message`` is Chinese and
    says what to do next.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
