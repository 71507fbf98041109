"""Conversation and answers as HTML. Every string of a question, a document or a model passes through ``escape``.

The page shows this HTML in gradio's Markdown component: its HTML component compiles templates with ``Function`` and so
needs ``unsafe-eval``, which the service's Content-Security-Policy does not grant. Markdown leaves an HTML block alone
up to the first blank line; every function here returns one line. The component's sanitiser stays on as a second
barrier; it drops ``data-*`` and ``aria-*``, so the page's script finds things by class and id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.ui.escape import escape
from app.ui.record import IN_FORCE, NOT_AN_ANSWER, background, citation_text, record
from ingest.address import reference, spoken
from ingest.documents.titles import quoted
from ingest.model import Regulation
from prompts import REFUSAL

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKER = re.compile(r"[\[［](\d{1,2})[\]］]")
_EXCERPT = 60  # characters of a related article shown before it is opened


def numeral(number: int) -> str:
    """①, ② … up to ⑳, then [21]."""
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else f"[{number}]"


def question(asked: str) -> str:
    """The asker's words."""
    return f'<div class="tw-question"><span class="tw-sr">提问：</span>{escape(asked)}</div>'


def thinking(asked: str, message: str) -> str:
    """A question that is being worked on; ``message`` says what is being done."""
    return f'{question(asked)}<div class="tw-answer tw-waiting"><p class="tw-progress">{escape(message)}</p></div>'


def failure(asked: str, message: str) -> str:
    """A question that could not be answered for a technical reason."""
    return f'{question(asked)}<div class="tw-answer tw-failed"><p>{escape(message)}</p></div>'


def partial(asked: str, citations: Sequence[Mapping[str, Any]]) -> str:
    """The quotations that have arrived so far."""
    quotations = "".join(_quotation(c, f"now-{c['number']}") for c in citations)
    return f'{question(asked)}<div class="tw-answer tw-waiting">{quotations}</div>'


def turn(asked: str, answer: Mapping[str, Any], number: int, regulations: Mapping[str, Regulation]) -> str:
    """A question and its finished answer (the object of the API contract); ``number`` counts the turns of the page."""
    body = _refusal(answer, number) if answer["refused"] else _answered(answer, number)
    records = "".join(
        record(citation, background(citation, regulations), f"{number}-{kind}{position}", answer=kind == "c")
        for kind, citations in (("c", answer["citations"]), ("r", answer["related"]))
        for position, citation in enumerate(citations, 1)
    )
    state = " tw-refused" if answer["refused"] else ""
    return (
        f'<div class="tw-turn" id="tw-turn-{number}">{question(asked)}<div class="tw-answer{state}">'
        f'{_understood(asked, answer)}{body}<div class="tw-records" hidden>{records}</div></div></div>'
    )


def announcement(answer: Mapping[str, Any]) -> str:
    """What a screen reader is told when an answer has arrived."""
    if answer["refused"]:
        near = len(answer["related"])
        return escape(REFUSAL + (f"。有 {near} 条相近条文，{NOT_AN_ANSWER}。" if near else "。"))
    parts = [f"{c['quote']}——{reference(c['regulation'], c['label'])}" for c in answer["citations"]]
    return escape("已找到依据。" + "；".join(parts))


def copy_text(answer: Mapping[str, Any]) -> str:
    """The whole answer for the clipboard: each citation on a line of its own."""
    lines = [citation_text(citation) for citation in answer["citations"]]
    return "\n".join(lines if answer["mode"] == "extractive" else [str(answer["answer"]), *lines])


def _understood(asked: str, answer: Mapping[str, Any]) -> str:
    used = str(answer["question_used"]).strip()
    if not used or "".join(used.split()) == "".join(asked.split()):
        return ""
    return f'<p class="tw-understood">结合上文，按此查找：{escape(used)}</p>'


def _answered(answer: Mapping[str, Any], number: int) -> str:
    citations = answer["citations"]
    count = len(citations)
    quotations = "".join(_quotation(c, f"{number}-c{position}") for position, c in enumerate(citations, 1))
    written = "" if answer["mode"] == "extractive" else _prose(str(answer["answer"]), number, count)
    near = _related(answer, number)
    if near:
        summary = f"<summary>其他相近条文（{NOT_AN_ANSWER}）</summary>"
        near = f'<details class="tw-related">{summary}{near}</details>'
    return (
        f'<p class="tw-notice"><span class="tw-badge tw-badge-good">{escape(answer["notice"])}</span>'
        f'<span class="tw-count">引文 {count} 处</span>'
        f'<button type="button" class="tw-button tw-copy" id="tw-copy-{number}">复制答案</button>'
        f'<span class="tw-clipboard" hidden>{escape(copy_text(answer))}</span></p>'
        f"{written}{quotations}{near}"
    )


def _prose(written: str, number: int, count: int) -> str:
    """A model's own sentences, with its [1] made buttons where there is such a citation."""
    pieces: list[str] = []
    done = 0
    for found in _MARKER.finditer(written):
        cited = int(found[1])
        if 1 <= cited <= count:
            pieces.append(escape(written[done : found.start()]))
            pieces.append(
                f'<button type="button" class="tw-open tw-ref tw-to-{number}-c{cited}">{numeral(cited)}</button>'
            )
            done = found.end()
    return f'<div class="tw-prose">{"".join(pieces)}{escape(written[done:])}</div>'


def _quotation(citation: Mapping[str, Any], target: str) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in str(citation["quote"]).split("\n") if line.strip())
    opener = _opener(citation, target, numeral(int(citation["number"])))
    return f'<div class="tw-quotation"><blockquote>{lines}</blockquote><p class="tw-attribution">{opener}</p></div>'


def _opener(citation: Mapping[str, Any], target: str, number: str = "") -> str:
    """The button that opens the record ``target`` in the panel, and what is wrong with the regulation's status."""
    return (
        f'<button type="button" class="tw-open tw-cite tw-to-{target}" id="tw-cite-{target}">'
        + (f'<span class="tw-number">{number}</span>' if number else "")
        + f'<span class="tw-name">{escape(quoted(citation["regulation"]))}</span>'
        f'<span class="tw-label">{escape(spoken(citation["label"]))}</span>'
        f'<span class="tw-hint">查看原文</span></button>{_out_of_force(citation)}'
    )


def _out_of_force(citation: Mapping[str, Any]) -> str:
    status = citation["status"]
    return "" if status == IN_FORCE else f'<span class="tw-badge tw-badge-warn">{escape(status)}</span>'


def _refusal(answer: Mapping[str, Any], number: int) -> str:
    message = str(answer["answer"]).removeprefix(REFUSAL).lstrip("：:。 ")
    said = f"<p>{escape(message)}</p>" if message else ""
    near = _related(answer, number)
    shown = f'<p class="tw-caution">以下条文与问题相近，{NOT_AN_ANSWER}</p>{near}'
    return f'<p class="tw-refusal">{REFUSAL}</p>{said}' + (f'<div class="tw-related">{shown}</div>' if near else "")


def _related(answer: Mapping[str, Any], number: int) -> str:
    near = "".join(
        f"<li>{_opener(citation, f'{number}-r{position}')}"
        f'<span class="tw-excerpt">{escape(_excerpt(str(citation["quote"])))}</span></li>'
        for position, citation in enumerate(answer["related"], 1)
    )
    return f"<ul>{near}</ul>" if near else ""


def _excerpt(quotation: str) -> str:
    flat = "".join(line.strip() for line in quotation.split("\n"))
    return flat if len(flat) <= _EXCERPT else flat[:_EXCERPT] + "……"


def note(message: str) -> str:
    """A message above the question box."""
    return f'<p class="tw-note">{escape(message)}</p>'


def masthead() -> str:
    """The head of the page."""
    return '<header class="tw-head"><h1>条问</h1><p>规章制度问答 · 只引原文，条款精确到项</p></header>'


WELCOME = (
    '<div class="tw-intro"><h2>想查哪一条规定？</h2>'
    "<p>直接用平常的话提问。答案逐字摘自已收录的制度，注明条、款、项；没有依据的，会明确告诉您“"
    f'{REFUSAL}”。</p><p class="tw-try">可以试试：</p></div>'
)
"""What an empty conversation shows above the example questions."""

PANEL = (
    '<div class="tw-panel" id="tw-panel-frame" tabindex="-1"><div class="tw-panel-head"><span>条文原文</span>'
    '<button type="button" class="tw-button" id="tw-close">关闭</button></div>'
    '<div id="tw-panel-empty" class="tw-panel-empty"><p>点击答案下方的出处，'
    "这里会显示整条原文，引用的文字以底色标出。</p></div>"
    '<div id="tw-panel-body"></div></div>'
)
"""The frame of the source panel; the page's script fills it from the hidden records beside each answer."""
