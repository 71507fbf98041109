"""An evaluation on paper: a page for people, Markdown, JSON for machines, and the tables of the screen."""

from __future__ import annotations

from eval.report.examined import examined
from eval.report.systems import side_by_side
from eval.report.tables import headline, table
from eval.report.write import write_report

__all__ = ["examined", "headline", "side_by_side", "table", "write_report"]
