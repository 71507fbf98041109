"""The pages put on the service's application, below the public prefix."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from starlette.responses import HTMLResponse, Response

from app.pages.browsing import browsing
from app.pages.faults import telling
from app.pages.static import own_files, static_routes
from app.pages.templating import Templates
from app.served import ChainProvider
from app.settings import Settings
from app.ui import render
from app.ui.record import whole_article

NO_ARTICLE = "链接所指的条文不在现有制度中，可能已被新版本取代。请直接提问，或者到制度目录中查找。"


def add_pages(app: FastAPI, provider: ChainProvider, settings: Settings) -> None:
    """The browsing pages, the panel's fragments and the static files, below ``settings.root_path``."""
    root = settings.root_path
    files = own_files(root)
    templates = Templates(settings.title, root, files.url, settings.max_question)
    app.include_router(static_routes(files), prefix=root)
    app.include_router(_panel(provider), prefix=root)
    app.include_router(browsing(provider, templates, root), prefix=root)


def _panel(provider: ChainProvider) -> APIRouter:
    """``/panel?article=ID``: one article as a piece of HTML, for reading on in the source panel."""
    router = APIRouter(route_class=telling(lambda status, message: render.note(message)))

    @router.get("/panel", include_in_schema=False)
    async def panel(article: str = "") -> Response:
        identity, _, address = article.rpartition("#")
        regulation = provider().index.regulations.get(identity)
        shown = whole_article(regulation, address, "panel") if regulation else None
        headers = {"Cache-Control": "no-cache"}
        if shown is None:
            return HTMLResponse(render.note(NO_ARTICLE), 404, headers)
        return HTMLResponse(shown, 200, headers)

    return router
