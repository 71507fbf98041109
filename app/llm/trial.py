"""A trial of the site's language model for its administrator: what works, how fast, and what else to change."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from langchain_core.prompt_values import StringPromptValue
from pydantic import SecretStr

from app.chain import Task
from app.claims import Passage
from app.generated import Generated
from app.llm.assistant import assistant_of
from app.llm.configured import configured
from app.llm.endpoint import proxy_for
from app.llm.errors import ModelError
from app.llm.listing import models
from app.llm.model import LanguageModel
from app.settings import Settings

QUESTION = "请用一两句话说明什么是规章制度。"
"""What is asked where the administrator asks nothing."""

NO_THINKING = (
    "请在设置中关掉思考。vLLM、llama.cpp 上的 Qwen3 等：\n"
    "  llm_extra = { chat_template_kwargs = { enable_thinking = false } }\n"
    "Ollama：\n"
    '  llm_extra = { reasoning_effort = "none" }'
)

_SHOWN = 12  # names of models
_MEASURABLE = 0.05  # seconds
_TASK = Task(
    "值班人员能不能自己找人替班？",
    {
        1: Passage(
            1,
            "砚禾研究院值班办法",
            (),
            "第三条",
            (),
            "第三条 值班人员因故不能到岗的，应当提前一日报办公室同意，由办公室另行安排，不得自行找人顶替。",
        )
    },
)

_ADVICE = {
    400: "请检查 llm_model 和 llm_extra；请求太长时请调小 llm_max_tokens，或者加大服务的上下文长度。",
    401: "请检查 llm_key（环境变量 TIAOWEN_LLM_KEY），与启动服务时设的密钥一致，不带 Bearer。",
    403: "请检查 llm_key 有没有使用这个模型的权限。",
    404: "请检查 llm_base_url（一般以 /v1 结尾）和 llm_model，模型名称要与接口上的一字不差。",
    405: "请检查 llm_base_url，一般以 /v1 结尾。",
    503: "模型可能还在载入，请稍后再试；一直如此时请查看语言模型服务自己的日志。",
    422: "请检查 llm_extra，去掉接口不认识的参数。",
}
_START = (
    "请确认语言模型服务已经启动、端口没有写错；服务在另一台机器上时，要让它监听外部地址"
    "（vLLM、llama.cpp 用 --host 0.0.0.0，Ollama 用 OLLAMA_HOST=0.0.0.0）。"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for the administrator: ``good``, ``look`` (works, could be better), ``bad`` (does not work)."""

    level: Literal["good", "look", "bad"]
    text: str


def examine(settings: Settings, question: str = QUESTION) -> Iterator[Finding]:
    """Find out step by step how the model of ``settings`` does; it must have one. Ends with the first that is ``bad``
    beyond help. Texts of the endpoint are among the findings: they are to be cleaned before a terminal shows them.
    """
    model = configured(settings)
    assert model is not None and settings.llm_base_url is not None
    proxy = proxy_for(settings.llm_base_url)
    host = urlsplit(proxy).hostname if proxy else None
    yield Finding("good", f"接口：{settings.llm_base_url}（{f'经过环境变量中的代理 {host}' if host else '直接连接'}）")
    try:
        for finding in _steps(model, settings, question):
            yield finding
            if finding.level == "bad":
                return
    finally:
        model.close()


def _steps(model: LanguageModel, settings: Settings, question: str) -> Iterator[Finding]:
    assert settings.llm_base_url is not None
    yield _listed(settings.llm_base_url, settings, model.name)
    model.prepare()
    yield from _asked(model, settings, question)
    yield from _written(model, settings)


def _listed(base_url: str, settings: Settings, name: str) -> Finding:
    try:
        names = models(base_url, settings.llm_key)
    except ModelError as error:
        return _unlisted(error, base_url, settings)
    if name in names:
        return Finding("good", f"模型：接口上有 {name}")
    if not names:
        return Finding("look", f"模型：接口没有列出任何模型，试着直接用 {name}")
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    nearest = f"，名称最接近的是 {near[0]}" if near else ""
    rest = f"等 {len(names)} 个" if len(names) > _SHOWN else ""
    return Finding("look", f"模型：接口列出的模型中没有 {name}{nearest}。接口上有：{'、'.join(names[:_SHOWN])}{rest}")


def _unlisted(error: ModelError, base_url: str, settings: Settings) -> Finding:
    if error.status in (404, 405) or error.kind == "malformed":
        if not base_url.endswith("/v1") and _there(f"{base_url}/v1", settings.llm_key):
            return Finding("bad", f"地址：少了 /v1，请把 llm_base_url 改为 {base_url}/v1")
        return Finding("look", f"模型：接口不提供模型列表（{error.status or '格式不对'}），继续试问")
    return Finding("bad", f"连接：{error.detail}。{_advice(error, False, settings)}")


def _there(base_url: str, key: SecretStr | None) -> bool:
    try:
        models(base_url, key)
    except ModelError:
        return False
    return True


def _asked(model: LanguageModel, settings: Settings, question: str) -> Iterator[Finding]:
    """The time to the first piece, the pieces a second, and whether it finishes."""
    began = time.monotonic()
    moments: list[float] = []
    pieces: list[str] = []
    fault: ModelError | None = None
    try:
        with model.stream(StringPromptValue(text=question), max_tokens=settings.llm_max_tokens) as reply:
            for piece in reply:
                moments.append(time.monotonic())
                pieces.append(piece)
    except ModelError as error:
        fault = error
    if fault and fault.kind != "length":
        yield Finding("bad", f"试问：{fault.detail}。{_advice(fault, bool(pieces), settings)}")
        return
    if not "".join(pieces).strip():
        how = "字数用完了也没有写出正文，多半是一直在思考" if fault else "没有写出正文，多半只有思考过程"
        yield Finding("bad", f"试问：模型{how}。{NO_THINKING}")
        return
    seconds = moments[-1] - moments[0]
    rate = (len(pieces) - 1) / seconds if seconds > _MEASURABLE else 0.0
    speed = f"，之后每秒约 {rate:.0f} 段（一段大约一个 token）" if rate else ""
    yield Finding("good", f"试问：{moments[0] - began:.1f} 秒后收到第一段{speed}")
    yield Finding("good", f"应答：{_shortened(''.join(pieces))}")
    if "<think>" in "".join(pieces):
        yield Finding("look", f"思考：模型把思考过程写在应答里，会被去掉，但要多等。{NO_THINKING}")
    if rate and moments[0] - began + settings.llm_max_tokens / rate > settings.llm_timeout:
        yield Finding(
            "look",
            f"速度：照这个速度写满 llm_max_tokens（{settings.llm_max_tokens}）要超过 llm_timeout"
            f"（{settings.llm_timeout:g} 秒）。请调大 llm_timeout，调小 llm_max_tokens，或者换更小的模型",
        )


def _written(model: LanguageModel, settings: Settings) -> Iterator[Finding]:
    """Whether sentences that pass the check come of this system's prompt."""
    began = time.monotonic()
    made = Generated(model.name)
    for more in assistant_of(model, settings).write.stream(_TASK):
        made += more
    took = f"用时 {time.monotonic() - began:.1f} 秒"
    if made.claims:
        withheld = f"，{made.withheld} 句没有通过，不会显示" if made.withheld else ""
        yield Finding("good", f"改写：{len(made.claims)} 句通过核对{withheld}，{took}")
        yield Finding("good", f"例句：{_shortened(made.claims[0].text)}")
    else:
        why = made.note or f"写出的 {made.withheld} 句都没有通过核对"
        yield Finding(
            "bad",
            f"改写：{why}（{took}）。接口是通的，但照这样，回答会一直是原文摘录。"
            "请换一个更大的、中文能力更好的模型；如果改过提示词，请与自带的 prompts/answer.md 对照",
        )


def _advice(fault: ModelError, begun: bool, settings: Settings) -> str:
    if fault.status in _ADVICE:
        return _ADVICE[fault.status]
    if fault.kind == "timeout" and not begun:
        longer = f"请稍后再试，或者调大 llm_timeout（{settings.llm_timeout:g}）"
        return f"模型可能还在载入，{longer}；也可能一直在思考，{NO_THINKING}"
    if fault.kind == "timeout":
        return f"请调大 llm_timeout（{settings.llm_timeout:g}），调小 llm_max_tokens，或者换更小的模型。"
    if fault.kind == "malformed":
        return "请确认这个地址是 OpenAI 兼容接口，支持流式应答，一般以 /v1 结尾。"
    if fault.kind == "busy":
        return "请稍后再试，或者调小 llm_concurrency。"
    if fault.kind == "down" and fault.status is None:
        return _START if fault.passing else ""
    return "请查看语言模型服务自己的日志。"


def _shortened(text: str) -> str:
    joined = " ".join(text.split())
    return joined[:120] + ("……" if len(joined) > 120 else "")
