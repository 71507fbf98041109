"""``python -m eval check``, ``convert`` and ``agree``: question sets looked over, rewritten in another form, compared
between two annotators."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from eval.agreement import Agreement, Overlap, agreement
from eval.dataset import (
    ENDINGS,
    KIND_NAMES,
    DatasetError,
    Question,
    QuestionSet,
    as_record,
    load,
    write,
    write_template,
)
from eval.draft.state import unreviewed
from eval.gold import Catalogue
from eval.inventory import SHARE, counts, interval, repeated
from eval.statistics import Measured
from ingest.console import ArgumentParser, fail, positive
from ingest.model import IngestError
from vectorstore.errors import VectorstoreError
from vectorstore.published import IndexFolder

COMMANDS = ("check", "convert", "agree")
_DIFFERENCES = {
    "unanswerable": "有无依据",
    "article": "条文",
    "label": "款项目",
    "match": "任一或全部",
    "facts": "要点",
}


def add(commands: argparse._SubParsersAction[ArgumentParser]) -> None:
    """Add the three commands to those of ``python -m eval``."""
    check = commands.add_parser("check", help="检查题集：格式、地址、重复的题，以及这么多题能说明多少问题")
    check.add_argument(
        "files", type=Path, nargs="+", metavar="题集", help=f"题集文件（{'、'.join(ENDINGS)}），可以几个"
    )
    check.add_argument("--data", type=Path, metavar="目录", help="数据目录；给出时另与其中的索引核对地址和要点")
    check.add_argument("--limit", type=positive, default=20, metavar="条数", help="每个文件最多列出多少条提醒，默认 20")
    convert = commands.add_parser("convert", help="在 JSONL、CSV、XLSX 之间转换题集，或写出一份表格模板")
    convert.add_argument("source", type=Path, nargs="?", metavar="题集", help="要转换的题集")
    convert.add_argument("target", type=Path, nargs="?", metavar="新文件", help="写到哪里，扩展名决定格式")
    convert.add_argument("--template", type=Path, metavar="文件.xlsx", help="写出一份供填写的模板，带下拉选项和示例")
    convert.add_argument("--force", action="store_true", help="新文件已存在时覆盖它")
    agree = commands.add_parser("agree", help="比较两人对同一批题的标注是否一致")
    agree.add_argument("first", type=Path, metavar="甲", help="一人的题集")
    agree.add_argument("second", type=Path, metavar="乙", help="另一人的题集")


def run(options: argparse.Namespace) -> int:
    """Exit status: 0; 1 where a set has faults; 2 where a file or the index cannot be read or written."""
    console = Console()
    try:
        if options.command == "check":
            return _check(options, console)
        return _convert(options, console) if options.command == "convert" else _agree(options, console)
    except DatasetError as error:
        fail(str(error), 2 if error.is_unreadable else 1)
    except (IngestError, VectorstoreError) as error:
        fail(error.message, 2)
    except KeyboardInterrupt:
        fail("已中断。", 130)


def _check(options: argparse.Namespace, console: Console) -> int:
    catalogue = _catalogue(options.data) if options.data else Catalogue(None)
    status, sets = 0, []
    for path in options.files:
        try:
            question_set = load(path)
        except DatasetError as error:
            _say(console, f"错误：{error}", "red")
            status = max(status, 2 if error.is_unreadable else 1)
            continue
        sets.append(question_set)
        faults = _report(question_set, catalogue, options.limit, console)
        status = max(status, int(faults))
    same = repeated(sets)
    for places in same[: options.limit]:
        where = "、".join(f"{p.question_set.path.name} 第 {p.question.line} 行（{p.question.id}）" for p in places)
        _say(console, f"提醒：同一题出现 {len(places)} 次：“{places[0].question.question}”：{where}", "yellow")
    _left_out(len(same) - options.limit, console)
    if len(sets) > 1:
        console.print(f"合计 {sum(len(each.questions) for each in sets)} 题，其中 {len(same)} 题重复出现。")
    if status == 0:
        note = "" if options.data else "没有与索引核对；加上 --data 数据目录，可以核对地址和要点。"
        _say(console, f"没有发现错误。{note}", "green")
    return status


def _report(question_set: QuestionSet, catalogue: Catalogue, limit: int, console: Console) -> bool:
    """Print what is to be said of one set. Whether it has faults that stop a run."""
    version = f"第 {question_set.version} 版，{len(question_set.questions)} 题"
    _say(console, f"{question_set.path}：{question_set.name}，{version}", "bold")
    kinds = "，".join(f"{KIND_NAMES[kind]} {count}" for kind, count in counts(question_set).items())
    _say(console, f"  题型：{kinds}")
    for line in _proves(question_set):
        _say(console, f"  {line}")
    for remark in question_set.remarks:
        _say(console, f"  提示：{remark}", "yellow")
    problems = [*map(question_set.located, unreviewed(question_set)), *catalogue.check(question_set)]
    faults = [problem for problem in problems if problem.fatal]
    for problem in faults:
        _say(console, f"  错误：{problem}", "red")
    doubts = [problem for problem in problems if not problem.fatal]
    for problem in doubts[:limit]:
        _say(console, f"  提醒：{problem}", "yellow")
    _left_out(len(doubts) - limit, console)
    return bool(faults)


def _proves(question_set: QuestionSet) -> list[str]:
    """How wide the interval around 0.9 is, for the questions with an answer and for those without."""
    without = sum(question.unanswerable for question in question_set.questions)
    groups = {"有依据": len(question_set.questions) - without, "无依据": without}
    lines = []
    for name, count in groups.items():
        if count:
            low, high = interval(count)
            wide = f"约为 {low:.2f}–{high:.2f}（宽 {100 * (high - low):.0f} 个百分点）"
            lines.append(f"{name} {count} 题：成绩为 {SHARE} 时，95% 置信区间{wide}")
    if not without:
        lines.append("没有无依据的题，测不出该拒答时有没有拒答；建议占两三成")
    return lines


def _convert(options: argparse.Namespace, console: Console) -> int:
    if options.template:
        if options.source:
            fail("--template 只写模板，不能同时转换题集。请分两次运行。", 2)
        if options.template.suffix.lower() != ".xlsx":
            fail(f"模板是 Excel 工作簿，文件名应以 .xlsx 结尾，收到的是 {options.template.name}。", 2)
        _may_write(options.template, options.force)
        write_template(options.template)
        _say(console, f"模板写入 {options.template}。填好后运行：python -m eval check {options.template}")
        return 0
    if not options.source or not options.target:
        fail("请写明要转换的题集和新文件，例如 python -m eval convert 题集.xlsx 题集.jsonl。", 2)
    question_set = load(options.source)
    _may_write(options.target, options.force)
    write(options.target, [as_record(question) for question in question_set.questions], question_set.header)
    for remark in question_set.remarks:
        _say(console, f"提示：{remark}", "yellow")
    _say(console, f"{len(question_set.questions)} 题写入 {options.target}，读回核对无误。")
    return 0


def _may_write(path: Path, force: bool) -> None:
    if path.exists() and not force:
        fail(f"{path} 已经存在，没有覆盖。请换一个文件名，确要覆盖的加 --force。", 2)


def _agree(options: argparse.Namespace, console: Console) -> int:
    first, second = load(options.first), load(options.second)
    found = agreement(first, second)
    if not found.pairs:
        fail("两份题集没有一道相同的题（比较题面、此前的问、截至日期），无从比较。请确认是对同一批题的标注。", 2)
    console.print(_table(found))
    for difference in found.differences:
        a, b = difference.first, difference.second
        _say(console, f"{_DIFFERENCES[difference.what]}不同：{a.id}（乙 {b.id}）{a.question}", "yellow")
        _say(console, f"  甲：{_judged(a, difference.what)}")
        _say(console, f"  乙：{_judged(b, difference.what)}")
    for name, alone in (("甲", found.only_first), ("乙", found.only_second)):
        for question in alone:
            _say(console, f"只在{name}中：第 {question.line} 行 {question.id} {question.question}", "yellow")
    total = len(found.differences)
    _say(console, f"{found.pairs} 题可比，{total} 处不同。逐处商定后，把一致的写进一份题集，版本加一。")
    return 0


def _table(found: Agreement) -> Table:
    shown = Table(title=f"两人标注的一致程度（{found.pairs} 题可比）", box=SIMPLE, padding=(0, 1, 0, 0))
    shown.add_column("判断", no_wrap=True)
    for name in ("题数", "完全相同", "Jaccard", "F1", "Cohen κ"):
        shown.add_column(name, justify="right", no_wrap=True)
    chance = "无定义" if found.kappa is None else f"{found.kappa:.3f}"
    shown.add_row("有无依据", _count(found.same), _percent(found.same), "", "", chance)
    overlaps: Sequence[tuple[str, Overlap]] = (
        ("条文", found.articles),
        ("款项目", found.labels),
        ("要点", found.facts),
    )
    for name, overlap in overlaps:
        means = (_number(overlap.jaccard), _number(overlap.f1))
        shown.add_row(name, _count(overlap.exact), _percent(overlap.exact), *means, "")
    shown.add_row("任一或全部", _count(found.match), _percent(found.match), "", "", "")
    return shown


def _judged(question: Question, what: str) -> str:
    if what == "unanswerable":
        return "无依据" if question.unanswerable else "有依据：" + _places(question)
    if what == "match":
        return "全部" if question.match == "all" else "任一"
    if what == "facts":
        return "；".join("／".join(phrases) for phrases in question.facts) or "（没有写）"
    return _places(question)


def _places(question: Question) -> str:
    return "，".join(f"《{gold.regulation}》{gold.article}{gold.label}" for gold in question.gold)


def _count(measured: Measured | None) -> str:
    return str(measured.count) if measured else "0"


def _percent(measured: Measured | None) -> str:
    if measured is None:
        return "—"
    low, high = measured.wilson or (measured.low, measured.high)
    return f"{measured.mean:.1%}（{low:.0%}–{high:.0%}）"


def _number(measured: Measured | None) -> str:
    return f"{measured.mean:.3f}" if measured else "—"


def _left_out(count: int, console: Console) -> None:
    if count > 0:
        _say(console, f"  ……还有 {count} 条，用 --limit 多列一些", "yellow")


def _say(console: Console, text: str, style: str | None = None) -> None:
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def _catalogue(data: Path) -> Catalogue:
    """The regulations of the index that is served. Raises VectorstoreError or IngestError."""
    folder = IndexFolder(data)
    return Catalogue(folder.regulations(folder.serving().build_id))
