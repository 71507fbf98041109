"""``python -m eval run``: a question set through the system, a table on the screen, a report in a folder;
``retrieval``: a BEIR folder through the retriever; ``parsing`` and ``label``: the same for the parser."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from app.settings import Settings, SettingsError, load_settings
from eval.baseline import BaselineError, Comparison, compare, read_baseline
from eval.dataset import DatasetError, QuestionSet, load
from eval.gold import Catalogue, default_set
from eval.parsing.command import COMMANDS as PARSING_COMMANDS
from eval.parsing.command import add as add_parsing
from eval.parsing.command import run as run_parsing
from eval.report import headline, table, write_report
from eval.retrieval import command as retrieval
from eval.run import Asker, Run, UnreachableError, resident_memory, run
from eval.summary import Limit, missed, summarise
from eval.system import SystemUnderTest, local_system, served_system
from ingest.console import ArgumentParser, fail, positive

QUESTIONS = Path(__file__).parent / "questions"

_LIMITS = {
    "min_success1": ("Success@1", True, "条文 Success@1 不低于"),
    "min_success5": ("Success@5", True, "条文 Success@5 不低于"),
    "min_correct": ("correct", True, "整题全对率不低于"),
    "min_fact_recall": ("fact_recall", True, "要点召回不低于"),
    "min_refusal": ("refusal", True, "应拒答的拒答率不低于"),
    "max_false_refusal": ("false_refusal", False, "误拒率不高于"),
    "min_quote_validity": ("quote_validity", True, "引文逐字无误率不低于"),
    "max_p95_ms": ("p95_ms", False, "耗时 p95（毫秒）不高于"),
    "max_memory_mb": ("memory_mb", False, "常驻内存峰值（MiB）不高于"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0, 1 where a limit is missed, 2 where the run could not be made."""
    options = _parser().parse_args(arguments)
    if options.command in PARSING_COMMANDS:
        return run_parsing(options)
    if options.command == retrieval.NAME:
        return retrieval.run(options)
    console = Console()
    try:
        return _run(options, console)
    except (DatasetError, BaselineError, UnreachableError, SettingsError) as error:
        fail(str(error), 2)
    except KeyboardInterrupt:
        fail("已中断，没有写出报告。", 130)


def _run(options: argparse.Namespace, console: Console) -> int:
    baseline = read_baseline(options.baseline) if options.baseline else None
    settings = _settings(options)
    if options.url:
        system = served_system(options.url, settings.data)
    else:
        console.print(f"正在打开 {settings.data} 里的索引、载入模型……", markup=False)
        system = local_system(settings)
    with system:
        catalogue = Catalogue(system.regulations)
        chosen = _choose(options, catalogue, console)
        problems = catalogue.check(chosen)
        fatal = [problem for problem in problems if problem.fatal]
        if fatal and not options.keep_going:
            raise DatasetError(chosen.path, fatal)
        if problems:
            console.print(f"题集与索引有 {len(problems)} 处对不上，相关的题照样计分，详见报告：", style="yellow")
            for problem in problems[:10]:
                console.print(f"  {problem}", markup=False)
        made = _ask_all(chosen, system, catalogue, options, console)
    limits = [
        Limit(number, bound, lowest)
        for option, (number, lowest, _) in _LIMITS.items()
        if (bound := getattr(options, option)) is not None
    ]
    complaints = missed(limits, summarise(made.results), made.memory_mb)
    comparison = compare(made, baseline, options.baseline.name) if baseline else None
    folder = options.out or settings.data / "eval" / f"{chosen.name}-{datetime.now():%Y%m%d-%H%M%S}"
    try:
        write_report(folder, made, problems, complaints, comparison)
    except OSError as error:
        fail(f"报告写不进 {folder}（{error.strerror}），请用 --out 换一个可写的目录。", 2)
    _show(made, comparison, complaints, console)
    console.print(f"报告：{folder / 'report.md'}，机器可读：{folder / 'report.json'}", markup=False, soft_wrap=True)
    return 1 if complaints else 0


def _settings(options: argparse.Namespace) -> Settings:
    here = Path("tiaowen.toml")
    config = options.config or (here if here.is_file() else None)
    return load_settings(config, os.environ, data=options.data)


def _choose(options: argparse.Namespace, catalogue: Catalogue, console: Console) -> QuestionSet:
    if options.questions:
        chosen = load(options.questions)
    elif catalogue.regulations is None:
        fail("读不到服务所用的索引，无法判断该用哪套题：请用 --questions 指定题集，或用 --data 指定服务的数据目录。", 2)
    else:
        found = default_set(QUESTIONS, catalogue)
        if found is None:
            fail(f"{QUESTIONS} 里没有与当前索引对应的题集，请用 --questions 指定题集文件。", 2)
        chosen = found
    share = "" if catalogue.regulations is None else f"，所涉制度 {catalogue.covered(chosen):.0%} 在索引中"
    picked = "指定的题集" if options.questions else "按索引内容选用题集"
    console.print(f"{picked}：{chosen.path.name}（{chosen.name}，{len(chosen.questions)} 题{share}）", markup=False)
    return chosen


def _ask_all(
    chosen: QuestionSet, system: SystemUnderTest, catalogue: Catalogue, options: argparse.Namespace, console: Console
) -> Run:
    started = f"{datetime.now():%Y-%m-%d %H:%M:%S}"
    questions = chosen.questions[: options.limit]
    columns = (TextColumn("提问"), BarColumn(), MofNCompleteColumn(), TextColumn("剩余"), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("提问", total=len(questions))
        asker: Asker = system.asker
        results = run(questions, asker, catalogue, lambda result: progress.advance(task))
    memory = resident_memory(options.pid or "self") if options.pid or not options.url else {}
    return Run(chosen, options.url or "tiaowen", system.facts, results, started, memory)


def _show(made: Run, comparison: Comparison | None, complaints: Sequence[str], console: Console) -> None:
    for title, (head, rows) in (("分题型", table(made, short=True)), ("总表", headline(made))):
        shown = Table(title=title, box=SIMPLE, padding=(0, 1, 0, 0))
        for name in head:
            shown.add_column(name, justify="left" if name in ("题型", "指标") else "right", no_wrap=True)
        for row in rows:
            shown.add_row(*row)
        console.print(shown)
    if comparison:
        gains, losses = len(comparison.gains), len(comparison.losses)
        changed = f"{gains} 题由错变对，{losses} 题由对变错。{comparison.warning}"
        console.print(f"与基线 {comparison.name} 相比：{changed}", markup=False, soft_wrap=True)
    for complaint in complaints:
        console.print(f"未达到要求：{complaint}", style="red", markup=False)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m eval", description="评测：答得对不对，引得准不准，该拒答时有没有拒答；以及解析得对不对。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=ArgumentParser)
    command = commands.add_parser("run", help="用一套题评测，打印结果并写出报告")
    command.add_argument("--questions", type=Path, metavar="文件", help="题集文件；不填则按索引里的制度选用")
    command.add_argument("--data", type=Path, metavar="目录", help="数据目录，默认 data")
    command.add_argument("--config", type=Path, metavar="文件", help="设置文件，默认当前目录的 tiaowen.toml，可以没有")
    command.add_argument(
        "--url", metavar="地址", help="评测运行中的服务，例如 http://127.0.0.1:7860；不填则在本进程内评测"
    )
    command.add_argument("--pid", type=int, metavar="进程号", help="与 --url 同用：服务的进程号，用来读它的内存")
    command.add_argument("--out", type=Path, metavar="目录", help="报告目录，默认 数据目录/eval/题集名-时间")
    command.add_argument("--baseline", type=Path, metavar="文件", help="以前的 report.json，用来对比升降")
    command.add_argument("--limit", type=positive, metavar="题数", help="只评前若干题")
    command.add_argument(
        "--keep-going", action="store_true", help="标准答案的地址在索引里不存在时也照样评（按未答对计）"
    )
    for option, (_, _, words) in _LIMITS.items():
        command.add_argument(
            f"--{option.replace('_', '-')}", type=float, metavar="数值", help=f"要求{words}此值，否则退出码为 1"
        )
    retrieval.add(commands)
    add_parsing(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
