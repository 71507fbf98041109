"""Who is asking: visitors, the tokens of portals, the keys of programs, and what a request proves of them."""

from app.access.visitor import VISITOR, Kind, Visitor, visitor

__all__ = ["VISITOR", "Kind", "Visitor", "visitor"]
