"""The settings of the service: environment ``TIAOWEN_*`` and ``tiaowen.toml``; an unknown key is an error."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.faults import reason

PREFIX = "TIAOWEN_"

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
_ROOT = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")


class SettingsError(Exception):
    """A setting that cannot be used; the message is Chinese and names the key and where it came from."""


def _several(value: object) -> object:
    """A list from the environment is written with commas or spaces between its members."""
    return [part for part in re.split(r"[,，\s]+", value) if part] if isinstance(value, str) else value


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


OptionalText = Annotated[str | None, BeforeValidator(_none_if_empty)]


class Settings(BaseSettings):
    """Everything a site can set. Read it with :func:`load_settings`; the environment goes before the file."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    data: Path = Field(Path("data"), description="数据目录")
    host: str = Field("127.0.0.1", min_length=1, description="监听地址")
    port: int = Field(7860, ge=1, le=65535, description="监听端口")
    model: OptionalText = Field(None, description="向量模型：目录或名称，不填用自带模型")
    root_path: str = Field("", description="公开路径前缀，例如 /tiaowen")
    portal_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_several)] = Field(
        (), description="允许嵌入和跨域调用的门户，例如 https://portal.example.gov.cn"
    )
    contact: OptionalText = Field(None, max_length=100, description="未找到依据时建议咨询的部门或电话")
    max_question: int = Field(1000, ge=1, le=10_000, description="提问的最大字数")
    max_body_kb: int = Field(1024, ge=16, le=65_536, description="一次请求的最大体积（KB）")
    concurrency: int = Field(4, ge=1, le=64, description="同时检索的请求数")
    feedback: bool = Field(True, description="是否接受有用/无用反馈")
    log_questions: Literal["none", "masked", "full"] = Field("none", description="日志中是否记录提问")
    title: str = Field("条问", min_length=1, max_length=20, description="页面名称")
    access: Literal["open", "token", "header"] = Field(
        "open", description="谁可以提问：open 能访问的人都可以，token 凭门户签发的令牌，header 由反向代理认证"
    )
    token_secret: SecretStr | None = Field(None, description="与门户共用的签名密钥，至少 32 个字符")
    token_secret_old: SecretStr | None = Field(None, description="更换密钥期间仍然承认的旧密钥")
    token_minutes: int = Field(10, ge=1, le=60, description="令牌最长有效分钟数")
    session_hours: int = Field(8, ge=1, le=24, description="凭令牌进入整页后的会话小时数")
    user_header: OptionalText = Field(None, description="反向代理写入用户名的请求头，例如 X-Remote-User")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_several)] = Field(
        ("127.0.0.1", "::1"), description="可信的反向代理：地址或网段，只有它们的转发头有效"
    )
    api_keys: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_several)] = Field(
        (), description="程序调用接口的密钥，写作 名称:密钥"
    )
    admin_password: OptionalText = Field(
        None, description="管理页密码的散列（python -m app password 生成），不设则不开放"
    )
    rate_per_minute: int = Field(120, ge=0, le=100_000, description="每个用户或地址每分钟的提问次数，0 为不限")
    audit: bool = Field(True, description="是否写审计日志")
    audit_days: int = Field(180, ge=1, le=3650, description="审计日志保留天数")
    metrics: bool = Field(True, description="是否提供 Prometheus 指标")
    mcp: bool = Field(True, description="是否提供 MCP 服务")
    graceful_seconds: int = Field(10, ge=0, le=300, description="停止时等待进行中请求的秒数")
    llm_base_url: OptionalText = Field(None, description="语言模型接口地址（可选）")
    llm_model: OptionalText = Field(None, description="语言模型名称（可选）")
    llm_key: SecretStr | None = Field(None, description="语言模型密钥（可选）")

    @field_validator("root_path")
    @classmethod
    def _check_root_path(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and not _ROOT.fullmatch(value):
            raise ValueError("应以 / 开头，只含字母、数字和 . _ ~ -，例如 /tiaowen")
        return value

    @field_validator("portal_origins")
    @classmethod
    def _check_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        origins = tuple(origin.rstrip("/").lower() for origin in value)
        for origin in origins:
            # the value goes into a response header, and * would open the service to every site
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"“{origin}”应写成 https://主机名 或 https://主机名:端口，不带路径，不能用 *")
        return origins

    @field_validator("contact")
    @classmethod
    def _check_contact(cls, value: str | None) -> str | None:
        if value is not None and not value.isprintable():
            raise ValueError("应为一行文字")
        return value


def config_here() -> Path | None:
    """The settings file that commands read unless told another one: ``tiaowen.toml`` of the current folder, if any."""
    path = Path("tiaowen.toml")
    return path if path.is_file() else None


def load_settings(
    config: Path | None = None, environment: Mapping[str, str] | None = None, **overrides: object
) -> Settings:
    """The settings from ``overrides`` (those not None), the environment, the file and the defaults, in this order.

    ``config`` is a TOML file with the field names of :class:`Settings` as its keys; without it no file is read.
    ``environment`` is searched for unknown ``TIAOWEN_*`` names (its values are read by pydantic-settings). Raises
    :class:`SettingsError` for an unreadable file, an unknown key or a value that cannot be used.
    """
    known = set(Settings.model_fields)
    names = {name for name in environment or {} if name.upper().startswith(PREFIX)}
    in_environment = {name.upper().removeprefix(PREFIX).lower(): name for name in sorted(names)}
    _refuse_unknown(in_environment, known, "环境变量", PREFIX)
    given = {key: value for key, value in overrides.items() if value is not None}
    values: dict[str, Any] = {}
    if config is not None:
        values = _read(config)
        _refuse_unknown({key: key for key in values}, known, f"设置文件 {config} 中的", "")
        # a keyword argument outranks the environment, so what the environment sets must not be given
        values = {k: v for k, v in values.items() if not (environment or {}).get(in_environment.get(k, ""))}
    try:
        return Settings(**{**values, **given})
    except ValidationError as error:
        raise SettingsError(_explain(error, in_environment, set(values), set(given), config)) from error


def _read(config: Path) -> dict[str, Any]:
    try:
        with config.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise SettingsError(f"没有找到设置文件 {config}，请检查 --config 的路径。") from None
    except OSError as error:
        raise SettingsError(f"设置文件 {config} 读不出来（{error.strerror}），请检查权限。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"设置文件 {config} 不是正确的 TOML（UTF-8）：{error}。") from error


def _refuse_unknown(names: Mapping[str, str], known: set[str], where: str, prefix: str) -> None:
    for key, written in names.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
            proper = prefix + (near.upper() if prefix else near)
            raise SettingsError(f"{where} {written} 不是本程序的设置项，最接近的是 {proper}。请改正或删除。")


def _explain(
    error: ValidationError,
    in_environment: Mapping[str, str],
    in_file: Iterable[str],
    given: set[str],
    config: Path | None,
) -> str:
    lines = []
    for fault in error.errors():
        key = str(fault["loc"][0])
        if key in given:
            where = f"参数 --{key.replace('_', '-')}"
        elif key in in_file:
            where = f"设置文件 {config} 中的 {key}"
        else:
            where = f"环境变量 {in_environment.get(key, PREFIX + key.upper())}"
        lines.append(f"{where}（{Settings.model_fields[key].description}）：{reason(fault)}")
    return "；".join(lines) + "。"
