"""``python -m eval hold-out``: are questions refused whose regulation was left out, and answered where it is there?"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from app.settings import Settings, SettingsError, config_here, load_settings
from eval.dataset import DatasetError, Question, load
from eval.demands import share
from eval.gold import QUESTIONS, Catalogue, default_set
from eval.holdout import Both, Plan, measure, plan
from eval.measures import fold
from eval.statistics import measured
from eval.titled import titled
from ingest.console import ArgumentParser, fail, stages
from ingest.model import IngestError, Regulation
from vectorstore.errors import VectorstoreError
from vectorstore.published import IndexFolder

NAME = "hold-out"
_ALL = "all"
_QUOTED = 80  # characters of a quotation on the screen


def add(commands: argparse._SubParsersAction[ArgumentParser]) -> None:
    """Add the command to those of ``python -m eval``."""
    command = commands.add_parser(NAME, help="拿掉一部制度再问：答案只在那里的题应当拒答，放回去应当答出")
    command.add_argument("--data", type=Path, metavar="目录", help="数据目录，默认 data；只读不写")
    command.add_argument("--config", type=Path, metavar="文件", help="设置文件，默认当前目录的 tiaowen.toml，可以没有")
    command.add_argument(
        "--questions", type=Path, action="append", default=[], metavar="文件", help="题集，可以写几次；不填按索引选用"
    )
    command.add_argument(
        "--regulation", action="append", default=[], metavar="名称", help="拿掉哪部，可以写几次；不填或 all：逐部拿掉"
    )
    command.add_argument("--json", action="store_true", help="打印 JSON，逐题列出")
    command.add_argument(
        "--min-refusal", type=share, metavar="数值", help="要求拿掉后的拒答率不低于此值，否则退出码为 1"
    )
    command.add_argument(
        "--max-false-refusal", type=share, metavar="数值", help="要求放回后的误拒率不高于此值，否则退出码为 1"
    )


def run(options: argparse.Namespace) -> int:
    """Exit status: 0, 1 where a demand is not met or a question was not measured, 2 where nothing could be measured,
    130 where it was interrupted."""
    console = Console(stderr=options.json)
    try:
        return _run(options, console)
    except (DatasetError, SettingsError) as error:
        fail(str(error), 2)
    except (IngestError, VectorstoreError) as error:
        fail(error.message, 2)
    except OSError as error:
        fail(f"临时目录读写失败（{error.strerror}）。请检查磁盘空间，或用环境变量 TMPDIR 换一个可写的位置。", 2)
    except KeyboardInterrupt:
        fail("已中断。原来的索引没有动过，重新运行即可。", 130)


def _run(options: argparse.Namespace, console: Console) -> int:
    from vectorstore.embedding import load_embedder

    settings = load_settings(options.config or config_here(), os.environ, data=options.data)
    build_id = IndexFolder(settings.data).serving().build_id
    regulations = IndexFolder(settings.data).regulations(build_id)
    served = tuple(regulations.values())
    planned = plan(_questions(options.questions, regulations), regulations, _titles(options.regulation, served))
    if not planned.regulations:
        fail("没有可问的题：题集里没有一题的答案只在这些制度里。请用 --questions 换一套题。", 2)
    if len({fold(regulation.title) for regulation in served}) < 2:
        fail("索引里只有一部制度，拿掉就空了。请先导入别的制度。", 2)
    embedder = load_embedder(settings.model, settings.data)
    with _bars(console) as bars:
        found = measure(settings, embedder, regulations, planned, stages(bars))
    return _report(found, planned, settings, build_id, options, console)


def _questions(paths: Sequence[Path], regulations: dict[str, Regulation]) -> list[Question]:
    if paths:
        return [question for path in paths for question in load(path).questions]
    chosen = default_set(QUESTIONS, Catalogue(regulations))
    if chosen is None:
        fail("没有与当前索引对应的题集，请用 --questions 指定题集文件。", 2)
    return list(chosen.questions)


def _titles(names: Sequence[str], regulations: Sequence[Regulation]) -> list[str] | None:
    if not names or _ALL in names:
        return None
    found = []
    for name in names:
        found += sorted({regulation.title for regulation in titled(name, regulations)})
    return found


def _bars(console: Console) -> Progress:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=20), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=console)


def _report(
    found: Sequence[Both],
    planned: Plan,
    settings: Settings,
    build_id: str,
    options: argparse.Namespace,
    console: Console,
) -> int:
    refusal = [float(both.absent.refused) for both in found if not both.absent.error]
    false_refusal = [float(both.present.refused) for both in found if not both.present.error]
    missed = _missed(refusal, false_refusal, options)
    if unmeasured := sum(bool(both.absent.error or both.present.error) for both in found):
        missed.append(f"有 {unmeasured} 题没有测到")
    if options.json:
        facts = {"data": str(settings.data), "build_id": build_id, "model": settings.model or "自带", "missed": missed}
        print(json.dumps({**facts, **_record(found, planned)}, ensure_ascii=False, indent=2))
    else:
        _show(found, planned, console)
        for complaint in missed:
            console.print(f"未达到要求：{complaint}", style="red", markup=False)
    return 1 if missed else 0


def _missed(refusal: Sequence[float], false_refusal: Sequence[float], options: argparse.Namespace) -> list[str]:
    found = []
    lowest, highest = measured(refusal), measured(false_refusal)
    if options.min_refusal is not None and (lowest is None or lowest.mean < options.min_refusal):
        found.append(f"拿掉后的拒答率 {_cell(refusal)}，应不低于 {options.min_refusal}")
    if options.max_false_refusal is not None and (highest is None or highest.mean > options.max_false_refusal):
        found.append(f"放回后的误拒率 {_cell(false_refusal)}，应不高于 {options.max_false_refusal}")
    return found


def _show(found: Sequence[Both], planned: Plan, console: Console) -> None:
    table = Table(title="拿掉一部制度再问", box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("拿掉的制度")
    for name in ("题", "拿掉后拒答", "放回后误拒", "放回后引到"):
        table.add_column(name, justify="right")
    rows = [(one.title, [both for both in found if both.title == one.title]) for one in planned.regulations]
    for title, mine in [*rows, ("合计", list(found))]:
        table.add_row(
            title,
            str(len(mine)),
            _cell([float(b.absent.refused) for b in mine if not b.absent.error]),
            _cell([float(b.present.refused) for b in mine if not b.present.error]),
            _cell([float(b.present.right) for b in mine if not b.present.error]),
        )
    console.print(table)
    console.print("括号里是 95% 置信区间（Wilson）。同一部制度的题会一起对、一起错，合计的区间因此偏窄。")
    if planned.several:
        console.print(f"{len(planned.several)} 题的标准答案分在几部制度里，拿掉一部还剩别的，没有问。")
    if planned.elsewhere:
        console.print(f"{len(planned.elsewhere)} 题的标准答案不在索引里，没有问。")
    failed = [(both, why) for both in found if (why := both.absent.error or both.present.error)]
    for why in dict.fromkeys(why for _, why in failed):
        names = [both.question.id for both, each in failed if each == why]
        console.print(f"没有测到 {len(names)} 题（{names[0]} 等）：{why}", markup=False, style="yellow", soft_wrap=True)
    wrong = [both for both in found if not both.absent.refused and not both.absent.error]
    if wrong:
        console.print(f"\n拿掉以后仍然作答的 {len(wrong)} 题（别的制度也可能确实有答案，请逐题看）：")
    for both in wrong:
        console.print(f"{both.question.id} {both.question.question}", markup=False, soft_wrap=True)
        for place, quote in both.absent.quoted:
            shown = " ".join(quote.split())
            shown = shown if len(shown) <= _QUOTED else shown[:_QUOTED] + "……"
            console.print(f"    {place}：{shown}", markup=False, soft_wrap=True)


def _record(found: Sequence[Both], planned: Plan) -> dict[str, Any]:
    return {
        "regulations": [
            {
                "regulation": one.title,
                "questions": len(one.questions),
                "refusal_without": _number([float(b.absent.refused) for b in mine if not b.absent.error]),
                "false_refusal_with": _number([float(b.present.refused) for b in mine if not b.present.error]),
            }
            for one in planned.regulations
            for mine in [[both for both in found if both.title == one.title]]
        ],
        "refusal_without": _number([float(b.absent.refused) for b in found if not b.absent.error]),
        "false_refusal_with": _number([float(b.present.refused) for b in found if not b.present.error]),
        "gold_in_several_regulations": [question.id for question in planned.several],
        "gold_not_in_index": [question.id for question in planned.elsewhere],
        "questions": [
            {
                "id": both.question.id,
                "question": both.question.question,
                "regulation": both.title,
                "with": _said(both.present),
                "without": _said(both.absent),
            }
            for both in found
        ],
    }


def _said(said: Any) -> dict[str, Any]:
    quoted = [{"place": place, "quote": quote} for place, quote in said.quoted]
    return {"refused": said.refused, "cited_gold": said.right, "quoted": quoted, "error": said.error}


def _number(values: Sequence[float]) -> dict[str, Any] | None:
    found = measured(values)
    return {"mean": found.mean, "count": found.count, "wilson": found.wilson} if found else None


def _cell(values: Sequence[float]) -> str:
    found = measured(values)
    if found is None or found.wilson is None:
        return "—"
    return f"{found.mean:.0%}（{found.wilson[0]:.0%}–{found.wilson[1]:.0%}）"
