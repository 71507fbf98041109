"""``python -m eval run``: a question set through one system or several, tables on the screen, a report in a folder."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from app.settings import Settings, SettingsError, config_here, load_settings
from eval import demands
from eval.baseline import BaselineError
from eval.dataset import DatasetError, Problem, QuestionSet, load
from eval.demands import Demands
from eval.draft.state import unreviewed
from eval.evaluation import Evaluation
from eval.gold import QUESTIONS, Catalogue, default_set
from eval.journal import Journal, JournalError
from eval.judge import LABEL, JudgeError, configured
from eval.lineup import Lineup, complaints
from eval.progress import Bars
from eval.report import examined, headline, side_by_side, table, write_report
from eval.run import Run, UnreachableError
from eval.systems.opening import LOCAL, build_of, is_server, open_system
from eval.systems.sources import source_texts
from eval.systems.system import Setup, SystemUnderTest
from ingest.console import ArgumentParser, fail, positive
from ingest.model import IngestError, Regulation
from vectorstore.published import REGULATIONS, IndexFolder

NAME = "run"


def add(commands: argparse._SubParsersAction[ArgumentParser]) -> None:
    """Add the command to those of ``python -m eval``."""
    command = commands.add_parser(NAME, help="用一套题评测一个或几个系统，打印结果并写出报告")
    names = "；".join(f"{name}：{words}" for name, words in LOCAL.items())
    command.add_argument(
        "--system",
        type=_system,
        action="append",
        dest="systems",
        metavar="系统",
        help=f"可以写几次，并排评测，要求和基线只对第一个；{names}；http://…：运行中的服务",
    )
    command.add_argument("--questions", type=Path, metavar="文件", help="题集文件；不填则按索引里的制度选用")
    command.add_argument("--data", type=Path, metavar="目录", help="数据目录，默认 data")
    command.add_argument("--config", type=Path, metavar="文件", help="设置文件，默认当前目录的 tiaowen.toml，可以没有")
    command.add_argument(
        "--sources",
        type=Path,
        action="append",
        default=[],
        metavar="目录",
        help="系统 naive 用：当初导入的目录或文件，可以写几次",
    )
    command.add_argument("--pid", type=positive, metavar="进程号", help="所评服务的进程号，用来读它的内存")
    command.add_argument("--timeout", type=positive, default=60, metavar="秒", help="一题最多等多久，默认 60")
    command.add_argument(
        "--out",
        type=Path,
        metavar="目录",
        help="报告目录，默认 数据目录/eval/题集名-时间；里面有没跑完的评测时接着评",
    )
    command.add_argument("--limit", type=positive, metavar="题数", help="只评前若干题")
    command.add_argument(
        "--keep-going", action="store_true", help="标准答案的地址在索引里不存在时也照样评（按未答对计）"
    )
    command.add_argument(
        "--judge",
        action="store_true",
        help="另问一个语言模型：回答是否只说了所引条文里有的话（模型的意见，不是测量结果）",
    )
    command.add_argument("--judge-url", metavar="地址", help="问哪个 OpenAI 兼容接口，默认设置里的 llm_base_url")
    command.add_argument("--judge-model", metavar="名称", help="问哪个模型，默认设置里的 llm_model")
    demands.add(command)


def _system(name: str) -> str:
    name = name.rstrip("/")
    if not is_server(name) and name not in LOCAL:
        raise argparse.ArgumentTypeError(f"没有系统 {name}，可用的有 {'、'.join(LOCAL)}，或以 http:// 开头的服务地址")
    return name


def run(options: argparse.Namespace) -> int:
    """Exit status: 0, 1 where a demand is not met, 2 where nothing could be measured, 130 where it was interrupted."""
    console = Console()
    try:
        return _run(options, console)
    except (DatasetError, BaselineError, UnreachableError, SettingsError, JournalError, JudgeError) as error:
        fail(str(error), 2)
    except IngestError as error:
        fail(error.message, 2)
    except KeyboardInterrupt:
        fail("已中断，还没有开始提问。", 130)


def _run(options: argparse.Namespace, console: Console) -> int:
    names = list(dict.fromkeys(options.systems or ["tiaowen"]))
    if options.pid and sum(map(is_server, names)) != 1:
        raise UnreachableError("--pid 是所评服务的进程号，要与一个 --system http://… 同用。")
    wanted = Demands.read(options)
    settings = _settings(options)
    judge = configured(settings, options.judge_url, options.judge_model) if options.judge else None
    setup = Setup(settings, tuple(options.sources), options.timeout, options.pid)
    build_id = _build(names, setup)
    catalogues = _Catalogues(setup)
    catalogue = catalogues.of(build_id)
    chosen = _choose(options, catalogue, console)
    problems = _check(chosen, catalogue, options, console)
    questions = chosen.questions[: options.limit]
    wanted.check(chosen, questions)
    now = datetime.now()
    folder = options.out or settings.data / "eval" / f"{_file_name(chosen.name)}-{now:%Y%m%d-%H%M%S}"
    about = {
        "题集": f"{chosen.path.name} {chosen.sha256}",
        "题数": str(len(questions)),
        "系统": "、".join(names),
        "索引": build_id,
        "模型意见": judge.model if judge else "没有要求",
    }
    try:
        with Journal(folder, about, questions, f"{now:%Y-%m-%d %H:%M:%S}") as journal:
            try:
                with Bars(console) as bars:
                    lineup = Lineup(lambda name: _opened(name, setup, build_id), catalogues.of, bars, judge)
                    runs, absent = lineup.measure(names, chosen, questions, journal)
            except KeyboardInterrupt:
                how = "原样再运行一次这条命令" if options.out else f"再运行一次这条命令，加上 --out {folder}"
                fail(f"已中断。答完的题保存在 {folder}，要接着评，{how}。", 130)
            if not runs:
                journal.remove()
                raise UnreachableError(next(iter(absent.values())))
            if judge:
                runs = tuple(replace(run, facts={**run.facts, LABEL: judge.remark}) for run in runs)
            evaluation = _judged(names[0], runs, absent, problems, wanted, journal.started)
            write_report(folder, evaluation)
            journal.remove()
    except OSError as error:
        fail(f"报告写不进 {folder}（{error.strerror}），请用 --out 换一个可写的目录。", 2)
    _show(evaluation, console)
    if evaluation.runs[0].name == names[0]:
        wanted.keep(evaluation.runs[0])
    console.print(f"报告：{folder / 'report.html'}（另有 report.md、report.json）", markup=False, soft_wrap=True)
    return 1 if evaluation.missed else 0


def _file_name(name: str) -> str:
    """A set's name as part of a folder's: what a path cannot hold, or what would lead elsewhere, becomes ``_``."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name)[:60].strip(". ") or "题集"


def _settings(options: argparse.Namespace) -> Settings:
    return load_settings(options.config or config_here(), os.environ, data=options.data)


def _build(names: Sequence[str], setup: Setup) -> str:
    """The index of the first system that can be reached. Raises :class:`UnreachableError` where none can."""
    faults = []
    for name in names:
        try:
            return build_of(name, setup)
        except UnreachableError as error:
            faults.append(error)
    raise faults[0]


def _opened(name: str, setup: Setup, build_id: str) -> SystemUnderTest:
    """The system, open. A build published while others were being asked is another index: they would not compare."""
    system = open_system(name, setup)
    if not is_server(name) and system.build_id != build_id:
        system.close()
        raise UnreachableError(f"索引在评测途中换成了 {system.build_id}，请重新评测。")
    return system


class _Catalogues:
    """What answers are judged against, read once for each build."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._known: dict[tuple[str, bool], Catalogue] = {}

    def of(self, build_id: str, name: str = "") -> Catalogue:
        """The regulations of this build where they are at hand; for the naive system its files too, which it quotes.
        Raises ``IngestError`` where they are damaged."""
        quotes_files = name == "naive"
        key = build_id, quotes_files
        if key not in self._known:
            files = source_texts(self._setup.sources) if quotes_files else {}
            texts = {file: raw.text for file, raw in files.items()}
            self._known[key] = Catalogue(self._regulations(build_id), texts)
        return self._known[key]

    def _regulations(self, build_id: str) -> Mapping[str, Regulation] | None:
        folder = IndexFolder(self._setup.settings.data)
        return folder.regulations(build_id) if (folder.build(build_id) / REGULATIONS).is_file() else None


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
    covered = catalogue.covered(chosen)
    if (
        catalogue.regulations is not None
        and not covered
        and not options.keep_going
        and any(q.gold for q in chosen.questions)
    ):
        advice = "请核对 --data 和题集里的制度名称；仍要评测，加 --keep-going"
        raise UnreachableError(f"题集 {chosen.path.name} 所涉的制度都不在索引里，评不出什么。{advice}。")
    share = "" if catalogue.regulations is None else f"，所涉制度 {covered:.0%} 在索引中"
    picked = "指定的题集" if options.questions else "按索引内容选用题集"
    console.print(f"{picked}：{chosen.path.name}（{chosen.name}，{len(chosen.questions)} 题{share}）", markup=False)
    for remark in chosen.remarks:
        console.print(f"  {remark}", style="yellow", markup=False, soft_wrap=True)
    return chosen


def _check(
    chosen: QuestionSet, catalogue: Catalogue, options: argparse.Namespace, console: Console
) -> Sequence[Problem]:
    problems = [*unreviewed(chosen), *catalogue.check(chosen)]
    fatal = [problem for problem in problems if problem.fatal]
    if fatal and not options.keep_going:
        raise DatasetError(chosen.path, fatal)
    if problems:
        console.print(f"题集与索引有 {len(problems)} 处对不上，相关的题照样计分，详见报告：", style="yellow")
        for problem in problems[:10]:
            console.print(f"  {problem}", markup=False, soft_wrap=True)
    return problems


def _judged(
    first: str,
    runs: tuple[Run, ...],
    absent: Mapping[str, str],
    problems: Sequence[Problem],
    wanted: Demands,
    started: str,
) -> Evaluation:
    """The evaluation: demands and the baseline apply to the system that was named first."""
    made = runs[0]
    complained, comparison = wanted.judge(made) if made.name == first else ([], None)
    return Evaluation(
        made.question_set,
        runs,
        started,
        tuple(problems),
        (*complaints(absent), *complained),
        (comparison, *[None] * (len(runs) - 1)),
        absent,
    )


def _show(evaluation: Evaluation, console: Console) -> None:
    systems = [examined(run) for run in evaluation.runs]
    tables = [("分题型", table(systems[0], short=True)), ("总表", headline(systems[0]))]
    if len(systems) > 1:
        tables.append(("各系统", side_by_side(systems)))
    for title, (head, rows) in tables:
        shown = Table(title=title, box=SIMPLE, padding=(0, 1, 0, 0))
        for name in head:
            shown.add_column(name, justify="left" if name in ("题型", "指标", "系统") else "right", no_wrap=True)
        for row in rows:
            shown.add_row(*row)
        console.print(shown)
    comparison = evaluation.comparisons[0]
    if comparison:
        gains, losses = len(comparison.gains), len(comparison.losses)
        changed = f"{gains} 题由错变对，{losses} 题由对变错。{comparison.warning}"
        console.print(f"与基线 {comparison.name} 相比：{changed}", markup=False, soft_wrap=True)
    if LABEL in evaluation.runs[0].facts:
        console.print(f"{LABEL}：{evaluation.runs[0].facts[LABEL]}", markup=False, soft_wrap=True)
    for result in evaluation.runs[0].results:
        for violation in result.violations:
            console.print(f"{result.question.id}：{violation}", style="red", markup=False, soft_wrap=True)
    for complaint in evaluation.missed:
        console.print(f"未达到要求：{complaint}", style="red", markup=False, soft_wrap=True)
