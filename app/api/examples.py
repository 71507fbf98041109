"""The worked examples of the API's description: an invented regulation, shown by the code that shows the real ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi.openapi.models import Example

from app.answer import Answer, Quote, answered, quote, refusal
from app.chain import Event
from app.claims import Claim
from app.generated import Generated
from app.llm import ModelError
from app.search import Findings, Hit
from app.written import written
from ingest.citation import label
from ingest.model import Article, Item, Paragraph, Place, Regulation, Segment, Source

QUESTION = "事假一年最多可以请几天"
UNANSWERED = "食堂几点开饭"
REGULATION = "yanhe-leave"
ARTICLE = "yanhe-leave#第二条"
BUILD = "20261122-093000-5f3a"
_ID = "4b1f0c7e9a2d4e58b6c3d1f2a0978e65"
_MODEL = "qwen3-8b"
_LINES = (
    "第一条 为了规范职工请假，制定本办法。",
    "第二条 职工请假按下列规定办理：",
    "（一）事假每年累计不超过十个工作日；",
    "（二）病假凭医院出具的证明办理。",
    "第三条 请假三天以上的，由部门负责人签字后报人事处备案。",
)


def invented() -> Regulation:
    """The regulation of the examples."""
    text = "\n".join(_LINES)
    starts = [text.index(line) for line in _LINES]
    ends = [start + len(line) for start, line in zip(starts, _LINES, strict=True)]
    items = tuple(Item(n, _LINES[n + 1][:3], starts[n + 1], ends[n + 1], ends[n + 1]) for n in (1, 2))

    def article(number: int, address: str, first: int, last: int, items: tuple[Item, ...] = ()) -> Article:
        paragraph = Paragraph(1, starts[first] + len(address) + 1, ends[last], ends[first], items)
        return Article(address, "article", number, 0, "", ("第一章 请假",), starts[first], ends[last], (paragraph,))

    # nothing is left empty: FastAPI takes every null out of an example
    places = (Place(12, 12 + len(text), 1, "72.0,96.5,523.2,310.4"),)
    mapped = (Segment(0, len(text), 12, 12 + len(text)),)
    return Regulation(
        id=REGULATION,
        title="砚禾研究院请假办法（试行）",
        title_inferred=False,
        text=text,
        headings=(),
        articles=(article(1, "第一条", 0, 0), article(2, "第二条", 1, 3, items), article(3, "第三条", 4, 4)),
        sources=(Source("请假办法.pdf", "0" * 64, mapped, format="pdf", places=places),),
        document_number="砚禾发〔2024〕3号",
        issuer="砚禾研究院",
        adopted="2024-02-20",
        signed="2024-02-26",
        published="2024-03-01",
        effective="2024-04-01",
        expires="2027-03-31",
        trial="试行",
        title_note="2024年2月20日院务会议通过",
    )


def citation(number: int = 1) -> Quote:
    """第二条第（一）项 with its lead-in."""
    regulation = invented()
    article = regulation.articles[1]
    paragraph = article.paragraphs[0]
    item = paragraph.items[0]
    spans = [(paragraph.start, paragraph.lead_end), (item.start, item.end)]
    return quote(regulation, article, spans, label(article, paragraph, item), 0.93, number)


def answer() -> Answer:
    """The answer to :data:`QUESTION`."""
    return replace(answered(QUESTION, [citation()]), id=_ID, elapsed_ms=41)


def refused() -> Answer:
    """The refusal of :data:`UNANSWERED`."""
    return replace(refusal(UNANSWERED, [replace(citation(), score=0.08)], "综合办公室"), id=_ID, elapsed_ms=38)


def rephrased() -> Answer:
    """The answer to :data:`QUESTION` in mode ``llm``."""
    claim = Claim("职工请假按下列规定办理：事假每年累计不超过十个工作日。［1］", (1,))
    return written(answer(), Generated(_MODEL, (claim,), withheld=1), {REGULATION: invented()})


def silent() -> Answer:
    """The same where the language model does not answer."""
    failed = Generated(_MODEL, note=ModelError("down").note)
    return written(answer(), failed, {REGULATION: invented()})


def found() -> Findings:
    """What a search for :data:`QUESTION` finds."""
    regulation = invented()
    item = regulation.articles[1].paragraphs[0].items[0]
    mark = regulation.text.index("事假")
    hit = Hit(regulation, regulation.articles[1], "第（一）项", 0.93, (item.start, item.end), ((mark, mark + 2),))
    return Findings((hit,))


def steps(whole: Answer, root: str) -> list[Event]:
    """The answer to :data:`QUESTION` as it comes about."""
    first: Event = {"event": "status", "data": {"stage": "retrieve", "message": "正在查找条文…"}}
    cited = whole.citations[0]
    piece: Event = {"event": "piece", "data": {"text": cited.quote, "citation": cited.to_dict(root)}}
    released = whole.generated.claims if whole.generated else ()
    claims: list[Event] = [{"event": "claim", "data": claim.to_dict()} for claim in released]
    return [first, piece, *claims, {"event": "answer", "data": whole.to_dict(root)}]


def only(value: Any) -> dict[str, Example]:
    """The one example of a parameter or a body."""
    return {"示例": {"value": value}}


def asked() -> dict[str, Example]:
    """The bodies of a question: the least, and a follow-up with everything."""
    return {
        "只有问题": {"summary": "只有问题", "value": {"question": QUESTION}},
        "追问": {
            "summary": "追问，并限定日期和制度",
            "value": {
                "question": "那病假呢",
                "history": [{"question": QUESTION, "answer": answer().answer}],
                "as_of": "2024-12-31",
                "regulations": [invented().id],
                "mode": "extractive",
            },
        },
        "语言模型改写": {
            "summary": "请语言模型改写（启用了语言模型的站点）",
            "value": {"question": QUESTION, "mode": "llm"},
        },
    }


def judged() -> dict[str, Example]:
    """The body of 有用/无用."""
    return only(
        {"answer_id": _ID, "verdict": "无用", "reason": "问的是聘用人员", "article_ids": [citation().article_id]}
    )


def chatted() -> dict[str, Example]:
    """The bodies of a chat: whole, and in chunks."""
    question = {"role": "user", "content": QUESTION}
    followed = [question, {"role": "assistant", "content": answer().answer}, {"role": "user", "content": "那病假呢"}]
    return {
        "一次返回": {"summary": "一次返回", "value": {"model": "tiaowen", "messages": [question]}},
        "逐段返回": {
            "summary": "追问，逐段返回",
            "value": {
                "model": "tiaowen",
                "messages": followed,
                "stream": True,
            },
        },
        "语言模型改写": {
            "summary": "请语言模型改写（启用了语言模型的站点）",
            "value": {"model": "tiaowen-llm", "messages": [question]},
        },
    }


def exported() -> dict[str, Example]:
    """The body of an export: an answer as it came."""
    return only({"turns": [{"question": QUESTION, **answer().to_dict()}]})
