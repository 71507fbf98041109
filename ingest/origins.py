"""Where the stored regulations were read from, kept beside them, so that they can be ingested again without being told.

A source that cannot be reached takes nothing with it: what was read from it is carried over until it is back, or until
somebody names other sources.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.model import IngestError, Regulation
from ingest.sources import find_sources
from ingest.store import write_text

SOURCES = "sources.json"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Origin:
    """A file or folder that was named as a source: its absolute ``path`` and the names of the files found there. The
    path is empty for what is stored without anybody having recorded where it came from."""

    path: str
    files: tuple[str, ...]

    def error(self) -> str:
        """What the report says while it cannot be reached."""
        return (
            f"{self.path}：来源现在读不到（不在了、没有挂载、是空的或没有权限），沿用上次导入的内容。请恢复它；"
            "不再需要时，用 python -m ingest run 加上现在的来源重新导入。"
        )


def read_origins(data: Path) -> tuple[Origin, ...] | None:
    """What ``data``/sources.json says; None where there is no such file. Raises IngestError ``broken``."""
    path = data / SOURCES
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Origin(str(each["path"]), tuple(map(str, each["files"]))) for each in record["sources"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IngestError(
            "broken", f"{path} 读不出来（{error}）。请移走它，再用 python -m ingest run 加上来源文件夹重新导入。"
        ) from error


def write_origins(data: Path, origins: Sequence[Origin]) -> None:
    """Replace the list as a whole."""
    record = {"schema": SCHEMA, "sources": [asdict(each) for each in origins]}
    write_text(data / SOURCES, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def origins_of(sources: Sequence[Path]) -> tuple[Origin, ...]:
    """What these sources hold now. Raises IngestError ``missing``."""
    return tuple(Origin(str(path.resolve()), tuple(name for _, name in find_sources([path])[0])) for path in sources)


def reachable(origins: Sequence[Origin]) -> tuple[list[Path], list[Origin]]:
    """The paths that can be read now, and the origins that cannot. A folder that held files and is empty is one of the
    latter: so does a network drive look that is not mounted."""
    paths: list[Path] = []
    lost: list[Origin] = []
    for origin in origins:
        path = Path(origin.path)
        try:
            there = bool(origin.path) and (path.is_file() or (path.is_dir() and _holds(path, origin)))
        except OSError:
            there = False
        if there:
            paths.append(path)
        else:
            lost.append(origin)
    return paths, lost


def _holds(path: Path, origin: Origin) -> bool:
    return not origin.files or bool(find_sources([path])[0])


def is_from(file: str, names: Collection[str]) -> bool:
    """Whether the source file is one of these, or in an archive that is."""
    return any(file == name or file.startswith(f"{name}/") for name in names)


def unrecorded(stored: Sequence[Regulation], library: Collection[str]) -> tuple[Origin, ...]:
    """The origin of what was stored before origins were recorded, the files of the ``library`` apart."""
    files = dict.fromkeys(source.file for regulation in stored for source in regulation.sources)
    names = tuple(file for file in files if not is_from(file, library))
    return (Origin("", names),) if names else ()
