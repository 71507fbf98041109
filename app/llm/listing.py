"""Which models an endpoint says it has."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import Iterator

from pydantic import SecretStr

from app.llm.endpoint import authorization, http_client
from app.llm.errors import ModelError

_SECONDS = 10.0
_MOST, _LONGEST = 500, 200  # names, characters of one


def models(base_url: str, key: SecretStr | None) -> list[str]:
    """The names at ``base_url``/models, in the endpoint's order; :class:`ModelError` where it gives none."""
    try:
        return asyncio.run(asyncio.wait_for(_fetched(base_url, key), _SECONDS))
    except TimeoutError:
        raise ModelError("timeout", f"{_SECONDS:g} 秒内没有回音，可能被防火墙拦住，也可能地址不对") from None


async def _fetched(base_url: str, key: SecretStr | None) -> list[str]:
    import httpx2

    async with http_client(base_url, _SECONDS) as http:
        try:
            answer = await http.get(f"{base_url}/models", headers=authorization(key))
        except httpx2.HTTPError as error:
            raise ModelError("down", _why(error)) from None
    try:
        listed = json.loads(answer.content)["data"]
        names = [entry["id"] for entry in listed[:_MOST]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ModelError("malformed", "模型列表的格式不对") from None
    return [name[:_LONGEST] for name in names if isinstance(name, str) and name.isprintable()]


def _why(error: BaseException) -> str:
    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "主机名解析不了，请检查 llm_base_url 中的主机名，或者直接写 IP 地址"
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "证书不受信任：请把签发证书的 CA 装进系统，或者用环境变量 SSL_CERT_FILE 指明 CA 证书文件"
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "加密连接建立不了，服务可能没有启用 https，请试试 http://"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return (
            "没有程序在这个端口监听：请确认服务已经启动、端口没有写错；服务在另一台机器上时，"
            "要让它监听外部地址（vLLM、llama.cpp 用 --host 0.0.0.0，Ollama 用 OLLAMA_HOST=0.0.0.0）"
        )
    if any(isinstance(cause, TimeoutError) for cause in causes) or "Timeout" in type(error).__name__:
        return "没有回音，可能被防火墙拦住，也可能地址不对"
    return "连接中断，这个端口上的可能不是 HTTP 服务，或者只接受 https"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                yield from _causes(each)
        error = error.__cause__ or error.__context__
