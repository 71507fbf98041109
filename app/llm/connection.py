"""Why there is no connection, in Chinese."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from app.llm.errors import ModelError


def unconnected(error: BaseException) -> ModelError:
    """What ``error`` of the HTTP client, or of what is built on it, means. Its own words are not used."""
    import httpx2

    causes = tuple(_causes(error))

    def any_is(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if any_is(httpx2.ConnectTimeout):
        return ModelError("down", "接口没有回音，可能被防火墙拦住，也可能地址不对")
    if any_is(httpx2.TimeoutException):
        return ModelError("timeout", "没有在规定时间内答完")
    if any_is(socket.gaierror):
        return ModelError("down", "主机名解析不了，请检查 llm_base_url 中的主机名，或者直接写 IP 地址")
    if any_is(ssl.SSLCertVerificationError):
        return ModelError(
            "down", "证书不受信任，请把签发证书的 CA 装进系统，或者用环境变量 SSL_CERT_FILE 指明 CA 证书文件"
        )
    if any_is(ssl.SSLError):
        return ModelError("down", "加密连接建立不了，服务可能没有启用 https，请试试 http://")
    if any_is(ConnectionRefusedError):
        return ModelError("down", "没有程序在接口的端口监听", passing=True)
    return ModelError("down", "与接口的连接中断", passing=True)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                yield from _causes(each)
        error = error.__cause__ or error.__context__
