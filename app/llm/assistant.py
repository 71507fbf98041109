"""What the site's language model does for the chain, as the settings have it."""

from __future__ import annotations

from app.chain import Assistant
from app.llm import condensing, expanding, reranking
from app.llm.line import Line
from app.llm.model import LanguageModel
from app.llm.writer import Writer
from app.settings import Settings
from prompts import VARIABLES, load

_PATIENCE = 5.0  # seconds: whoever asks waits for the quotations meanwhile
_SHARE = 0.25  # of the time for a whole reply


def assistant_of(model: LanguageModel, settings: Settings) -> Assistant:
    """Raises ``prompts.PromptError`` (Chinese) for a prompt of the site's own that cannot be used."""
    # all of them: a slip in one that is not in use yet would show on the day it is
    prompts = {name: load(name, settings.llm_prompts) for name in VARIABLES}

    def line(name: str, max_tokens: int) -> Line:
        return Line(model, prompts[name], max_tokens=max_tokens, context=settings.llm_context)

    writer = Writer(model, prompts["answer"], max_tokens=settings.llm_max_tokens, context=settings.llm_context)
    condense = condensing.Condenser(line("condense", condensing.MAX_TOKENS)) if settings.llm_condense else None
    expand = (expanding.Expander(line("expand", expanding.MAX_TOKENS)),) if settings.llm_expand else ()
    rerank = (reranking.Reranker(line("rerank", reranking.MAX_TOKENS)),) if settings.llm_rerank else ()
    patience = min(_PATIENCE, _SHARE * settings.llm_timeout)
    return Assistant(
        model=model.name,
        write=writer.runnable,
        condense=condense,
        improve=(*expand, *rerank),
        patience=patience,
        is_left_alone=model.is_left_alone,
        prepare=model.prepare,
        close=model.close,
    )
