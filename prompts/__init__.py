"""The words given to a language model, and the one phrase that says there is no basis.

A prompt is a Markdown file beside this one; ``{name}`` in it is a variable, ``{{`` and ``}}`` are literal braces. What
a prompt may and must contain is declared in :data:`VARIABLES`, so that a slip in the file is an error at load time and
not a prompt that silently lost its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

REFUSAL = "未找到依据"
"""What the bot says where the corpus does not settle the question; prompt, code and tests all mean this constant."""

VARIABLES: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"fence", "refusal", "question", "quotations"}),
    "condense": frozenset({"history", "question"}),
    "judge": frozenset({"fence", "question", "answer", "articles"}),
}
"""The variables of each prompt, by its name."""


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

    ``folder`` lets a site keep its own wording elsewhere. Raises :class:`PromptError` for an unknown name, a file that
    cannot be read, a malformed place, or a missing or an extra variable.
    """
    if name not in VARIABLES:
        raise PromptError(f"没有名为“{name}”的提示词，可用的有：{'、'.join(sorted(VARIABLES))}。")
    path = (folder or Path(__file__).parent) / f"{name}.md"
    try:
        template = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"提示词文件 {path} 读不出来，请恢复该文件（UTF-8 编码）。") from error
    variables = _variables(name, template)
    _same(name, variables, VARIABLES[name], "文件中的变量")
    return Prompt(name, template, variables)


def _variables(name: str, template: str) -> frozenset[str]:
    try:
        places = [(field, spec, conversion) for _, field, spec, conversion in Formatter().parse(template)]
    except ValueError as error:
        raise PromptError(f"提示词 {name}.md 的花括号不成对，单独的花括号请写成 {{{{ 或 }}}}。") from error
    found = [(field, spec, conversion) for field, spec, conversion in places if field is not None]
    for field, spec, conversion in found:
        # {a.b}, {a[0]}, {a!r} and {a:x} would reach into the value: a prompt only ever inserts text
        if not field.isidentifier() or spec or conversion:
            raise PromptError(f"提示词 {name}.md 中的“{{{field}}}”写法不对，变量只能写成 {{名称}}。")
    return frozenset(field for field, _, _ in found)


def _same(name: str, given: frozenset[str], wanted: frozenset[str], what: str) -> None:
    missing, extra = sorted(wanted - given), sorted(given - wanted)
    if missing or extra:
        parts = [f"缺少 {'、'.join(missing)}"] * bool(missing) + [f"多出 {'、'.join(extra)}"] * bool(extra)
        raise PromptError(f"提示词 {name} {what}不对：{'，'.join(parts)}。")
