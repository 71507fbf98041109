"""Known questions: ways in which people ask for an article, and questions that sound like it and that nothing settles.

They are a file of lines, packaged ones and the institution's own: {"regulation": title, "article": address, "q":
[questions the article settles], "near": [questions that no article settles], "text": digest}. A title may end in … and
then stands for the only one that begins so; without regulation and article there are only ``near`` ones. A line with a
``text`` (see :func:`digest`) holds for an article of that very wording only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.editions.align import fold
from ingest.model import Article, Regulation, article_id
from vectorstore.errors import VectorstoreError

OWN = "questions.jsonl"
"""The institution's own, below the data folder."""
_ADAPTATION = Path(__file__).with_name("adaptation")
PACKAGED = tuple(_ADAPTATION / f"{name}.jsonl" for name in ("institution", "institution-more", "outside"))
"""Those of the seed corpus; lines on regulations that are not in the index are of no consequence."""
_LONGEST = 1000  # characters of a question, as many as may be asked unless the site says otherwise


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file; ``article`` is "" where it is about none."""

    number: int
    regulation: str
    article: str
    questions: tuple[str, ...]
    near: tuple[str, ...]
    text: str = ""

    def articles(self, regulations: Iterable[Regulation]) -> list[str]:
        """The ids of the articles it holds for: one for each edition of the regulation that has the article."""
        titled = [r for r in regulations if _named(self.regulation, r.title)]
        if len({r.title for r in titled}) > 1:
            return []
        found = [(r, a) for r in titled for a in r.articles if a.address == self.article]
        return [article_id(r.id, a.address) for r, a in found if self.text in ("", digest(r, a))]


@dataclass(frozen=True, slots=True)
class KnownQuestions:
    """``settled``: for each article (by id) the questions it settles · ``near``: those that nothing settles ·
    ``unused``: which of the institution's own lines come to nothing, in Chinese."""

    settled: Mapping[str, tuple[str, ...]]
    near: tuple[str, ...]
    unused: tuple[str, ...] = ()

    def texts(self) -> list[str]:
        """All questions, those of one article together and ``near`` last."""
        return [*(question for questions in self.settled.values() for question in questions), *self.near]


def known_questions(
    regulations: Sequence[Regulation], own: Path, packaged: Sequence[Path] = PACKAGED
) -> KnownQuestions:
    """Those of the ``packaged`` files and of the file ``own``, where it exists, for these regulations.

    Questions that sound like an article count only where the article is there, and against articles that have questions
    of their own (``vectorstore.likeness``). Raises ``questions`` naming the line
    that makes no sense.
    """
    settled: dict[str, dict[str, None]] = {}
    near: dict[str, None] = {}
    anywhere: dict[str, None] = {}
    unused: list[str] = []
    without: list[tuple[int, list[str]]] = []
    for path in (*packaged, *([own] if own.is_file() else [])):
        for line in read_lines(path):
            articles = line.articles(regulations)
            for identity in articles:
                settled.setdefault(identity, {}).update(dict.fromkeys(line.questions))
            if articles:
                near.update(dict.fromkeys(line.near))
            elif not line.article:
                anywhere.update(dict.fromkeys(line.near))
            elif path == own:
                unused.append(f"第 {line.number} 行：没有《{line.regulation}》{line.article}")
            if path == own and not line.questions:
                without.append((line.number, articles))
    settled = {identity: questions for identity, questions in settled.items() if questions}
    if settled:
        near.update(anywhere)
    unused += [
        f"第 {n} 行：这一条还没有 q，near 不起作用" for n, ids in without if ids and not settled.keys() & set(ids)
    ]
    return KnownQuestions({i: tuple(q) for i, q in sorted(settled.items())}, tuple(near), tuple(unused))


def read_lines(path: Path) -> list[Line]:
    """The lines of a file. Raises ``questions`` naming the first that makes no sense."""
    found: list[Line] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise VectorstoreError("questions", f"{path} 不是 UTF-8 文本：请另存为 UTF-8 后重试。") from error
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            found.append(_line(number, json.loads(text)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise VectorstoreError(
                "questions",
                f"{path} 第 {number} 行不是可用的问法：请写成一行一个 JSON 对象，"
                f'如 {{"regulation": "制度名", "article": "第四条", "q": ["问法"]}}，或删去这一行。（{error}）',
            ) from error
    return found


def digest(regulation: Regulation, article: Article) -> str:
    """Eight hexadecimal digits for the wording of an article, white space and forms of punctuation aside."""
    words = fold(regulation.text[article.start : article.end])
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _line(number: int, record: dict[str, Any]) -> Line:
    article = str(record.get("article", ""))
    regulation = str(record["regulation"]) if article else ""
    questions, near = (_texts(record.get(name, [])) for name in ("q", "near"))
    if not questions and not near:
        raise ValueError("没有问法")
    if questions and not article:
        raise ValueError("q 要写明是哪一条的")
    return Line(number, regulation, article, questions, near, str(record.get("text", "")))


def _texts(found: Any) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(each, str) and each.strip() for each in found):
        raise TypeError("q 和 near 要写成几个文字的列表")
    if any(len(each) > _LONGEST for each in found):
        raise ValueError(f"有一个问法超过 {_LONGEST} 个字")
    return tuple(each.strip() for each in found)


def _named(name: str, title: str) -> bool:
    return title.startswith(name[:-1]) if name.endswith("…") else title == name
