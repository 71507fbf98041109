"""The REST API put together: every router below the public prefix, then the addresses that are left."""

from __future__ import annotations

from fastapi import FastAPI

from app.api.asking import asking
from app.api.batching import batching
from app.api.closing import close_off
from app.api.commenting import commenting
from app.api.completions.router import completions
from app.api.described import Described
from app.api.exporting import exporting
from app.api.metering import metering
from app.api.reading import reading
from app.api.responses import GUARDED, OPEN, errors
from app.api.running import running
from app.api.searching import searching
from app.errors import install
from app.feedback import FeedbackLog
from app.operations import Operations
from app.served import ChainProvider
from app.settings import Settings


def create_app(chain_provider: ChainProvider, settings: Settings, operations: Operations | None = None) -> FastAPI:
    """The API below ``settings.root_path``. Interactive documentation pages are left out: they load from elsewhere.

    Without ``operations`` there are no metrics, and feedback is not written to the audit log.
    """
    root = settings.root_path
    below = f"{root}/api"
    app = Described(settings)
    install(app, root)
    guarded = errors(*GUARDED)
    app.include_router(asking(chain_provider, root), prefix=below, tags=["问答"], responses=guarded)
    app.include_router(reading(chain_provider, root), prefix=below, tags=["制度"], responses=guarded)
    app.include_router(searching(chain_provider, root), prefix=below, tags=["制度"], responses=guarded)
    app.include_router(batching(chain_provider), prefix=below, tags=["文件"], responses=guarded)
    app.include_router(exporting(chain_provider, settings), prefix=below, tags=["文件"], responses=guarded)
    app.include_router(running(chain_provider), prefix=below, tags=["运行"], responses=errors(*OPEN))
    if operations is not None and operations.metrics is not None:
        app.include_router(metering(operations.metrics), prefix=below, tags=["运行"], responses=errors(*OPEN))
    if settings.feedback:
        log = FeedbackLog(settings.data / "feedback.jsonl", settings.log_questions)
        app.include_router(commenting(chain_provider, log, operations), prefix=below, tags=["反馈"], responses=guarded)
    app.include_router(completions(chain_provider, root), prefix=f"{root}/v1", tags=["OpenAI 格式"])
    close_off(app, root, (below, f"{root}/v1"))
    return app
