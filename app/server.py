"""The service put together: index → chain → API and page → guard → uvicorn."""

from __future__ import annotations

import errno
import gc
import logging
import socket
import sys
import threading
from collections.abc import Callable

from app.admin.mounting import add_admin
from app.api import ChainProvider, create_app
from app.chain import Assistant, Options, RegulationChain
from app.embed import add_embed
from app.extract import extract
from app.guard import Guard, guarded
from app.llm.assistant import assistant_of
from app.llm.configured import configured
from app.mcpserver.http import add_mcp
from app.operations import Operations
from app.outcome import followed
from app.pages import add_pages
from app.process import Server
from app.served import Served, state
from app.settings import Settings
from app.site import contact
from app.ui import Examples, build_blocks, mount
from prompts import PromptError
from vectorstore.cross_encoder import load_cross_encoder
from vectorstore.embedding import SentenceEmbeddings, load_embedder
from vectorstore.index import open_index
from vectorstore.own_words import vocabulary_of
from vectorstore.published import IndexFolder
from vectorstore.retriever import Retriever

logger = logging.getLogger("tiaowen.server")

_NO_MODEL = "核对用的交叉编码器只与自带的向量模型配套"
_NO_WEIGHTS = "排序权重里没有核对用的一组，请恢复原文件，或用 python -m vectorstore train 重新拟合"


class ServeError(Exception):
    """The service cannot start; the message is Chinese and says what to do."""


def options(settings: Settings) -> Options:
    """What the chain needs of the settings."""
    return Options(
        contact=contact(settings.data, settings.contact),
        max_question=settings.max_question,
        concurrency=settings.concurrency,
        log_questions=settings.log_questions,
        root_path=settings.root_path,
    )


def open_chain(
    settings: Settings,
    embedder: SentenceEmbeddings,
    operations: Operations | None = None,
    assistant: Assistant | None = None,
) -> RegulationChain:
    """The chain over the published index. Raises ``VectorstoreError`` where there is none that can be opened.

    Its answers are recorded by ``operations``, if given; ``assistant`` is what the site's language model does.
    """
    vocabulary = vocabulary_of(settings.data)
    index = open_index(settings.data, embedder)
    try:
        cross_encoder = load_cross_encoder(embedder, settings.data) if settings.precise else None
        retriever = Retriever(index, embedder, vocabulary=vocabulary, cross_encoder=cross_encoder)
        index.retriever = retriever
        if settings.precise and not retriever.precise:
            logger.warning(
                "设置了 precise，仍按快的模式回答：%s。", _NO_MODEL if cross_encoder is None else _NO_WEIGHTS
            )
        if cross_encoder is not None:
            cross_encoder.scores("预热", ["预热"])
        retriever.retrieve("预热")  # the first search of a process is the slow one
    except BaseException:
        index.close()
        raise
    recorder = operations.recorder(index.build_id) if operations is not None else None
    return RegulationChain(index, extract, options(settings), followed, recorder, assistant)


def assistant(settings: Settings) -> Assistant | None:
    """What the site's language model does; None where it has none.

    Raises :class:`ServeError` for a prompt of the site's own that cannot be used.
    """
    model = configured(settings)
    if model is None:
        return None
    try:
        return assistant_of(model, settings)
    except PromptError as error:
        raise ServeError(str(error)) from error


def load_chain(settings: Settings) -> RegulationChain:
    """The model loaded and the chain over the published index."""
    IndexFolder(settings.data).serving()  # before seconds go into the model
    return open_chain(settings, load_embedder(settings.model, settings.data), assistant=assistant(settings))


def serve_published(settings: Settings, operations: Operations | None = None) -> Served:
    """The chain over the published index, replaced whenever another one is published or the site's words change."""
    IndexFolder(settings.data).serving()
    embedder = load_embedder(settings.model, settings.data)
    helped = assistant(settings)  # one for all builds: what it knows of the endpoint outlives them
    served = Served(lambda: state(settings.data), lambda: open_chain(settings, embedder, operations, helped))
    served.follow()
    if helped is not None:
        threading.Thread(target=helped.prepare, name="prepare-model", daemon=True).start()
    return served


def assemble(provider: ChainProvider, settings: Settings, operations: Operations | None = None) -> Guard:
    """The whole service as one ASGI application: everything below ``settings.root_path``."""
    operations = operations or Operations.of(settings)
    offered = Examples()  # worked out once, for the chat page and the embedded one
    app = create_app(provider, settings, operations)
    add_mcp(app, provider, settings)
    add_embed(app, provider, settings, offered)
    add_admin(app, settings, operations.note)
    add_pages(app, provider, settings)
    # the public path is the mount path, so that a proxy passes it on unchanged
    blocks = build_blocks(provider, settings, offered)
    mount(app, blocks, path=settings.root_path or "/", title=settings.title, llm=settings.has_llm)
    if operations.metrics is not None:
        operations.metrics.watch(provider, lambda: operations.draining.running, operations.lost)
    return guarded(operations.draining.layer(app), settings, operations.denied, operations.observe)


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, so that a taken port is known before the model is loaded."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        raise ServeError(
            f"监听地址 {host} 无法解析，请用 127.0.0.1（仅本机）或 0.0.0.0（允许其他机器访问）。"
        ) from None
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            message = f"端口 {port} 已被占用，请停止占用它的程序，或用 --port 换一个端口。"
        elif error.errno == errno.EACCES:
            message = f"没有权限使用端口 {port}，请用 --port 换一个大于 1023 的端口。"
        elif error.errno == errno.EADDRNOTAVAIL:
            message = f"本机没有地址 {host}，请用 127.0.0.1（仅本机）或 0.0.0.0（允许其他机器访问）。"
        else:
            message = f"无法监听 {host}:{port}（{error.strerror}），请检查 --host 和 --port。"
        raise ServeError(message) from error
    return bound


def address(settings: Settings, port: int) -> str:
    """Where a browser on this machine finds the page."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    if ":" in host and not host.startswith("["):
        host = f"[{host}]"
    return f"http://{host}:{port}{settings.root_path}/"


def serve(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until interrupted. ``announce`` gets what a person should read.

    Raises :class:`ServeError` or ``VectorstoreError`` where the service cannot start.
    """
    bound = listen(settings.host, settings.port)
    try:
        announce("正在打开索引、载入模型……")
        operations = Operations.of(settings)
        served = serve_published(settings, operations)
        try:
            index = served().index
            operations.note("start", build=index.build_id, access=settings.access)
            announce(f"索引 {index.build_id}：{len(index.regulations)} 部制度。")
            service = assemble(served, settings, operations)
            server = Server(
                service, operations.draining, settings.graceful_seconds, lambda: announce(_where(settings, bound))
            )
            # seconds after which a thread that searches lets the connections, and the model, have Python in between
            sys.setswitchinterval(0.001)
            gc.freeze()  # what is loaded stays; from here on garbage is collected again
            gc.enable()
            server.run(sockets=[bound])
        finally:
            helped = served().assistant
            served.close()
            if helped is not None:
                helped.close()
            operations.note("stop")
    finally:
        bound.close()


def _where(settings: Settings, bound: socket.socket) -> str:
    everyone = "其他机器请用本机地址访问；" if settings.host in ("0.0.0.0", "::") else ""
    return f"条问已启动：{address(settings, bound.getsockname()[1])} （{everyone}按 Ctrl+C 停止）"
