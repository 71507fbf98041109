"""Addresses of the browsing pages: regulations, the articles in them, and where a reference of the text leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

from app.answer import parts
from ingest.documents.titles import quoted
from ingest.editions.status import IN_FORCE, in_force_since
from ingest.model import Reference, Regulation


@dataclass(frozen=True, slots=True)
class Link:
    """``title`` says where it leads: 《title》address."""

    href: str
    title: str


class Links:
    """Links within the service at ``root_path``, to the ``regulations`` that are served."""

    def __init__(self, regulations: Mapping[str, Regulation], root_path: str = "") -> None:
        self._regulations = regulations
        self._root = root_path

    def regulation(self, identity: str, anchor: str = "") -> str:
        """The page of a regulation, at ``anchor`` where one is given."""
        page = f"{self._root}/browse/{percent_encode(identity, safe='')}"
        return f"{page}#{percent_encode(anchor, safe='')}" if anchor else page

    def asking(self, regulation: Regulation) -> str:
        """The chat page, limited to this regulation; one out of force is asked as of the day it took effect."""
        limits = {"regulation": regulation.id}
        if regulation.status != IN_FORCE and (since := in_force_since(regulation)):
            limits["as_of"] = since
        return f"{self._root}/?{urlencode(limits)}"

    def reference(self, reference: Reference) -> Link | None:
        """Where a reference leads: to the first place it names. None for what is not served or not resolved."""
        regulation = self._regulations.get(reference.regulation_id or "")
        if regulation is None or reference.problem:
            return None
        target = reference.targets[0] if reference.targets else ""
        anchor = _anchor_of(regulation, target) if target else ""
        return Link(self.regulation(regulation.id, anchor), quoted(regulation.title) + (target if anchor else ""))


def anchor(address: str) -> str:
    """The id that an article has on the page of its regulation; an id has no white space."""
    return "_".join(address.split())


def heading_anchor(position: int) -> str:
    """The id of the heading at this position of ``Regulation.headings``."""
    return f"目录{position + 1}"


def _anchor_of(regulation: Regulation, target: str) -> str:
    """The anchor of the article that ``target`` (第三条第二款) lies in, or of the chapter it is; empty for neither."""
    by_address = {article.address: article for article in regulation.articles}
    for length in range(len(target), 0, -1):
        article = by_address.get(target[:length])
        if article is not None and any(label == target for label, _, _ in parts(article)):
            return anchor(article.address)
    titles = [heading.title for heading in regulation.headings]
    # a chapter's target names the headings that lead to it, the last of which is its own
    at = next((at for at, title in enumerate(titles) if target == title or target.endswith(" " + title)), None)
    return "" if at is None else heading_anchor(at)
