"""The files that an index was made from, as ingestion reads them, and which article each stretch of them belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.run import UnreachableError
from ingest.model import IngestError, RawText, Regulation
from ingest.read import read_member
from ingest.sources import Limits, fetch, find_sources

Stretch = tuple[int, int, tuple[str, str]]
"""``source[start:end]`` belongs to this article: (regulation id, address)."""


def source_texts(sources: Sequence[Path]) -> dict[str, RawText]:
    """The text of every file below ``sources`` as ingestion reads it, by the name it has in the records; files that
    ingestion cannot read are left out. Raises :class:`UnreachableError` where there are none."""
    if not sources:
        raise UnreachableError("系统 naive 要读原始文件：请用 --sources 指定当初导入的目录或文件。")
    limits = Limits()
    found: dict[str, RawText] = {}
    try:
        files, _ = find_sources(list(sources))
    except IngestError as error:
        raise UnreachableError(error.message) from error
    for path, name in files:
        for member in fetch(path, name, limits):
            try:
                text = read_member(member, limits)
            except IngestError:
                continue  # ingestion has said so in its own report
            found[text.file] = text
    return found


def check_sources(regulations: Iterable[Regulation], texts: Mapping[str, RawText]) -> None:
    """Raise :class:`UnreachableError` unless every file the regulations came from is among the texts, unchanged."""
    wanted = {source.file: source.sha256 for regulation in regulations for source in regulation.sources}
    missing = sorted(file for file, sha256 in wanted.items() if file not in texts or texts[file].sha256 != sha256)
    if missing:
        named = "、".join(missing[:5]) + ("等" if len(missing) > 5 else "")
        raise UnreachableError(
            f"--sources 里没有索引所据的 {len(missing)} 个文件，或者内容已经改过：{named}。"
            "请指定当初导入的目录；文件改过的，请先重新导入、重建索引。"
        )


class SourceMap:
    """Which article each stretch of one source file belongs to."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self._stretches = sorted(stretches)
        self._starts = [start for start, _, _ in self._stretches]
        self._longest = max((end - start for start, end, _ in self._stretches), default=0)

    def covered(self, start: int, end: int) -> tuple[tuple[str, str], ...]:
        """The articles that ``source[start:end]`` has characters of, the one with most of them first."""
        counted: dict[tuple[str, str], int] = {}
        for low, high, article in self._stretches[bisect_right(self._starts, start - self._longest - 1) :]:
            if low >= end:
                break
            if shared := max(0, min(end, high) - max(start, low)):
                counted[article] = counted.get(article, 0) + shared
        return tuple(sorted(counted, key=lambda article: -counted[article]))


def source_maps(regulations: Iterable[Regulation]) -> dict[str, SourceMap]:
    """The map of every source file, by its name in the records."""
    stretches: dict[str, list[Stretch]] = {}
    for regulation in regulations:
        for source in regulation.sources:
            for segment in source.segments:
                equal = segment.end - segment.start == segment.source_end - segment.source_start
                for article in regulation.articles:
                    low, high = max(segment.start, article.start), min(segment.end, article.end)
                    if low >= high:
                        continue
                    first, last = segment.source_start, segment.source_end
                    if equal:
                        first, last = first + low - segment.start, first + high - segment.start
                    stretches.setdefault(source.file, []).append((first, last, (regulation.id, article.address)))
    return {file: SourceMap(found) for file, found in stretches.items()}
