"""What an ingest would do to the stored regulations, said before it does it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from ingest.documents.titles import quoted
from ingest.editions.changes import Comparison, compare
from ingest.editions.changes_text import markdown as comparison_markdown
from ingest.editions.changes_text import summary
from ingest.editions.status import in_force_since, meant, names, normalised_title
from ingest.model import Regulation

StepKind = Literal["new", "edition", "successor", "replaced", "facts", "sources", "withdrawn", "vanished", "unchanged"]
"""new: not stored in any edition · edition: another edition of a stored title · successor: repeals a stored one ·
replaced: stored under this id with another text · facts: with other metadata · sources: from other files · withdrawn:
stored, and taken back · vanished: stored, but in none of the sources."""

_WORDS: dict[StepKind, str] = {
    "new": "新增",
    "edition": "新版本",
    "successor": "新增并取代",
    "replaced": "内容更新",
    "facts": "信息更新",
    "sources": "来源变化",
    "withdrawn": "撤下",
    "vanished": "不再包含",
    "unchanged": "不变",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one regulation. ``comparison`` is with the stored text it takes the place of; ``files`` are its
    sources. ``lost`` tells that the edition it follows is in the sources no more, so that ``as_of`` will not find it.
    """

    kind: StepKind
    id: str
    title: str
    files: tuple[str, ...]
    comparison: Comparison | None = None
    lost: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON-ready data."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "files": list(self.files),
            "lost": self.lost,
            "said": _line(self),
            "comparison": self.comparison.to_dict() if self.comparison else None,
        }


def plan(
    stored: Sequence[Regulation], fresh: Sequence[Regulation], withdrawn: Collection[str] = ()
) -> tuple[Step, ...]:
    """The steps from the stored regulations to the fresh ones: those of the fresh ones in their order, then what
    is withdrawn (ids) or vanishes."""
    before = {regulation.id: regulation for regulation in stored}
    coming = {regulation.id for regulation in fresh}
    editions: dict[str, list[Regulation]] = defaultdict(list)
    called: dict[str, list[Regulation]] = defaultdict(list)
    for regulation in stored:
        editions[normalised_title(regulation.title)].append(regulation)
        for name in names(regulation):
            called[name].append(regulation)
    steps = [_step(regulation, before.get(regulation.id), editions, called, coming) for regulation in fresh]
    steps += [
        Step(
            "withdrawn" if regulation.id in withdrawn else "vanished",
            regulation.id,
            regulation.title,
            _files(regulation),
        )
        for regulation in stored
        if regulation.id not in coming
    ]
    return tuple(steps)


def _step(
    new: Regulation,
    old: Regulation | None,
    editions: dict[str, list[Regulation]],
    called: dict[str, list[Regulation]],
    coming: set[str],
) -> Step:
    if old is not None:
        comparison = None if _same(old, new) else compare(old, new)
        kind: StepKind = "unchanged" if _files(old) == _files(new) else "sources"
        if comparison is not None:
            kind = "facts" if comparison.same_text else "replaced"
            if comparison.same_text and not comparison.facts:
                kind, comparison = "unchanged", None
        return Step(kind, new.id, new.title, _files(new), comparison)
    kind = "edition"
    older = _before(new, editions.get(normalised_title(new.title), ()))
    if older is None:
        kind = "successor"
        older = _before(new, [r for title in new.repeals for name in meant(title) for r in called.get(name, ())])
    if older is None:
        return Step("new", new.id, new.title, _files(new))
    return Step(kind, new.id, new.title, _files(new), compare(older, new), older.id not in coming)


def _before(new: Regulation, candidates: Iterable[Regulation]) -> Regulation | None:
    """The edition to compare with: the latest that is not later than ``new``, else any."""
    ordered = sorted(candidates, key=in_force_since)
    since = in_force_since(new)
    earlier = [each for each in ordered if not since or in_force_since(each) <= since]
    return earlier[-1] if earlier else ordered[0] if ordered else None


def _same(old: Regulation, new: Regulation) -> bool:
    keys = [key for key in Regulation.__dataclass_fields__ if key not in ("sources", "references")]
    return all(getattr(old, key) == getattr(new, key) for key in keys)


def _files(regulation: Regulation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.file for source in regulation.sources))


def is_empty(steps: Sequence[Step]) -> bool:
    """Whether nothing would change."""
    return all(step.kind == "unchanged" for step in steps)


def lines(steps: Sequence[Step]) -> list[str]:
    """One Chinese line for each step that changes something, and a last line with the counts."""
    told = [_line(step) for step in steps if step.kind != "unchanged"]
    counts = Counter(step.kind for step in steps)
    counted = "，".join(f"{word} {counts[kind]} 部" for kind, word in _WORDS.items() if counts[kind])
    return [*told, counted or "没有可比较的文件"]


def markdown(steps: Sequence[Step]) -> str:
    """The plan for people, with every comparison article by article."""
    told = ["# 导入预演", "", *(f"- {line}" for line in lines(steps)[:-1]), "", f"合计：{lines(steps)[-1]}。"]
    for step in steps:
        if step.comparison is not None:
            told += ["", comparison_markdown(step.comparison).rstrip()]
    return "\n".join(told) + "\n"


def to_dict(steps: Sequence[Step]) -> dict[str, Any]:
    """The plan as JSON-ready data with its fingerprint; unchanged regulations are only counted."""
    return {
        "counts": dict(Counter(step.kind for step in steps)),
        "plan": fingerprint(steps),
        "steps": [step.to_dict() for step in steps if step.kind != "unchanged"],
    }


def _line(step: Step) -> str:
    text = f"{_WORDS[step.kind]}：{quoted(step.title)}"
    if step.kind == "vanished":
        return f"{text}（{step.id}）：来源中已没有 {'、'.join(step.files)}。如需保留，请把文件放回来源后再导入。"
    if step.kind == "withdrawn":
        return f"{text}（{step.id}）：重建索引后不再用来作答"
    if step.kind == "sources":
        return f"{text}：现来自 {'、'.join(step.files)}"
    if step.comparison is None:
        return f"{text} ← {'、'.join(step.files)}"
    if step.kind in ("edition", "successor"):
        text += f"（{step.comparison.old_id} → {step.id}）"
    text += f"：{summary(step.comparison)}" if not step.comparison.same_text else ""
    if step.comparison.facts and step.comparison.same_text:
        from_to = (f"{old or '（无）'} → {new or '（无）'}" for _, old, new in step.comparison.facts)
        text += f"：{'；'.join(from_to)}"
    if step.lost:
        text += "；旧版的文件已不在来源中，按旧日期提问将查不到，需要时请把旧文件放回"
    return text


def fingerprint(steps: Sequence[Step]) -> str:
    """A hash of the plan: two plans that have it in common would do the same."""
    told = [step.to_dict() for step in steps]
    return sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
