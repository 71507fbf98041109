"""``/v1``: the chain as a model that OpenAI's clients can ask."""

from __future__ import annotations

import time
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from app.access import visitor
from app.api import examples
from app.api.completions.contract import ChatIn, ChatOut, FaultOut, ModelOut, ModelsOut
from app.api.completions.conversation import QUOTING, REPHRASING, asked, mode_of, modes
from app.api.completions.writing import chunks, completion, fault
from app.api.events import sent
from app.api.responses import GUARDED, errors, shown
from app.chain import HangUp
from app.error_body import openai_body
from app.errors import identity
from app.flowing import flowing
from app.served import ChainProvider

_errors = partial(errors, model=FaultOut, body=openai_body)


def completions(chain_provider: ChainProvider, root: str) -> APIRouter:
    """``/chat/completions`` and ``/models``; ``root`` is the public prefix of the service."""
    router = APIRouter(responses=_errors(*GUARDED))
    since = int(time.time())
    cases = {QUOTING: examples.answer(), REPHRASING: examples.rephrased()}
    whole = {
        name: {"value": completion(case.to_dict(root), name, len(examples.QUESTION))} for name, case in cases.items()
    }
    streamed = {
        name: {"value": "".join(chunks(examples.steps(case, root), name, None))} for name, case in cases.items()
    }
    listing = {"object": "list", "data": [_model(name, since) for name in cases]}

    def rephrases() -> bool:
        return chain_provider().assistant is not None

    # a plain function: the framework runs it in its thread pool, the chain limits how many search at once
    @router.post(
        "/chat/completions",
        summary="对话（OpenAI 格式）",
        response_model=None,
        responses={
            200: {
                "model": ChatOut,
                "description": "回答；stream 为 true 时是逐段的事件流，以 [DONE] 结束",
                "content": {
                    "application/json": {"examples": whole},
                    "text/event-stream": {"schema": {"type": "string"}, "examples": streamed},
                },
            },
            **_errors(400, 404, 408, 413, 415, 503),
        },
    )
    def complete(body: Annotated[ChatIn, Body(openapi_examples=examples.chatted())], request: Request) -> Response:
        """最后一条 user 消息是问题，之前的是上文，system 消息不看；temperature 等参数不起作用。
        回答是引文块和出处；模型为 tiaowen-llm 时，前面另有语言模型的改写，逐句核对过，标有“AI生成，仅供参考”。
        完整的回答对象在 tiaowen 中（逐段返回时在最后一段内容里）。"""
        question = asked(body, visitor(request.scope).name, rephrases())
        read = sum(len(message.content.text) for message in body.messages)
        if not body.stream:
            return JSONResponse(completion(chain_provider().ask(question).to_dict(root), body.model, read))
        usage = body.stream_options is not None and body.stream_options.include_usage
        hang_up = HangUp()
        lines = chunks(chain_provider().stream(question, hang_up), body.model, read if usage else None)
        flow = flowing(sent(lines, fault, identity(request)), hang_up)
        return StreamingResponse(flow, media_type="text/event-stream")

    @router.get(
        "/models",
        summary="模型列表（OpenAI 格式）",
        response_model=None,
        responses={200: shown(ModelsOut, listing), **_errors(503)},
    )
    async def listed() -> Response:
        """可用的模型，也就是回答方式。启用了语言模型的站点才有 tiaowen-llm。"""
        return JSONResponse({"object": "list", "data": [_model(name, since) for name in modes(rephrases())]})

    @router.get(
        "/models/{model}",
        summary="一个模型（OpenAI 格式）",
        response_model=None,
        responses={200: shown(ModelOut, listing["data"][0]), **_errors(404, 503)},
    )
    async def one(
        model: Annotated[str, Path(description="模型名称", openapi_examples=examples.only(QUOTING))],
    ) -> Response:
        """这个模型是否可用。"""
        mode_of(model, rephrases())
        return JSONResponse(_model(model, since))

    return router


def _model(name: str, since: int) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": since, "owned_by": "tiaowen"}
