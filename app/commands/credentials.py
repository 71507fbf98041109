"""``python -m app password``, ``secret`` and ``token``: what a site needs to say who may ask."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from typing import Any

from app.commands.shared import ANSWERED, add_config, settings_of
from ingest.console import fail

_SECRET_BYTES = 36  # 48 characters


def add(commands: Any) -> None:
    """Teach the command line these commands."""
    password = commands.add_parser(
        "password",
        help="生成管理页密码的散列",
        description="输入密码，得到设置项 admin_password 的值。密码本身不保存。也可以由管道输入一行。",
    )
    password.set_defaults(command=_password)
    secret = commands.add_parser(
        "secret",
        help="生成随机密钥",
        description="生成一个随机密钥，用作 token_secret，或 api_keys 中 名称:密钥 的密钥。",
    )
    secret.set_defaults(command=_secret)
    token = commands.add_parser(
        "token",
        help="签发一个令牌（试用）",
        description="按设置中的 token_secret 签发一个令牌，用来试用接口。正式使用时，令牌由门户的后台签发。",
    )
    token.add_argument("--user", required=True, metavar="用户", help="令牌中的用户名")
    add_config(token)
    token.set_defaults(command=_token)


def _password(chosen: argparse.Namespace) -> int:
    from app.access.password import SHORTEST, hashed

    try:
        if sys.stdin.isatty():
            given = getpass.getpass("新密码：")
            if given != getpass.getpass("再输入一次："):
                fail("两次输入的密码不同，请重新运行。")
        else:
            given = sys.stdin.readline().rstrip("\r\n")
    except (KeyboardInterrupt, EOFError):
        fail("已中断，没有生成。")
    except UnicodeDecodeError:
        fail("输入应为 UTF-8 编码的文字。")
    if len(given) < SHORTEST or len(set(given)) < SHORTEST // 2:
        fail(f"密码至少 {SHORTEST} 个字符，不要只重复几个字符。请换一个，例如几个不相干的词。")
    print(hashed(given))
    _advise("请把上面一行写入设置项 admin_password（或环境变量 TIAOWEN_ADMIN_PASSWORD），然后重新启动服务。")
    return ANSWERED


def _secret(chosen: argparse.Namespace) -> int:
    print(secrets.token_urlsafe(_SECRET_BYTES))
    _advise("请妥善保存：只写入设置文件或环境变量，以及门户后台的配置，不要放进网页、网址或代码仓库。")
    return ANSWERED


def _token(chosen: argparse.Namespace) -> int:
    settings = settings_of(chosen)
    from app.access.signed import portal_tokens
    from app.access.username import username

    user = username(chosen.user)
    if user is None:
        fail("用户名应为一行文字，不超过 128 个字符。")
    if settings.token_secret is None:
        fail("还没有设置 token_secret。请用 python -m app secret 生成一个，写入设置文件，再运行本命令。")
    print(portal_tokens([settings.token_secret.get_secret_value()], settings.token_minutes).mint(user))
    unused = "" if settings.access == "token" else f"注意：access 现为 {settings.access}，不要求令牌。"
    _advise(f"{settings.token_minutes} 分钟内有效。用法：curl -H 'Authorization: Bearer 令牌' …/api/ask …{unused}")
    return ANSWERED


def _advise(text: str) -> None:
    """On standard error, so that a script gets the value alone."""
    print(text, file=sys.stderr)
