"""The tools: what each is, and what it does with the chain that is serving."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from app.api.contract import AnswerOut
from app.api.record_contract import ArticleOut, SearchOut
from app.api.searching import found
from app.chain import AskError, AskRequest, tidy
from app.faults import reason
from app.mcpserver import wording
from app.mcpserver.arguments import ArticleArguments, AskArguments, ListArguments, ListedOut, SearchArguments
from app.records import find, summary, whole
from app.search import search
from app.served import ChainProvider

logger = logging.getLogger("tiaowen.mcp")

_FAULT = "服务内部出错，没有得到结果。请稍后再试；如反复出现，请告诉条问的管理员。"


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool returns: ``text`` to read, ``data`` as the output schema says. ``failed``: the text says why and
    what to do, there is no data."""

    text: str
    data: dict[str, Any] | None = None

    @property
    def failed(self) -> bool:
        """Whether it is an error."""
        return self.data is None


@dataclass(frozen=True, slots=True)
class Tool:
    """``run(chain_provider, arguments, visitor, root)`` does it; ``arguments`` are an instance of ``takes``."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    run: Callable[[ChainProvider, Any, str, str], Result]


def call(provider: ChainProvider, tool: Tool, given: Mapping[str, Any], visitor: str, root: str) -> Result:
    """Run ``tool`` with the arguments of a client. Never raises: whatever goes wrong is said in the result."""
    try:
        json.dumps(given, ensure_ascii=False).encode()
        return tool.run(provider, tool.takes.model_validate(dict(given)), visitor, root)
    except ValidationError as error:
        fault = error.errors()[0]
        where = tidy(".".join(str(part) for part in fault["loc"]))[:80]
        return Result(f"参数 {where}：{reason(fault)}。请按工具说明改正后再调用。")
    except UnicodeEncodeError:  # half a character, which nothing behind this could print or send
        return Result("参数中含有不成对的代理字符。请检查编码后再调用。")
    except AskError as error:
        return Result(error.message)
    except Exception:
        logger.exception("工具 %s 出错", tool.name)
        return Result(_FAULT)


def _ask(provider: ChainProvider, asked: AskArguments, visitor: str, root: str) -> Result:
    request = AskRequest(
        asked.question, as_of=asked.as_of, regulations=frozenset(asked.regulations or ()) or None, visitor=visitor
    )
    answer = provider().ask(request).to_dict(root)
    return Result(wording.answer(answer), answer)


def _search(provider: ChainProvider, asked: SearchArguments, visitor: str, root: str) -> Result:
    request = AskRequest(
        asked.query, as_of=asked.as_of, regulations=frozenset(asked.regulations or ()) or None, visitor=visitor
    )
    data = found(asked.query, search(provider(), request, asked.limit), root)
    return Result(wording.found(data), data)


def _article(provider: ChainProvider, asked: ArticleArguments, visitor: str, root: str) -> Result:
    place = find(provider().index.regulations, asked.article_id)
    if place is None:
        shown = tidy(asked.article_id)[:80]
        return Result(f"没有编号为“{shown}”的条文。编号请取自 ask 或 search_regulations 返回的 article_id，不要自拟。")
    data = whole(*place, root)
    return Result(wording.article(data), data)


def _list(provider: ChainProvider, asked: ListArguments, visitor: str, root: str) -> Result:
    keyword = asked.keyword.strip().strip("《》")
    fitting = [
        regulation
        for regulation in provider().index.regulations.values()
        if any(
            keyword in (name or "")
            for name in (regulation.title, *regulation.aliases, regulation.document_number, regulation.issuer)
        )
    ]
    listed = [summary(regulation) for regulation in fitting[asked.offset : asked.offset + asked.limit]]
    data = {"total": len(fitting), "offset": asked.offset, "regulations": listed}
    return Result(wording.regulations(listed, len(fitting), asked.offset), data)


TOOLS = (
    Tool(
        "ask",
        "按制度回答问题",
        "按本单位收录的规章制度回答一个问题，返回逐字的原文摘录和准确的条、款、项出处。"
        "制度里没有依据时 refused 为 true，这时请如实告诉用户未找到依据，不要用相近条文或自己的知识代答。"
        "凡涉及考勤、考核、经费、纪律等规定的问题，先用本工具。",
        AskArguments,
        AnswerOut,
        _ask,
    ),
    Tool(
        "search_regulations",
        "检索条文",
        "按相关程度列出与检索词有关的条文及摘录，供浏览和进一步查阅。检索结果不是答案；要回答用户的问题请用 ask。",
        SearchArguments,
        SearchOut,
        _search,
    ),
    Tool(
        "get_article",
        "查看一条全文",
        "按条文编号取一整条原文，连同文号、效力、施行日期、来源文件和上一条、下一条的编号。",
        ArticleArguments,
        ArticleOut,
        _article,
    ),
    Tool(
        "list_regulations",
        "列出收录的制度",
        "列出收录了哪些制度，含编号、文号、发布机关、日期和效力，可按关键词筛选。",
        ListArguments,
        ListedOut,
        _list,
    ),
)
"""In the order in which a client lists them."""
