"""The regulations that a text names: their full titles, and the abbreviations it defines (以下简称《条例》)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.references.lawnames import all_starts, is_name, strong_starts
from ingest.references.titlekey import TITLE, is_regulation, title_key

_SHORT = r"(?:《[^《》\n]{1,30}》|“[^“”\n]{1,30}”|[^“”《》（）\n，。；、]{1,30})"
_DEFINED = re.compile(
    rf"(?:以下|下)(?:分别)?(?:简称|统称|称)为?[：:]?\s*(?P<names>{_SHORT}(?:[、和及]{_SHORT}){{0,5}})"
)
_DEFINES = re.compile(
    r"(?:(?P<quoted>》)(?:（[^（）\n]{0,60}）)?|(?P<run>[\u4e00-\u9fff]{1,40}(?:法典|(?<!办)法|条例)))\s*[（，]\s*$"
)
# A law named without 《》: 依照刑法的规定.
_CITED = re.compile(
    r"(?:依照|按照|根据|依据|适用|违反|参照|遵守)"
    r"(?P<run>[\u4e00-\u9fff]{1,16}?(?:法典|(?<![办方])法(?![律规院人定治制官庭学])|条例))"
    r"(?=的|有关|和|及|、|，|等|规定|关于|第)"
)
_NO_LAW = re.compile(r"^(?:本|该|上述|前述|国家|有关|相关|其他|其|各|当地|所在|以下|下列|前款|同)|[的了]")
_HAN_END = re.compile(r"[\u4e00-\u9fff]+$")


@dataclass(frozen=True, slots=True)
class Named:
    """A regulation named without 《》: ``title`` is written out where the text says, empty for the text's own;
    ``readings`` are all the ways to read an unknown name, the longest first."""

    start: int
    title: str
    readings: tuple[str, ...] = ()


class Names:
    """The names of regulations in one text; ``own`` are the text's own title and aliases. ``defined`` are the
    abbreviations it defines, each with the full title."""

    def __init__(self, text: str, own: Iterable[str]) -> None:
        self._own = {title_key(name) for name in own}
        self._full: dict[str, str] = {}
        for match in TITLE.finditer(text):
            key = title_key(match[1])
            if len(match[1]) > len(self._full.get(key, "")):
                self._full[key] = match[1]
        self.defined: dict[str, str] = {}
        for match in _DEFINED.finditer(text):
            for short, full in _definitions(text, match):
                self.defined.setdefault(short, full)
        self._short = {title_key(short): full for short, full in self.defined.items()}
        self.places = self._places(text)

    def written_out(self, title: str) -> str | None:
        """The full title of the regulation meant; empty for the text's own, None where the text does not say."""
        key = title_key(title)
        if key in self._short:
            full = self._short[key]
            return "" if title_key(full) in self._own else full
        if key in self._own:
            return ""
        return self._full.get(key)

    def read(self, run: str) -> Named | None:
        """The name at the end of ``run`` (依照刑法); ``start`` counts in ``run``. None where it is no name."""
        starts = all_starts(run)
        for start in reversed(starts):
            if (full := self.written_out(run[start:])) is not None:
                return Named(start, full)
        likely = strong_starts(run)[-1]
        if not is_name(run[likely:]):
            return None
        return Named(likely, run[likely:], tuple(run[start:] for start in starts if is_name(run[start:])))

    def name_at(self, text: str, floor: int, start: int, end: int) -> Named | None:
        """What is named in ``text[start:end]``; ``start`` of the result counts in ``text``. The characters from
        ``floor`` on tell whether it is only the end of a longer name."""
        run = _HAN_END.search(text[floor:end])
        named = self.read(run[0]) if run else None
        if run is None or named is None or _NO_LAW.search(run[0][named.start :]):
            return None
        begins = end - len(run[0]) + named.start
        return Named(begins, named.title, named.readings) if begins >= start else None

    def _places(self, text: str) -> dict[int, int]:
        """Where the text may name a regulation without 《》, start → end. A name that stands clearly between its verb
        and what follows is known from then on, and recognised where it does not."""
        found = {}
        for match in _CITED.finditer(text):
            found[match.start("run")] = match.end()
            start = strong_starts(match["run"])[-1]
            name = match["run"][start:]
            if is_name(name) and not _NO_LAW.search(name):
                self._full.setdefault(title_key(name), name)
        for short in self.defined:
            if short.endswith(("法", "法典")) or len(short) > 4:
                pattern = re.escape(short) + r"(?!实施|修正|司法|解释)"
                found.update((match.start(), match.end()) for match in re.finditer(pattern, text))
        return found


def _definitions(text: str, match: re.Match[str]) -> Iterator[tuple[str, str]]:
    head = text[max(0, match.start() - 260) : match.start()]
    defines = _DEFINES.search(head[-110:])
    if defines is None:
        return
    whole = _bare(match["names"])
    if run := defines["run"]:
        names = [name for start in strong_starts(run) if is_name(name := run[start:])]
        if names and is_name(whole):
            yield whole, names[-1]
        return
    several = "》、《" in match["names"] or "分别" in match[0]
    shorts = [_bare(each) for each in re.split(r"[、和及]", match["names"])] if several else [whole]
    titles = [found[1] for found in TITLE.finditer(head)][-len(shorts) :]
    if len(titles) == len(shorts):
        yield from ((short, full) for short, full in zip(shorts, titles, strict=True) if is_regulation(full))


def _bare(name: str) -> str:
    return name.strip('“”《》" ')
