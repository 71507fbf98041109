"""A sample of 1,510 real laws against what a plain regular expression finds. Skipped where they are absent."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.formats.archive import Member
from ingest.pipeline import parse_member
from ingest.sources import Limits, find_sources

_LINE_START = re.compile(
    r"^(第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]+)?)(?=[\s　])", re.MULTILINE
)


def test_the_articles_are_those_at_the_beginning_of_lines(laws_dir: Path) -> None:
    files = find_sources([laws_dir])[0][::10]
    assert len(files) > 140
    wrong: dict[str, list[str]] = {}
    unaccounted: list[str] = []
    articles = 0
    for path, name in files:
        expected = list(dict.fromkeys(_LINE_START.findall(path.read_text(encoding="utf-8"))))
        report, parsed = parse_member(Member(name, path.read_bytes()), Limits())
        found = [a.address for p in parsed for a in p.regulation.articles if a.kind == "article"]
        articles += len(found)
        if list(dict.fromkeys(found)) != expected:
            wrong[name] = sorted(set(expected) ^ set(found))
        if report.unaccounted:
            unaccounted.append(name)
    assert articles > 4000
    assert len(wrong) <= 0.01 * len(files), wrong
    assert unaccounted == []
