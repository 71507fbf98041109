"""What the site's language model does for the chain, as the settings have it."""

from __future__ import annotations

from app.chain import Assistant
from app.llm.model import LanguageModel
from app.llm.writer import Writer
from app.settings import Settings
from prompts import load


def assistant_of(model: LanguageModel, settings: Settings) -> Assistant:
    """Raises ``prompts.PromptError`` (Chinese) for a prompt of the site's own that cannot be used."""
    writer = Writer(
        model,
        load("answer", settings.llm_prompts),
        max_tokens=settings.llm_max_tokens,
        context=settings.llm_context,
    )
    return Assistant(model.name, writer.runnable)
