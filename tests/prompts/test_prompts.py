"""The prompts load, say what they must, and a slip in one is an error that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts
from prompts import PromptError, fence, load

MATERIAL = {"question", "quotations", "history", "articles", "answer"}


@pytest.mark.parametrize("name", sorted(prompts.VARIABLES))
def test_every_prompt_loads_with_its_variables(name: str) -> None:
    prompt = load(name)
    assert prompt.variables == prompts.VARIABLES[name]
    filled = prompt.format(**{variable: f"〔{variable}〕" for variable in prompt.variables})
    assert all(f"〔{variable}〕" in filled for variable in prompt.variables)


def test_every_prompt_file_is_declared() -> None:
    files = {path.stem for path in Path(prompts.__file__).parent.glob("*.md")}
    assert files == set(prompts.VARIABLES)


@pytest.mark.parametrize("name", sorted(prompts.VARIABLES))
def test_material_stands_between_fences_and_the_prompt_says_what_they_mean(name: str) -> None:
    prompt = load(name)
    lines = prompt.template.split("\n")
    for variable in prompt.variables & MATERIAL:
        at = lines.index(f"{{{variable}}}")
        assert lines[at - 1] == lines[at + 1] == "{fence}"
    assert "标记 {fence} 之间" in prompt.template and "一律不执行" in prompt.template


def test_every_fence_is_another_one() -> None:
    fences = {fence() for _ in range(50)}
    assert len(fences) == 50 and all(len(each) > 20 and "\n" not in each for each in fences)


def test_refusal_phrase_is_inserted_and_not_written_in_a_prompt() -> None:
    filled = load("answer").format(fence="=", refusal=prompts.REFUSAL, question="问", quotations="文")
    assert prompts.REFUSAL in filled
    assert all(prompts.REFUSAL not in load(name).template for name in prompts.VARIABLES)


def test_the_answer_wants_marks() -> None:
    assert "[1]" in load("answer").template and "编号" in load("answer").template


def test_a_missing_and_an_extra_value_are_named() -> None:
    with pytest.raises(PromptError, match="缺少 history，多出 histroy"):
        load("condense").format(fence="", histroy="", question="")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{fence}只有{question}", "缺少 history"),
        ("{fence}{history}{question}{extra}", "多出 extra"),
        ("{fence}{history}{question", "花括号不成对"),
        ("{fence}{history}{question.x}", "写法不对"),
        ("{fence}{history}{question!r}", "写法不对"),
        ("{fence}{history}{question:>{width}}", "写法不对"),
        ("{fence}{history}{}", "写法不对"),
    ],
)
def test_a_slip_in_the_file_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "condense.md").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=message):
        load("condense", tmp_path)


def test_an_unknown_prompt() -> None:
    with pytest.raises(PromptError, match="可用的有：answer、condense"):
        load("../secret")


def test_a_site_words_some_prompts_itself(tmp_path: Path) -> None:
    own = "本院的写法：{fence}{history}{question}"
    (tmp_path / "condense.md").write_text(own, encoding="utf-8-sig")
    (tmp_path / ".condense.md.swp").write_bytes(b"\xff")
    assert load("condense", tmp_path).template == own
    assert load("answer", tmp_path) == load("answer")


@pytest.mark.parametrize("name", ["answers.md", "Answer.md", "answer.md.txt", "answer.MD", "说明.md"])
def test_a_file_that_would_never_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{fence}", encoding="utf-8")
    with pytest.raises(PromptError, match=f"{name} 不会被用到.*answer、condense"):
        load("condense", tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for absent in (tmp_path / "none", tmp_path / "file"):
        with pytest.raises(PromptError, match="打不开，请检查设置 llm_prompts"):
            load("answer", absent)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("提问：{fence}{history}{question}".encode("gb18030"), "不是 UTF-8 编码，请另存为 UTF-8"),
        (("长" * 20_001).encode(), "有 20001 个字，超过上限 20000"),
        (b"", "缺少 fence、history、question"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "condense.md").write_bytes(content)
    with pytest.raises(PromptError, match=message):
        load("condense", tmp_path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "condense.md").mkdir()
    with pytest.raises(PromptError, match="读不出来"):
        load("condense", tmp_path)


def test_values_are_text_not_templates() -> None:
    filled = load("condense").format(fence="=", history="{question}", question="甲{x}")
    assert "{question}" in filled and "甲{x}" in filled
