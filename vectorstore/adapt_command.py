"""``python -m vectorstore adapt`` and ``adapt-cross-encoder``: training the packaged adapters on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.console import fail, progress, stages

if TYPE_CHECKING:
    from vectorstore.adaptation.command import Material


def add(commands: Any, add_data: Callable[[argparse.ArgumentParser], None]) -> None:
    """Teach the command line these commands."""
    adapt = commands.add_parser(
        "adapt",
        help="重新训练向量模型的适配文件（开发用，两核上每轮半小时到一小时）",
        description="用法律检索题和自写问题训练自带模型的 LoRA 适配文件；固定留出的五分之一题目不参与训练。",
    )
    _material(adapt)
    adapt.add_argument(
        "--from",
        type=Path,
        dest="start",
        metavar="文件",
        help="从这个适配文件接着训练：错误条文取自它自己的误认（要为全部条文算向量，存在数据文件夹里，再运行时沿用）",
    )
    adapt.add_argument(
        "--round", type=int, choices=(1, 2, 3, 4), default=1, help="第几轮（默认 1）；第 2 轮起要有 --from"
    )
    adapt.add_argument(
        "--institution",
        type=Path,
        metavar="文件夹",
        help="第 4 轮用：导入了种子语料的数据文件夹，另学随程序提供的、针对种子语料的问题",
    )
    add_data(adapt)
    adapt.set_defaults(command=_adapt)

    cross = commands.add_parser(
        "adapt-cross-encoder",
        help="重新训练核对用的交叉编码器（开发用，两核上约 30 分钟，首次另算全部条文的向量）",
        description="用法律检索题、自写问题和相近而没有依据的提问，训练判断“这一条答不答得了这一问”的 LoRA 适配文件；"
        "固定留出的五分之一检索题不参与训练。",
    )
    _material(cross)
    cross.add_argument(
        "--institution", type=Path, required=True, metavar="文件夹", help="导入了种子语料的数据文件夹，学针对它的问题"
    )
    add_data(cross)
    cross.set_defaults(command=_adapt_cross_encoder)


def _material(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--beir", type=Path, required=True, metavar="文件夹", help="BEIR 格式的条文和检索题")
    parser.add_argument("--split", default="train", metavar="名称", help="用 qrels/名称.tsv 的标注（默认 train）")
    parser.add_argument("--questions", type=Path, metavar="文件", help="自写的训练问题（默认随程序提供的一份）")
    parser.add_argument(
        "--institution-questions", type=Path, metavar="文件", help="与 --institution 同用：不学随程序提供的，学这一份"
    )
    parser.add_argument("--out", type=Path, metavar="文件", help="写到哪里（默认替换随程序提供的适配文件）")


def _of(options: argparse.Namespace) -> Material:
    from vectorstore.adaptation.command import INSTITUTION_QUESTIONS, QUESTIONS, Material

    own = options.institution_questions or INSTITUTION_QUESTIONS
    institution = (options.institution / "regulations.jsonl", own) if options.institution else None
    return Material(options.beir, options.split, options.questions or QUESTIONS, institution)


def _adapt(options: argparse.Namespace) -> int:
    from vectorstore.adaptation.command import adapt

    if (options.round > 1) != bool(options.start):
        fail("第 1 轮不用 --from，以后各轮都要用 --from 指明上一轮的适配文件。")
    if (options.round == 4) != bool(options.institution):
        fail("第 4 轮要用 --institution 指明导入了种子语料的数据文件夹，其他各轮不用。")
    if options.institution_questions and not options.institution:
        fail("--institution-questions 要与 --institution 同用。")
    with progress() as bars:
        written = adapt(
            _of(options),
            options.data,
            stages(bars),
            options.out,
            start=options.start,
            number=options.round,
        )
    print(f"已写入 {written}。用它建立的索引要重新建立：python -m vectorstore build。")
    return 0


def _adapt_cross_encoder(options: argparse.Namespace) -> int:
    from vectorstore.adaptation.cross_command import adapt_cross_encoder

    with progress() as bars:
        written = adapt_cross_encoder(_of(options), options.data, stages(bars), options.out)
    print(f"已写入 {written}。排序权重要重新拟合：python -m vectorstore train。")
    return 0
