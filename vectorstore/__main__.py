"""``python -m vectorstore build|verify|rollback|synonyms|train|adapt|adapt-cross-encoder``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.beir import BeirError
from ingest.console import ArgumentParser, fail, progress, stages, told
from ingest.model import IngestError
from vectorstore import adapt_command, synonyms_command
from vectorstore.errors import VectorstoreError

if TYPE_CHECKING:
    from vectorstore.train import Example

Command = Callable[[argparse.Namespace], int]

_SHOWN = 10
_TAKES_OVER = "正在运行的服务约十秒内自动换用，不必重启。"
"""What is said after publishing: see ``app.served``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 a fault that is explained, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except (VectorstoreError, IngestError, BeirError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"读写文件失败：{error}。请检查磁盘空间和 {options.data} 的读写权限；已发布的索引不受影响。")
    except KeyboardInterrupt:
        fail("已中断。已发布的索引不受影响；算好的向量都已保存，重新运行会接着做。", 130)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m vectorstore", description="建立、检查和回退检索索引。")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=ArgumentParser)

    build = commands.add_parser(
        "build", help="由已导入的法规建立索引并发布", description="由已导入的法规建立索引，检查通过后发布。"
    )
    _data(build)
    build.add_argument(
        "--model",
        metavar="模型",
        help="向量模型：文件夹或模型库名称；不填用自带的，填 multilingual-e5-small 用未经适配的",
    )
    build.add_argument(
        "--allow-download", action="store_true", help="允许从模型库联网下载 --model 指定的模型（默认不联网）"
    )
    build.add_argument("--force", action="store_true", help="内容没有变化、或内容曾被回退，也重新建立并发布")
    build.add_argument(
        "--no-questions", action="store_true", help="不用已知问法（自带的和数据文件夹里的），用来衡量它们的作用"
    )
    build.add_argument("--progress", action="store_true", help="进度写成一行一个 JSON 对象，供程序读取")
    build.set_defaults(command=_build)

    verify = commands.add_parser(
        "verify", help="检查正在使用的索引", description="检查正在使用的索引是否完整、能否检索。"
    )
    _data(verify)
    verify.set_defaults(command=_verify)

    rollback = commands.add_parser("rollback", help="退回上一个索引", description="退回上一个索引（保留最近两个）。")
    _data(rollback)
    rollback.set_defaults(command=_rollback)

    synonyms_command.add(commands, _data)

    train = commands.add_parser(
        "train",
        help="用题集重新拟合排序权重",
        description="用题集重新拟合 vectorstore/ranker.json 的权重并报告交叉验证结果。换用别的向量模型后需要重做。",
    )
    train.add_argument(
        "--set",
        nargs=2,
        action="append",
        required=True,
        type=Path,
        dest="sets",
        metavar=("数据文件夹", "题集"),
        help="已建立索引的数据文件夹和它的题集（.jsonl）；可以写几次",
    )
    train.add_argument(
        "--beir",
        nargs=3,
        type=Path,
        metavar=("数据文件夹", "BEIR文件夹", "问题"),
        help="再用一个大语料的问题来学排序：它的索引、条文和自写问题（格式同 vectorstore/adaptation/ranking.jsonl）",
    )
    train.add_argument("--model", metavar="模型", help="建立索引时用的向量模型；不填用自带的")
    train.add_argument("--dry-run", action="store_true", help="只报告结果，不改写权重文件")
    train.set_defaults(command=_train, data=Path("data"))

    adapt_command.add(commands, _data)
    return parser


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="文件夹", help="数据文件夹（默认 data）")


def _build(options: argparse.Namespace) -> int:
    from vectorstore.build import build
    from vectorstore.embedding import load_embedder
    from vectorstore.known_questions import OWN

    with _reporting(options.progress) as report:
        embedder = load_embedder(
            options.model,
            options.data,
            allow_download=options.allow_download,
            progress=lambda done, total: report("展开默认模型", done, total),
        )
        outcome = build(
            options.data, embedder=embedder, progress=report, force=options.force, known=not options.no_questions
        )
    manifest = outcome.manifest
    if outcome.status == "unchanged":
        print(
            f"内容没有变化，继续使用索引 {manifest.build_id}"
            f"（{manifest.regulations} 部制度，{manifest.passages} 个片段）。"
        )
    elif outcome.status == "rejected":
        print(
            f"当前内容与已回退的索引相同，没有重新发布，继续使用索引 {manifest.build_id}。"
            "改正来源文件并重新导入后再运行；确要发布请加 --force。"
        )
    else:
        print(
            f"已发布索引 {manifest.build_id}：{manifest.regulations} 部制度，{manifest.passages} 个片段，"
            f"{manifest.vectors} 个向量（新算 {outcome.embedded} 个，沿用 {outcome.reused} 个）。{_TAKES_OVER}"
        )
    if outcome.unused:
        print(f"{options.data / OWN} 有 {len(outcome.unused)} 行没有用上：{'；'.join(outcome.unused[:_SHOWN])}。")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from vectorstore.build import verify

    manifest, problems = verify(options.data)
    if problems:
        fail(
            f"索引 {manifest.build_id} 有 {len(problems)} 处问题：{'；'.join(problems)}。"
            "请运行 python -m vectorstore build 重新建立，或运行 python -m vectorstore rollback 退回上一个索引。"
        )
    print(
        f"索引 {manifest.build_id} 完好：{manifest.regulations} 部制度，{manifest.passages} 个片段，"
        "每个片段都能检索到。"
    )
    return 0


def _rollback(options: argparse.Namespace) -> int:
    from vectorstore.build import rollback

    manifest = rollback(options.data)
    print(f"已退回索引 {manifest.build_id}（建于 {manifest.built}）。{_TAKES_OVER}")
    return 0


def _train(options: argparse.Namespace) -> int:
    from vectorstore.cross_encoder import load_cross_encoder
    from vectorstore.embedding import load_embedder
    from vectorstore.fusion import DEFAULT_FILE
    from vectorstore.index import open_index
    from vectorstore.own_words import vocabulary_of
    from vectorstore.reranking import Reranking
    from vectorstore.retriever import Retriever
    from vectorstore.train import examples, fit, write

    found = []
    for data, questions in options.sets:
        embedder = load_embedder(options.model, data)
        with open_index(data, embedder) as index:
            retriever = Retriever(index, embedder, vocabulary=vocabulary_of(data))
            cross_encoder = load_cross_encoder(embedder, data)
            reranking = Reranking(cross_encoder, retriever.ranker, 0) if cross_encoder else None
            found += examples(questions, retriever, index.regulations, reranking)
    if options.beir:
        data, beir, questions = options.beir
        found += _of_beir(data, beir, questions, options.model)
    ranker = fit(found)
    print("五折交叉验证：")
    for models, where in ((ranker, "没有已知问法"), (ranker.known, "有已知问法"), (ranker.classified, "已知问法很多")):
        fitted = models.fitted if models else {}
        for measured, mode in ((fitted, "快的模式"), (fitted.get("precise"), "精确模式")):
            if measured:
                print(
                    f"  {where}（{fitted['questions']} 道），{mode}：首条命中 {measured['success_at_1']:.1%}，"
                    f"无依据的题拒答 {measured['refusal']:.1%}，有依据的题误拒 {measured['false_refusal']:.1%}"
                    f"（阈值 {measured['threshold']}）"
                )
    if options.dry_run:
        return 0
    write(ranker, DEFAULT_FILE)
    print(f"已写入 {DEFAULT_FILE}。重新启动服务后生效。")
    return 0


def _of_beir(data: Path, beir: Path, questions: Path, model: str | None) -> list[Example]:
    from ingest.beir import load_beir, regulations
    from vectorstore.adaptation.examples import of_file
    from vectorstore.embedding import load_embedder
    from vectorstore.index import open_index
    from vectorstore.retriever import Retriever
    from vectorstore.train import ranking_examples

    folder = load_beir(beir)
    articles = {document: article for article, document in regulations(folder)[1].items()}
    asked = [
        (example.question, [articles[document] for document in example.right])
        for example in of_file(questions, folder.documents)
    ]
    embedder = load_embedder(model, data)
    with open_index(data, embedder) as index:
        return ranking_examples(asked, Retriever(index, embedder))


@contextmanager
def _reporting(machine: bool) -> Iterator[Callable[[str, int, int], None]]:
    if machine:
        yield told(sys.stderr)
    else:
        with progress() as bars:
            yield stages(bars)


if __name__ == "__main__":
    raise SystemExit(main())
