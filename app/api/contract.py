"""The public shapes of the REST API: what is accepted, and what the documentation promises in return."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from app.chain import AskRequest, Turn
from app.feedback import Feedback

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(value: object) -> object:
    """fromisoformat also reads 20240101 and 2024-W01-1, which are more likely slips than dates."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("日期应写作 YYYY-MM-DD，例如 2024-12-31")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"没有 {value} 这一天，日期应写作 YYYY-MM-DD") from None


Day = Annotated[date, BeforeValidator(_day)]
"""A day written as YYYY-MM-DD."""

Identity = Annotated[str, Field(max_length=300)]
"""The id of a regulation or an article."""


def null_as(default: Any) -> Callable[[Any], Any]:
    """An optional field that is sent as null is as good as left out."""
    return lambda value: default if value is None else value


class TurnIn(BaseModel):
    """One earlier question with its answer."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=20_000, description="之前的提问")
    answer: str = Field("", max_length=200_000, description="当时的回答")


class AskIn(BaseModel):
    """The body of ``POST /api/ask``."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="要查询的问题")
    history: Annotated[list[TurnIn], BeforeValidator(null_as([]))] = Field(
        default=[], max_length=100, description="对话的上文，先后有序"
    )
    as_of: Day | None = Field(None, description="按这一天有效的规定回答，写作 YYYY-MM-DD")
    regulations: list[Identity] | None = Field(None, max_length=1000, description="只在这些编号的制度中查找")
    mode: Annotated[str, BeforeValidator(null_as("extractive"))] = Field(
        "extractive",
        description="extractive 摘录原文；llm 语言模型改写，/api/ready 的 modes 中有它才可用",
    )

    def request(self, visitor: str = "") -> AskRequest:
        """The question for the chain; ``visitor`` is who asks."""
        return AskRequest(
            question=self.question,
            history=tuple(Turn(turn.question, turn.answer) for turn in self.history),
            as_of=self.as_of,
            regulations=frozenset(self.regulations) if self.regulations else None,
            mode=self.mode,
            visitor=visitor,
        )


class FeedbackIn(BaseModel):
    """The body of ``POST /api/feedback``."""

    model_config = ConfigDict(extra="forbid")

    answer_id: str = Field(pattern=r"^[0-9a-f]{32}$", description="回答中的 id")
    verdict: Literal["有用", "无用"] = Field(description="有用或无用")
    reason: str = Field("", max_length=500, description="原因（可选）")
    question: str = Field("", max_length=10_000, description="提问（可选，是否保存由管理员设置）")
    article_ids: list[Identity] = Field(default=[], max_length=50, description="当时引用的条文编号（可选）")

    def feedback(self) -> Feedback:
        """The record to keep."""
        return Feedback(self.answer_id, self.verdict, self.reason, self.question, tuple(self.article_ids))


def _left_out(schema: dict[str, Any]) -> None:
    """A field that is left out where it is empty has no default to be sent."""
    del schema["default"]


class Out(BaseModel):
    """What is sent has the documented keys and no others."""

    model_config = ConfigDict(extra="forbid")


class SourceOut(Out):
    """A place in a source file, in characters of the decoded file or of the text extracted from it."""

    file: str
    start: int
    end: int
    page: int | None = Field(description="页码（PDF、图片），没有页的格式为空")
    position: str = Field(description="在页面或原文件中的位置：PDF 与图片为左、上、右、下坐标，DOCX 为段落或表格行")


class CitationOut(Out):
    """One citation."""

    number: int
    regulation: str = Field(description="制度名称")
    title_inferred: bool = Field(description="名称是否为推断所得")
    label: str = Field(description="条款项目", examples=["第四十四条第一款第（六）项"])
    article: str = Field(description="整条显示的单位", examples=["第四十四条"])
    path: list[str] = Field(description="所在章节")
    quote: str = Field(description="原文摘录")
    spans: list[tuple[int, int]] = Field(description="摘录在规范文本中的位置（码位，左闭右开）")
    article_text: str = Field(description="整条原文")
    regulation_id: str
    article_id: str
    sources: list[SourceOut] = Field(description="摘录在来源文件中的位置")
    document_number: str | None = Field(description="文号")
    issuer: str | None = Field(description="发布机关")
    published: str | None = Field(description="发布日期")
    effective: str | None = Field(description="施行日期")
    status: str = Field(description="效力", examples=["现行有效"])
    score: float = Field(ge=0, le=1)
    url: str = Field(description="查看整条的页面")


class ClaimOut(Out):
    """One sentence of a language model that was checked against the quotations it cites."""

    text: str = Field(description="一句改写，［1］是所依据的引文", examples=["事假每年累计不超过十个工作日。［1］"])
    citations: list[int] = Field(description="所依据的引文的 number")


class AigcOut(Out):
    """The implicit mark of generated text."""

    Label: Literal["1"]
    ContentProducer: str
    ProduceID: str = Field(description="与回答的 id 相同")
    ReservedCode1: str
    ContentPropagator: str
    PropagateID: str
    ReservedCode2: str


class GeneratedOut(Out):
    """What came of asking a language model."""

    label: str = Field(description="显式标识，显示改写的文字时必须一并显示", examples=["AI生成，仅供参考"])
    model: str = Field(description="语言模型名称")
    claims: list[ClaimOut] = Field(description="通过核对的各句，依次显示；没有时为空")
    withheld: int = Field(ge=0, description="没有通过核对、未采用的句数")
    note: str = Field(description="没有采用改写或改写不完整的原因，可以直接给用户看；没有时为空")
    aigc: AigcOut = Field(description="隐式标识（GB 45438-2025），保存或转发改写的文字时放进文件元数据")


class AnswerOut(Out):
    """The answer."""

    id: str
    answer: str
    refused: bool = Field(description="true 表示未找到依据，此时 citations 为空")
    mode: Literal["extractive", "llm"] = Field(description="实际的回答方式：没有可用的改写时是 extractive")
    question_used: str = Field(description="实际用于查找的问题")
    elapsed_ms: int
    citations: list[CitationOut]
    related: list[CitationOut] = Field(description="相近但不是答案的条文")
    notice: str = Field(description="这段回答是什么：原文摘录，或者 AI生成，仅供参考")
    generated: GeneratedOut | SkipJsonSchema[None] = Field(
        default=None, json_schema_extra=_left_out, description="语言模型的改写；只在 mode 为 llm 的提问、且有依据时才有"
    )


class ErrorDetail(Out):
    """What went wrong."""

    code: str = Field(examples=["empty_question"])
    message: str = Field(examples=["问题是空的，请输入要查询的内容，例如：事假最多可以请几天。"])


class ErrorOut(Out):
    """Every error has this shape."""

    error: ErrorDetail


class HealthOut(Out):
    """The process runs."""

    status: Literal["ok"]


class ReadyOut(Out):
    """Questions can be answered."""

    status: Literal["ready"]
    build_id: str = Field(description="索引编号")
    regulation_count: int = Field(description="制度数")
    article_count: int = Field(description="条文数")
    modes: list[Literal["extractive", "llm"]] | SkipJsonSchema[None] = Field(
        default=None, json_schema_extra=_left_out, description="可用的回答方式；只在启用了语言模型时才有"
    )


class SavedOut(Out):
    """Feedback that was kept."""

    saved: Literal[True]
    message: str
