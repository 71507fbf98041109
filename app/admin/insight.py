"""What users asked and said: usage, questions without an answer, feedback, and what administrators did."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.audit import read

_MOST = 200
_DISTINCT = 5000
"""Different questions that are counted apart; what comes up later is in the totals only."""
_TAIL = 2 * 1024 * 1024
"""Bytes of the feedback file that are looked at, from its end."""


class Insight:
    """Reads the audit log and the feedback of ``data``; ``kept`` tells what the site keeps of a question."""

    def __init__(self, data: Path, audit: bool, kept: str) -> None:
        self._data = data
        self._audit = audit
        self._kept = kept

    def usage(self, days: int, today: date) -> dict[str, Any]:
        """Questions a day and in all, and the articles that were cited most, over the last ``days`` days."""
        since = today - timedelta(days=days - 1)
        asked: Counter[str] = Counter()
        refused: Counter[str] = Counter()
        denied: Counter[str] = Counter()
        cited: Counter[str] = Counter()
        visitors: set[str] = set()
        for record in self._records(since):
            day = str(record.get("time", ""))[:10]
            if record.get("event") == "ask":
                asked[day] += 1
                refused[day] += bool(record.get("refused"))
                cited.update(str(each) for each in record.get("cited") or ())
                visitors |= {str(record["visitor"])} if record.get("visitor") else set()
            elif record.get("event") == "denied":
                denied[day] += 1 + int(record.get("left_out") or 0)
        every = [(since + timedelta(days=n)).isoformat() for n in range(days)]
        return {
            "audit": self._audit,
            "days": [
                {"day": day, "asked": asked[day], "refused": refused[day], "denied": denied[day]} for day in every
            ],
            "asked": asked.total(),
            "refused": refused.total(),
            "denied": denied.total(),
            "visitors": len(visitors),
            "cited": [{"article": article, "times": times} for article, times in cited.most_common(20)],
        }

    def unanswered(self, days: int, today: date) -> dict[str, Any]:
        """The questions that found no basis, the most frequent first; none where the site does not keep questions.
        ``more``: some were not counted apart, since there are too many different ones."""
        times: Counter[str] = Counter()
        last: dict[str, str] = {}
        count = 0
        for record in self._records(today - timedelta(days=days - 1)):
            if record.get("event") == "ask" and record.get("refused"):
                count += 1
                question = str(record.get("question") or "")
                if question and _count(times, question):
                    last[question] = str(record.get("time", ""))
        ordered = sorted(times, key=lambda question: (times[question], last[question]), reverse=True)[:_MOST]
        return {
            "audit": self._audit,
            "kept": self._kept,
            "refused": count,
            "more": len(times) >= _DISTINCT,
            "questions": [{"question": each, "times": times[each], "last": last[each]} for each in ordered],
        }

    def feedback(self) -> dict[str, Any]:
        """What users said of answers, the latest first."""
        records = [each for each in self._said() if isinstance(each, dict)]
        counts = Counter(str(each.get("verdict")) for each in records)
        keys = ("time", "verdict", "reason", "question", "article_ids", "answer_id")
        latest = [{key: each.get(key) for key in keys} for each in reversed(records[-_MOST:])]
        return {"useful": counts["有用"], "useless": counts["无用"], "latest": latest}

    def _said(self) -> list[Any]:
        try:
            with (self._data / "feedback.jsonl").open("rb") as file:
                start = max(0, file.seek(0, 2) - _TAIL)
                file.seek(start)
                lines = file.read().split(b"\n")[1 if start else 0 :]
        except OSError:
            return []
        found = []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def actions(self, days: int, today: date) -> dict[str, Any]:
        """What administrators did over the last ``days`` days, the latest first."""
        latest: deque[dict[str, Any]] = deque(maxlen=_MOST)
        for record in self._records(today - timedelta(days=days - 1)):
            if record.get("event") == "admin":
                latest.appendleft({key: value for key, value in record.items() if key not in ("event", "prev", "hash")})
        return {"audit": self._audit, "actions": list(latest)}

    def _records(self, since: date) -> Iterable[dict[str, Any]]:
        return read(self._data / "audit", since)


def _count(times: Counter[str], what: str) -> bool:
    """Count it, unless it is new and there are too many already."""
    if what not in times and len(times) >= _DISTINCT:
        return False
    times[what] += 1
    return True
