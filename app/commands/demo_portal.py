"""``python -m app demo-portal``: a sample portal that embeds the service, to see it work and to copy from."""

from __future__ import annotations

import argparse
import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.shared import ANSWERED, settings_of
from ingest.console import fail

if TYPE_CHECKING:
    from app.settings import Settings

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?")


def add(commands: Any) -> None:
    """Teach the command line this command."""
    portal = commands.add_parser(
        "demo-portal",
        help="启动演示门户，看嵌入的效果",
        description="启动一个演示用的门户网站，页面里嵌入了条问。请在另一个窗口运行 python -m app serve。",
    )
    portal.add_argument(
        "--config", type=Path, metavar="文件", help="条问的设置文件（默认当前文件夹的 tiaowen.toml，可以没有）"
    )
    portal.add_argument(
        "--service", type=_address, metavar="地址", help="条问的公开地址（默认按设置，例如 http://127.0.0.1:7860）"
    )
    portal.add_argument(
        "--host", dest="portal_host", default="localhost", metavar="地址", help="演示门户的监听地址（默认 localhost）"
    )
    portal.add_argument(
        "--port", dest="portal_port", type=_port, default=7880, metavar="端口", help="演示门户的端口（默认 7880）"
    )
    portal.set_defaults(command=_demo)


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text} 应写成 http://主机名:端口 或 https://主机名/前缀")
    return text.rstrip("/")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"端口 {text} 应为 0 到 65535 之间的数")
    return int(text)


def _demo(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    from app.embed.portal.server import Portal, portal_server
    from app.server import address

    secret = settings.token_secret.get_secret_value() if settings.token_secret and settings.access == "token" else None
    service = chosen.service or address(settings, settings.port).rstrip("/")
    portal = Portal(service, secret, min(5, settings.token_minutes))
    try:
        server = portal_server(chosen.portal_host, chosen.portal_port, portal)
    except (OSError, OverflowError, UnicodeError) as error:
        fail(f"演示门户无法监听 {chosen.portal_host}:{chosen.portal_port}（{error}），请用 --host、--port 换一个。")
    with server:
        origin = f"http://{chosen.portal_host}:{server.server_address[1]}"
        print(f"演示门户已启动：{origin}/ （按 Ctrl+C 停止），嵌入的条问在 {service}/", flush=True)
        for line in _advice(settings, origin):
            print(line, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    print("演示门户已停止。")
    return ANSWERED


def _advice(settings: Settings, origin: str) -> list[str]:
    """What is still missing in the settings for the portal to show the service."""
    advice = []
    if origin not in settings.portal_origins:
        advice.append(
            "这里读到的设置里没有这个门户。启动条问时已用环境变量写明的，不必理会；没有写的，面板会打不开，"
            "请在 tiaowen.toml 中写入下面一行，再重新启动条问。\n"
            f'  portal_origins = ["{origin}"]'
        )
    if settings.access == "header":
        advice.append("条问处于 header 方式，要经过做认证的反向代理；演示门户不是反向代理，面板会提示请从门户进入。")
    return advice
