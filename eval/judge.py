"""A language model's opinion whether an answer says only what its citations' articles say.

It is an opinion, not a measurement: another model, or the same one tomorrow, may say otherwise, and models are lenient
with their own answers. It is never asked unless a site sets an endpoint.

Reference: faithfulness of RAGAS (Es et al., EACL 2024): the share of an answer's statements that the context supports.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.settings import Settings
from prompts import Prompt, PromptError, fence, load

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

LABEL = "模型意见"
"""What every output calls these numbers, so that nobody takes them for measurements."""

_SUPPORTED, _UNSUPPORTED = "有据", "无据"
_MOST_STATEMENTS = 60
_LONGEST_REPLY = 2048  # tokens
_GIVE_UP = 5  # failures in a row after which the endpoint is left alone
_ARRAY = re.compile(r"\[.*\]", re.DOTALL)


class JudgeError(Exception):
    """There is no model to ask; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the answers: ``judged`` got an opinion; ``malformed`` replies could not be read; ``failed`` got no
    reply; ``skipped`` were not sent after too many failures. Tokens are as the endpoint counts them."""

    judged: int = 0
    malformed: int = 0
    failed: int = 0
    skipped: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


class Judge:
    """Asks a model behind an OpenAI-compatible endpoint. Safe to use from several threads; at most ``concurrency``
    questions are with the endpoint at once. ``timeout_s`` is for one try, of which there are 1 + ``retries``.
    ``prompt`` is ``judge`` of ``prompts``."""

    def __init__(
        self,
        base_url: str,
        model: str,
        key: str | None = None,
        *,
        timeout_s: float = 120,
        retries: int = 2,
        concurrency: int = 2,
        prompt: Prompt | None = None,
    ) -> None:
        self.model = model
        self._prompt = prompt or load("judge")
        self._chat = _chat(base_url, model, key, timeout_s, retries)
        self._places = threading.BoundedSemaphore(concurrency)
        self._lock = threading.Lock()
        self._counts = dict.fromkeys(Tally.__slots__, 0)
        self._failed_in_a_row = 0

    def opinion(self, question: str, answer: Mapping[str, Any]) -> float | None:
        """The share of the answer's statements that the model finds supported by the articles cited, 0 to 1.

        ``answer`` is the object of the API contract. None for a refusal, which states nothing, and where the model gave
        no answer that can be read; :attr:`tally` tells how often.
        """
        if answer["refused"] or not answer["citations"]:
            return None
        with self._places:
            if self._failed_in_a_row >= _GIVE_UP:
                self._count(skipped=1)
                return None
            reply = self._ask(self._text(question, answer))
        if reply is None:
            return None
        score = read(reply)
        self._count(**({"malformed": 1} if score is None else {"judged": 1}))
        return score

    @property
    def tally(self) -> Tally:
        """What became of the answers so far."""
        with self._lock:
            return Tally(**self._counts)

    @property
    def remark(self) -> str:
        """For the report, in Chinese: whose opinion it is, how many there are, what it took."""
        tally = self.tally
        said = [f"忠实度是语言模型 {self.model} 的意见，不是测量结果，换一个模型会不同；给出意见 {tally.judged} 题"]
        if tally.malformed:
            said.append(f"输出读不懂 {tally.malformed} 题")
        if tally.failed:
            said.append(f"没有答复 {tally.failed} 题")
        if tally.skipped:
            said.append(f"接口连续失败 {_GIVE_UP} 次后没有再问的 {tally.skipped} 题，请检查接口后重评")
        if tally.tokens_in:
            said.append(f"用去输入 {tally.tokens_in}、输出 {tally.tokens_out} 个 token")
        return "；".join(said) + "。"

    def _text(self, question: str, answer: Mapping[str, Any]) -> str:
        articles = {
            citation["article_id"]: f"《{citation['regulation']}》{citation['article']}\n{citation['article_text']}"
            for citation in answer["citations"]
        }
        # quotations that stand below a model's words would only make the opinion of them milder
        said = "\n".join(claim["text"] for claim in (answer.get("generated") or {}).get("claims", ()))
        material = {
            "question": question,
            "answer": said or answer["answer"],
            "articles": "\n\n".join(articles.values()),
        }
        return self._prompt.format(fence=fence(), **material)

    def _ask(self, text: str) -> str | None:
        from openai import OpenAIError

        try:
            message = self._chat.invoke(text)
        except (OpenAIError, ValueError, TypeError, KeyError) as error:
            # langchain raises the latter three for a body that is no completion
            if not isinstance(error, OpenAIError):
                self._count(malformed=1)
                return None
            self._count(failed=1)
            with self._lock:
                self._failed_in_a_row += 1
            return None
        usage = message.usage_metadata
        if usage:
            self._count(tokens_in=usage["input_tokens"], tokens_out=usage["output_tokens"])
        with self._lock:
            self._failed_in_a_row = 0
        return message.text

    def _count(self, **more: int) -> None:
        with self._lock:
            for name, number in more.items():
                self._counts[name] += number


def configured(settings: Settings, base_url: str | None = None, model: str | None = None) -> Judge:
    """The judge that the options or else the settings name, with the site's own prompt where it has one. Raises
    :class:`JudgeError` where they name none, or the prompt cannot be used."""
    url, name = base_url or settings.llm_base_url, model or settings.llm_model
    if not url or not name:
        raise JudgeError(
            "没有可问的语言模型：请设置 llm_base_url 和 llm_model（环境变量 TIAOWEN_LLM_BASE_URL、TIAOWEN_LLM_MODEL，"
            "密钥 TIAOWEN_LLM_KEY）。不设置时不要求模型意见即可，其余指标不受影响。"
        )
    # a key belongs to the endpoint of the settings and is not sent to another one
    key = settings.llm_key.get_secret_value() if settings.llm_key and url == settings.llm_base_url else None
    try:
        prompt = load("judge", settings.llm_prompts)
    except PromptError as error:
        raise JudgeError(str(error)) from error
    return Judge(url, name, key, prompt=prompt)


def read(reply: str) -> float | None:
    """The share of 有据 in the model's JSON array, whatever is said around it; None if there is none that can be read,
    for half an opinion is none."""
    found = _ARRAY.search(reply)
    try:
        statements = json.loads(found[0]) if found else None
    except ValueError:
        return None
    if not isinstance(statements, list) or not 0 < len(statements) <= _MOST_STATEMENTS:
        return None
    verdicts = [each.get("判断") if isinstance(each, dict) else None for each in statements]
    if not set(verdicts) <= {_SUPPORTED, _UNSUPPORTED}:
        return None
    return verdicts.count(_SUPPORTED) / len(verdicts)


def _chat(base_url: str, model: str, key: str | None, timeout_s: float, retries: int) -> ChatOpenAI:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=model,
        base_url=base_url,
        api_key=SecretStr(key or "none"),  # servers on one's own machine want none, the client wants one
        temperature=0,
        timeout=timeout_s,
        max_retries=retries,
        extra_body={"max_tokens": _LONGEST_REPLY},  # Ollama does not know max_completion_tokens
        use_responses_api=False,
    )
