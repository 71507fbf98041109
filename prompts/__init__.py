"""The words given to a language model, and the one phrase that says there is no basis.

A prompt is a Markdown file beside this one; ``{name}`` in it is a variable, ``{{`` and ``}}`` are literal braces. What
a prompt may and must contain is declared in :data:`VARIABLES`, so that a slip in the file is an error at load time and
not a prompt that silently lost its evidence.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

REFUSAL = "未找到依据"
"""What the bot says where the corpus does not settle the question; prompt, code and tests all mean this constant."""

VARIABLES: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"fence", "refusal", "question", "quotations"}),
    "condense": frozenset({"fence", "history", "question"}),
    "expand": frozenset({"fence", "question"}),
    "rerank": frozenset({"fence", "question", "articles"}),
    "judge": frozenset({"fence", "question", "answer", "articles"}),
}
"""The variables of each prompt, by its name."""

_LONGEST = 20_000  # characters of a prompt file
_WRITTEN_AS = (".md", ".txt")  # endings that a prompt of a site may have been given; only the first is read


class PromptError(ValueError):
    """A prompt that does not exist, or whose variables are not the declared ones. The message is Chinese."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A validated prompt: ``template`` with ``{variable}`` places, and the names of all its variables."""

    name: str
    template: str
    variables: frozenset[str]

    def format(self, **values: str) -> str:
        """The prompt with every variable filled in; :class:`PromptError` for a missing or an extra value."""
        _same(self.name, frozenset(values), self.variables, "填入的变量")
        return self.template.format(**values)


def load(name: str, folder: Path | None = None) -> Prompt:
    """The prompt ``<name>.md``, checked against :data:`VARIABLES`.

    ``folder`` is where a site keeps its own wording of some prompts; what is not there is ours. Raises
    :class:`PromptError` for an unknown name, a folder that is not there or holds a file that would never be read, a
    file that cannot be read, is empty or too long, a malformed place, or a missing or an extra variable.
    """
    if name not in VARIABLES:
        raise PromptError(f"没有名为“{name}”的提示词，可用的有：{_known()}。")
    path = Path(__file__).with_name(f"{name}.md")
    if folder is not None and f"{name}.md" in _of_the_site(folder):
        path = folder / f"{name}.md"
    template = _read(path)
    variables = _variables(path, template)
    _same(str(path), variables, VARIABLES[name], "文件中的变量")
    return Prompt(name, template, variables)


def fence() -> str:
    """A mark to put around material, another one each time: nobody who wrote the material can have known it, so nothing
    in it can end it."""
    return f"=====资料-{secrets.token_hex(8)}====="


def _of_the_site(folder: Path) -> frozenset[str]:
    """The files of a site's prompts. One that is misnamed would be left out without a word, so it is an error."""
    try:
        names = {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}
    except OSError as error:
        raise PromptError(
            f"提示词文件夹 {folder} 打不开，请检查设置 llm_prompts：应写一个存在的、服务可以读取的文件夹。"
        ) from error
    texts = {name for name in names if name.lower().endswith(_WRITTEN_AS)}
    if strange := sorted(texts - {f"{name}.md" for name in VARIABLES}):
        raise PromptError(
            f"提示词文件夹 {folder} 里的 {'、'.join(strange)} 不会被用到：文件名只能是下列名称加 .md：{_known()}。"
            "请改名，或把它移到别处。"
        )
    return frozenset(texts)


def _read(path: Path) -> str:
    try:
        template = path.read_text(encoding="utf-8-sig").strip()  # editors on Windows put a mark before the text
    except UnicodeDecodeError as error:
        raise PromptError(f"提示词文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except OSError as error:
        raise PromptError(f"提示词文件 {path} 读不出来，请恢复该文件，并允许服务读取。") from error
    if len(template) > _LONGEST:
        raise PromptError(f"提示词文件 {path} 有 {len(template)} 个字，超过上限 {_LONGEST} 个字，请缩短。")
    return template


def _known() -> str:
    return "、".join(sorted(VARIABLES))


def _variables(path: Path, template: str) -> frozenset[str]:
    try:
        places = [(field, spec, conversion) for _, field, spec, conversion in Formatter().parse(template)]
    except ValueError as error:
        raise PromptError(f"提示词 {path} 的花括号不成对，单独的花括号请写成 {{{{ 或 }}}}。") from error
    found = [(field, spec, conversion) for field, spec, conversion in places if field is not None]
    for field, spec, conversion in found:
        # {a.b}, {a[0]}, {a!r} and {a:x} would reach into the value: a prompt only ever inserts text
        if not field.isidentifier() or spec or conversion:
            raise PromptError(f"提示词 {path} 中的“{{{field}}}”写法不对，变量只能写成 {{名称}}。")
    return frozenset(field for field, _, _ in found)


def _same(name: str, given: frozenset[str], wanted: frozenset[str], what: str) -> None:
    missing, extra = sorted(wanted - given), sorted(given - wanted)
    if missing or extra:
        parts = [f"缺少 {'、'.join(missing)}"] * bool(missing) + [f"多出 {'、'.join(extra)}"] * bool(extra)
        raise PromptError(f"提示词 {name} {what}不对：{'，'.join(parts)}。")
