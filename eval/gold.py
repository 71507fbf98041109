"""The gold of a question set, held against the index: which edition is meant, does the place exist, which set fits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from app.answer import parts
from eval.dataset import Gold, Problem, Question, QuestionSet, load
from eval.measures import Ref, fold, fold_label, is_verbatim
from ingest.model import Article, Regulation

QUESTIONS = Path(__file__).parent / "questions"
"""Our own question sets."""


class Catalogue:
    """The regulations, by id, that answers are judged against.

    With None (a server whose data is elsewhere) articles are compared by title and address, and whether quotations are
    verbatim stays open. ``files`` are the texts of the source files by name, for a system that quotes those.
    """

    def __init__(self, regulations: Mapping[str, Regulation] | None, files: Mapping[str, str] | None = None) -> None:
        self.regulations = regulations
        self._files = files or {}
        self._by_title: dict[str, list[Regulation]] = {}
        for regulation in (regulations or {}).values():
            for title in {fold(name) for name in (regulation.title, *regulation.aliases)}:
                self._by_title.setdefault(title, []).append(regulation)

    def edition(self, title: str, as_of: date | None) -> Regulation | None:
        """The edition of ``title`` that is meant: the last to take effect by ``as_of``; without a day, the last that
        is in force. None if no regulation of the index has this title."""
        editions = sorted(self._titled(title), key=_since)
        if as_of is None:
            preferred = [edition for edition in editions if edition.status == "现行有效"]
        else:
            preferred = [edition for edition in editions if _since(edition) <= as_of.isoformat()]
        return next(reversed(preferred or editions), None)

    def _titled(self, title: str) -> list[Regulation]:
        """The editions of a title; one that ends in … stands for the only title that begins so."""
        if not title.endswith("…"):
            return self._by_title.get(fold(title), [])
        fits = [key for key in self._by_title if key.startswith(fold(title.rstrip("…")))]
        return self._by_title[fits[0]] if len(fits) == 1 else []

    def _nearest(self, title: str) -> str:
        """What is said of a title like one that is not in the index; empty where there is none."""
        meant = fold(title.rstrip("…"))
        # written without the institution's name, which is what makes titles look unlike
        longer = {known[0].title for name, known in self._by_title.items() if meant in name}
        close = get_close_matches(meant, self._by_title, n=1)
        nearest = longer.pop() if len(longer) == 1 else self._by_title[close[0]][0].title if close else ""
        return f"（最接近的是《{nearest}》）" if nearest else ""

    def gold_ref(self, gold: Gold, as_of: date | None) -> Ref:
        """The gold article as compared with what is cited."""
        regulation = self.edition(gold.regulation, as_of)
        return (regulation.id if regulation else fold(gold.regulation)), fold(gold.article)

    def ref(self, citation: Mapping[str, Any]) -> Ref:
        """A citation of the API contract (or what has its ``regulation``, ``regulation_id``, ``article``), likewise."""
        known = self.regulations is not None
        return (citation["regulation_id"] if known else fold(citation["regulation"])), fold(citation["article"])

    def verbatim(self, citation: Mapping[str, Any]) -> bool | None:
        """Whether a citation's spans reproduce its quotation; None if there is no text to check it against. A citation
        from a file has no spans in the record: its places in the file must reproduce it."""
        if self.regulations is None:
            return None
        if self._from_file(citation):
            (place,) = citation["sources"]
            return is_verbatim(citation["quote"], [[place["start"], place["end"]]], self._files.get(place["file"], ""))
        regulation = self.regulations.get(citation["regulation_id"])
        return regulation is not None and is_verbatim(citation["quote"], citation["spans"], regulation.text)

    def placed(self, citation: Mapping[str, Any]) -> bool | None:
        """Whether the cited address exists and the quotation's spans stand there; None if there is no text to check it
        against, or what is quoted is a file, whose address is not the system's own. Every span must lie in the article,
        and one of them touch the part that the label names."""
        if self.regulations is None or self._from_file(citation):
            return None
        regulation = self.regulations.get(citation["regulation_id"])
        article = _article(regulation, citation["article"]) if regulation else None
        if article is None:
            return False
        named = fold_label(citation["label"])
        places = [(start, end) for label, start, end in parts(article) if fold_label(label) == named]
        spans = citation["spans"]
        if any(len(span) != 2 or span[0] < article.start or span[1] > article.end for span in spans):
            return False
        return any(low < end and start < high for start, end in places for low, high in spans)

    def _from_file(self, citation: Mapping[str, Any]) -> bool:
        return bool(self._files) and not citation["spans"]

    def covered(self, question_set: QuestionSet) -> float:
        """The share of the regulations named in the set's gold that the index has; 0 if it names none."""
        titles = {gold.regulation for question in question_set.questions for gold in question.gold}
        return sum(1 for title in titles if self._titled(title)) / len(titles) if titles else 0.0

    def check(self, question_set: QuestionSet) -> list[Problem]:
        """What the index says against the gold; nothing where the regulations are not at hand.

        An article that does not exist is fatal. A regulation that is not in the index, a label that the article does
        not print, and a fact that no gold article contains are reported, and the question is scored all the same.
        """
        if self.regulations is None:
            return []
        return [question_set.located(p) for question in question_set.questions for p in self._problems(question)]

    def _problems(self, question: Question) -> list[Problem]:
        problems: list[Problem] = []
        texts: list[str] = []

        def note(field: str, message: str, fatal: bool = False) -> None:
            problems.append(Problem(question.line, field, message, fatal))

        for index, gold in enumerate(question.gold):
            place = f"《{gold.regulation}》{gold.article}"
            regulation = self.edition(gold.regulation, question.as_of)
            if regulation is None:
                advice = "本题按未答对计；请核对制度名称是否写全，或先导入该制度"
                nearest = self._nearest(gold.regulation)
                note(f"gold[{index}].regulation", f"索引里没有《{gold.regulation}》{nearest}，{advice}")
                continue
            article = _article(regulation, gold.article)
            if article is None:
                advice = "请核对地址写法，或检查导入报告是否漏了这一条"
                note(f"gold[{index}].article", f"索引里没有{place}，{advice}", fatal=True)
                continue
            texts.append(fold(regulation.text[article.start : article.end]))
            labels = {fold_label(label) for label, _, _ in parts(article)}
            if gold.label and fold_label(gold.article + gold.label) not in labels:
                note(f"gold[{index}].label", f"{place}下没有“{gold.label}”，款项目命中率会少算这一题")
        if len(texts) == len(question.gold):
            for index, phrases in enumerate(question.facts):
                if not any(fold(phrase) in text for phrase in phrases for text in texts):
                    advice = "本题的要点召回不可能满分"
                    note(f"facts[{index}]", f"“{'／'.join(phrases)}”不在标准答案的条文里，{advice}")
        return problems


def default_set(folder: Path, catalogue: Catalogue) -> QuestionSet | None:
    """The set of ``folder`` whose regulations the index covers best, or None if it has none of any set's.

    Sets with ``-dev`` in their names are for looking at while the system is being changed, so they are never chosen by
    themselves. Raises :class:`eval.dataset.DatasetError`.
    """
    sets = [load(path) for path in sorted(folder.glob("*.jsonl")) if "-dev" not in path.stem]
    best = max(sets, key=catalogue.covered, default=None)
    return best if best is not None and catalogue.covered(best) > 0 else None


def _since(regulation: Regulation) -> str:
    """The day an edition took effect, as far as it is known; an unknown day is before all others."""
    return regulation.effective or regulation.published or regulation.adopted or ""


def _article(regulation: Regulation, address: str) -> Article | None:
    return next((a for a in regulation.articles if fold(a.address) == fold(address)), None)
