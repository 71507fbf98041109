"""Conversation and answers as HTML. Every string of a question, a document or a model passes through ``escape``.

The page shows this HTML in gradio's Markdown component: its HTML component compiles templates with ``Function`` and so
needs ``unsafe-eval``, which the service's Content-Security-Policy does not grant. Markdown leaves an HTML block alone
up to the first blank line; every function here returns one line. The component's sanitiser stays on as a second
barrier; it drops ``data-*`` and ``aria-*``, so the page's script finds things by class and id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.answer import NOTICE
from app.ui.escape import escape
from app.ui.numerals import numeral
from app.ui.prose import NOTHING_YET, copied, has_prose, prose, spoken_claims
from app.ui.record import NOT_AN_ANSWER, background, citation_text, place, record
from ingest.address import spoken
from ingest.documents.titles import quoted
from ingest.editions.status import IN_FORCE
from ingest.model import Regulation
from prompts import REFUSAL

_EXCERPT = 60  # characters of a related article shown before it is opened


def question(asked: str) -> str:
    """The asker's words."""
    return (
        f'<div class="tw-question"><span class="tw-sr">提问：</span><span class="tw-asked">{escape(asked)}</span></div>'
    )


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


def turn(
    asked: str,
    answer: Mapping[str, Any],
    number: int,
    regulations: Mapping[str, Regulation],
    *,
    limits: str = "",
    feedback: bool = True,
    progress: str = "",
) -> str:
    """A question and its answer (the object of the API contract); ``number`` counts the turns of the page.

    ``limits`` says what the search was limited to; ``feedback`` whether the site takes 有用/无用; ``progress`` what is
    being done while a language model still writes: the answer holds as it is, and may grow. The turn carries its own
    data as hidden text, for the page's scripts: see :func:`data`.
    """
    body = _refusal(answer, number) if answer["refused"] else _answered(answer, number, progress)
    records = "".join(
        record(citation, background(citation, regulations), f"{number}-{kind}{position}", answer=kind == "c")
        for kind, citations in (("c", answer["citations"]), ("r", answer["related"]))
        for position, citation in enumerate(citations, 1)
    )
    state = " tw-refused" if answer["refused"] else " tw-waiting tw-writing" if progress else ""
    limited = f'<p class="tw-limits">{escape(limits)}</p>' if limits else ""
    return (
        f'<div class="tw-turn" id="tw-turn-{number}">{question(asked)}<div class="tw-answer{state}">'
        f"{limited}{_understood(asked, answer)}{body}{_judging(answer, number, feedback)}"
        f'<div class="tw-records" hidden>{records}</div>'
        f'<span class="tw-data" hidden>{escape(data(asked, answer))}</span></div></div>'
    )


def data(asked: str, answer: Mapping[str, Any]) -> str:
    """The JSON of a finished turn: what ``POST /api/export`` takes, and the answer's ``id`` for feedback."""
    kept = ("id", "question_used", "refused", "answer", "notice", "mode")
    places = ("regulation_id", "article_id", "article", "label", "spans", "quote")
    turned = {
        "question": asked,
        **{name: answer[name] for name in kept},
        **{kind: [{name: c[name] for name in places} for c in answer[kind]] for kind in ("citations", "related")},
        **({"generated": answer["generated"]} if has_prose(answer) else {}),
    }
    return json.dumps(turned, ensure_ascii=False)


def announcement(answer: Mapping[str, Any]) -> str:
    """What a screen reader is told when an answer has arrived."""
    if answer["refused"]:
        near = len(answer["related"])
        return escape(REFUSAL + (f"。有 {near} 条相近条文，{NOT_AN_ANSWER}。" if near else "。"))
    if has_prose(answer):
        return escape(spoken_claims(answer["generated"]))
    if "generated" in answer:  # the quotations were announced before the model was asked
        return escape(f"{answer['notice']}。")
    parts = [f"{c['quote']}——{place(c)}" for c in answer["citations"]]
    return escape("已找到依据。" + "；".join(parts))


def copy_text(answer: Mapping[str, Any]) -> str:
    """The whole answer for the clipboard: each citation on a line of its own, a model's words with their mark first."""
    lines = [citation_text(citation) for citation in answer["citations"]]
    return "\n".join(copied(answer["generated"], lines) if has_prose(answer) else lines)


def _understood(asked: str, answer: Mapping[str, Any]) -> str:
    used = str(answer["question_used"]).strip()
    if not used or "".join(used.split()) == "".join(asked.split()):
        return ""
    return f'<p class="tw-understood">结合上文，按此查找：{escape(used)}</p>'


def _answered(answer: Mapping[str, Any], number: int, progress: str) -> str:
    citations = answer["citations"]
    count = len(citations)
    quotations = "".join(_quotation(c, f"{number}-c{position}") for position, c in enumerate(citations, 1))
    written = has_prose(answer)
    above = prose(answer["generated"] if written else NOTHING_YET, number, count, progress=progress)
    near = _related(answer, number)
    if near:
        summary = f"<summary>其他相近条文（{NOT_AN_ANSWER}）</summary>"
        near = f'<details class="tw-related">{summary}{near}</details>'
    return (
        f"{above if written or progress else ''}"
        f'<p class="tw-notice"><span class="tw-badge tw-badge-good">{NOTICE if written else escape(answer["notice"])}'
        f'</span><span class="tw-count">引文 {count} 处</span></p>{quotations}{near}'
    )


def _judging(answer: Mapping[str, Any], number: int, feedback: bool) -> str:
    """The row below an answer: copy it, say whether it was of use."""
    copy = (
        ""
        if answer["refused"]
        else (
            f'<button type="button" class="tw-button tw-copy" id="tw-copy-{number}">复制答案</button>'
            f'<span class="tw-clipboard" hidden>{escape(copy_text(answer))}</span>'
        )
    )
    verdicts = (
        ""
        if not feedback
        else (
            '<span class="tw-judge"><button type="button" class="tw-button tw-verdict">有用</button>'
            '<button type="button" class="tw-button tw-verdict">无用</button></span>'
        )
    )
    return f'<div class="tw-after">{copy}{verdicts}</div>' if copy or verdicts else ""


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
    """A message above the question box, or in place of the fragment that a script asked for."""
    return f'<p class="tw-note">{escape(message)}</p>'


STOPPED = '<div class="tw-answer tw-stopped"><p>已停止。</p></div>'
"""In place of an answer that the asker did not wait for."""
