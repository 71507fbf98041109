"""``python -m eval draft``: questions proposed for a person to edit; ``coverage``: articles that no question covers."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from eval.dataset import DatasetError, load, write
from eval.draft.coverage import Coverage, coverage
from eval.draft.feedback import FeedbackFileError, judged
from eval.draft.model import Draft
from eval.draft.propose import choose
from eval.draft.state import MARKS, header, records
from eval.titled import titled
from ingest.console import ArgumentParser, fail, positive
from ingest.model import Article, IngestError, Regulation
from ingest.pipeline import REGULATIONS
from ingest.store import read_regulations

NAME = "draft"
COVERAGE = "coverage"
COMMANDS = (NAME, COVERAGE)
_LISTED = 12


def add(commands: argparse._SubParsersAction[ArgumentParser]) -> None:
    """Add the commands to those of ``python -m eval``."""
    command = commands.add_parser(NAME, help="按条文的写法拟出题目草稿，供人修改；或把用户反馈做成题目草稿")
    command.add_argument("--data", type=Path, default=Path("data"), metavar="目录", help="数据目录，默认 data")
    command.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪里：.xlsx、.csv 或 .jsonl")
    command.add_argument(
        "--regulation",
        action="append",
        default=[],
        metavar="名称",
        help="只拟这部制度的题，可以写几次，名称可以只写一部分",
    )
    command.add_argument("--limit", type=positive, metavar="题数", help="最多拟多少题，各种写法轮流取")
    command.add_argument("--seed", type=int, default=1, metavar="数", help="取题的随机种子，默认 1")
    command.add_argument("--uncovered", action="store_true", help="只拟 --questions 里还没有问到的条文")
    command.add_argument(
        "--questions", type=Path, action="append", default=[], metavar="文件", help="已有的题集，可以写几次"
    )
    command.add_argument(
        "--feedback", type=Path, metavar="文件", help="改为从用户反馈（数据目录里的 feedback.jsonl）做题"
    )
    shown = commands.add_parser(COVERAGE, help="哪些条文还没有题问到")
    shown.add_argument("--data", type=Path, default=Path("data"), metavar="目录", help="数据目录，默认 data")
    shown.add_argument(
        "--questions", type=Path, action="append", required=True, metavar="文件", help="题集，可以写几次"
    )
    shown.add_argument("--regulation", action="append", default=[], metavar="名称", help="只看这部制度，可以写几次")
    shown.add_argument("--json", action="store_true", help="打印 JSON，列出全部条文")


def run(options: argparse.Namespace) -> int:
    """Exit status: 0, or 2 where the regulations, a set or the feedback cannot be read or the drafts not written."""
    try:
        regulations = _wanted(read_regulations(options.data / REGULATIONS), options.regulation)
        if options.command == COVERAGE:
            return _coverage(regulations, options)
        return _draft(regulations, options)
    except (DatasetError, FeedbackFileError) as error:
        fail(str(error), 2)
    except IngestError as error:
        fail(error.message, 2)
    except KeyboardInterrupt:
        fail("已中断，没有写出文件。", 130)


def _wanted(regulations: Sequence[Regulation], names: Sequence[str]) -> list[Regulation]:
    if not names:
        return list(regulations)
    found: dict[str, Regulation] = {}
    for name in names:
        found.update((regulation.id, regulation) for regulation in titled(name, regulations))
    return list(found.values())


def _draft(regulations: list[Regulation], options: argparse.Namespace) -> int:
    console = Console()
    if options.out.exists():  # somebody's edits may be in it
        fail(f"{options.out} 已存在，里面可能有改过的题，不覆盖。请用 --out 换一个文件名。", 2)
    if options.uncovered and not options.questions:
        fail("--uncovered 要与 --questions 同用，才知道哪些条文已经有题。", 2)
    if options.feedback:
        outcome = judged(options.feedback, regulations)
        made: Sequence[Draft] = outcome.drafts[: options.limit]
        console.print(outcome.remark, markup=False, soft_wrap=True)
    else:
        covered = coverage(regulations, [load(path) for path in options.questions]) if options.uncovered else None

        def wanted(regulation: Regulation, article: Article) -> bool:
            return covered is None or covered.uncovered(regulation, article.address)

        made = choose(regulations, options.limit, options.seed, wanted)
    if not made:
        fail(
            "没有可拟的题，没有写出文件。"
            + ("" if options.feedback else "可以去掉 --regulation 或 --uncovered 再试。"),
            2,
        )
    corpus = str(options.data)
    write(options.out, records(made), header(options.out.stem, corpus, date.today()))
    counts = "，".join(f"{name} {count}" for name, count in Counter(draft.pattern for draft in made).most_common())
    console.print(f"{len(made)} 题草稿写入 {options.out}（{counts}）", markup=False, soft_wrap=True)
    marks = "或".join(MARKS.values())
    console.print(
        f"请逐题修改：说法改成用户会问的，核对地址和要点，改好后删去备注开头的{marks}；没删的题评测不收。",
        markup=False,
        soft_wrap=True,
    )
    return 0


def _coverage(regulations: list[Regulation], options: argparse.Namespace) -> int:
    found = coverage(regulations, [load(path) for path in options.questions])
    if options.json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return 0
    _show(found, Console())
    return 0


def _show(found: Coverage, console: Console) -> None:
    table = Table(title=f"{found.questions} 题问到的条文", box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("制度")
    for name in ("条", "问到", "比例", "款项目", "指到", "比例"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in found.regulations:
        table.add_row(
            _named(one.regulation),
            *(str(one.articles), str(one.named), _share(one.named, one.articles)),
            *(str(one.parts), str(one.parts_named), _share(one.parts_named, one.parts)),
        )
    articles, named = sum(c.articles for c in found.regulations), sum(c.named for c in found.regulations)
    below, exact = sum(c.parts for c in found.regulations), sum(c.parts_named for c in found.regulations)
    table.add_row(
        "合计", str(articles), str(named), _share(named, articles), str(below), str(exact), _share(exact, below)
    )
    console.print(table)
    for one in found.regulations:
        if one.uncovered:
            more = f"……等 {len(one.uncovered)} 条" if len(one.uncovered) > _LISTED else ""
            console.print(
                f"没有问到：{_named(one.regulation)}：{'、'.join(one.uncovered[:_LISTED])}{more}",
                markup=False,
                soft_wrap=True,
            )
    if found.unknown:
        console.print(
            f"题集指到的、数据目录里没有的：{'、'.join(found.unknown[:_LISTED])}", style="yellow", soft_wrap=True
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "—"


def _named(regulation: Regulation) -> str:
    return regulation.title + ("" if regulation.status == "现行有效" else f"（{regulation.status}）")
