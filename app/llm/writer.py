"""Quotations → checked prose: a model's reply cut into sentences as it comes, each held against what it cites."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableGenerator

from app.chain import Task
from app.claims import Passage, Sentences, check
from app.generated import Generated
from app.llm.errors import ModelError
from app.llm.model import LanguageModel
from ingest.address import reference
from prompts import REFUSAL, Prompt, fence

logger = logging.getLogger("tiaowen.llm")

REFUSED = "语言模型认为摘录不足以作答，请自行判断"
TOO_LONG = "所引条文较长，没有交给语言模型"

_MOST_CLAIMS = 12
_MOST_LOST = 12  # sentences that fail or repeat others: what goes on after that is not worth waiting for


class Writer:
    """Asks ``model`` with the prompt of this site. ``context`` bounds the tokens of prompt and reply together."""

    def __init__(self, model: LanguageModel, prompt: Prompt, *, max_tokens: int, context: int) -> None:
        self._model = model
        self._prompt = ChatPromptTemplate.from_messages([("human", prompt.template)])
        self._max_tokens = max_tokens
        # a Chinese character is at most about one token in the models that know Chinese
        self._room = context - max_tokens - len(prompt.template)
        self.runnable: Runnable[Task, Generated] = RunnableGenerator(self._write, name="write")

    def _write(self, tasks: Iterator[Task]) -> Iterator[Generated]:
        for task in tasks:
            yield from self._prose(task)

    def _prose(self, task: Task) -> Iterator[Generated]:
        name = self._model.name
        shown = self._fitting(task)
        if not shown:
            yield Generated(name, note=TOO_LONG, kind="too_long")
            return
        sentences = Sentences()
        tally = _Tally()
        try:
            with (
                self._model.stream(self._asked(task, shown), max_tokens=self._max_tokens) as pieces,
                task.hang_up.ends(pieces),
            ):
                for piece in pieces:
                    for sentence in sentences.feed(piece):
                        yield from self._judged(sentence, shown, tally)
                        if tally.enough:
                            return
            for sentence in sentences.end():
                yield from self._judged(sentence, shown, tally)
        except ModelError as error:
            yield Generated(name, note=error.note, kind=error.kind)

    def _judged(self, sentence: str, shown: Mapping[int, Passage], tally: _Tally) -> Iterator[Generated]:
        name = self._model.name
        if sentence in tally.seen:  # weak models go round in circles
            tally.lost += 1
            return
        tally.seen.add(sentence)
        if REFUSAL in sentence:
            tally.refused = True
            if not tally.released:
                yield Generated(name, note=REFUSED, kind="declined")
            return
        verdict = check(sentence, shown)
        if verdict.claim is None:
            logger.debug("改写的一句未通过核对：%s", verdict.reason)
            tally.lost += 1
            yield Generated(name, withheld=1)
        elif verdict.claim.text in tally.released:
            tally.lost += 1
        else:
            tally.released.add(verdict.claim.text)
            yield Generated(name, (verdict.claim,))

    def _asked(self, task: Task, shown: Mapping[int, Passage]) -> Any:
        quotations = "\n\n".join(_passage(passage) for passage in shown.values())
        return self._prompt.invoke(
            {"fence": fence(), "refusal": REFUSAL, "question": task.question, "quotations": quotations}
        )

    def _fitting(self, task: Task) -> dict[int, Passage]:
        """As many of the passages as the model has room for, the first ones first; none is cut."""
        left = self._room - len(task.question)
        shown: dict[int, Passage] = {}
        for number, passage in task.passages.items():
            left -= len(_passage(passage))
            if left < 0:
                break
            shown[number] = passage
        return shown


class _Tally:
    """What has come of a reply so far."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.released: set[str] = set()
        self.lost = 0
        self.refused = False

    @property
    def enough(self) -> bool:
        return self.refused or len(self.released) >= _MOST_CLAIMS or self.lost >= _MOST_LOST


def _passage(passage: Passage) -> str:
    return f"[{passage.number}] {reference(passage.title, passage.label)}\n{passage.text}"
