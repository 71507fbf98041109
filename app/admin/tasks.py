"""What an administrator can have done, as the commands that do it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal["import", "withdraw", "restore", "rebuild", "rollback", "verify"]

TITLES: dict[Kind, str] = {
    "import": "导入",
    "withdraw": "撤下制度",
    "restore": "恢复制度",
    "rebuild": "重建索引",
    "rollback": "退回上一个索引",
    "verify": "检查索引",
}
PREVIEWED: tuple[Kind, ...] = ("import", "withdraw", "restore")
"""What is tried out first and then confirmed by the fingerprint of its plan."""


@dataclass(frozen=True, slots=True)
class Task:
    """``preview`` tries it out. ``plan`` is the fingerprint of what was tried out, ``id`` and ``reason`` are for what
    is withdrawn or restored; ``force`` publishes an index again that was rolled back."""

    kind: Kind
    preview: bool = False
    plan: str = ""
    id: str = ""
    reason: str = ""
    force: bool = False

    def about(self) -> dict[str, Any]:
        """With what it is done, for :attr:`app.admin.job.Job.about`."""
        facts = {"id": self.id, "reason": self.reason, "plan": self.plan, "force": self.force}
        return {key: value for key, value in facts.items() if value}

    def commands(self, data: Path, model: str | None, who: str) -> tuple[tuple[str, ...], ...]:
        """The command lines, to be run one after the other."""
        at = f"--data={data}"
        if self.kind == "rollback":
            return (_python("vectorstore", "rollback", at),)
        if self.kind == "verify":
            return (_python("vectorstore", "verify", at),)
        build = ["build", at, "--progress", *([f"--model={model}"] if model else [])]
        if self.kind == "rebuild":
            return (_python("vectorstore", *build, *(["--force"] if self.force else [])),)
        how = ["--dry-run", "--json"] if self.preview else [f"--plan={self.plan}"]
        ingest = _python("ingest", *self._ingest(who), at, "--progress", *how, *(["--", self.id] if self.id else []))
        return (ingest,) if self.preview else (ingest, _python("vectorstore", *build))

    def _ingest(self, who: str) -> Sequence[str]:
        if self.kind == "import":
            return ("run", "--staged")
        if self.kind == "withdraw":
            return ("withdraw", f"--who={who}", f"--reason={self.reason}")
        return ("restore",)


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)
