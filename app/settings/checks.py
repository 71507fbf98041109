"""Whether the value of a setting can be used: each check returns it as it is used, or says in Chinese what to write."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from app.access.password import is_hash
from app.access.proxies import network
from app.access.username import username

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
_ROOT = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
# what a client sends for other purposes can name nobody
_TAKEN = re.compile(
    r"authorization|cookie|host|origin|referer|accept.*|content-.*|x-forwarded-.*|x-real-ip|x-request-id"
)
_SECRET, _KEY, _DISTINCT = 32, 24, 8
# what is asked and how the reply comes is the program's own affair
_OWN = frozenset(("model", "messages", "prompt", "stream", "n", "tools", "tool_choice"))


def root(value: str) -> str:
    """A public prefix, without a slash at its end."""
    value = value.rstrip("/")
    if value and (not _ROOT.fullmatch(value) or {".", ".."} & set(value.split("/"))):
        raise ValueError("应以 / 开头，只含字母、数字和 . _ ~ -，例如 /tiaowen")
    return value


def origin(value: str) -> str:
    """An origin as browsers send it: it goes into response headers, and * would open the service to every site."""
    written = value.rstrip("/").lower()
    if not _ORIGIN.fullmatch(written):
        raise ValueError(f"“{value}”应写成 https://主机名 或 https://主机名:端口，不带路径，不能用 *")
    return written


def line(value: str) -> str:
    """Text of one line."""
    if not value.isprintable():
        raise ValueError("应为一行文字")
    return value


def proxy(value: str) -> str:
    """An address or network of proxies."""
    try:
        known = network(value)
    except ValueError:
        raise ValueError(f"“{value}”应写成地址或网段，例如 10.0.0.5 或 10.0.0.0/24") from None
    if not known.prefixlen:
        raise ValueError(f"“{value}”包括所有地址，任何人都可以冒充代理；请只写反向代理自己的地址")
    return value


def header(value: str) -> str:
    """The name of a request header that can carry a user's name."""
    if not _HEADER.fullmatch(value) or _TAKEN.fullmatch(value.lower()):
        raise ValueError("应为反向代理专门用来写用户名的请求头，只含字母、数字和 -，例如 X-Remote-User")
    return value


def secret(value: str) -> str:
    """A secret that nobody guesses."""
    if len(value) < _SECRET:
        raise ValueError(f"至少 {_SECRET} 个字符；请用 python -m app secret 生成一个")
    if value != value.strip() or not value.isprintable() or len(set(value)) < _DISTINCT:
        raise ValueError("应为随机的一行字符，首尾没有空格；请用 python -m app secret 生成一个")
    if "-----BEGIN" in value or value.startswith(("ssh-", "ecdsa-")):
        raise ValueError("应为共用的密钥，不是证书或公私钥；请用 python -m app secret 生成一个")
    return value


def api_key(value: str) -> tuple[str, str]:
    """The name and the key of ``名称:密钥``."""
    written, _, key = value.replace("：", ":", 1).partition(":")
    name = username(written)
    if name is None or not key:
        raise ValueError("应写作 名称:密钥，例如 办公系统:密钥；密钥可以用 python -m app secret 生成")
    if len(key) < _KEY or len(set(key)) < _DISTINCT or not key.isascii() or not key.isprintable() or " " in key:
        # says no name: it may be the key, where the two were exchanged
        raise ValueError(
            f"名称:密钥 中的密钥应为至少 {_KEY} 个随机的英文字母、数字或符号，不含空格；"
            "请用 python -m app secret 生成一个"
        )
    return name, key


def password(value: str) -> str:
    """A password's hash; the password itself has no place in a settings file."""
    if not is_hash(value):
        raise ValueError("应为密码的散列而不是密码本身；请用 python -m app password 生成")
    return value


def endpoint(value: str) -> str:
    """The base URL of an OpenAI-compatible endpoint, without a slash at its end."""
    example = "应写作 http://主机名:端口/v1，例如 http://127.0.0.1:8000/v1"
    written = value.rstrip("/")
    try:
        parts = urlsplit(written)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not written.isascii() or not written.isprintable() or " " in written:
        raise ValueError(example)
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"地址里不能带用户名和密码，密钥请写在 llm_key；{example}")
    if "?" in written or "#" in written:
        raise ValueError(f"不能带 ? 或 # 以及后面的内容；{example}")
    if parts.path.endswith(("/chat/completions", "/completions", "/models")):
        raise ValueError("只写到 /v1 为止，请去掉末尾的 /chat/completions 等")
    return written


def model_key(value: str) -> str:
    """A key as it can stand in a request header."""
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("应为一行英文字母、数字或符号，不含空格，不带 Bearer")
    return value


def extra(value: object) -> object:
    """Parameters added to each request to the language model; in the environment they are written as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except ValueError:
            value = None
    if not isinstance(value, dict):
        raise ValueError('应为对象，环境变量中写作 JSON，例如 {"chat_template_kwargs": {"enable_thinking": false}}')
    if own := sorted(_OWN & value.keys()):
        raise ValueError(f"{'、'.join(own)} 由程序自己填写，请删除")
    return value
