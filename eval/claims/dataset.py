"""The labelled sentences: what each rests on, and whether it says only what stands there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.answer import Quote, parts, quote
from app.choose import whole
from app.leadin import with_lead_in
from eval.gold import Catalogue
from ingest.address import label as address_label
from ingest.model import Regulation

FOLDER = Path(__file__).parent
SETS: Mapping[str, str] = {"tuning": "调整用", "heldout": "留出"}
"""The two halves, in which no article occurs twice; the check was tried on the first only."""

FAITHFUL: Mapping[str, str] = {
    "verbatim": "照抄",
    "shortened": "删节",
    "reordered": "换序",
    "attributed": "写明依据",
    "subject_added": "补出主语",
    "items": "几项并述",
    "two_marks": "几处依据",
    "digits": "数字写法",
    "quoted": "加引号",
    "table": "由表格写成",
    "layout": "列表、粗体、标注在句号后",
    "paraphrase": "换一种说法",
}
ALTERED: Mapping[str, str] = {
    "number": "改数字",
    "unit": "改单位",
    "date": "改日期",
    "percentage": "改百分比",
    "address": "改条款地址",
    "title": "编造文件名称",
    "modal": "改应当、可以、不得等",
    "negation": "去掉或加上否定",
    "condition": "丢掉条件、例外",
    "bound": "改以上、以下等",
    "grade": "换档次、处分",
    "subject": "换主体",
    "mixed": "两处混搭",
    "scope": "扩大范围",
    "quotation": "编造引语",
    "wrong_passage": "标错依据",
    "unknown_mark": "标注不存在",
    "no_mark": "没有标注",
    "advice": "加建议、评论",
    "knowledge": "加条文外的知识",
    "injection": "听从夹带的指令",
}
KINDS: Mapping[str, str] = {**FAITHFUL, **ALTERED}
"""The kinds of sentences with the name a reader sees."""

FREE = "paraphrase"
"""The kind in other words than the text's: faithful, but a check that goes by words may withhold it."""


class ClaimsError(Exception):
    """Sentences that cannot be measured; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """``label`` is the whole address (第八条第一款第（二）项), ``article`` that of the unit shown whole; ``regulation``
    is a title, which means the edition in force, or the id of an edition."""

    regulation: str
    article: str
    label: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence as a model writes it. Its marks count ``passages``, from 1."""

    id: str
    passages: tuple[Place, ...]
    sentence: str
    faithful: bool
    kind: str


def load(name: str) -> tuple[Labelled, ...]:
    """The sentences of a half, a key of ``SETS``."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_labelled(json.loads(line)) for line in lines[1:])  # the first line describes the set


def _labelled(record: Mapping[str, Any]) -> Labelled:
    passages = tuple(Place(**place) for place in record["passages"])
    return Labelled(record["id"], passages, record["sentence"], record["faithful"], record["kind"])


class Quotes:
    """Places → citations, quoted as the chain does."""

    def __init__(self, regulations: Mapping[str, Regulation]) -> None:
        self.regulations = regulations
        self._catalogue = Catalogue(regulations)
        self._made: dict[tuple[Place, int], Quote] = {}

    def of(self, sentence: Labelled) -> tuple[Quote, ...]:
        """The citations that its marks count. Raises :class:`ClaimsError` where the index has not got one."""
        return tuple(self._quote(place, number) for number, place in enumerate(sentence.passages, 1))

    def _quote(self, place: Place, number: int) -> Quote:
        if (place, number) not in self._made:
            self._made[place, number] = self._resolved(place, number)
        return self._made[place, number]

    def _resolved(self, place: Place, number: int) -> Quote:
        edition = self.regulations.get(place.regulation) or self._catalogue.edition(place.regulation, None)
        article = edition.article(place.article) if edition else None
        if edition is None or article is None:
            raise ClaimsError(_absent(place))
        if place.label == address_label(article):
            chosen = whole(article)
            return quote(edition, article, chosen.spans, chosen.label, 1.0, number)
        for label, start, end in parts(article):
            if label == place.label:
                return quote(edition, article, with_lead_in(edition, article, start, end), label, 1.0, number)
        raise ClaimsError(_absent(place))


def _absent(place: Place) -> str:
    return (
        f"索引里没有《{place.regulation}》{place.label}。这套语句针对 samples/ 里的制度，"
        "请先导入 samples/ 并建好索引，再用 --data 指向那个数据目录。"
    )
