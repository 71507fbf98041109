"""A language model behind an OpenAI-compatible endpoint, as an optional extra: nothing depends on its being there."""

from app.llm.errors import ModelError
from app.llm.model import LanguageModel

__all__ = ["LanguageModel", "ModelError"]
