"""References and labels over real laws: what a text says of itself leads to a place in it. Skipped where the laws are
absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.address import label
from ingest.citation import parse
from ingest.formats.archive import Member
from ingest.model import Article, Regulation
from ingest.pipeline import parse_member
from ingest.references.resolve import is_outside, resolve
from ingest.sources import Limits, find_sources


def _regulations(folder: Path, step: int) -> list[Regulation]:
    files = find_sources([folder])[0][::step]
    parsed = [parse_member(Member(name, path.read_bytes()), Limits())[1] for path, name in files]
    return [document.regulation for documents in parsed for document in documents]


def _labels(article: Article) -> list[str]:
    labels = [label(article)]
    for paragraph in article.paragraphs:
        labels.append(label(article, paragraph))
        for item in paragraph.items:
            labels.append(label(article, paragraph, item))
            labels += [label(article, paragraph, item, subitem) for subitem in item.subitems]
    return labels


def _check(regulations: list[Regulation], least: float) -> int:
    printed = {one for regulation in regulations for article in regulation.articles for one in _labels(article)}
    lost = [one for one in printed if (cited := parse(one)) is None or cited.format() != one]
    assert lost == []
    resolved = resolve(regulations)
    references = [(regulation, reference) for regulation in resolved for reference in regulation.references]
    inner = [reference for _, reference in references if not reference.title]
    bad = [reference for reference in inner if reference.problem]
    assert len(bad) <= (1 - least) * len(inner), bad
    for regulation, reference in references:
        assert 0 <= reference.start < reference.end <= len(regulation.text)
        assert bool(reference.problem) or reference.regulation_id is not None
        if not reference.problem and not reference.title:
            known = {one for article in regulation.articles for one in _labels(article)}
            headings = {" ".join(a.path[:depth]) for a in regulation.articles for depth in range(1, len(a.path) + 1)}
            assert set(reference.targets) <= known | headings, reference
        assert not is_outside(reference) or reference.problem.startswith("未导入")
    return len(references)


@pytest.mark.slow
def test_laws(laws_dir: Path) -> None:
    assert _check(_regulations(laws_dir, 20), 0.98) > 800


def test_corpus(corpus_dir: Path) -> None:
    assert _check(_regulations(corpus_dir, 1), 0) > 30
