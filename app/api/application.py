"""The REST API put together: every router below the public prefix, then the addresses that are left."""

from __future__ import annotations

from fastapi import FastAPI

from app.api.asking import asking
from app.api.closing import close_off
from app.api.commenting import commenting
from app.api.reading import reading
from app.api.running import running
from app.errors import install
from app.feedback import FeedbackLog
from app.served import ChainProvider
from app.settings import Settings


def create_app(chain_provider: ChainProvider, settings: Settings) -> FastAPI:
    """The API below ``settings.root_path``. Interactive documentation pages are left out: they load from elsewhere."""
    root = settings.root_path
    below = f"{root}/api"
    description = f"{below}/openapi.json"
    app = FastAPI(
        title="条问",
        description="规章制度问答：答案只引原文，条款精确到项；没有依据就说未找到依据。",
        version="1",
        openapi_url=description,
        docs_url=None,
        redoc_url=None,
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    install(app)
    app.include_router(asking(chain_provider, root), prefix=below, tags=["问答"])
    app.include_router(reading(chain_provider, root), prefix=below, tags=["制度"])
    app.include_router(running(chain_provider), prefix=below, tags=["运行"])
    if settings.feedback:
        log = FeedbackLog(settings.data / "feedback.jsonl", settings.log_questions)
        app.include_router(commenting(chain_provider, log), prefix=below, tags=["反馈"])
    close_off(app, below, description)
    return app
