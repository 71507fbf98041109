"""What ``POST /api/export`` accepts: turns as ``/api/ask`` answered them. Of a citation only its place is read, of what
a language model wrote only the sentences."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

_IDENTITY = Annotated[str, Field(max_length=300)]
_OFFSET = Annotated[int, Field(ge=0, le=100_000_000)]


class CitedIn(BaseModel):
    """The place of one quotation. A whole citation of ``/api/ask`` is accepted; ``quote``, where it is given, must be
    what the served record has there."""

    model_config = ConfigDict(extra="ignore")

    regulation_id: _IDENTITY = Field(description="制度编号")
    article_id: _IDENTITY = Field(description="条文编号")
    article: _IDENTITY = Field(description="整条的地址", examples=["第四十四条"])
    label: _IDENTITY = Field(description="条款项目", examples=["第四十四条第一款第（六）项"])
    spans: list[tuple[_OFFSET, _OFFSET]] = Field(min_length=1, max_length=100, description="摘录在规范文本中的位置")
    quote: str | None = Field(None, max_length=200_000, description="摘录（可选），与现行索引不符时不予导出")


class ClaimIn(BaseModel):
    """One sentence of a language model."""

    model_config = ConfigDict(extra="ignore")

    text: str = Field(max_length=2000, description="一句改写，连同所依据的引文的编号；导出时按引文重新核对")


class GeneratedIn(BaseModel):
    """What a language model wrote. A whole ``generated`` of ``/api/ask`` is accepted."""

    model_config = ConfigDict(extra="ignore")

    claims: list[ClaimIn] = Field(default=[], max_length=20, description="改写的各句；有一句与引文核对不上就不予导出")


class ExportTurnIn(BaseModel):
    """A question and its answer."""

    model_config = ConfigDict(extra="ignore")

    question: str = Field(max_length=20_000, description="提问")
    question_used: str = Field("", max_length=100_000, description="实际用于查找的问题")
    refused: bool = Field(description="是否未找到依据")
    answer: str = Field("", max_length=200_000, description="回答；导出时按引文重写，不采用这里的文字")
    notice: str = Field("", max_length=1000, description="提示；导出时重写")
    mode: Literal["extractive", "llm"] = Field("extractive", description="extractive 摘录原文；llm 语言模型改写")
    generated: GeneratedIn | None = Field(None, description="语言模型的改写，mode 为 llm 时必须有；标识由这里重写")
    citations: list[CitedIn] = Field(default=[], max_length=20, description="引文")
    related: list[CitedIn] = Field(default=[], max_length=20, description="相近但不是答案的条文")


class ExportIn(BaseModel):
    """The body of ``POST /api/export``."""

    model_config = ConfigDict(extra="ignore")

    turns: list[ExportTurnIn] = Field(min_length=1, max_length=100, description="对话，先后有序")
