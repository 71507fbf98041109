"""The answer everyone sees, its citations, and the check that every quotation is the regulation's own words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote as percent_encode

from app.generated import Generated
from app.location import SourceSpan, locate
from ingest.address import label as address_label
from ingest.address import reference
from ingest.model import Article, Regulation, Span, article_id
from prompts import REFUSAL

Mode = Literal["extractive", "llm"]

NOTICE = "原文摘录"
"""``Answer.notice`` of an extractive answer: the words are the regulation's own."""

REFUSED_NOTICE = "以下条文与问题相近，但不是答案"
"""``Answer.notice`` of a refusal that shows related articles."""


class VerificationError(Exception):
    """An answer that does not reproduce its regulation; it must never reach a user."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One citation: a verbatim quotation with its address. Build it with :func:`quote`.

    ``spans`` count in the regulation's canonical text and ``quote`` is those spans joined by line breaks. ``label`` is
    the whole address (第四十四条第一款第（六）项), ``article`` the address of the unit shown whole (第四十四条).
    ``score`` is the retriever's probability, 0 to 1.
    """

    number: int
    regulation: str
    title_inferred: bool
    label: str
    article: str
    path: tuple[str, ...]
    quote: str
    spans: tuple[Span, ...]
    article_text: str
    regulation_id: str
    article_id: str
    sources: tuple[SourceSpan, ...]
    document_number: str | None
    issuer: str | None
    published: str | None
    effective: str | None
    status: str
    score: float
    url: str

    def to_dict(self, root_path: str = "") -> dict[str, Any]:
        """The citation as the API contract writes it; ``root_path`` is the public prefix of the service."""
        return {
            "number": self.number,
            "regulation": self.regulation,
            "title_inferred": self.title_inferred,
            "label": self.label,
            "article": self.article,
            "path": list(self.path),
            "quote": self.quote,
            "spans": [list(span) for span in self.spans],
            "article_text": self.article_text,
            "regulation_id": self.regulation_id,
            "article_id": self.article_id,
            "sources": [place.to_dict() for place in self.sources],
            "document_number": self.document_number,
            "issuer": self.issuer,
            "published": self.published,
            "effective": self.effective,
            "status": self.status,
            "score": round(self.score, 4),
            "url": root_path + self.url,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets. ``id`` and ``elapsed_ms`` are filled in by the chain.

    ``refused`` means no citations and perhaps ``related`` ones, which are near but are not the answer.
    ``internal_note`` is for the log only and is never shown; ``reason`` is what a refusal says beyond the usual.
    ``generated`` is what came of asking a language model, None where none was asked.
    """

    answer: str
    refused: bool
    question_used: str
    citations: tuple[Quote, ...] = ()
    related: tuple[Quote, ...] = ()
    mode: Mode = "extractive"
    notice: str = NOTICE
    id: str = ""
    elapsed_ms: int = 0
    internal_note: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    generated: Generated | None = None

    def to_dict(self, root_path: str = "") -> dict[str, Any]:
        """The answer as the API contract writes it; ``root_path`` is the public prefix of the service."""
        return {
            "id": self.id,
            "answer": self.answer,
            "refused": self.refused,
            "mode": self.mode,
            "question_used": self.question_used,
            "elapsed_ms": self.elapsed_ms,
            "citations": [c.to_dict(root_path) for c in self.citations],
            "related": [c.to_dict(root_path) for c in self.related],
            "notice": self.notice,
            **({} if self.generated is None else {"generated": self.generated.to_dict(self.id)}),
        }


def quote(
    regulation: Regulation,
    article: Article,
    spans: Sequence[Span],
    label: str,
    score: float,
    number: int,
) -> Quote:
    """A citation of ``spans`` of ``regulation.text``, everything taken from the record.

    ``label`` is the whole address, the article included (``ingest.citation.label``).
    """
    identity = article_id(regulation.id, article.address)
    kept = tuple((start, end) for start, end in spans)
    return Quote(
        number=number,
        regulation=regulation.title,
        title_inferred=regulation.title_inferred,
        label=label,
        article=article.address,
        path=article.path,
        quote=reproduce(regulation.text, kept),
        spans=kept,
        article_text=regulation.text[article.start : article.end],
        regulation_id=regulation.id,
        article_id=identity,
        sources=tuple(found for source in regulation.sources for found in locate(source, kept)),
        document_number=regulation.document_number,
        issuer=regulation.issuer,
        published=regulation.published,
        effective=regulation.effective,
        status=regulation.status,
        score=score,
        url=article_url(identity),
    )


def answered(question_used: str, citations: Sequence[Quote], related: Sequence[Quote] = ()) -> Answer:
    """An extractive answer: the quotations one after another, each followed by its address."""
    text = "\n\n".join(f"{c.quote}\n——{reference(c.regulation, c.label)}［{c.number}］" for c in citations)
    return Answer(text, False, question_used, tuple(citations), tuple(related))


def refusal(
    question_used: str,
    related: Sequence[Quote] = (),
    contact: str | None = None,
    note: str = "",
    reason: str = "",
) -> Answer:
    """The answer where nothing settles the question.

    ``contact`` is whom to ask, ``note`` is for the log, ``reason`` says why instead of the usual words.
    """
    text = f"{REFUSAL}：{reason or '已收录的制度中没有能够直接回答这个问题的规定'}。"
    text += f"可咨询：{contact}。" if contact else "可以换一种问法，或者写明制度名称、条号再问。"
    return Answer(
        text,
        True,
        question_used,
        (),
        tuple(related),
        notice=REFUSED_NOTICE if related else "",
        internal_note=note,
        reason=reason,
    )


def article_url(identity: str) -> str:
    """The page that shows an article, relative to where the service is mounted."""
    return "/?article=" + percent_encode(identity, safe="")


def reproduce(text: str, spans: Sequence[Span]) -> str:
    """The quotation that ``spans`` of ``text`` make."""
    return "\n".join(text[start:end] for start, end in spans)


def parts(article: Article) -> Iterator[tuple[str, int, int]]:
    """Every address within an article with its span: ``(label, start, end)``, the article itself first."""
    yield address_label(article), article.start, article.end
    for paragraph in article.paragraphs:
        yield address_label(article, paragraph), paragraph.start, paragraph.end
        for item in paragraph.items:
            yield address_label(article, paragraph, item), item.start, item.end
            for subitem in item.subitems:
                yield address_label(article, paragraph, item, subitem), subitem.start, subitem.end


def verify(answer: Answer, regulations: Mapping[str, Regulation]) -> None:
    """Raise :class:`VerificationError` unless every quotation, cited or related, is verbatim at an address that exists.

    ``regulations`` maps ids to records. Also checked: a refusal cites nothing, an answer cites something, citations are
    numbered 1, 2, … as they stand.
    """
    if answer.refused and answer.citations:
        raise VerificationError("a refusal with citations")
    if not answer.refused and not answer.citations:
        raise VerificationError("an answer without a citation")
    if [c.number for c in answer.citations] != list(range(1, len(answer.citations) + 1)):
        raise VerificationError(f"citations numbered {[c.number for c in answer.citations]}")
    for citation in (*answer.citations, *answer.related):
        _verify_quote(citation, regulations)


def _verify_quote(citation: Quote, regulations: Mapping[str, Regulation]) -> None:
    where = f"{citation.article_id} {citation.label}"
    regulation = regulations.get(citation.regulation_id)
    if regulation is None:
        raise VerificationError(f"{where}: unknown regulation")
    article = regulation.article(citation.article)
    if article is None or article_id(regulation.id, article.address) != citation.article_id:
        raise VerificationError(f"{where}: unknown article")
    if not citation.spans:
        raise VerificationError(f"{where}: quotes nothing")
    for start, end in citation.spans:
        if not article.start <= start < end <= article.end:
            raise VerificationError(f"{where}: span [{start}, {end}) is outside its article")
    if citation.quote != reproduce(regulation.text, citation.spans) or not citation.quote.strip():
        raise VerificationError(f"{where}: the quotation is not verbatim")
    # the rest of what the reader sees is compared with a citation built anew from the record
    rebuilt = quote(regulation, article, citation.spans, citation.label, citation.score, citation.number)
    if rebuilt != citation:
        raise VerificationError(f"{where}: does not agree with the record")
    if not 0.0 <= citation.score <= 1.0 or math.isnan(citation.score):
        raise VerificationError(f"{where}: score {citation.score}")
    places = [(start, end) for name, start, end in parts(article) if name == citation.label]
    if not places:
        raise VerificationError(f"{where}: no such address in the article")
    if not any(start < high and low < end for start, end in places for low, high in citation.spans):
        raise VerificationError(f"{where}: the quotation stands elsewhere in the article")
