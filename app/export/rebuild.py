"""Turns built anew from the served records. Whatever a browser sends, only quotations that are there get through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.answer import Answer, Quote, VerificationError, answered, parts, quote, refusal, verify
from app.chain import AskError, tidy
from app.claims import Claim
from app.export.contract import CitedIn, ExportTurnIn
from app.generated import Generated
from app.written import written
from ingest.model import Article, Regulation, Span

_UNSUPPORTED = "语言模型改写的文字与引文核对不上，不予导出。请重新提问后再导出，或者只导出原文摘录。"
_STALE = "索引已更新，这段对话中的引文与现在的条文核对不上。请重新提问后再导出。"
_MOST, _MOST_PLACES = 500_000, 600  # characters of all quotations together; their number with that of the sentences
_TOO_LONG = f"一份文档最多放 {_MOST_PLACES} 处引文和改写、{_MOST // 10_000} 万字。请分几次导出。"
_CLOSERS = "”’」』）》)】"


@dataclass(frozen=True, slots=True)
class ExportTurn:
    """One turn as it may be printed. ``answer`` is verified; ``understood`` is the question searched for where it
    differs from the one asked, else empty."""

    question: str
    understood: str
    answer: Answer


def rebuild(
    turns: Sequence[ExportTurnIn], regulations: Mapping[str, Regulation], *, contact: str | None = None
) -> list[ExportTurn]:
    """The turns with every quotation and every sentence of ours made here, nothing taken over but questions and those
    sentences of a language model that the quotations support.

    Raises :class:`app.chain.AskError` (422) where a quotation is not in the records at its address, and where a
    sentence is not supported: nothing here could tell it from what a caller made up.
    """
    if sum(len(turn.citations) + len(turn.related) + len(_said(turn)) for turn in turns) > _MOST_PLACES:
        raise AskError("too_long", _TOO_LONG)
    made = []
    size = 0
    for turn in turns:
        asked, used = tidy(turn.question), tidy(turn.question_used)
        try:
            citations = [_cited(each, number, regulations) for number, each in enumerate(turn.citations, 1)]
            related = [_cited(each, number, regulations) for number, each in enumerate(turn.related, 1)]
            if turn.refused and citations:
                raise VerificationError("a refusal with citations")
            answer = refusal(used, related, contact) if turn.refused else answered(used, citations, related)
            size += sum(len(each.quote) for each in (*citations, *related))
            if size > _MOST:
                raise AskError("too_long", _TOO_LONG)
            verify(answer, regulations)
            said = _said(turn)
            if said or turn.mode == "llm":
                answer = _rephrased(answer, said, regulations)
        except VerificationError as error:
            raise AskError("stale_citation", _STALE) from error
        understood = used if "".join(used.split()) != "".join(asked.split()) else ""
        made.append(ExportTurn(asked, understood, answer))
    return made


def _said(turn: ExportTurnIn) -> list[str]:
    return [claim.text for claim in turn.generated.claims] if turn.generated else []


def _rephrased(answer: Answer, said: Sequence[str], regulations: Mapping[str, Regulation]) -> Answer:
    """``answer`` with the sentences ``said``, all of which must stand up as they are."""
    made = written(answer, Generated("", tuple(Claim(text, ()) for text in said)), regulations)
    stands = [claim.text for claim in made.generated.claims] if made.generated else []
    if not said or stands != list(said):
        raise AskError("unsupported_claim", _UNSUPPORTED)
    return made


def _cited(given: CitedIn, number: int, regulations: Mapping[str, Regulation]) -> Quote:
    regulation = regulations.get(given.regulation_id)
    article = regulation.article(given.article) if regulation else None
    if regulation is None or article is None:
        raise VerificationError(f"{given.article_id}: unknown article")
    spans = [(start, end) for start, end in given.spans]
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise VerificationError(f"{given.article_id}: spans out of order")
    for span in spans:
        if not is_whole(regulation.text, article, span):
            raise VerificationError(f"{given.article_id}: span {span} cuts a sentence")
    made = quote(regulation, article, spans, given.label, 0.0, number)
    if made.article_id != given.article_id or given.quote not in (None, made.quote):
        raise VerificationError(f"{given.article_id}: not what the record has")
    return made


def is_whole(text: str, article: Article, span: Span) -> bool:
    """Whether ``span`` begins and ends where a part of the article or a sentence does.

    A quotation cut elsewhere is verbatim and may still say the opposite (得参加 out of 不得参加).
    """
    begin, finish = span
    places = list(parts(article))
    starts = [start for _, start, _ in places]
    ends = [end for _, _, end in places]
    ends += [paragraph.lead_end for paragraph in article.paragraphs]
    ends += [item.lead_end for paragraph in article.paragraphs for item in paragraph.items]
    begins = _ends_sentence(text[:begin]) or any(not text[at:begin].strip() for at in starts if at <= begin)
    finishes = _ends_sentence(text[begin:finish]) or any(not text[finish:at].strip() for at in ends if at >= finish)
    return begins and finishes


def _ends_sentence(text: str) -> bool:
    return text.rstrip().rstrip(_CLOSERS)[-1:] in ("。", "！", "？", "；")
