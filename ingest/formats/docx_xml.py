"""Names in WordprocessingML and the few ways its values are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{_MC}AlternateContent"
_TEXTS = (f"{W}t", f"{W}delText", f"{W}sym", f"{M}t")

_STRICT = "{http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    "wordprocessingml/main}": W,
    "officeDocument/math}": M,
    "officeDocument/relationships}": "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
}


def value(parent: _Element | None, name: str) -> str | None:
    """``w:val`` of the child ``w:name``; None where there is none."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else child.get(f"{W}val")


def number(text: str | None) -> int | None:
    """An integer attribute; None where it is absent or no integer."""
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def switch(parent: _Element | None, name: str) -> bool | None:
    """A property that is on or off; None where nothing is said."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else child.get(f"{W}val", "1") not in ("0", "false", "off")


def local(element: _Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def chosen(alternatives: _Element) -> _Element | None:
    """The one version of an ``mc:AlternateContent`` that is read: the first choice that has text, else the fallback.

    Both say the same in two drawing languages; reading both would double the text.
    """
    versions = [*alternatives.iterfind(f"{_MC}Choice"), *alternatives.iterfind(f"{_MC}Fallback")]
    return next((v for v in versions if next(v.iter(*_TEXTS), None) is not None), versions[0] if versions else None)


def children(element: _Element) -> Iterator[_Element]:
    """The element's children, alternatives resolved."""
    for child in element:
        if child.tag == ALTERNATIVES:
            version = chosen(child)
            if version is not None:
                yield from children(version)
        else:
            yield child


def to_transitional(root: _Element) -> None:
    """Rename what stands in the namespaces of ISO/IEC 29500 Strict to those everybody writes, in place."""
    if not any(uri.startswith(_STRICT[1:]) for uri in root.nsmap.values() if uri):
        return
    for element in root.iter():
        element.tag = _renamed(element.tag)
        for key, said in element.items():
            if (plain := _renamed(str(key))) != key:
                element.set(plain, said)


def _renamed(name: str) -> str:
    if not name.startswith(_STRICT):
        return name
    uri, _, plain = name[len(_STRICT) :].partition("}")
    return _TRANSITIONAL.get(uri + "}", f"{_STRICT}{uri}}}") + plain
