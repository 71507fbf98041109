"""HTTP to an endpoint that may send anything: only the expected kind of answer gets in, and only so much of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

from app.llm.errors import ModelError

STREAM, JSON = "text/event-stream", "application/json"

_MOST_BYTES = 8 << 20  # of a body
_LONGEST_LINE = 1 << 20  # bytes; a line is kept until it is whole
_REFUSED = {
    400: "接口不接受这个请求，可能是模型名称或附加参数不对，或者内容超过了模型的上下文长度",
    401: "密钥不对或没有设置",
    403: "密钥没有使用这个模型的权限",
    404: "地址或模型名称不对",
    405: "地址不对",
    413: "内容超过了接口的限制",
    422: "接口不接受请求中的参数",
}
_PASSING = {408, 409, 425, 429}


class BoundedTransport(httpx2.AsyncBaseTransport):
    """Lets through answers of status 200, uncompressed, of the media type that is expected: a stream of events after a
    POST, else JSON. Everything else becomes a :class:`ModelError` without its body having been read; so does a body
    that is too long. Redirects are answers like any other: neither key nor question goes where nobody sent them.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._inner.handle_async_request(request)
        fault = _fault(response, STREAM if request.method == "POST" else JSON)
        if fault is not None:
            await response.aclose()
            raise fault
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Bounded(response.stream)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        total = line = 0
        async for chunk in self._inner:
            total += len(chunk)
            end = chunk.rfind(b"\n")
            line = line + len(chunk) if end < 0 else len(chunk) - end - 1
            if total > _MOST_BYTES or line > _LONGEST_LINE:
                raise ModelError("malformed", "接口的应答太大")
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()


def _fault(response: httpx2.Response, expected: str) -> ModelError | None:
    status = response.status_code
    if 300 <= status < 400:
        return ModelError("refused", f"接口要求转到别的地址（{status}），请直接填写最终地址", status=status)
    if status in _PASSING or status >= 500:
        busy = status == 429
        detail = f"接口正忙（{status}）" if busy else f"接口出错（{status}）"
        return ModelError("busy" if busy else "down", detail, status=status, passing=True, wait=_wait(response))
    if status >= 400:
        return ModelError("refused", f"{_REFUSED.get(status, '接口拒绝了请求')}（{status}）", status=status)
    media = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if status != 200 or media != expected:
        what = "流式应答" if expected == STREAM else " JSON"
        return ModelError("malformed", f"接口返回的不是{what}（{expected}）", status=status)
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        return ModelError("malformed", "接口的应答经过压缩，而请求中说明了不接受压缩", status=status)
    return None


def _wait(response: httpx2.Response) -> float | None:
    """The seconds of Retry-After; a date in it is left unread, for it depends on two clocks."""
    written = response.headers.get("retry-after", "").strip()
    return float(written) if written.isascii() and written.isdigit() and len(written) < 6 else None
