"""The REST API: one router a module, put together by :func:`create_app`."""

from app.api.application import create_app
from app.served import ChainProvider

__all__ = ["ChainProvider", "create_app"]
