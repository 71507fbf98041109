"""The site's own words: whom a refusal refers to, and synonyms."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app import site
from app.admin.desk import Desk, Telling
from vectorstore import own_words
from vectorstore.synonyms import DEFAULT_FILE


class ContactIn(BaseModel):
    """None leaves it to the settings, "" refers to nobody."""

    model_config = ConfigDict(extra="forbid")

    contact: str | None = Field(max_length=400)


class SynonymsIn(BaseModel):
    """The whole text of the institution's lines; ``check`` only looks at it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=250_000)
    check: bool = False


def wording(desk: Desk) -> APIRouter:
    """``words``, ``contact``, ``contact/undo``, ``synonyms``, ``synonyms/undo``."""
    router = APIRouter(route_class=Telling)
    data = desk.settings.data

    def now() -> dict[str, Any]:
        return {
            "contact": site.contact(data, desk.settings.contact) or "",
            "contact_set": site.set_contact(data) is not None,
            "contact_setting": desk.settings.contact or "",
            "contact_undo": site.can_undo(data),
            "synonyms": own_words.read_own(data),
            "synonyms_undo": own_words.can_undo(data),
        }

    @router.get("/words", include_in_schema=False)
    def words(request: Request) -> Response:
        desk.session(request)
        return JSONResponse({**now(), "packaged": DEFAULT_FILE.read_text(encoding="utf-8")})

    @router.post("/contact", include_in_schema=False)
    def contact(body: ContactIn, request: Request) -> Response:
        session = desk.changing(request)
        site.save_contact(data, body.contact)
        desk.done(request, session, "contact", contact=body.contact)
        return JSONResponse(now())

    @router.post("/contact/undo", include_in_schema=False)
    def undo_contact(request: Request) -> Response:
        session = desk.changing(request)
        site.undo_contact(data)
        desk.done(request, session, "contact_undo")
        return JSONResponse(now())

    @router.post("/synonyms", include_in_schema=False)
    def synonyms(body: SynonymsIn, request: Request) -> Response:
        session = desk.changing(request)
        faults = [{"line": each.line, "message": each.message} for each in own_words.own_faults(body.text)]
        if not faults and not body.check:
            own_words.save_own(data, body.text)
            desk.done(request, session, "synonyms", lines=len(body.text.splitlines()))
        return JSONResponse({**now(), "faults": faults, "saved": not faults and not body.check})

    @router.post("/synonyms/undo", include_in_schema=False)
    def undo_synonyms(request: Request) -> Response:
        session = desk.changing(request)
        own_words.undo_own(data)
        desk.done(request, session, "synonyms_undo")
        return JSONResponse(now())

    return router
