"""What the chain is made of: what it needs of an index, what its steps pass along, how it behaves at a site."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypedDict

from langchain_core.runnables import Runnable

from app.answer import Answer
from app.chain.hangup import HangUp
from app.chain.request import AskRequest, Turn
from app.claims import Passage
from app.generated import Generated
from app.privacy import LogQuestions
from ingest.model import Regulation


class Event(TypedDict):
    """One step of a streamed answer: ``status``, ``piece`` (one citation), ``claim`` (one sentence of a language model,
    checked) or, last, ``answer`` (the whole object)."""

    event: str
    data: dict[str, Any]


class SearchRetriever(Protocol):
    """What the chain needs of ``vectorstore.retriever.Retriever``."""

    @property
    def known_questions(self) -> bool:
        """Whether the index has known questions."""

    @property
    def precise(self) -> bool:
        """Whether doubtful searches get a second look."""

    def retrieve(self, question: str, *, as_of: date | None, regulations: set[str] | None, limit: int = 10) -> Any:
        """The articles that may answer the question, best first."""

    def condense(self, question: str, previous: Sequence[str]) -> str:
        """The question as one that stands on its own, given the questions before it, oldest first."""


class SearchIndex(Protocol):
    """What the chain needs of an opened index."""

    @property
    def regulations(self) -> Mapping[str, Regulation]:
        """The served records by id."""

    @property
    def build_id(self) -> str:
        """The id of the published build."""

    @property
    def retriever(self) -> SearchRetriever:
        """The search over this build."""

    def close(self) -> None:
        """Give up the build's files."""


Extract = Callable[[Any, Any], Answer]
"""``(retrieval, index) → Answer``: see ``app.extract``."""

Follow = Callable[[Any, Any, date | None], Any]
"""``(retrieval, index, as_of) → retrieval``: see ``app.outcome``."""

Search = Callable[[str], Any]
"""``question → retrieval``, with the filters of the request."""

Condense = Callable[[str, Sequence[Turn], float], str]
"""``(question, turns before it, until) → the question written out``, empty where the model does not help. It thinks no
longer than ``until`` (s, ``time.monotonic``)."""

Improve = Callable[[Any, Any, Search, float], Any]
"""``(retrieval, index, search, until) → retrieval`` with its articles in the order that a model finds better."""

Recorder = Callable[["AskRequest", Answer], None]
"""Told of every answer and refusal, with who asked; what it raises is logged and stops nothing."""


@dataclass(frozen=True, slots=True)
class State:
    """What the steps of the chain pass along; each fills in the next field. ``until`` (s, ``time.monotonic``) is how
    long a language model may help with the search."""

    request: AskRequest
    until: float = 0.0
    question_used: str = ""
    retrieval: Any = None
    answer: Answer | None = None
    generated: Generated | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What a language model is to put into prose: the question as it was searched for, and the quotations that answer
    it, by number. ``hang_up`` is called where nobody waits for it any more."""

    question: str
    passages: Mapping[int, Passage]
    hang_up: HangUp = field(default_factory=HangUp, compare=False)


@dataclass(frozen=True, slots=True)
class Assistant:
    """What a language model does in mode ``llm``; ``model`` is its name.

    ``write`` gives pieces that add up to all that came of a :class:`Task`, every claim in them checked. ``condense``
    and ``improve`` help with the search, where the site wants that, for ``patience`` seconds a question together. None
    of them raises anything that the model can cause. ``is_left_alone`` tells whether the model is not asked for a
    while, because it kept failing. ``prepare`` loads libraries, which takes seconds that the first question else waits
    for; ``close`` hangs up whatever is under way.
    """

    model: str
    write: Runnable[Task, Generated]
    condense: Condense | None = None
    improve: tuple[Improve, ...] = ()
    patience: float = 5.0
    is_left_alone: Callable[[], bool] = lambda: False
    prepare: Callable[[], None] = lambda: None
    close: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Options:
    """How the chain behaves at this site: see ``app.settings``. ``wait`` is in seconds."""

    contact: str | None = None
    max_question: int = 1000
    concurrency: int = 8
    wait: float = 20.0
    log_questions: LogQuestions = "none"
    root_path: str = ""
