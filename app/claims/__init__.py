"""Sentences of a language model held against the quotations that they cite."""

from app.claims.check import check
from app.claims.model import Claim, Passage, Reason, Verdict
from app.claims.sentences import Sentences

__all__ = ["Claim", "Passage", "Reason", "Sentences", "Verdict", "check"]
