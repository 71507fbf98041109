"""The chat page as gradio Blocks. All HTML comes from ``app.ui.render``, the logic of a turn is ``app.ui.session``."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Mapping
from typing import Any

import gradio as gr

from app.access import visitor
from app.chain import AskError, AskRequest, HangUp, RegulationChain, State
from app.flowing import flowing
from app.settings import Settings
from app.ui import around, render
from app.ui.examples import Example, answerable, examples
from app.ui.record import whole_article
from app.ui.session import Conversation, Provider, View, converse
from ingest.editions.status import IN_FORCE

logger = logging.getLogger("tiaowen.ui")

EXAMPLES = 6
_LONGEST_LINK = 400
_LONGEST_DAY = 20


class Examples:
    """The example questions of the index that is served, worked out once for each build."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._build = ""
        self._kept: list[Example] = []

    def of(self, chain: RegulationChain) -> list[Example]:
        """Questions that this chain answers from the article they were made from."""

        def cited(question: str) -> list[str]:
            # not chain.ask: nobody asks here, so neither the log nor the audit should say so
            answer = chain.runnable.invoke(State(chain.clean(AskRequest(question)))).answer
            return [citation.article_id for citation in answer.citations] if answer else []

        with self._lock:
            if self._build != chain.index.build_id:
                self._kept = answerable(examples(chain.index.regulations.values()), cited, wanted=EXAMPLES)
                self._build = chain.index.build_id
            return self._kept


def chosen_values(payload: object) -> list[str]:
    """What is chosen of several, whatever a client sends; the chain checks whether there is such a regulation.

    gradio would check it against the choices that it sent to this visitor, of which a restarted service knows nothing.
    """
    return [value for value in payload if isinstance(value, str)] if isinstance(payload, list) else []


def html(value: str = "", identity: str | None = None) -> Any:
    """A component that shows our own HTML: Markdown with TeX off and the sanitiser on."""
    return gr.Markdown(value, elem_id=identity, latex_delimiters=[], sanitize_html=True, container=False)


def _choice_of_mode(first: str) -> Any:
    """How questions are answered, for a site with a language model."""
    return gr.Radio(list(around.CHOICES), value=first, label="回答方式", elem_id="tw-mode", min_width=0)


def build_blocks(provider: Provider, settings: Settings, offered: Examples) -> Any:
    """The page. ``provider`` gives the chain that serves at the moment, so that an index can be exchanged meanwhile."""
    with gr.Blocks(title=settings.title, analytics_enabled=False, fill_width=True) as blocks:
        # the conversation goes back and forth with each question; the server keeps nothing of it
        kept = gr.JSON(Conversation().kept(), visible=False)
        with gr.Column(elem_id="tw-page"):
            html(around.masthead(settings), "tw-masthead")
            with gr.Row(elem_id="tw-main"):
                with gr.Column(elem_id="tw-talk", scale=3, min_width=0):
                    with gr.Column(elem_id="tw-welcome", visible=True) as welcome:
                        html(around.welcome(settings), "tw-intro")
                        with gr.Row(elem_id="tw-examples"):
                            buttons = [gr.Button(visible=False, elem_classes="tw-example") for _ in range(EXAMPLES)]
                    current = html(identity="tw-current")
                    with gr.Column(elem_id="tw-composer"):
                        message = html(identity="tw-message")
                        with gr.Row(elem_id="tw-ask"):
                            box = gr.Textbox(
                                label="问题",
                                show_label=False,
                                placeholder="请输入问题",
                                lines=1,
                                max_lines=6,
                                container=False,
                                min_width=0,
                                elem_id="tw-box",
                                html_attributes=gr.InputHTMLAttributes(
                                    autocomplete="off", enterkeyhint="send", lang="zh-CN", spellcheck=False
                                ),
                            )
                            send = gr.Button("提问", elem_id="tw-send", scale=0, min_width=0)
                            stop = gr.Button("停止", elem_id="tw-stop", scale=0, min_width=0)
                        mode = [_choice_of_mode(around.first_mode(settings))] if settings.has_llm else []
                        with gr.Row(elem_id="tw-tools"):
                            with gr.Accordion("限定制度和日期", open=False, elem_id="tw-scope") as scope:
                                chosen = gr.Dropdown(
                                    label="只在这些制度中查找（不选为全部）",
                                    choices=[],
                                    multiselect=True,
                                    elem_id="tw-regulations",
                                )
                                chosen.preprocess = chosen_values
                                as_of = gr.Textbox(
                                    label="按哪一天有效的规定回答（不填为今天）", max_lines=1, elem_id="tw-day"
                                )
                            html(around.TOOLS, "tw-actions")
                            fresh = gr.Button("新对话", elem_id="tw-fresh", elem_classes="tw-quiet", min_width=0)
                        html(around.privacy(settings), "tw-privacy")
                with gr.Column(elem_id="tw-side", scale=2, min_width=0):
                    html(around.PANEL, "tw-panel")
            linked = html(identity="tw-linked")
            announcement = html(identity="tw-status")
        shown = [kept, current, message, announcement, box, welcome]

        async def ask(
            question: str, said: object, day: str, only: list[str], request: gr.Request, mode: str = "extractive"
        ) -> AsyncIterator[Any]:
            hang_up = HangUp()
            views = converse(
                provider,
                Conversation.of(said),
                question,
                day,
                only,
                mode=mode,
                visitor=visitor(request.request.scope).name,
                feedback=settings.feedback,
                hang_up=hang_up,
            )
            first = True
            async for view in flowing(views, hang_up):
                yield _updates(view, first)
                first = False

        def begin() -> list[Any]:
            return [Conversation().kept(), "", "", "", gr.update(value=""), gr.update(visible=True)]

        def load(request: gr.Request) -> list[Any]:
            return _loaded(provider, request.query_params)

        def load_examples() -> list[Any]:
            return _examples(provider, offered)

        def stopped(said: object) -> Any:
            # the page's script ends what is being written: the answer is there
            return gr.skip() if isinstance(said, dict) and said.get("writing") else render.STOPPED

        common: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asking: dict[str, Any] = {
            "trigger_mode": "multiple",  # the page's script sees to it that there is one at a time
            # who waits for the model's prose keeps nobody from searching
            "concurrency_limit": settings.concurrency + (settings.llm_concurrency if settings.has_llm else 0),
            "concurrency_id": "ask",
            **common,
        }
        begun = [
            gr.on([box.submit, send.click], ask, [box, kept, as_of, chosen, *mode], shown, **asking),
            *(button.click(ask, [button, kept, as_of, chosen, *mode], shown, **asking) for button in buttons),
        ]
        stop.click(stopped, kept, current, cancels=begun, concurrency_limit=None, **common)
        fresh.click(begin, None, shown, cancels=begun, concurrency_limit=None, **common)
        blocks.load(load, None, [chosen, as_of, scope, linked, message], concurrency_limit=None, **common)
        blocks.load(load_examples, None, buttons, concurrency_limit=None, **common)
    return blocks


def _updates(view: View, first: bool) -> list[Any]:
    accepted = view.asked and first  # what is typed while an answer comes about stays in the box
    return [
        {**view.conversation.kept(), "writing": view.writing},
        gr.skip() if view.current is None else view.current,
        view.message,
        gr.skip() if view.announcement is None else view.announcement,
        gr.update(value="") if accepted else gr.skip(),
        gr.update(visible=False) if accepted else gr.skip(),
    ]


def _loaded(provider: Provider, link: Mapping[str, str]) -> list[Any]:
    """The choice of regulations and the day, whether they are in sight, the article of a permanent link, a message.

    ``link`` is the query of the page's address: ``article`` opens one, ``regulation`` and ``as_of`` limit the search.
    """
    try:
        chain = provider()
    except AskError as error:
        return [gr.skip(), gr.skip(), gr.skip(), "", render.note(error.message)]
    known = chain.index.regulations
    ordered = sorted(known.values(), key=lambda r: (r.title, r.effective or ""))
    choices = [(_choice(r.title, r.effective, r.status), r.id) for r in ordered]
    only, day = link.get("regulation", ""), link.get("as_of", "")[:_LONGEST_DAY]
    limited = [only] if only in known else []
    article, message = _linked(chain, link["article"][:_LONGEST_LINK]) if link.get("article") else ("", "")
    if only and not limited:
        message = render.note("链接所指的制度不在现有目录中，可能已被新版本取代。现在是在全部制度中查找。")
    # what the link leaves open stays untouched: on a slow machine the reader may have filled it in by now
    chosen = gr.update(choices=choices, value=limited) if limited else gr.update(choices=choices)
    limits = gr.update(open=True) if limited or day else gr.skip()
    return [chosen, gr.update(value=day) if day else gr.skip(), limits, article, message]


def _examples(provider: Provider, offered: Examples) -> list[Any]:
    """The example buttons. A page without examples is still a page."""
    try:
        questions = [example.question for example in offered.of(provider())]
    except AskError:  # said by the message of the other half
        questions = []
    except Exception:
        logger.exception("示例问题没有生成")
        questions = []
    questions += [""] * (EXAMPLES - len(questions))
    return [gr.update(value=question, visible=bool(question)) for question in questions]


def _choice(title: str, effective: str | None, status: str) -> str:
    return title if status == IN_FORCE else f"{title}（{status}{'，' + effective + '施行' if effective else ''}）"


def _linked(chain: RegulationChain, wanted: str) -> tuple[str, str]:
    """The panel of a permanent link (nothing marked in it), or a message that there is no such article."""
    identity, _, address = wanted.rpartition("#")
    regulation = chain.index.regulations.get(identity)
    article = whole_article(regulation, address, "linked") if regulation else None
    if article is None:
        return "", render.note("链接所指的条文不在现有制度中，可能已被新版本取代。请直接提问。")
    return article, ""
