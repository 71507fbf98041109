"""The language model that the settings describe."""

from __future__ import annotations

from app.llm.model import LanguageModel
from app.settings import Settings


def configured(settings: Settings) -> LanguageModel | None:
    """The model of this site; None where no endpoint is set, which is the usual case. Connects to nothing yet."""
    if settings.llm_base_url is None or settings.llm_model is None:
        return None
    return LanguageModel(
        settings.llm_base_url,
        settings.llm_model,
        settings.llm_key,
        timeout=settings.llm_timeout,
        concurrency=settings.llm_concurrency,
        extra=settings.llm_extra,
    )
