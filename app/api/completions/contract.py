"""The shapes of ``/v1``: OpenAI's, as far as they mean something here.

What only steers a model (temperature, max_tokens, stop …) is ignored: a quotation has one wording, and a quotation cut
short is a false one. What would change the form of the answer is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, field_validator

from app.api.contract import AnswerOut, Day, Identity, Out, null_as

_CONTENT = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"type": {"type": "string"}, "text": {"type": "string"}},
                "required": ["type"],
            },
        },
        {"type": "null"},
    ]
}


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a message; ``only_words`` is false where it also brought an image, a sound or a file."""

    text: str = ""
    only_words: bool = True


def _content(value: object) -> Content:
    if value is None:
        return Content()
    if isinstance(value, str):
        return Content(_paired(value))
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        raise ValueError("应为文字，或由 text 部分组成的列表")
    words = [part.get("text") for part in value if part.get("type") == "text"]
    if not all(isinstance(text, str) for text in words):
        raise ValueError("text 部分的 text 应为文字")
    return Content(_paired("\n".join(map(str, words))), len(words) == len(value))


def _paired(text: str) -> str:
    """``text``, refused with half a character in it: the answer could not be sent back."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("含有不成对的代理字符，请检查编码") from None
    return text


class MessageIn(BaseModel):
    """One message of the conversation."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"] = Field(
        description="user 提问，assistant 当时的回答，其余不看"
    )
    content: Annotated[Content, BeforeValidator(_content), WithJsonSchema(_CONTENT)] = Field(
        default=Content(), description="文字，或由 text 部分组成的列表"
    )


class StreamOptionsIn(BaseModel):
    """How to stream."""

    model_config = ConfigDict(extra="ignore")

    include_usage: Annotated[bool, BeforeValidator(null_as(False))] = Field(False, description="最后再发一段用量")


class TiaowenIn(BaseModel):
    """What a question may say besides, as in ``POST /api/ask``."""

    model_config = ConfigDict(extra="forbid")

    as_of: Day | None = Field(default=None, description="按这一天有效的规定回答，写作 YYYY-MM-DD")
    regulations: list[Identity] | None = Field(default=None, max_length=1000, description="只在这些编号的制度中查找")


class ChatIn(BaseModel):
    """The body of ``POST /v1/chat/completions``."""

    model_config = ConfigDict(extra="ignore")

    model: str = Field(
        max_length=200, description="tiaowen 摘录原文；tiaowen-llm 语言模型改写，见 /v1/models", examples=["tiaowen"]
    )
    messages: list[MessageIn] = Field(min_length=1, description="对话，最后一条 user 消息是要查询的问题")
    stream: Annotated[bool, BeforeValidator(null_as(False))] = Field(False, description="是否逐段返回")
    stream_options: StreamOptionsIn | None = None
    n: int | None = Field(None, description="只能为 1")
    tool_choice: Any = Field(None, description="none 或 auto：本服务不调用工具")
    function_call: Any = Field(None, description="none 或 auto：本服务不调用工具")
    response_format: Any = Field(None, description='只能为 {"type": "text"}')
    tiaowen: TiaowenIn | None = Field(None, description="条问自己的参数（可选）")

    @field_validator("n")
    @classmethod
    def _one(cls, value: int | None) -> int | None:
        if value not in (None, 1):
            raise ValueError("一个问题只有一个回答，请去掉这个参数或写 1")
        return value

    @field_validator("tool_choice", "function_call")
    @classmethod
    def _no_call(cls, value: Any) -> Any:
        if value not in (None, "none", "auto"):
            raise ValueError("本服务不调用工具，请去掉这个参数")
        return value

    @field_validator("response_format")
    @classmethod
    def _words(cls, value: Any) -> Any:
        if value is not None and not (isinstance(value, dict) and value.get("type") == "text"):
            raise ValueError("回答是 Markdown 文字，不能按 JSON 输出；请去掉这个参数，结构化的结果在回答的 tiaowen 中")
        return value


class SaidOut(Out):
    """The answer as a message."""

    role: Literal["assistant"]
    content: str = Field(description="Markdown：引文块和出处，前面可能有语言模型的改写")
    refusal: None = None


class ChoiceOut(Out):
    """The one choice."""

    index: Literal[0]
    message: SaidOut
    finish_reason: Literal["stop"]
    logprobs: None = None


class UsageOut(Out):
    """How much was read and written, in characters: nothing is cut into tokens here."""

    prompt_tokens: int = Field(description="消息的字数")
    completion_tokens: int = Field(description="回答的字数")
    total_tokens: int = Field(description="二者之和")


class ChatOut(Out):
    """A completion."""

    id: str
    object: Literal["chat.completion"]
    created: int = Field(description="Unix 秒")
    model: str
    choices: list[ChoiceOut]
    usage: UsageOut
    tiaowen: AnswerOut = Field(description="完整的回答，与 /api/ask 的相同")


class ModelOut(Out):
    """A model that can be asked."""

    id: str
    object: Literal["model"]
    created: int = Field(description="Unix 秒")
    owned_by: str


class ModelsOut(Out):
    """The models that can be asked."""

    object: Literal["list"]
    data: list[ModelOut]


class FaultDetail(Out):
    """What went wrong."""

    message: str
    type: str
    param: None = None
    code: str


class FaultOut(Out):
    """Every error below ``/v1`` has OpenAI's shape."""

    error: FaultDetail
