"""A regulation ⇄ one line of JSON. Reading checks every field, kind and offset."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from ingest.model import (
    Article,
    Difference,
    Heading,
    Item,
    Paragraph,
    Place,
    Reference,
    Regulation,
    Segment,
    Source,
    Subitem,
)

T = TypeVar("T")

SCHEMA = 2
"""Raised whenever a record of :mod:`ingest.model` changes, so that an older file is refused, not misread."""

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BATCH = 2000
"""Elements of a list that are encoded together: all of a large regulation's would take many times its text's room."""


def to_line(regulation: Regulation) -> str:
    """The regulation as one line of JSON, with the ``schema`` number first."""
    return "".join(pieces(regulation))


def pieces(regulation: Regulation) -> Iterator[str]:
    """What :func:`to_line` gives, in pieces of moderate size."""
    yield f'{{"schema":{SCHEMA}'
    for name in _names(Regulation):
        yield f',"{name}":'
        value = getattr(regulation, name)
        if name == "sources":
            yield from _sources(value)
        elif isinstance(value, tuple):
            yield from _list(map(_record, value))
        else:
            yield _ENCODE(value)
    yield "}"


def _sources(sources: tuple[Source, ...]) -> Iterator[str]:
    """Segments, differences and places are by far the most numerous: rows, in the order of their fields."""
    yield "["
    for number, source in enumerate(sources):
        yield f'{"," if number else ""}{{"file":{_ENCODE(source.file)},"sha256":{_ENCODE(source.sha256)},"segments":'
        yield from _list([each.start, each.end, each.source_start, each.source_end] for each in source.segments)
        yield ',"differences":'
        yield from _list([each.start, each.end, each.canonical, each.variant] for each in source.differences)
        yield f',"format":{_ENCODE(source.format)},"places":'
        yield from _list([each.start, each.end, each.page, each.position] for each in source.places)
        yield "}"
    yield "]"


def _list(values: Iterable[Any]) -> Iterator[str]:
    values = iter(values)
    before = "["
    while batch := list(islice(values, _BATCH)):
        yield before + _ENCODE(batch)[1:-1]
        before = ","
    yield "]" if before == "," else "[]"


def from_record(record: dict[str, Any]) -> Regulation:
    """The regulation of one parsed line. Raises KeyError, TypeError or ValueError where fields are missing, unknown or
    of the wrong kind, and where an offset lies outside the text."""
    values = dict(record)
    values.pop("schema", None)
    regulation = _build(
        Regulation,
        values,
        headings=lambda rows: _each(Heading, rows),
        articles=lambda rows: tuple(_article(row) for row in rows),
        sources=lambda rows: tuple(_source(row) for row in rows),
        repeals=_strings,
        aliases=_strings,
        notices=_strings,
        references=lambda rows: tuple(_build(Reference, row, targets=_strings) for row in rows),
    )
    _check(regulation)
    return regulation


def _article(row: dict[str, Any]) -> Article:
    return _build(Article, row, path=_strings, paragraphs=lambda rows: tuple(_paragraph(each) for each in rows))


def _paragraph(row: dict[str, Any]) -> Paragraph:
    return _build(Paragraph, row, items=lambda rows: tuple(_item(each) for each in rows))


def _item(row: dict[str, Any]) -> Item:
    return _build(Item, row, subitems=lambda rows: _each(Subitem, rows))


def _source(row: dict[str, Any]) -> Source:
    return _build(
        Source,
        row,
        segments=lambda rows: tuple(Segment(*_integers(each, 4)) for each in rows),
        differences=lambda rows: tuple(_difference(*row) for row in rows),
        places=lambda rows: tuple(_place(*row) for row in rows),
    )


def _difference(start: int, end: int, canonical: str, variant: str) -> Difference:
    _integers([start, end], 2)
    _strings([canonical, variant])
    return Difference(start, end, canonical, variant)


def _place(start: int, end: int, page: int | None, position: str) -> Place:
    _integers([start, end], 2)
    if page is not None:
        _integers([page], 1)
    _strings([position])
    return Place(start, end, page, position)


def _each(kind: type[T], rows: list[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(_build(kind, row) for row in rows)


def _strings(values: list[Any]) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError("应为字符串列表")
    return tuple(values)


def _integers(values: list[Any], count: int) -> tuple[int, ...]:
    if len(values) != count or not all(type(value) is int for value in values):
        raise TypeError(f"应为 {count} 个整数")
    return tuple(values)


def _build(kind: type[T], row: dict[str, Any], **readers: Callable[[Any], Any]) -> T:
    """``kind`` from a row that names exactly its fields."""
    record: Any = kind
    names, scalars = _shape(record)
    if row.keys() != names:
        if unknown := sorted(set(row) - names):
            raise KeyError(f"{kind.__name__} 有未知字段 {'、'.join(unknown)}")
        raise KeyError(f"{kind.__name__} 缺少字段 {'、'.join(sorted(names - set(row)))}")
    for name, expected in scalars:
        if type(row[name]) not in expected:
            raise TypeError(f"{kind.__name__}.{name} 的类型不对")
    if not readers:
        return kind(**row)
    return kind(**{name: readers[name](value) if name in readers else value for name, value in row.items()})


_SCALARS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "int | None": (int, type(None)),
    "str": (str,),
    "str | None": (str, type(None)),
    "bool": (bool,),
}


@cache
def _shape(kind: Any) -> tuple[frozenset[str], tuple[tuple[str, tuple[type, ...]], ...]]:
    """A record's fields, and the kinds of value that those of one plain kind may have."""
    every = fields(kind)
    scalars = tuple((each.name, _SCALARS[str(each.type)]) for each in every if str(each.type) in _SCALARS)
    return frozenset(each.name for each in every), scalars


def _record(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_record(each) for each in value]
    kind: Any = type(value)
    if names := _names(kind):
        return {name: _record(getattr(value, name)) for name in names}
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """A record's fields; none of what is no record."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()


def _check(regulation: Regulation) -> None:
    """Offsets that point outside the text would surface as a wrong quotation much later."""
    length = len(regulation.text)
    spans = [(each.start, each.end) for each in regulation.headings]
    for article in regulation.articles:
        spans.append((article.start, article.end))
        for paragraph in article.paragraphs:
            spans.append((paragraph.start, paragraph.end))
            spans.extend((item.start, item.end) for item in paragraph.items)
            spans.extend((sub.start, sub.end) for item in paragraph.items for sub in item.subitems)
    for source in regulation.sources:
        spans.extend((each.start, each.end) for each in source.segments)
        spans.extend((each.start, each.end) for each in source.differences)
    spans.extend((each.start, each.end) for each in regulation.references)
    if bad := next(((start, end) for start, end in spans if not 0 <= start <= end <= length), None):
        raise ValueError(f"位置 {bad} 超出正文")
