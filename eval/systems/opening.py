"""A system by its name: opened in this process, or in one of its own so that its memory is its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eval.run import UnreachableError
from eval.systems.apart import apart
from eval.systems.server import ServerAsker, server_system
from eval.systems.system import Setup, SystemUnderTest
from vectorstore.errors import VectorstoreError
from vectorstore.published import IndexFolder

LOCAL: Mapping[str, str] = {
    "tiaowen": "条问（默认）",
    "bm25": "只用词",
    "dense": "只用向量",
    "naive": "通行做法：按 500 字切块的原始文件、同一向量模型、Chroma",
    "llm": "条问，由语言模型改写",
}
"""The systems that run on this machine, by name, with what a reader is told of them."""


def is_server(name: str) -> bool:
    """Whether the name is the address of a server."""
    return name.startswith(("http://", "https://"))


def build_of(name: str, setup: Setup) -> str:
    """The id of the index that the system called ``name`` would answer from now. Raises :class:`UnreachableError`."""
    if is_server(name):
        return ServerAsker(name, timeout_s=setup.timeout_s).build_id()
    try:
        return IndexFolder(setup.settings.data).serving().build_id
    except VectorstoreError as error:
        raise UnreachableError(error.message) from error


def open_system(name: str, setup: Setup) -> SystemUnderTest:
    """The system called ``name``: a server is reached from here, any other runs in a process of its own.

    Raises :class:`UnreachableError`.
    """
    if is_server(name):
        return server_system(name, setup)
    if name == "llm":  # a slow model is answered for by quotations, so its time comes on top
        setup = replace(setup, timeout_s=setup.timeout_s + setup.settings.llm_timeout)
    return apart(name, setup, open_here)


def open_here(name: str, setup: Setup) -> SystemUnderTest:
    """The system of this machine called ``name``, in this process.

    Raises :class:`UnreachableError`, and what opening the index, the model or the source files raises.
    """
    # imported here: each loads what it needs, and the memory of a process is to be that of its system
    match name:
        case "tiaowen" | "llm":
            from eval.systems.local import chain_system

            return chain_system(setup, "llm" if name == "llm" else "extractive")
        case "bm25" | "dense":
            from eval.systems.structured import half_system

            return half_system("bm25" if name == "bm25" else "dense", setup)
        case "naive":
            from eval.systems.naive import naive_system

            return naive_system(setup)
    raise UnreachableError(f"没有叫 {name} 的系统，可用的有：{'、'.join(LOCAL)}，或以 http:// 开头的服务地址。")
