"""``python -m eval retrieval``: a BEIR folder of statutes through the retriever."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from eval.ranking import DEPTH, MEASURES
from eval.retrieval.run import Rankings, measure, rank_all, write_run
from eval.retrieval.systems import NAMES, System, ranker
from eval.run import resident_memory
from eval.statistics import percentile
from ingest.beir import CORPUS, Beir, BeirError, load_beir, regulations
from ingest.console import ArgumentParser, fail, positive, stages
from ingest.model import IngestError
from ingest.pipeline import REGULATIONS
from ingest.store import write_regulations
from vectorstore.adaptation.examples import held_out
from vectorstore.embedding import SentenceEmbeddings
from vectorstore.errors import VectorstoreError

NAME = "retrieval"
_PARTS: Mapping[str, Callable[[str], bool]] = {
    "held-out": held_out,
    "training": lambda query: not held_out(query),
    "all": lambda query: True,
}


def add(commands: argparse._SubParsersAction[ArgumentParser]) -> None:
    """Add the command to those of ``python -m eval``."""
    command = commands.add_parser(NAME, help="用 BEIR 格式的条文检索题评测检索（nDCG、R@k、RR）")
    command.add_argument("--beir", type=Path, required=True, metavar="目录", help="BEIR 文件夹")
    command.add_argument("--split", default="train", metavar="名称", help="用 qrels/名称.tsv 的标注，默认 train")
    command.add_argument(
        "--part",
        choices=list(_PARTS),
        default="held-out",
        help="held-out：固定留出、不参与训练和调试的五分之一（默认）；training：其余；all：全部",
    )
    command.add_argument("--data", type=Path, required=True, metavar="目录", help="这个语料专用的数据目录")
    command.add_argument("--model", metavar="模型", help="向量模型；不填用自带的")
    command.add_argument(
        "--system", choices=list(NAMES), action="append", dest="systems", help="可以写几次；不填则评精确模式以外的"
    )
    command.add_argument("--limit", type=positive, metavar="题数", help="只评前若干题")
    command.add_argument("--run", type=Path, metavar="文件", help="把排序写成 TREC run 文件")


def run(options: argparse.Namespace) -> int:
    """Exit status: 0, or 2 where the folder or the index cannot be used."""
    console = Console()
    try:
        return _run(options, console)
    except (BeirError, VectorstoreError, IngestError) as error:
        fail(str(error), 2)
    except OSError as error:
        fail(f"读写文件失败：{error}。请用 --data（排序文件用 --run）换一个可写的位置。", 2)
    except KeyboardInterrupt:
        fail("已中断。算好的向量都已保存，重新运行会接着做。", 130)


def _run(options: argparse.Namespace, console: Console) -> int:
    from vectorstore.cross_encoder import load_cross_encoder
    from vectorstore.embedding import load_embedder
    from vectorstore.index import open_index
    from vectorstore.own_words import vocabulary_of
    from vectorstore.retriever import Retriever

    beir = load_beir(options.beir)
    qrels = beir.qrels(options.split)
    wanted = _PARTS[options.part]
    queries = {query: beir.queries[query] for query in [q for q in qrels if wanted(q)][: options.limit]}
    if not queries:
        raise BeirError(f"{options.split} 里没有属于 {options.part} 的题。请换用 --part all。")
    documents = _ingest(beir, options.data)
    embedder = load_embedder(options.model, options.data)
    _index(options.data, embedder, console)
    made: dict[System, Rankings] = {}
    with open_index(options.data, embedder) as index:
        systems: list[System] = options.systems or [name for name in NAMES if name != "precise"]

        @cache
        def opened(precise: bool) -> Retriever:
            reader = load_cross_encoder(embedder, options.data) if precise else None
            retriever = Retriever(index, embedder, vocabulary=vocabulary_of(options.data), cross_encoder=reader)
            if retriever.precise != precise:
                raise VectorstoreError(
                    "adapter", "精确模式只与自带的向量模型和排序权重配套：请去掉 --system precise 或 --model。"
                )
            return retriever

        if "precise" in systems:
            opened(True)  # refused before the others are measured

        with _bars(console) as bars:
            for system in systems:
                task = bars.add_task(NAMES[system], total=len(queries))
                rank = ranker(system, index, opened(system == "precise"), DEPTH)
                made[system] = rank_all(queries, rank, documents, lambda task=task: bars.advance(task))  # type: ignore[misc]
    console.print(f"{len(queries)} 题（{options.split}，{options.part}），全部 {len(documents)} 条条文中检索")
    _show(made, qrels, console)
    memory = resident_memory()
    console.print(f"常驻内存：{'，'.join(f'{name} {value:.0f} MiB' for name, value in memory.items())}")
    if options.run:
        for system, rankings in made.items():
            one = len(made) == 1
            path = options.run if one else options.run.with_stem(f"{options.run.stem}-{system}")
            write_run(path, rankings.found, f"tiaowen-{system}")
            console.print(f"排序已写入 {path}", markup=False, soft_wrap=True)
    return 0


def _ingest(beir: Beir, data: Path) -> dict[str, str]:
    """Write the corpus as regulations, and tell which document each article is."""
    made, documents = regulations(beir)
    target = data / REGULATIONS
    if target.exists() and not _ours(target):
        raise BeirError(f"{data} 里已有别的法规，不能覆盖。请用 --data 另指一个空目录。")
    data.mkdir(parents=True, exist_ok=True)
    write_regulations(target, made)
    return documents


def _index(data: Path, embedder: SentenceEmbeddings, console: Console) -> None:
    """Index the corpus where it is not yet."""
    from vectorstore.build import build

    with _bars(console) as bars:
        build(data, embedder=embedder, progress=stages(bars))


def _ours(path: Path) -> bool:
    """Whether the regulations in this file came from a BEIR folder."""
    with path.open(encoding="utf-8") as file:
        first = file.readline()
    return not first.strip() or any(source["file"] == CORPUS for source in json.loads(first)["sources"])


def _show(made: Mapping[System, Rankings], qrels: Mapping[str, Mapping[str, int]], console: Console) -> None:
    shown = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    shown.add_column("指标", no_wrap=True)
    for system in made:
        shown.add_column(NAMES[system], justify="right", no_wrap=True)
    measured = {system: measure(rankings.found, qrels) for system, rankings in made.items()}
    for name in MEASURES:
        found = [numbers[name] for numbers in measured.values()]
        shown.add_row(name, *(f"{m.mean:.3f}（{m.low:.3f}–{m.high:.3f}）" for m in found))
    for name, percent in (("p50 毫秒", 50), ("p95 毫秒", 95)):
        shown.add_row(name, *(f"{percentile(rankings.elapsed_ms, percent) or 0:.0f}" for rankings in made.values()))
    console.print(shown)


def _bars(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)
