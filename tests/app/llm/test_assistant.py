"""What the settings switch on, and a site's own prompts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.llm.assistant import assistant_of
from app.llm.expanding import Expander
from app.llm.model import LanguageModel
from app.llm.reranking import Reranker
from app.settings import Settings
from prompts import PromptError


def assistant(**how: Any) -> Any:
    url, name = "http://127.0.0.1:9/v1", "某模型"
    return assistant_of(LanguageModel(url, name), Settings(llm_base_url=url, llm_model=name, **how))


def test_the_model_only_writes_unless_the_site_wants_more() -> None:
    plain = assistant()
    assert (plain.model, plain.condense, plain.improve) == ("某模型", None, ())


def test_each_step_is_switched_on_by_itself() -> None:
    assert assistant(llm_condense=True).condense is not None
    assert [type(step) for step in assistant(llm_expand=True).improve] == [Expander]
    assert [type(step) for step in assistant(llm_rerank=True).improve] == [Reranker]
    assert [type(step) for step in assistant(llm_rerank=True, llm_expand=True).improve] == [Expander, Reranker]


def test_the_search_is_not_held_up_for_long() -> None:
    assert assistant().patience == 5.0
    assert assistant(llm_timeout=8).patience == 2.0


@pytest.mark.parametrize("name", ["answer", "condense", "expand", "rerank", "judge"])
def test_a_slip_in_any_prompt_of_the_site_shows_at_once(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.md").write_text("没有变量", encoding="utf-8")
    with pytest.raises(PromptError, match=rf"{name}\.md .*缺少"):
        assistant(llm_prompts=tmp_path)
