"""``python -m eval load``: many users at once, and a user over the limit."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.dataset import DatasetError
from eval.dataset import load as load_set
from eval.load import users
from eval.load.client import Client
from eval.load.measured import Limited, Load
from eval.run import UnreachableError
from eval.systems.opening import is_server
from eval.systems.server import ServerAsker
from ingest.console import ArgumentParser, fail, positive

NAME = "load"
KEY = "TIAOWEN_EVAL_KEY"
"""The environment variable with the key or token that the requests carry: on the command line everyone would see it."""

_MOST_USERS = 500
_FAULTS = {
    "no_answer": "没有应答（连不上、断开或超时）",
    "too_many_requests": "太频繁（429）",
    "busy": "服务繁忙（503）",
    "not_ready": "索引未就绪（503）",
    "unauthenticated": "没有身份（401）",
}


def add(commands: argparse._SubParsersAction[ArgumentParser]) -> None:
    """Add the command to those of ``python -m eval``."""
    command = commands.add_parser(NAME, help="许多用户同时提问：出不出错，等多久；或：超过限额的请求多快被拒绝")
    command.add_argument("--system", type=_server, required=True, metavar="地址", help="运行中的服务，http://…")
    command.add_argument("--questions", type=Path, required=True, metavar="文件", help="题集文件，各用户轮流取题")
    command.add_argument("--users", type=_users, default=20, metavar="人数", help="同时提问的用户，默认 20")
    command.add_argument("--requests", type=positive, metavar="次数", help="一共提问多少次，默认每题一次")
    command.add_argument(
        "--over-limit",
        action="store_true",
        help="另有一名用户先用完限额再接着问：测拒绝（429）要多久，其他用户此时是否照常得到回答",
    )
    command.add_argument("--timeout", type=positive, default=60, metavar="秒", help="一次提问最多等多久，默认 60")
    command.add_argument("--json", action="store_true", help="打印 JSON")


def _server(name: str) -> str:
    if not is_server(name):
        raise argparse.ArgumentTypeError(f"“{name}”应为运行中的服务的地址，以 http:// 或 https:// 开头")
    return name.rstrip("/")


def _users(written: str) -> int:
    number = positive(written)
    if number > _MOST_USERS:
        raise argparse.ArgumentTypeError(f"最多 {_MOST_USERS} 个用户")
    return number


def run(options: argparse.Namespace) -> int:
    """Exit status: 0, 1 where a request of the usual users failed or no limit was met, 2 where nothing could be
    measured, 130 where it was interrupted."""
    try:
        questions = load_set(options.questions).questions
        build_id = ServerAsker(options.system, timeout_s=options.timeout).build_id()
    except (DatasetError, UnreachableError) as error:
        fail(str(error), 2)
    key = os.environ.get(KEY, "")

    def connect(number: int) -> Client:
        # 198.18.0.0/15 is set aside for measurements: no one's address
        return Client(
            options.system, f"198.18.{(number + 1) // 250}.{(number + 1) % 250 + 1}", key=key, timeout_s=options.timeout
        )

    about = {"system": options.system, "build_id": build_id, "questions": options.questions.name}
    try:
        if options.over_limit:
            limited = users.over_limit(connect, questions, options.users)
            print(_json(about, limited.to_dict()) if options.json else told_limited(limited))
            return 0 if limited.allowed is not None and not limited.others.faults else 1
        measured = users.load(connect, questions, options.users, options.requests or len(questions))
    except KeyboardInterrupt:
        fail("已中断，没有结果。", 130)
    print(_json(about, measured.to_dict()) if options.json else told(measured))
    return 1 if measured.faults else 0


def _json(about: Mapping[str, str], found: Mapping[str, Any]) -> str:
    return json.dumps({**about, **found}, ensure_ascii=False, indent=2)


def told(measured: Load) -> str:
    """The load in words."""
    found = measured.to_dict()
    return "\n".join(
        (
            f"{found['users']} 个用户同时提问，共 {found['requests']} 次，用时 {found['seconds']:.1f} 秒，"
            f"每秒答 {found['per_second']:.1f} 次。",
            f"得到回答 {found['answered']} 次，{_times(found['answered_ms'])}",
            f"出错：{_faults(found['faults'])}",
        )
    )


def told_limited(limited: Limited) -> str:
    """A user over the limit, in words."""
    if limited.allowed is None:
        return (
            "没有遇到限流：请求全都得到了应答。请确认服务的 rate_per_minute 不是 0，"
            "并且信任本机的转发头（trusted_proxies 含 127.0.0.1）。"
        )
    found = limited.to_dict()
    return "\n".join(
        (
            f"一名用户答完 {limited.allowed} 次后被限流；此后的 {found['requests_beyond']} 次中"
            f"被拒绝 {found['refused']} 次，{_times(found['refused_ms'])}",
            f"同时，{told(limited.others)}",
        )
    )


def _times(times: Mapping[str, float] | None) -> str:
    if times is None:
        return "没有时间可报。"
    return f"中位 {times['p50']:.0f} 毫秒，p95 {times['p95']:.0f} 毫秒，最长 {times['max']:.0f} 毫秒。"


def _faults(faults: Mapping[str, int]) -> str:
    if not faults:
        return "没有。"
    return "；".join(f"{_FAULTS.get(code, code)} {number} 次" for code, number in faults.items()) + "。"
