"""Conversation and answers as HTML. Every string of a question, a document or a model passes through ``escape``.

The page shows this HTML in gradio's Markdown component: its HTML component compiles templates with ``Function`` and so
needs ``unsafe-eval``, which the service's Content-Security-Policy does not grant. Markdown leaves an HTML block alone
up to the first blank line; every function here returns one line. The component's sanitiser stays on as a second
barrier; it drops ``data-*`` and ``aria-*``, so the page's script finds things by class and id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.privacy import LogQuestions
from app.ui.escape import escape
from app.ui.record import NOT_AN_ANSWER, background, citation_text, place, record
from ingest.address import spoken
from ingest.documents.titles import quoted
from ingest.editions.status import IN_FORCE
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
) -> str:
    """A question and its finished answer (the object of the API contract); ``number`` counts the turns of the page.

    ``limits`` says what the search was limited to; ``feedback`` whether the site takes 有用/无用. The turn carries its
    own data as hidden text, for the page's scripts: see :func:`data`.
    """
    body = _refusal(answer, number) if answer["refused"] else _answered(answer, number)
    records = "".join(
        record(citation, background(citation, regulations), f"{number}-{kind}{position}", answer=kind == "c")
        for kind, citations in (("c", answer["citations"]), ("r", answer["related"]))
        for position, citation in enumerate(citations, 1)
    )
    state = " tw-refused" if answer["refused"] else ""
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
    }
    return json.dumps(turned, ensure_ascii=False)


def announcement(answer: Mapping[str, Any]) -> str:
    """What a screen reader is told when an answer has arrived."""
    if answer["refused"]:
        near = len(answer["related"])
        return escape(REFUSAL + (f"。有 {near} 条相近条文，{NOT_AN_ANSWER}。" if near else "。"))
    parts = [f"{c['quote']}——{place(c)}" for c in answer["citations"]]
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
        f'<span class="tw-count">引文 {count} 处</span></p>'
        f"{written}{quotations}{near}"
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
    """A message above the question box, or in place of the fragment that a script asked for."""
    return f'<p class="tw-note">{escape(message)}</p>'


def masthead(title: str, root_path: str) -> str:
    """The head of the page: its name, the way to the regulations, how it is displayed."""
    return (
        f'<header class="tw-head"><h1>{escape(title)}</h1><p>规章制度问答，只引原文，条款精确到项</p>'
        f'<div class="tw-display"><a class="tw-button" id="tw-browse" href="{escape(root_path)}/browse">制度目录</a>'
        '<button type="button" class="tw-button" id="tw-large">大字</button>'
        '<button type="button" class="tw-button" id="tw-dark">深色</button></div></header>'
    )


WELCOME = (
    '<div class="tw-intro"><h2>想查哪一条规定？</h2>'
    "<p>直接用平常的话提问。答案逐字摘自已收录的制度，注明条、款、项；没有依据的，会明确告诉您“"
    f'{REFUSAL}”。</p><p class="tw-try">可以试试：</p></div>'
)
"""What an empty conversation shows above the example questions."""

TOOLS = '<button type="button" class="tw-quiet" id="tw-export" hidden>导出对话</button>'
"""What can be done with the conversation as a whole."""

STOPPED = '<div class="tw-answer tw-stopped"><p>已停止。</p></div>'
"""In place of an answer that the asker did not wait for."""

PANEL = (
    '<div class="tw-panel" id="tw-panel-frame" tabindex="-1"><div class="tw-panel-head"><span>条文原文</span>'
    '<span class="tw-panel-tools"><button type="button" class="tw-button" id="tw-return" hidden>回到引文</button>'
    '<button type="button" class="tw-button" id="tw-close">关闭</button></span></div>'
    '<div id="tw-panel-empty" class="tw-panel-empty"><p>点击答案下方的出处，'
    "这里会显示整条原文，引用的文字以底色标出。</p></div>"
    '<div id="tw-panel-body"></div></div>'
)
"""The frame of the source panel; the page's script fills it from the hidden records beside each answer."""

_LOGGED = {
    "none": "日志中不写提问的内容",
    "masked": "日志中写提问的内容，其中的身份证号、电话号码等已遮盖",
    "full": "日志中写提问的全部内容，请勿填写个人信息",
}


def privacy(log_questions: LogQuestions, audit_days: int | None) -> str:
    """What becomes of a question, as the site has set it. ``audit_days``: days that the audit log is kept, None for
    no such log."""
    audited = (
        "不写审计日志。"
        if audit_days is None
        else f"审计日志记录提问的时间、用户或来源地址和结果，保留 {audit_days} 天。"
    )
    return (
        '<details class="tw-privacy"><summary>对话只保存在本页，刷新即清除。查看说明</summary>'
        f"<p>服务器不保存对话。{_LOGGED[log_questions]}；{audited}"
        "点“有用”“无用”时，评价、说明和所引条文会交给管理员。导出的文件只下载到您的电脑。</p></details>"
    )
