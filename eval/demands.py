"""What a run must keep: limits that are named on the command line, and a baseline that it must not fall behind."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.baseline import Baseline, check_baseline, read_baseline, save_baseline
from eval.comparison import MARGIN, Comparison, compare, regressions
from eval.dataset import Question, QuestionSet
from eval.run import Run
from eval.summary import Limit, missed, summarise

_LIMITS: Mapping[str, tuple[str, bool, str]] = {
    "min_success1": ("Success@1", True, "条文 Success@1 不低于"),
    "min_success5": ("Success@5", True, "条文 Success@5 不低于"),
    "min_correct": ("correct", True, "整题全对率不低于"),
    "min_fact_recall": ("fact_recall", True, "要点召回不低于"),
    "min_refusal": ("refusal", True, "应拒答的拒答率不低于"),
    "max_false_refusal": ("false_refusal", False, "误拒率不高于"),
    "min_quote_validity": ("quote_validity", True, "引文逐字无误率不低于"),
    "max_violations": ("violations", False, "语言模型改写里违反核对规则（处）不多于"),
    "max_p95_ms": ("p95_ms", False, "耗时 p95（毫秒）不高于"),
    "max_memory_mb": ("memory_mb", False, "常驻内存峰值（MiB）不高于"),
}
_AMOUNTS = ("violations", "p95_ms", "memory_mb")  # the others are shares


def add(command: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    command.add_argument(
        "--baseline",
        type=Path,
        metavar="文件",
        help="以前用 --save-baseline 保存的基线：逐题对比；主要指标变差超过 --margin 时退出码为 1",
    )
    command.add_argument(
        "--margin",
        type=share,
        default=MARGIN,
        metavar="数值",
        help=f"与基线对比时允许变差多少，0 到 1，默认 {MARGIN:g}（两个百分点）",
    )
    command.add_argument(
        "--save-baseline", type=Path, metavar="文件", help="把本次（第一个系统）的逐题得分存为基线；不含题面和条文"
    )
    for option, (number, _, words) in _LIMITS.items():
        command.add_argument(
            f"--{option.replace('_', '-')}",
            type=float if number in _AMOUNTS else share,
            metavar="数值",
            help=f"要求{words}此值，否则退出码为 1",
        )


@dataclass(frozen=True, slots=True)
class Demands:
    """``limits`` to keep, and the ``baseline`` (with its file's ``name``) to stay within ``margin`` of, or None;
    ``save`` is where the run is to be kept as a baseline, or None."""

    limits: tuple[Limit, ...]
    baseline: Baseline | None
    name: str
    margin: float
    save: Path | None

    @classmethod
    def read(cls, options: argparse.Namespace) -> Demands:
        """What the options ask for. Raises :class:`eval.baseline.BaselineError`."""
        limits = tuple(
            Limit(number, bound, lowest)
            for option, (number, lowest, _) in _LIMITS.items()
            if (bound := getattr(options, option)) is not None
        )
        baseline = read_baseline(options.baseline) if options.baseline else None
        name = options.baseline.name if options.baseline else ""
        return cls(limits, baseline, name, options.margin, options.save_baseline)

    def check(self, chosen: QuestionSet, questions: Sequence[Question]) -> None:
        """Raise :class:`eval.baseline.BaselineError` before anything is asked where the baseline is of others."""
        if self.baseline:
            check_baseline(self.baseline, chosen, questions)

    def judge(self, run: Run) -> tuple[list[str], Comparison | None]:
        """What ``run`` does not keep, in Chinese, and how it compares with the baseline, where there is one."""
        complaints = missed(self.limits, summarise(run.results), run.memory_mb)
        comparison = compare(run, self.baseline, self.name) if self.baseline else None
        return complaints + (regressions(comparison, self.margin) if comparison else []), comparison

    def keep(self, run: Run) -> None:
        """Keep ``run`` as a baseline if that is asked for. Raises :class:`eval.baseline.BaselineError`."""
        if self.save:
            save_baseline(self.save, run)


def share(text: str) -> float:
    """An argument that is a share: 0 to 1, not nan. Raises ``argparse.ArgumentTypeError``."""
    with contextlib.suppress(ValueError):
        if 0 <= (value := float(text)) <= 1:
            return value
    raise argparse.ArgumentTypeError(f"应是 0 到 1 之间的数，收到的是 {text}")
