"""有用/无用: what users say about answers, one JSON object a line in ``feedback.jsonl``."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from app.privacy import LogQuestions, mask, recorded

_FULL = 64 * 1024 * 1024  # bytes; the file is open to everyone who can reach the service


class FeedbackError(Exception):
    """Feedback that could not be kept; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user said about the answer with this id; ``question`` is kept only as far as the site wants it."""

    answer_id: str
    verdict: Literal["有用", "无用"]
    reason: str = ""
    question: str = ""
    article_ids: tuple[str, ...] = ()


class FeedbackLog:
    """Appends to ``path``; safe to use from several threads."""

    def __init__(self, path: Path, policy: LogQuestions = "none", limit: int = _FULL) -> None:
        self.path = path
        self._policy = policy
        self._limit = limit
        self._lock = threading.Lock()

    def append(self, feedback: Feedback, build_id: str) -> None:
        """Keep one line, or raise :class:`FeedbackError`. A line is written whole or not at all."""
        question = recorded(feedback.question, self._policy)
        record = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "answer_id": feedback.answer_id,
            "verdict": feedback.verdict,
            "reason": feedback.reason if self._policy == "full" else mask(feedback.reason),
            "build_id": build_id,
            "article_ids": list(feedback.article_ids),
        }
        if question:
            record["question"] = question
        line = (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "replace")
        with self._lock:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                try:
                    size = os.fstat(file).st_size
                    if size + len(line) > self._limit:
                        raise FeedbackError("反馈记录已满，请通知管理员备份并清空 feedback.jsonl。")
                    if os.write(file, line) != len(line):
                        os.ftruncate(file, size)  # a disk that filled up half-way through the line
                        raise FeedbackError("反馈没有保存：磁盘空间不足，请通知管理员。")
                finally:
                    os.close(file)
            except OSError as error:
                raise FeedbackError(f"反馈没有保存（{error.strerror}），请通知管理员检查数据目录。") from error
