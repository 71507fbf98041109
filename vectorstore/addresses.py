"""An address in a question → the articles it names, before any search; or that it does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.citation import Citation
from ingest.model import Article, Regulation, article_id
from vectorstore.query import Query
from vectorstore.titles import Titles

_MANY = 5  # so many regulations that have such an article, and none is named: the address says nothing


@dataclass(frozen=True, slots=True)
class Located:
    """``places``: (article id, citation) found; ``missing``: what does not exist, in Chinese."""

    places: tuple[tuple[str, Citation], ...]
    missing: tuple[str, ...]


def locate(query: Query, regulations: Mapping[str, Regulation], allowed: frozenset[str], titles: Titles) -> Located:
    """The articles that the question names by address among the ``allowed`` regulations.

    An address without a regulation means every regulation that has it, unless that is too many to mean anything.
    """
    places: list[tuple[str, Citation]] = []
    missing: list[str] = []
    for cited in query.addresses:
        meant = _meant(query, cited, titles)
        if meant is None:
            missing.append(f"没有收录《{cited.regulation or query.foreign[0]}》")
            continue
        among = [regulations[i] for i in sorted((meant or allowed) & allowed)]
        found = [(r, a) for r in among if (a := r.article(cited.article_address)) is not None]
        if not found:
            missing += [_absent(r, cited) for r in among] if meant else [f"没有一部制度有{cited.article_address}"]
        elif meant or len(found) <= _MANY:
            places += [(article_id(r.id, a.address), cited) for r, a in found]
    if places:
        missing = []
    return Located(tuple(dict.fromkeys(places)), tuple(dict.fromkeys(missing)))


def _meant(query: Query, cited: Citation, titles: Titles) -> frozenset[str] | None:
    """Ids of the regulations meant, empty for any, None for one that the index does not have."""
    if cited.regulation:
        named = titles.find(f"《{cited.regulation}》").named
        return named or None
    if query.named:
        return query.named
    return None if query.foreign else frozenset()


def _absent(regulation: Regulation, cited: Citation) -> str:
    articles = [a for a in regulation.articles if a.kind == "article"]
    last = max(articles, key=_position).address if articles else ""
    reach = f"（到{last}为止）" if last else ""
    return f"《{regulation.title}》没有{cited.article_address}{reach}"


def _position(article: Article) -> tuple[int, int]:
    return (article.number or 0, article.inserted)
