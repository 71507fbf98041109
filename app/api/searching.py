"""Search: the articles that have to do with some words, ranked. Nothing is answered here."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from app.access import visitor
from app.answer import article_url
from app.api import examples
from app.api.contract import Day, Identity
from app.api.record_contract import SearchOut
from app.api.responses import errors, shown
from app.chain import AskRequest
from app.search import Findings, Hit, search
from app.served import ChainProvider
from ingest.model import article_id

NOTICE = "检索结果按相关程度排列，不是答案"


def searching(chain_provider: ChainProvider, root: str) -> APIRouter:
    """``/search``; ``root`` is the public prefix of the service."""
    router = APIRouter()
    example = found(examples.QUESTION, examples.found(), root)

    # a plain function: the search blocks, and the chain limits how many run at once
    @router.get(
        "/search",
        summary="检索条文",
        response_model=None,
        responses={200: shown(SearchOut, example, "按相关程度排列的条文"), **errors(422, 503)},
    )
    def find(
        request: Request,
        q: Annotated[
            str,
            Query(description="检索词、一句话，或者条款编号", openapi_examples=examples.only(examples.QUESTION)),
        ] = "",
        limit: Annotated[int, Query(ge=1, le=50, description="最多返回几条")] = 10,
        as_of: Annotated[Day | None, Query(description="检索这一天有效的规定，写作 YYYY-MM-DD")] = None,
        regulation: Annotated[
            list[Identity] | None, Query(max_length=100, description="只在这部制度中检索；可以重复")
        ] = None,
    ) -> Response:
        """按相关程度排列的条文，附原文摘录；不是答案，也不判断有没有依据。"""
        chain = chain_provider()
        only = frozenset(regulation) if regulation else None
        asked = AskRequest(q, as_of=as_of, regulations=only, visitor=visitor(request.scope).name)
        return JSONResponse(found(q, search(chain, asked, limit), root))

    return router


def found(q: str, findings: Findings, root: str) -> dict[str, Any]:
    """What a search for ``q`` found, as the API contract writes it; ``root`` is the public prefix of the service."""
    results = [_shown(number, hit, root) for number, hit in enumerate(findings.hits, 1)]
    return {"q": q, "results": results, "remarks": list(findings.remarks), "notice": NOTICE}


def _shown(number: int, hit: Hit, root: str) -> dict[str, Any]:
    regulation, article = hit.regulation, hit.article
    start, end = hit.excerpt
    identity = article_id(regulation.id, article.address)
    return {
        "number": number,
        "regulation": regulation.title,
        "label": article.address + hit.label,
        "article": article.address,
        "path": list(article.path),
        "excerpt": regulation.text[start:end],
        "span": [start, end],
        "marks": [list(mark) for mark in hit.marks],
        "score": round(hit.score, 4),
        "regulation_id": regulation.id,
        "article_id": identity,
        "status": regulation.status,
        "url": root + article_url(identity),
    }
