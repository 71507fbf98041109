"""The public shapes of regulations and articles: what the documentation promises of ``app.records`` and of a search."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.api.contract import Out, SourceOut

_Span = tuple[int, int]


class RegulationOut(Out):
    """What is said of a regulation wherever it is listed. Dates are YYYY-MM-DD."""

    id: str = Field(description="制度编号")
    title: str = Field(description="名称")
    title_inferred: bool = Field(description="名称是否为推断所得")
    aliases: list[str] = Field(description="其他叫法")
    document_number: str | None = Field(description="文号")
    issuer: str | None = Field(description="发布机关")
    adopted: str | None = Field(description="通过日期")
    published: str | None = Field(description="发布日期")
    effective: str | None = Field(description="施行日期")
    expires: str | None = Field(description="有效期的最后一天")
    signed: str | None = Field(description="成文日期")
    trial: str | None = Field(description="试行或暂行")
    title_note: str | None = Field(description="题注")
    status: str = Field(description="效力", examples=["现行有效"])
    repeals: list[str] = Field(description="由它废止的文件")
    notices: list[str] = Field(description="读者须知，例如附件缺失")
    sources: list[str] = Field(description="来源文件")
    article_count: int = Field(description="条数")


class RegulationsOut(Out):
    """The list of regulations."""

    build_id: str = Field(description="索引编号")
    regulations: list[RegulationOut]


class HeadingOut(Out):
    """A heading; ``start`` and ``end`` count in the canonical text."""

    level: int
    title: str
    start: int
    end: int


class ListedArticleOut(Out):
    """An article in a list of contents."""

    id: str = Field(description="条文编号")
    article: str = Field(description="条号", examples=["第四十四条"])
    kind: str = Field(description="article 条，其余为引言、附件等")
    title: str = Field(description="条名，没有则为空")
    path: list[str] = Field(description="所在章节")
    url: str = Field(description="查看整条的页面")


class ContentsOut(RegulationOut):
    """A regulation with its articles."""

    headings: list[HeadingOut] = Field(description="编、章、节")
    articles: list[ListedArticleOut] = Field(description="全部条文")


class PartOut(Out):
    """A 款, 项 or 目 of an article, the article itself first."""

    label: str = Field(description="条款项目", examples=["第四十四条第一款第（六）项"])
    start: int
    end: int


class ReferenceOut(Out):
    """Where the text speaks of another place."""

    start: int
    end: int
    title: str = Field(description="所指的另一部制度，本制度内为空")
    targets: list[str] = Field(description="所指的条款")
    regulation_id: str | None = Field(description="所指制度的编号，未收录为空")
    problem: str = Field(description="找不到所指之处的原因，找到了为空")


class ArticleOut(Out):
    """An article whole. Positions count in code points of the regulation's canonical text."""

    id: str = Field(description="条文编号")
    article: str = Field(description="条号", examples=["第四十四条"])
    kind: str = Field(description="article 条，其余为引言、附件等")
    title: str = Field(description="条名，没有则为空")
    path: list[str] = Field(description="所在章节")
    text: str = Field(description="整条原文")
    start: int = Field(description="在规范文本中的起点")
    end: int = Field(description="在规范文本中的终点（不含）")
    note: str = Field(description="读者须知，例如表格结构不可恢复")
    parts: list[PartOut] = Field(description="款、项、目的位置")
    sources: list[SourceOut] = Field(description="在来源文件中的位置")
    references: list[ReferenceOut] = Field(description="文中提到的其他条款")
    previous: str | None = Field(description="上一条的编号")
    next: str | None = Field(description="下一条的编号")
    url: str = Field(description="查看整条的页面")
    regulation: RegulationOut


class FoundOut(Out):
    """An article that a search found."""

    number: int = Field(description="名次，从 1 起")
    regulation: str = Field(description="制度名称")
    label: str = Field(description="最相关之处的条款项目", examples=["第二条第（一）项"])
    article: str = Field(description="条号", examples=["第二条"])
    path: list[str] = Field(description="所在章节")
    excerpt: str = Field(description="最相关之处的原文摘录，最多 120 字")
    span: _Span = Field(description="摘录在规范文本中的位置（码位，左闭右开）")
    marks: list[_Span] = Field(description="摘录中与检索词相同或同义的词的位置")
    score: float = Field(ge=0, le=1, description="这一条能回答这句话的把握，0 到 1；只供排序，不是答案")
    regulation_id: str
    article_id: str
    status: str = Field(description="效力", examples=["现行有效"])
    url: str = Field(description="查看整条的页面")


class SearchOut(Out):
    """What a search found, best first. It is never an answer."""

    q: str = Field(description="检索词")
    results: list[FoundOut]
    remarks: list[str] = Field(description="没有的东西：所写的条款不存在、所问的制度没有收录")
    notice: Literal["检索结果按相关程度排列，不是答案"]
