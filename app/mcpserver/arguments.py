"""What each tool takes, and what it is told of itself. Descriptions are Chinese: models read them, and people do."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.api.contract import Day, Identity
from app.api.record_contract import RegulationOut

_ONLY = "只在这些编号的制度中查找，编号见 list_regulations（可不填）"
_AS_OF = "按这一天有效的规定，写作 YYYY-MM-DD（可不填，默认今天）"

_Regulations = Annotated[list[Identity] | None, Field(max_length=1000)]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskArguments(_Arguments):
    """``ask``."""

    question: str = Field(
        description="完整的问题，不要省略主语；追问请先改写成独立的问题，例如“受记过处分当年怎么定档”"
    )
    as_of: Day | None = Field(None, description=_AS_OF)
    regulations: _Regulations = Field(None, description=_ONLY)


class SearchArguments(_Arguments):
    """``search_regulations``."""

    query: str = Field(description="检索词或一句话，也可以写《某办法》第几条")
    limit: int = Field(10, ge=1, le=20, description="最多返回几条")
    as_of: Day | None = Field(None, description=_AS_OF)
    regulations: _Regulations = Field(None, description=_ONLY)


class ArticleArguments(_Arguments):
    """``get_article``."""

    article_id: str = Field(max_length=300, description="条文编号，取自 ask 或 search_regulations 返回的 article_id")


class ListArguments(_Arguments):
    """``list_regulations``."""

    keyword: str = Field("", max_length=100, description="只列名称、别名、文号或发布机关含有它的（可不填）")
    limit: int = Field(50, ge=1, le=200, description="最多列几部")
    offset: int = Field(0, ge=0, le=1_000_000, description="从第几部之后列起，翻页用")


class ListedOut(BaseModel):
    """What ``list_regulations`` returns."""

    model_config = ConfigDict(extra="forbid")

    total: int = Field(description="符合的制度总数")
    offset: int = Field(description="这一页之前有几部")
    regulations: list[RegulationOut]


def schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of ``model`` without what only developers read."""
    made = model.model_json_schema()
    for part in (made, *made.get("$defs", {}).values()):
        part.pop("description", None)
    return made
