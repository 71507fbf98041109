"""Who is asking: visitors, the tokens of portals, the keys of programs, and what a request proves of them."""

from app.access.visitor import NOBODY, VISITOR, Kind, Visitor, visitor

__all__ = ["NOBODY", "VISITOR", "Kind", "Visitor", "visitor"]
