"""``/browse``: the list of regulations, search, and one regulation whole."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.access import visitor
from app.chain import RegulationChain, tidy
from app.pages.faults import telling
from app.pages.finding import find
from app.pages.links import Links
from app.pages.listing import Choice, listed, named
from app.pages.reading import day, read
from app.pages.templating import Templates
from app.served import ChainProvider

_NAMED = 5  # regulations shown above the articles where their name fits the words
_LONGEST = 100  # characters of a filter

MISSING = "这个编号的制度不在现有目录中，可能已被新版本取代，或者链接不完整。请按名称查找，或者直接搜索条文。"


def browsing(provider: ChainProvider, templates: Templates, root: str) -> APIRouter:
    """The routes; ``root`` is the public prefix."""

    def fault(status: int, message: str) -> str:
        heading = "现在打不开" if status >= 500 else "没有办到"
        return templates.render("message.html", heading=heading, message=message)

    router = APIRouter(route_class=telling(fault))

    # plain functions: a search waits for its turn, a long regulation takes a moment to write
    @router.get("/browse", include_in_schema=False)
    def browse(request: Request) -> Response:
        chain = provider()
        given = request.query_params
        words = tidy(given.get("q", ""))
        within = given.get("regulation", "")
        if words and within and within not in chain.index.regulations:
            return _missing(templates)
        if words:
            return _page(_results(chain, templates, root, words, within, visitor(request.scope).name))
        page = given.get("page", "")
        choice = Choice(
            tidy(given.get("title", ""))[:_LONGEST],
            given.get("status", "")[:_LONGEST],
            given.get("issuer", "")[:_LONGEST],
            int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )
        return _page(_list(chain, templates, root, choice))

    @router.get("/browse/{identity:path}", include_in_schema=False)
    def regulation(identity: str) -> Response:
        regulations = provider().index.regulations
        found = regulations.get(identity)
        if found is None:
            return _missing(templates)
        return _page(templates.render("regulation.html", reading=read(found, regulations, root)))

    return router


def _list(chain: RegulationChain, templates: Templates, root: str, choice: Choice) -> str:
    def turned(page: int) -> str:
        chosen = {"title": choice.title, "status": choice.status, "issuer": choice.issuer, "page": page}
        return f"{root}/browse?" + urlencode({name: value for name, value in chosen.items() if value})

    regulations = chain.index.regulations
    return templates.render(
        "list.html",
        here="list",
        listing=listed(regulations.values(), choice),
        choice=choice,
        turned=turned,
        links=Links(regulations, root),
        day=day,
    )


def _results(chain: RegulationChain, templates: Templates, root: str, words: str, within: str, who: str) -> str:
    regulations = chain.index.regulations
    links = Links(regulations, root)
    only = regulations.get(within)
    hits, remarks = find(chain, words, only, links, who)
    return templates.render(
        "results.html",
        q=words,
        within=only,
        everywhere=f"{root}/browse?" + urlencode({"q": words}),
        asking=links.asking(only) if only else f"{root}/",
        hits=hits,
        remarks=remarks,
        named=[] if only else [each for each in regulations.values() if named(each, words)][:_NAMED],
        links=links,
        day=day,
    )


def _missing(templates: Templates) -> Response:
    return _page(templates.render("message.html", heading="没有找到这部制度", message=MISSING), 404)


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, {"Cache-Control": "no-cache"})
