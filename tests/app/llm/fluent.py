"""A model that writes well and is not to be trusted: sentences of the passages that it is shown, some altered."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ingest.numeral import format_numeral

FAITHFUL, FREE = "faithful", "dropped"
"""Kinds of sentences: the passage's own, and with words left out, which may or may not say the same; all other kinds
say something else."""

_MATERIAL = re.compile(r"(=====资料-[0-9a-f]{16}=====)\n(.*?)\n\1", re.DOTALL)
_PASSAGE = re.compile(r"^\[(\d+)\] (《.*)\n((?:(?!^\[\d+\] 《).*\n?)+)", re.MULTILINE)
_SENTENCE = re.compile(r"[^。！？\n]{8,160}。")
_MARKER = re.compile(r"^[\s（(第]*[一二三四五六七八九十\d]{1,3}[）)、.．]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|(?<![之一第])[二三四五六七八九十百]{1,4}(?=[个天日年月次元倍级名人册小])")
_SWAPS = [
    ("应当", "可以"),
    ("可以", "应当"),
    ("不得", "可以"),
    ("必须", "可以"),
    ("以上", "以下"),
    ("以下", "以上"),
    ("以内", "以上"),
    ("一般", "一律"),
    ("超过", "不足"),
    ("不予", "予以"),
    ("不再", "仍然"),
    ("每年", "每月"),
    ("批准", "备案"),
]
_TAILS = ["，特殊情况除外", "，但可以酌情放宽", "，具体由本人决定", "，逾期视为同意", "，必要时可以不执行"]
_CITED = ["根据第九十九条规定，", "依据《职工权益保障特别条例》，", "按照第四十四条第九款，", "砚院发〔2099〕8号规定，"]


@dataclass
class Fluent:
    """Replies to prompts. ``sentences`` keeps each one that was said, as it would be shown, with its kind."""

    seed: int
    sentences: dict[str, str] = field(default_factory=dict)
    replies: int = 0

    def __call__(self, prompt: str) -> str:
        """Up to a dozen sentences of the passages in ``prompt``; the same ones for the same prompt and seed."""
        self.replies += 1
        passages = _passages(prompt)
        known = "\n".join(words for _, words in passages)
        chance = random.Random(f"{self.seed} {passages}")
        said = [(number, *each) for number, words in passages for each in _sentences(words)]
        made = []
        for number, text, whole in chance.sample(said, min(len(said), 4)):
            for kind in chance.sample(list(_ALTERATIONS), 3):
                written = _ALTERATIONS[kind](text, chance)
                if written is None or written == text:
                    kind, written = FAITHFUL if whole else FREE, text
                elif re.search(rf"(?:^|[。\n]){re.escape(written[:-1])}", known):  # another sentence says it
                    kind = FREE
                self.sentences.setdefault(f"{written}［{number}］", kind)
                made.append(f"{written}[{number}]")
        return "\n".join(made)


def _passages(prompt: str) -> list[tuple[int, str]]:
    """The numbered passages of a prompt with their text."""
    found = _MATERIAL.search(prompt)
    assert found is not None
    return [(int(number), text.strip()) for number, _, text in _PASSAGE.findall(found[2] + "\n")]


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences of a passage, each with whether it stands there by itself; an item of a list does not."""
    lines = [line for line in text.split("\n") if " | " not in line]
    for line in lines:
        if _MARKER.match(line):
            items = re.split("[；;。]", _MARKER.sub("", line))
            yield from ((f"{item}。", False) for item in items if len(item) >= 8)
        else:
            yield from ((each, "：" not in each) for each in _SENTENCE.findall(line))


def _number(text: str, chance: random.Random) -> str | None:
    places = list(_NUMBER.finditer(text))
    if not places:
        return None
    place = chance.choice(places)
    other = str(chance.randint(2, 98))
    if not place[0][0].isdigit():
        other = format_numeral(int(other))
    changed = text[: place.start()] + other + text[place.end() :]
    return None if other == place[0] else changed


def _modal(text: str, chance: random.Random) -> str | None:
    known = [pair for pair in _SWAPS if pair[0] in text]
    if not known:
        return None
    old, new = chance.choice(known)
    return text.replace(old, new, 1)


def _negated(text: str, chance: random.Random) -> str | None:
    places = [m.start() for m in re.finditer("不(?!同|足|满|含|超)", text)]
    if places and chance.random() < 0.5:
        place = chance.choice(places)
        return text[:place] + text[place + 1 :]
    return re.sub("应当|可以", lambda m: f"不{m[0]}", text, count=1)


def _addressed(text: str, chance: random.Random) -> str:
    return chance.choice(_CITED) + text


def _tailed(text: str, chance: random.Random) -> str:
    return text[:-1] + chance.choice(_TAILS) + "。"


def _headless(text: str, chance: random.Random) -> str | None:
    """Without its condition."""
    found = re.match(r"[^，。]{4,40}的，", text)
    return text[found.end() :] if found else None


def _dropped(text: str, chance: random.Random) -> str:
    begin = chance.randrange(len(text) - 3)
    return text[:begin] + text[begin + chance.randint(1, 6) :].lstrip("，；")


_ALTERATIONS: dict[str, Callable[[str, random.Random], str | None]] = {
    "number": _number,
    "modal": _modal,
    "negated": _negated,
    "addressed": _addressed,
    "tailed": _tailed,
    "headless": _headless,
    FREE: _dropped,
}
