"""``python -m app llm``: whether the site's language model can be used, and what to change where it cannot."""

from __future__ import annotations

import argparse
import logging
import sys
from typing import Any

from app.commands.shared import ANSWERED, FAILED, WRONG_USAGE, add_config, harmless, log_to_stderr, settings_of
from ingest.console import fail

_MARKS = {"good": "✓", "look": "!", "bad": "✗"}
_UNSET = (
    "没有设置语言模型，回答一直是原文摘录，这是可以正常使用的。要用语言模型，请在 tiaowen.toml 中写：\n"
    '  llm_base_url = "http://127.0.0.1:8000/v1"   # vLLM、llama.cpp；Ollama 是 http://127.0.0.1:11434/v1\n'
    '  llm_model = "模型名称"\n'
    "再运行 python -m app llm。"
)


def add(commands: Any) -> None:
    """Teach the command line this command."""
    llm = commands.add_parser(
        "llm",
        help="检查语言模型",
        description="检查设置中的语言模型能不能用、有多快，不能用时说明怎么改。"
        "退出码：0 可用，1 不可用，2 没有设置或用法不对。",
    )
    llm.add_argument("--question", metavar="问题", help="拿这个问题试问（不查制度，只看模型怎样应答）")
    add_config(llm)
    llm.set_defaults(command=_llm)


def _llm(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    log_to_stderr(logging.ERROR, "%(message)s")
    if not settings.has_llm:
        fail(_UNSET, WRONG_USAGE)
    from app.llm.trial import QUESTION, examine
    from prompts import PromptError

    question = (chosen.question or "").strip() or QUESTION
    usable = True
    try:
        for finding in examine(settings, question[: settings.max_question]):
            print(f"{_MARKS[finding.level]} {harmless(finding.text)}", flush=True)
            usable &= finding.level != "bad"
    except PromptError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("已中断。")
    if usable:
        print("语言模型可以使用。")
        return ANSWERED
    print("语言模型暂时不能使用，回答仍会是原文摘录。", file=sys.stderr)
    return FAILED
