"""Which models an endpoint says it has."""

from __future__ import annotations

import asyncio
import json

from pydantic import SecretStr

from app.llm.connection import unconnected
from app.llm.endpoint import authorization, http_client
from app.llm.errors import ModelError

_SECONDS = 10.0
_MOST, _LONGEST = 500, 200  # names, characters of one


def models(base_url: str, key: SecretStr | None) -> list[str]:
    """The names at ``base_url``/models, in the endpoint's order; :class:`ModelError` where it gives none."""
    try:
        return asyncio.run(asyncio.wait_for(_fetched(base_url, key), _SECONDS))
    except TimeoutError:
        raise ModelError("timeout", f"{_SECONDS:g} 秒内没有列出模型") from None


async def _fetched(base_url: str, key: SecretStr | None) -> list[str]:
    import httpx2

    async with http_client(base_url, _SECONDS) as http:
        try:
            answer = await http.get(f"{base_url}/models", headers=authorization(key))
        except httpx2.HTTPError as error:
            raise unconnected(error) from None
    try:
        listed = json.loads(answer.content)["data"]
        names = [entry["id"] for entry in listed[:_MOST]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ModelError("malformed", "模型列表的格式不对") from None
    return [name[:_LONGEST] for name in names if isinstance(name, str) and name.isprintable()]
