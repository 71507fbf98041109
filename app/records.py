"""Regulations and articles as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.answer import article_url, parts
from app.location import locate
from ingest.model import Article, Regulation, article_id


def summary(regulation: Regulation) -> dict[str, Any]:
    """What a list of regulations says about one."""
    return {
        "id": regulation.id,
        "title": regulation.title,
        "title_inferred": regulation.title_inferred,
        "aliases": list(regulation.aliases),
        "document_number": regulation.document_number,
        "issuer": regulation.issuer,
        "adopted": regulation.adopted,
        "published": regulation.published,
        "effective": regulation.effective,
        "expires": regulation.expires,
        "signed": regulation.signed,
        "trial": regulation.trial,
        "title_note": regulation.title_note,
        "status": regulation.status,
        "repeals": list(regulation.repeals),
        "notices": list(regulation.notices),
        "sources": [source.file for source in regulation.sources],
        "article_count": len(regulation.articles),
    }


def contents(regulation: Regulation, root_path: str = "") -> dict[str, Any]:
    """One regulation with the list of its articles."""
    listed = [
        {
            "id": article_id(regulation.id, article.address),
            "article": article.address,
            "kind": article.kind,
            "title": article.title,
            "path": list(article.path),
            "url": root_path + article_url(article_id(regulation.id, article.address)),
        }
        for article in regulation.articles
    ]
    headings = [{"level": h.level, "title": h.title, "start": h.start, "end": h.end} for h in regulation.headings]
    return {**summary(regulation), "headings": headings, "articles": listed}


def find(regulations: Mapping[str, Regulation], identity: str) -> tuple[Regulation, int] | None:
    """The regulation of an article id and the article's place in it."""
    regulation_id, _, address = identity.partition("#")
    regulation = regulations.get(regulation_id)
    if regulation is None:
        return None
    place = next((n for n, article in enumerate(regulation.articles) if article.address == address), None)
    return None if place is None else (regulation, place)


def whole(regulation: Regulation, place: int, root_path: str = "") -> dict[str, Any]:
    """The article at ``place`` with its text, parts, sources and the ids of its neighbours."""
    article = regulation.articles[place]

    def neighbour(at: int) -> str | None:
        return (
            article_id(regulation.id, regulation.articles[at].address) if 0 <= at < len(regulation.articles) else None
        )

    return {
        "id": article_id(regulation.id, article.address),
        "article": article.address,
        "kind": article.kind,
        "title": article.title,
        "path": list(article.path),
        "text": regulation.text[article.start : article.end],
        "start": article.start,
        "end": article.end,
        "note": article.note,
        "parts": [{"label": name, "start": start, "end": end} for name, start, end in parts(article)],
        "sources": _sources(regulation, article),
        "references": [
            {
                "start": each.start,
                "end": each.end,
                "title": each.title,
                "targets": list(each.targets),
                "regulation_id": each.regulation_id,
                "problem": each.problem,
            }
            for each in regulation.references
            if each.article == article.address
        ],
        "previous": neighbour(place - 1),
        "next": neighbour(place + 1),
        "url": root_path + article_url(article_id(regulation.id, article.address)),
        "regulation": summary(regulation),
    }


def _sources(regulation: Regulation, article: Article) -> list[dict[str, Any]]:
    found = [place for source in regulation.sources for place in locate(source, [(article.start, article.end)])]
    return [place.to_dict() for place in found]
