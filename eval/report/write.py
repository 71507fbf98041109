"""The reports of an evaluation into a folder, each file whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

from eval.evaluation import Evaluation
from eval.report.examined import examined
from eval.report.html import as_html
from eval.report.markdown import as_markdown
from eval.report.records import as_json
from ingest.store import write_text


def write_report(folder: Path, evaluation: Evaluation) -> None:
    """Write report.html, report.md and report.json into ``folder``, which is made if need be; an earlier report there
    is replaced. Raises :class:`ingest.model.IngestError` where the folder cannot be written."""
    systems = [examined(run) for run in evaluation.runs]
    reports = {
        "report.json": json.dumps(as_json(evaluation, systems), ensure_ascii=False, indent=1) + "\n",
        "report.md": as_markdown(evaluation, systems),
        "report.html": as_html(evaluation, systems),
    }
    for name, text in reports.items():
        write_text(folder / name, _whole(text))


def _whole(text: str) -> str:
    """Text that can be written: half a character (a lone surrogate from a server's JSON) becomes a question mark
    rather than costing the report."""
    return text.encode("utf-8", "replace").decode("utf-8")
