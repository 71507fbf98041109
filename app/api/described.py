"""The OpenAPI document: what FastAPI derives from the routes, and how callers prove who they are."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from app.settings import Settings

_SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "门户后台签发的短期令牌，放在 Authorization: Bearer 之后（access = token 时）。",
    },
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "管理员在 api_keys 中设置的密钥，放在 Authorization: Bearer 之后，供程序调用。",
    },
}
_EITHER: list[dict[str, list[str]]] = [{"token": []}, {"key": []}]
_TAGS = [
    {"name": "问答", "description": "提问，得到带条款出处的原文摘录；没有依据就说未找到依据。"},
    {"name": "制度", "description": "已收录的制度和条文，以及检索。"},
    {"name": "文件", "description": "把问答导出为文件，按表格成批提问。"},
    {"name": "反馈", "description": "有用或无用。"},
    {"name": "OpenAI 格式", "description": "供 Open WebUI、Dify 等按 OpenAI 接口调用的程序使用。"},
    {"name": "运行", "description": "进程是否在运行，能否回答。"},
]

OPEN_TO_ALL: dict[str, Any] = {"security": []}
"""``openapi_extra`` of an operation for which nobody has to say who they are."""


class Described(FastAPI):
    """FastAPI whose description also tells of tokens and keys, and which reports to nobody."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            title=settings.title,
            description="规章制度问答：答案只引原文，条款精确到项；没有依据就说未找到依据。",
            version="1",
            openapi_url=f"{settings.root_path}/api/openapi.json",
            openapi_tags=_TAGS,
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
        # where everyone may ask, a token or a key only says who asks
        self._security = [{}, *_EITHER] if settings.access == "open" else _EITHER

    def openapi(self) -> dict[str, Any]:
        """The document, made when it is first asked for."""
        document = super().openapi()
        components = document["components"]
        components["securitySchemes"] = _SCHEMES
        # the framework's own shape of an error, which app.errors replaces everywhere
        for name in ("HTTPValidationError", "ValidationError"):
            components["schemas"].pop(name, None)
        for operation in (each for path in document["paths"].values() for each in path.values()):
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
        document["security"] = self._security
        return document
