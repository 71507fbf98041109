"""The clients of one OpenAI-compatible endpoint: langchain's chat model over an HTTP client with limits."""

from __future__ import annotations

import ipaddress
import urllib.request
import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

if TYPE_CHECKING:
    import httpx2
    from langchain_openai import ChatOpenAI

_CONNECT = 5.0  # seconds; a server on the same network answers in milliseconds
_NO_KEY = "none"  # servers on one's own machine want none, the client wants one


def http_client(base_url: str, timeout: float) -> httpx2.AsyncClient:
    """An HTTP client for ``base_url``: no redirects, no compression, answers bounded (see ``app.llm.bounded``).

    ``timeout`` (s) is for each read; a connection gets five seconds at most. Belongs to the event loop that uses it
    first; close it there.
    """
    import httpx2

    from app.llm.bounded import BoundedTransport

    transport = httpx2.AsyncHTTPTransport(proxy=proxy_for(base_url))
    return httpx2.AsyncClient(
        transport=BoundedTransport(transport),
        timeout=httpx2.Timeout(timeout, connect=min(timeout, _CONNECT)),
        headers={"Accept-Encoding": "identity"},
        follow_redirects=False,
        trust_env=False,  # or a .netrc would send a password of its own
    )


def authorization(key: SecretStr | None) -> dict[str, str]:
    """The header that shows ``key``."""
    return {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}


def chat_model(
    base_url: str, model: str, key: SecretStr | None, extra: dict[str, Any], http: httpx2.AsyncClient
) -> ChatOpenAI:
    """langchain's chat model over ``http``; ``extra`` is added to the body of each request. It does not try again."""
    from langchain_openai import ChatOpenAI

    # pydantic would print what the endpoint sent instead of a completion
    warnings.filterwarnings("ignore", "Pydantic serializer warnings")
    return ChatOpenAI(
        model=model,
        base_url=base_url,
        api_key=key or SecretStr(_NO_KEY),
        temperature=0,
        timeout=http.timeout,  # or langchain would set none at all
        max_retries=0,
        stream_usage=False,
        stream_chunk_timeout=0,
        use_responses_api=False,
        openai_proxy="",  # from the environment otherwise, which a client of one's own excludes
        extra_body=extra,
        http_async_client=http,
    )


def proxy_for(base_url: str) -> str | None:
    """The proxy of the environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY) on the way to ``base_url``.

    None for this machine, for private addresses and for names without a dot, which no proxy outside knows: on a closed
    network a proxy left in the environment would only be in the way.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        inside = not ipaddress.ip_address(host).is_global
    except ValueError:
        inside = "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan"))
    if inside or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")
