"""A running server as the system under test, over the REST API that everyone uses."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any

from eval.dataset import Question
from eval.run import AskError, Reply, SilentError, UnreachableError, own_probability, resident_memory
from eval.systems.system import Setup, SystemUnderTest
from vectorstore.published import REGULATIONS, IndexFolder

_RATE_LIMIT_TRIES = 20
_TEXTS = ("regulation", "regulation_id", "article", "label", "quote", "article_id", "article_text")
"""What is read of a citation, besides its spans and its score."""


def server_system(url: str, setup: Setup) -> SystemUnderTest:
    """The server at ``url``. What it cites can be checked where the very build that it says it serves is in the data
    folder of ``setup``. Raises :class:`UnreachableError`."""
    asker = ServerAsker(url, timeout_s=setup.timeout_s)
    build_id = asker.build_id()
    data = setup.settings.data
    known = (IndexFolder(data).build(build_id) / REGULATIONS).is_file()
    checked = f"按 {data} 核对" if known else f"未核对（{data} 里没有服务所用的索引）"
    facts = {"对象": f"服务 {url}", "索引": build_id, "引文与地址": checked}
    return SystemUnderTest(
        asker, build_id, facts, memory=lambda: resident_memory(setup.pid) if setup.pid is not None else {}
    )


class ServerAsker:
    """Asks the server at ``url``. Waits where the server's rate limit says so; waiting is not counted as latency.

    Environment proxies are passed by: the server is on this machine or on the intranet.
    """

    def __init__(self, url: str, *, timeout_s: float = 60, sleep: Callable[[float], None] = time.sleep) -> None:
        self.url = url.rstrip("/")
        self._timeout_s = timeout_s
        self._sleep = sleep
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, question: Question) -> Reply:
        """The server's answer. Raises :class:`AskError` for an error answer, :class:`SilentError` for none."""
        body: dict[str, Any] = {"question": question.question}
        if question.history:
            body["history"] = [{"question": asked, "answer": told} for asked, told in question.history]
        if question.as_of:
            body["as_of"] = question.as_of.isoformat()
        request = urllib.request.Request(
            f"{self.url}/api/ask", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        raw, elapsed_ms = self._fetch(request)
        answer = _object(raw)
        if not {"citations", "related", "refused"} <= answer.keys():
            raise AskError("服务返回的 JSON 不是条问的回答，请检查 --system 是否指向条问的服务")
        try:
            for citation in (*answer["citations"], *answer["related"]):
                _check(citation)
            return Reply(answer, elapsed_ms, confidence=own_probability(answer))
        except (LookupError, TypeError, ValueError) as error:
            raise AskError("服务返回的引用不合接口约定，请检查服务的版本是否与评测的一致") from error

    def build_id(self) -> str:
        """The id of the index that the server serves. Raises :class:`UnreachableError` if it is not ready to answer."""
        try:
            return str(_object(self._fetch(f"{self.url}/api/ready")[0])["build_id"])
        except (AskError, KeyError, ValueError) as error:
            advice = "请确认服务已启动、已就绪，地址和端口无误。"
            raise UnreachableError(f"{self.url} 还不能回答提问：{error}。{advice}") from error

    def _fetch(self, request: urllib.request.Request | str) -> tuple[bytes, float]:
        """The body, and the milliseconds that the request which was answered took."""
        for _ in range(_RATE_LIMIT_TRIES):
            started = time.perf_counter()
            try:
                with self._opener.open(request, timeout=self._timeout_s) as response:
                    return response.read(), (time.perf_counter() - started) * 1000
            except urllib.error.HTTPError as error:
                if error.code == 429:
                    self._sleep(_retry_after(error.headers.get("Retry-After", "1")))
                    continue
                said = f"服务返回 {error.code}：{_message(error.read())}"
                raise (SilentError if error.code >= 500 else AskError)(said) from error
            except (OSError, HTTPException) as error:
                if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
                    raise SilentError(f"服务在 {self._timeout_s:g} 秒内没有答完") from error
                raise SilentError(f"连不上 {self.url}") from error
        raise AskError("服务一直限流，请调高服务端的限流设置后再测")


def _check(citation: Mapping[str, Any]) -> None:
    """Raise ``LookupError``, ``TypeError`` or ``ValueError`` where what is scored of a citation is not there."""
    if not all(isinstance(citation[name], str) for name in _TEXTS):
        raise TypeError
    for start, end in citation["spans"]:
        if not (isinstance(start, int) and isinstance(end, int)):
            raise TypeError


def _retry_after(seconds: str) -> float:
    try:
        return min(60.0, max(0.1, float(seconds)))
    except ValueError:
        return 1.0


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise AskError("服务返回的不是 JSON，请检查 --system 是否指向条问的服务") from error
    if not isinstance(found, dict):
        raise AskError("服务返回的 JSON 不是对象，请检查 --system 是否指向条问的服务")
    return found


def _message(raw: bytes) -> str:
    try:
        return str(json.loads(raw)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return raw.decode("utf-8", "replace")[:200]
