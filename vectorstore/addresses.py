"""An address in a question → the articles it names, before any search; or that it does not exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.citation import Citation
from ingest.model import Article, Regulation, article_id
from vectorstore.counting import counted_otherwise
from vectorstore.places import Place
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

    An address without a regulation means every regulation that has it; where those are too many to mean anything, the
    question is asked back if it wants the address itself, and searched if it asks about something else. So is a chapter
    of which the question asks something particular.
    """
    places: list[tuple[str, Citation]] = []
    missing: list[str] = []
    asked: list[tuple[Citation | Place, str]] = [(cited, cited.regulation or "") for cited in query.addresses]
    asked += [(place, "") for place in query.places]
    for address, title in asked:
        meant = _meant(query, title, titles)
        if meant is None:
            missing += [f"没有收录《{title}》"] if title else query.not_here
            continue
        among = [regulations[i] for i in sorted((meant or allowed) & allowed)]
        if meant and not among:  # what another regulation says at this address is no answer
            missing += [f"《{regulations[i].title}》不在所选制度之中，或在所问的日期没有施行" for i in sorted(meant)]
            continue
        found = {regulation.id: at for regulation in among if (at := _articles(regulation, address))}
        near = meant or titles.closest(query.question, [regulation.id for regulation in among])
        found = {i: at for i in sorted(near & allowed) if (at := _meaning(regulations[i], address))} or found
        if not found:
            absent = [_absent(regulation, address) for regulation in among]
            missing += absent if meant or len(among) == 1 else [f"没有一部制度有{_label(address)}"]
        elif not meant and len(found) > _MANY:
            if query.whole:
                missing.append(_which(address, [regulations[i].title for i in found]))
        elif isinstance(address, Citation) or query.whole or address.back:
            places += [(article_id(i, a.address), _cited(address, a)) for i, at in found.items() for a in at]
    if places:
        missing = []
    return Located(tuple(dict.fromkeys(places)), tuple(dict.fromkeys(missing)))


def _meaning(regulation: Regulation, address: Citation | Place) -> Sequence[Article]:
    """The same, or what the address must mean in a regulation that counts otherwise."""
    found = _articles(regulation, address)
    return found if found or isinstance(address, Place) else counted_otherwise(regulation, address)


def _articles(regulation: Regulation, address: Citation | Place) -> Sequence[Article]:
    if isinstance(address, Place):
        return address.articles(regulation)
    article = regulation.article(address.article_address)
    return [article] if article else []


def _cited(address: Citation | Place, article: Article) -> Citation:
    if isinstance(address, Citation) and address.article_address == article.address:
        return address
    numbered = article.kind == "article"
    place = Citation(
        article=article.number if numbered else None,
        inserted=article.inserted,
        address="" if numbered else article.address,
    )
    if isinstance(address, Place):
        return place
    below = {level: getattr(address, level) for level in ("paragraph", "item", "subitem", "name", "subname")}
    return replace(place, **below)


def _label(address: Citation | Place) -> str:
    return address.label if isinstance(address, Place) else address.article_address


def _meant(query: Query, title: str, titles: Titles) -> frozenset[str] | None:
    """Ids of the regulations meant, empty for any, None for one that the index does not have."""
    if title:
        return titles.find(f"《{title}》").named or None
    if query.named:
        return query.named
    return None if query.foreign else frozenset()


def _which(address: Citation | Place, titles: Sequence[str]) -> str:
    label = _label(address)
    return f"有{len(titles)}部制度都有{label}，请写明是哪一部，例如“《{min(titles, key=len)}》{label}”"


def _absent(regulation: Regulation, address: Citation | Place) -> str:
    articles = [a for a in regulation.articles if a.kind == "article"]
    if isinstance(address, Place) and address.chapter:
        chapters = list(dict.fromkeys(a.path[0] for a in articles if a.path))
        reach = f"（到{chapters[-1]}为止）" if chapters else "（不分章）"
    else:
        last = max(articles, key=_position).address if articles else ""
        reach = f"（到{last}为止）" if last else ""
    return f"《{regulation.title}》没有{_label(address)}{reach}"


def _position(article: Article) -> tuple[int, int]:
    return (article.number or 0, article.inserted)
