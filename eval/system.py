"""What is put to the test: the chain over the published index in this process, or a running server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.run import Asker, UnreachableError
from eval.server import ServerAsker
from ingest.model import IngestError, Regulation
from ingest.store import read_regulations


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
    """The server at ``url``; ``data`` is its data folder where that can be read from here."""
    if not url.startswith(("http://", "https://")):
        raise UnreachableError(f"--url 应以 http:// 或 https:// 开头，收到的是 {url}。")
    regulations = published_regulations(data)
    checked = f"按 {data} 核对" if regulations is not None else f"未核对（{data} 里没有已发布的索引）"
    return SystemUnderTest(ServerAsker(url), regulations, {"对象": f"服务 {url}", "引文与地址": checked})


def published_regulations(data: Path) -> dict[str, Regulation] | None:
    """The regulations of the published index below ``data``, by id; None if there is none.

    Raises :class:`UnreachableError` for one that is damaged.
    """
    try:
        build = (data / "index" / "CURRENT").read_text(encoding="utf-8").strip()
        regulations = read_regulations(data / "index" / build / "regulations.jsonl")
    except OSError:
        return None
    except IngestError as error:
        raise UnreachableError(error.message) from error
    return {regulation.id: regulation for regulation in regulations}
