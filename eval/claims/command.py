"""``python -m eval claims``: labelled sentences through the check of claims."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from eval.claims.dataset import ALTERED, FAITHFUL, FREE, KINDS, SETS, ClaimsError, Quotes, load
from eval.claims.measure import SENTENCES, Judged, Measurement, by_kind, in_own_words, measure, reasons, share
from eval.statistics import percentile
from ingest.console import ArgumentParser, fail
from ingest.model import IngestError
from vectorstore.errors import VectorstoreError
from vectorstore.published import IndexFolder

NAME = "claims"


def add(commands: argparse._SubParsersAction[ArgumentParser]) -> None:
    """Add the command to those of ``python -m eval``."""
    command = commands.add_parser(
        NAME, help="测量对改写语句的核对：忠于条文的放行多少，改动过的有没有放行（针对 samples/ 的制度）"
    )
    command.add_argument(
        "--data", type=Path, default=Path("data"), metavar="目录", help="数据目录，索引里要有 samples/，默认 data"
    )
    halves = "；".join(f"{name}：{words}" for name, words in SETS.items())
    command.add_argument("--set", choices=list(SETS), default="tuning", help=f"用哪一半，默认 tuning；{halves}")
    command.add_argument("--out", type=Path, metavar="文件", help="另把各项数字和逐句的结论写成 JSON 文件")
    command.add_argument(
        "--max-released", type=_count, metavar="句数", help="要求放行的改动句不多于此数，否则退出码为 1"
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"应是不小于 0 的整数，收到的是 {text}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Exit status: 0, 1 where more altered sentences were released than allowed, 2 where nothing could be measured."""
    from app.claims import check

    try:
        folder = IndexFolder(options.data)
        found = measure(load(options.set), Quotes(folder.regulations(folder.serving().build_id)), check)
    except (VectorstoreError, IngestError) as error:
        fail(error.message, 2)
    except ClaimsError as error:
        fail(str(error), 2)
    except KeyboardInterrupt:
        fail("已中断，没有结果。", 130)
    if options.out:
        _write(options.out, {"set": options.set, **found.to_dict()})
    console = Console()
    _show(found, options.set, console)
    released = len(found.slips)
    if options.max_released is not None and released > options.max_released:
        _say(console, f"未达到要求：放行的改动句 {released} 句，要求不多于 {options.max_released} 句", "red")
        return 1
    return 0


def _write(path: Path, record: Mapping[str, object]) -> None:
    try:
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        fail(f"结果写不进 {path}（{error.strerror}），请用 --out 换一个可写的位置。", 2)


def _show(found: Measurement, name: str, console: Console) -> None:
    faithful, altered = found.of(faithful=True), found.of(faithful=False)
    _say(console, f"{SETS[name]}语句集 {name}：{len(found.judged)} 句，忠实 {len(faithful)}，改动 {len(altered)}")
    free = f"不含“{KINDS[FREE]}”"
    console.print(_table("忠于条文的语句", FAITHFUL, faithful, {free: in_own_words(faithful), "合计": faithful}))
    console.print(_table("改动过的语句：放行的应为 0", ALTERED, altered, {"合计": altered}))
    for words, group in (("忠实的", faithful), ("改动的", altered)):
        _say(console, f"{words}语句的结论：" + "，".join(f"{code} {count}" for code, count in reasons(group).items()))
    _say(console, _times(found.elapsed_ms))
    for slip in found.slips:
        _say(console, f"放行了改动句 {slip.labelled.id}（{KINDS[slip.labelled.kind]}）：{slip.shown}", "red")


def _table(
    title: str, names: Mapping[str, str], judged: Sequence[Judged], sums: Mapping[str, Sequence[Judged]]
) -> Table:
    shown = Table(title=title, box=SIMPLE, padding=(0, 1, 0, 0))
    shown.add_column("类别", no_wrap=True)
    for head in ("句数", "放行", "放行的比例（95% 区间）"):
        shown.add_column(head, justify="right", no_wrap=True)
    groups = {names[kind]: group for kind, group in by_kind(judged).items()}
    for name, group in {**groups, **sums}.items():
        shown.add_row(name, str(len(group)), str(sum(each.released for each in group)), _percent(group))
    return shown


def _percent(judged: Sequence[Judged]) -> str:
    found = share(judged)
    if found is None or found.wilson is None:
        return "—"
    low, high = found.wilson
    return f"{found.mean:.1%}（{low:.1%}–{high:.1%}）"


def _times(elapsed_ms: Sequence[float]) -> str:
    if not elapsed_ms:
        return f"没有一个回答满 {SENTENCES} 句，耗时没有测。"
    p50, p95, most = (percentile(elapsed_ms, percent) or 0.0 for percent in (50, 95, 100))
    return (
        f"核对一个 {SENTENCES} 句的回答（{len(elapsed_ms)} 个）：中位 {p50:.2f} 毫秒，p95 {p95:.2f} 毫秒，"
        f"最长 {most:.2f} 毫秒"
    )


def _say(console: Console, text: str, style: str | None = None) -> None:
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)
