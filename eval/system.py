"""What is put to the test: the chain over the published index in this process, or a running server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings
from eval.run import Asker, UnreachableError
from eval.server import ServerAsker
from ingest.model import IngestError, Regulation
from ingest.store import read_regulations
from vectorstore.errors import VectorstoreError
from vectorstore.published import REGULATIONS, IndexFolder


@dataclass(frozen=True)
class SystemUnderTest:
    """``facts`` name it in the report. ``regulations``, by id, are those of the index it serves; None if not at hand.
    A context manager that gives back what it holds."""

    asker: Asker
    regulations: Mapping[str, Regulation] | None
    facts: Mapping[str, str]
    close: Callable[[], None] = lambda: None

    def __enter__(self) -> SystemUnderTest:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def served_system(url: str, data: Path) -> SystemUnderTest:
    """The server at ``url``; ``data`` is its data folder where that can be read from here.

    What it cites is checked only against the very build that it says it serves. Raises :class:`UnreachableError`.
    """
    if not url.startswith(("http://", "https://")):
        raise UnreachableError(f"--url 应以 http:// 或 https:// 开头，收到的是 {url}。")
    asker = ServerAsker(url)
    build_id = asker.build_id()
    regulations = build_regulations(data, build_id)
    checked = f"按 {data} 核对" if regulations is not None else f"未核对（{data} 里没有服务所用的索引）"
    facts = {"对象": f"服务 {url}", "索引": build_id, "引文与地址": checked}
    return SystemUnderTest(asker, regulations, facts)


def build_regulations(data: Path, build_id: str) -> dict[str, Regulation] | None:
    """The regulations of this build below ``data``, by id; None if the build is not there.

    Raises :class:`UnreachableError` where they are damaged.
    """
    path = IndexFolder(data).build(build_id) / REGULATIONS
    if not path.is_file():
        return None
    try:
        return {regulation.id: regulation for regulation in read_regulations(path)}
    except IngestError as error:
        raise UnreachableError(error.message) from error


def local_system(settings: Settings) -> SystemUnderTest:
    """The chain over the published index, set up just as the server sets it up.

    Raises :class:`UnreachableError` where there is no index or no model.
    """
    # imported here, because a run against a server needs neither the model nor the page
    from app.server import load_chain
    from eval.local import ChainAsker

    try:
        chain = load_chain(settings)
    except (IngestError, VectorstoreError) as error:
        raise UnreachableError(error.message) from error
    facts = {"对象": "检索链（评测进程内）", "索引": chain.index.build_id, "数据目录": str(settings.data)}
    return SystemUnderTest(ChainAsker(chain), chain.index.regulations, facts, chain.close)
