"""Everything a site can set."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.settings import checks

PREFIX = "TIAOWEN_"


def _several(value: object) -> object:
    """A list from the environment is written with commas or spaces between its members."""
    return [part for part in re.split(r"[,，\s]+", value) if part] if isinstance(value, str) else value


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _secret(value: SecretStr) -> SecretStr:
    return SecretStr(checks.secret(value.get_secret_value()))


def _api_key(value: SecretStr) -> SecretStr:
    return SecretStr(":".join(checks.api_key(value.get_secret_value())))


def _model_key(value: SecretStr) -> SecretStr:
    return SecretStr(checks.model_key(value.get_secret_value()))


OptionalText = Annotated[str | None, BeforeValidator(_none_if_empty)]
Line = Annotated[str, AfterValidator(checks.line)]
OptionalLine = Annotated[Line | None, BeforeValidator(_none_if_empty)]
Root = Annotated[str, AfterValidator(checks.root)]
Origin = Annotated[str, AfterValidator(checks.origin)]
Proxy = Annotated[str, AfterValidator(checks.proxy)]
OptionalHeader = Annotated[Annotated[str, AfterValidator(checks.header)] | None, BeforeValidator(_none_if_empty)]
OptionalHash = Annotated[Annotated[str, AfterValidator(checks.password)] | None, BeforeValidator(_none_if_empty)]
OptionalSecret = Annotated[Annotated[SecretStr, AfterValidator(_secret)] | None, BeforeValidator(_none_if_empty)]
OptionalEndpoint = Annotated[Annotated[str, AfterValidator(checks.endpoint)] | None, BeforeValidator(_none_if_empty)]
OptionalModelKey = Annotated[Annotated[SecretStr, AfterValidator(_model_key)] | None, BeforeValidator(_none_if_empty)]
Extra = Annotated[dict[str, JsonValue], BeforeValidator(checks.extra)]
ApiKey = Annotated[SecretStr, AfterValidator(_api_key)]


class Settings(BaseSettings):
    """Everything a site can set. Read it with :func:`load_settings`; the environment goes before the file."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    data: Path = Field(Path("data"), description="数据目录")
    host: str = Field("127.0.0.1", min_length=1, description="监听地址")
    port: int = Field(7860, ge=1, le=65535, description="监听端口")
    model: OptionalText = Field(None, description="向量模型：目录或名称，不填用自带模型")
    precise: bool = Field(False, description="拿不准的提问由交叉编码器再核对一遍，多用 0.1 至 0.2 秒（大索引 0.5 秒）")
    root_path: Root = Field("", description="公开路径前缀，例如 /tiaowen")
    portal_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_several)] = Field(
        (), description="允许嵌入和跨域调用的门户，例如 https://portal.example.gov.cn"
    )
    contact: OptionalLine = Field(None, max_length=100, description="未找到依据时建议咨询的部门或电话")
    max_question: int = Field(1000, ge=1, le=10_000, description="提问的最大字数")
    max_body_kb: int = Field(1024, ge=16, le=65_536, description="一次请求的最大体积（KB）")
    concurrency: int = Field(8, ge=1, le=64, description="同时处理的提问数")
    feedback: bool = Field(True, description="是否接受有用/无用反馈")
    log_questions: Literal["none", "masked", "full"] = Field("none", description="日志中是否记录提问")
    title: Line = Field("条问", min_length=1, max_length=20, description="页面名称")
    access: Literal["open", "token", "header"] = Field(
        "open", description="谁可以提问：open 能访问的人都可以，token 凭门户签发的令牌，header 由反向代理认证"
    )
    token_secret: OptionalSecret = Field(
        None, validate_default=True, description="与门户共用的签名密钥，至少 32 个字符"
    )
    token_secret_old: OptionalSecret = Field(None, description="更换密钥期间仍然承认的旧密钥")
    token_minutes: int = Field(10, ge=1, le=60, description="令牌最长有效分钟数")
    session_hours: int = Field(8, ge=1, le=24, description="凭令牌进入整页后的会话小时数")
    user_header: OptionalHeader = Field(
        None, validate_default=True, description="反向代理写入用户名的请求头，例如 X-Remote-User"
    )
    trusted_proxies: Annotated[tuple[Proxy, ...], NoDecode, BeforeValidator(_several)] = Field(
        ("127.0.0.1", "::1"), description="可信的反向代理：地址或网段，只有它们的转发头有效"
    )
    api_keys: Annotated[tuple[ApiKey, ...], NoDecode, BeforeValidator(_several)] = Field(
        (), description="程序调用接口的密钥，写作 名称:密钥"
    )
    admin_password: OptionalHash = Field(
        None, repr=False, description="管理页密码的散列（python -m app password 生成），不设则不开放"
    )
    rate_per_minute: int = Field(120, ge=0, le=100_000, description="每个用户或地址每分钟的提问次数，0 为不限")
    audit: bool = Field(True, description="是否写审计日志")
    audit_days: int = Field(180, ge=1, le=3650, description="审计日志保留天数")
    metrics: bool = Field(True, description="是否提供 Prometheus 指标")
    mcp: bool = Field(True, description="是否提供 MCP 服务")
    graceful_seconds: int = Field(10, ge=0, le=300, description="停止时等待进行中请求的秒数")
    llm_base_url: OptionalEndpoint = Field(None, description="语言模型接口地址（可选），例如 http://127.0.0.1:8000/v1")
    llm_model: OptionalLine = Field(None, validate_default=True, max_length=200, description="语言模型名称（可选）")
    llm_key: OptionalModelKey = Field(None, description="语言模型密钥（可选）")
    llm_timeout: float = Field(60, gt=0, le=600, description="等待语言模型一次回答的最长秒数")
    llm_concurrency: int = Field(2, ge=1, le=64, description="同时交给语言模型的提问数")
    llm_max_tokens: int = Field(512, ge=32, le=8192, description="语言模型一次回答的最大 token 数")
    llm_context: int = Field(4096, ge=1024, le=1_000_000, description="语言模型的上下文长度（token）")
    llm_default: bool = Field(False, description="聊天页是否默认请语言模型改写")
    llm_prompts: Path | None = Field(None, description="本单位自己的提示词所在文件夹（可选）")
    llm_extra: Annotated[Extra, NoDecode] = Field({}, description="发给语言模型接口的附加参数（可选）")
    llm_condense: bool = Field(False, description="追问是否由语言模型补全")
    llm_expand: bool = Field(False, description="是否请语言模型补充检索词")
    llm_rerank: bool = Field(False, description="是否请语言模型重排条文")

    @property
    def has_llm(self) -> bool:
        """Whether the site has a language model."""
        return self.llm_base_url is not None and self.llm_model is not None

    @field_validator("token_secret")
    @classmethod
    def _needed_for_tokens(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None and info.data.get("access") == "token":
            raise ValueError("access 为 token 时必须设置，并与门户使用同一个；请用 python -m app secret 生成一个")
        return value

    @field_validator("token_secret_old")
    @classmethod
    def _beside_the_new_one(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None and info.data.get("token_secret", "") in (None, value):
            raise ValueError("只在更换密钥期间使用：token_secret 应为新密钥，这里是旧密钥；否则请删除")
        return value

    @field_validator("user_header")
    @classmethod
    def _needed_for_headers(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("access") == "header":
            raise ValueError("access 为 header 时必须设置，例如 X-Remote-User，与反向代理的配置一致")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _somebody_to_trust(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not value and info.data.get("access") == "header":
            raise ValueError("access 为 header 时不能为空，请写反向代理的地址")
        return value

    @field_validator("api_keys")
    @classmethod
    def _told_apart(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        pairs = [key.get_secret_value().split(":", 1) for key in value]
        if any(len({pair[place] for pair in pairs}) < len(pairs) for place in (0, 1)):
            raise ValueError("每个程序应有自己的名称和密钥，不能重复")
        return value

    @field_validator("llm_model")
    @classmethod
    def _beside_its_endpoint(cls, value: str | None, info: ValidationInfo) -> str | None:
        address = info.data.get("llm_base_url", "")
        if value is None and address:
            raise ValueError("设置了 llm_base_url，还要写明模型名称；不清楚时先随意写，python -m app llm 会列出可用的")
        if value is not None and address is None:
            raise ValueError("还要设置 llm_base_url，例如 http://127.0.0.1:8000/v1；不用语言模型时请删除这一项")
        return value

    @field_validator("llm_key")
    @classmethod
    def _for_an_endpoint(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None and info.data.get("llm_base_url", "") is None:
            raise ValueError("没有设置 llm_base_url，密钥无处可用；请设置接口地址，或者删除这一项")
        return value

    @field_validator("llm_context")
    @classmethod
    def _room_for_the_reply(cls, value: int, info: ValidationInfo) -> int:
        longest = info.data.get("llm_max_tokens", 0)
        if value < longest + 512:
            raise ValueError(f"应至少比 llm_max_tokens（{longest}）大 512，否则放不下条文")
        return value
