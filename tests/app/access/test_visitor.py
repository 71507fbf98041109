"""The visitor of a scope."""

from __future__ import annotations

from app.access import VISITOR, Visitor, visitor


def test_nobody_has_looked() -> None:
    assert visitor({}) == visitor({VISITOR: "root"}) == Visitor("", "open")


def test_somebody() -> None:
    assert visitor({VISITOR: Visitor("张三", "session")}).name == "张三"
