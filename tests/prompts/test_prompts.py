"""The prompts load, say what they must, and a slip in one is an error that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts
from prompts import PromptError, load


@pytest.mark.parametrize("name", sorted(prompts.VARIABLES))
def test_every_prompt_loads_with_its_variables(name: str) -> None:
    prompt = load(name)
    assert prompt.variables == prompts.VARIABLES[name]
    filled = prompt.format(**{variable: f"〔{variable}〕" for variable in prompt.variables})
    assert all(f"〔{variable}〕" in filled for variable in prompt.variables)


def test_every_prompt_file_is_declared() -> None:
    files = {path.stem for path in Path(prompts.__file__).parent.glob("*.md")}
    assert files == set(prompts.VARIABLES)


def test_refusal_phrase_is_inserted_and_not_written_in_a_prompt() -> None:
    filled = load("answer").format(refusal=prompts.REFUSAL, question="问", quotations="文")
    assert prompts.REFUSAL in filled
    assert prompts.REFUSAL not in load("answer").template


def test_a_missing_and_an_extra_value_are_named() -> None:
    with pytest.raises(PromptError, match="缺少 history，多出 histroy"):
        load("condense").format(histroy="", question="")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("只有{question}", "缺少 history"),
        ("{history}{question}{extra}", "多出 extra"),
        ("{history}{question", "花括号不成对"),
        ("{history}{question.x}", "写法不对"),
        ("{history}{question!r}", "写法不对"),
        ("{history}{question:>{width}}", "写法不对"),
        ("{history}{}", "写法不对"),
    ],
)
def test_a_slip_in_the_file_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "condense.md").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=message):
        load("condense", tmp_path)


def test_an_unknown_and_an_absent_prompt(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="可用的有：answer、condense"):
        load("../secret")
    with pytest.raises(PromptError, match="读不出来"):
        load("answer", tmp_path)


def test_values_are_text_not_templates() -> None:
    filled = load("condense").format(history="{question}", question="甲{x}")
    assert "{question}" in filled and "甲{x}" in filled
