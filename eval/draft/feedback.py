"""What users said about answers (有用, 无用) → cases for a person to judge."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.dataset import Gold
from eval.draft.model import Draft
from ingest.model import Regulation, article_id

_USEFUL, _USELESS = "有用", "无用"


class FeedbackFileError(Exception):
    """A feedback file that cannot be read; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Cases out of a feedback file. ``lines`` were read; ``without_question`` of them say nothing of the question,
    because the site does not keep it; ``damaged`` are no feedback; ``repeated`` ask what a newer one asks."""

    drafts: tuple[Draft, ...]
    lines: int
    without_question: int
    damaged: int
    repeated: int

    @property
    def remark(self) -> str:
        """What became of the lines, and which setting would make more of them, in Chinese."""
        said = [f"反馈 {self.lines} 条，得到 {len(self.drafts)} 题"]
        if self.repeated:
            said.append(f"{self.repeated} 条问的是同一句话，只取最新的")
        if self.damaged:
            said.append(f"{self.damaged} 条读不出来，跳过")
        if self.without_question:
            said.append(
                f"{self.without_question} 条没有留下提问，做不成题：网站默认不记录提问。今后要留，在 tiaowen.toml 里设 "
                'log_questions = "masked"（遮去人名、号码）或 "full"，并告知用户；以前的补不回来'
            )
        return "；".join(said) + "。"


def judged(path: Path, regulations: Iterable[Regulation]) -> Judged:
    """Read ``feedback.jsonl`` into cases, newest first, each question once; questions stay masked as they were kept.

    Of 有用 what was cited becomes the gold, of 无用 the gold is empty and the note says what was cited. Raises
    :class:`FeedbackFileError`.
    """
    try:
        lines = [line for line in path.read_text(encoding="utf-8", errors="replace").split("\n") if line.strip()]
    except OSError as error:
        raise FeedbackFileError(
            f"反馈文件 {path} 读不出来（{error.strerror}）。服务把它写在数据目录里，文件名是 feedback.jsonl。"
        ) from error
    places = {article_id(r.id, a.address): Gold(r.title, a.address) for r in regulations for a in r.articles}
    records = [record for line in lines if (record := _record(line)) is not None]
    asked = [record for record in records if record.get("question")]
    asked.sort(key=lambda record: str(record.get("time", "")), reverse=True)
    verdicts = Counter((_same(record["question"]), record["verdict"]) for record in asked)
    found: dict[str, Draft] = {}
    for record in asked:
        key = _same(record["question"])
        if key not in found:
            other = verdicts[key, _USELESS if record["verdict"] == _USEFUL else _USEFUL]
            found[key] = _draft(record, places, other)
    missing = len(records) - len(asked)
    return Judged(tuple(found.values()), len(lines), missing, len(lines) - len(records), len(asked) - len(found))


def _record(line: str) -> Mapping[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    if not isinstance(record, dict) or record.get("verdict") not in (_USEFUL, _USELESS):
        return None
    return record if isinstance(record.get("question", ""), str) else None


def _draft(record: Mapping[str, Any], places: Mapping[str, Gold], otherwise: int) -> Draft:
    cited = [str(each) for each in record.get("article_ids") or ()]
    known = [places[each] for each in cited if each in places]
    gone = [each for each in cited if each not in places]
    useful = record["verdict"] == _USEFUL and bool(known)
    shown = "、".join(f"《{gold.regulation}》{gold.article}" for gold in known)
    said = [f"{str(record.get('time', ''))[:10]} 用户点了{record['verdict']}"]
    if otherwise:
        said.append(f"同一句话也有 {otherwise} 次点了相反的")
    if record.get("reason"):
        said.append(f"理由：{record['reason']}")
    if gone:
        said.append(f"当时引用的 {'、'.join(gone)} 现在没有了")
    if useful:
        said.append("标准答案是当时引用的条文，请核实，补上款项和要点")
    else:
        said.append(f"当时{'引用了' + shown if shown else '没有引用条文'}")
        said.append("请填标准答案并改题型；制度里确实没有依据的，保留“无依据”")
    return Draft(
        question=record["question"],
        kind="direct" if useful else "unanswerable",
        gold=tuple(known) if useful else (),
        facts=(),
        pattern="用户反馈",
        state="请核实",
        note="；".join(said),
    )


def _same(question: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", question).lower() if c.isalnum())
