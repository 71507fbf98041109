"""The guard of a site, as its settings say."""

from __future__ import annotations

from app.access.configured import access, proxies
from app.guard.asgi import App
from app.guard.guard import Denied, Guard, Observe
from app.guard.rules import rules
from app.settings import Settings


def guarded(app: App, settings: Settings, denied: Denied | None = None, observe: Observe | None = None) -> Guard:
    """``app`` behind its guard; the callables are told of refusals and of requests that are over."""
    return Guard(app, rules(settings), access(settings), proxies(settings), denied=denied, observe=observe)
