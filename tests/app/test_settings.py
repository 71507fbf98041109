"""Settings come from the right place in the right order, and a slip is an error that names the key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.access.password import hashed
from app.settings import Settings, SettingsError, load_settings

SECRET = "0123456789abcdefghijklmnopqrstuv"
KEY = "0123456789abcdefghijklmn"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("TIAOWEN_")]:
        monkeypatch.delenv(name)


def _load(config: Path | None = None, **overrides: object) -> Settings:
    return load_settings(config, os.environ, **overrides)


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "tiaowen.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults() -> None:
    settings = _load()
    assert (settings.data, settings.host, settings.port) == (Path("data"), "127.0.0.1", 7860)
    assert (settings.max_question, settings.log_questions, settings.feedback) == (1000, "none", True)
    assert settings.portal_origins == () and settings.llm_base_url is None and settings.root_path == ""


def test_argument_before_environment_before_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = _file(tmp_path, 'port = 1001\nhost = "192.0.2.1"\ncontact = "文件"\n')
    monkeypatch.setenv("TIAOWEN_PORT", "1002")
    monkeypatch.setenv("TIAOWEN_CONTACT", "环境")
    settings = _load(config, contact="参数", data=None)
    assert (settings.host, settings.port, settings.contact) == ("192.0.2.1", 1002, "参数")


def test_an_empty_variable_is_no_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOWEN_PORT", "")
    assert _load(_file(tmp_path, "port = 1001\n")).port == 1001
    assert _load().port == 7860


def test_origins_from_environment_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = _file(tmp_path, 'portal_origins = ["https://a.example", "http://b.example:8080/"]\n')
    assert _load(listed).portal_origins == ("https://a.example", "http://b.example:8080")
    monkeypatch.setenv("TIAOWEN_PORTAL_ORIGINS", "https://c.example，https://d.example")
    assert _load(listed).portal_origins == ("https://c.example", "https://d.example")


def test_an_unknown_variable_is_named_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOWEN_PROT", "1")
    with pytest.raises(SettingsError, match=r"TIAOWEN_PROT .*最接近的是 TIAOWEN_PORT"):
        _load()


def test_an_unknown_key_of_the_file_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"max_questions .*最接近的是 max_question。"):
        _load(_file(tmp_path, "max_questions = 5\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('port = "x"', "port（监听端口）：应为整数"),
        ("port = 70000", "port（监听端口）：应不大于 65535"),
        ("port = 0", "应不小于 1"),
        ('log_questions = "all"', "log_questions.*可选：'none'、'masked'、'full'"),
        ('portal_origins = ["*"]', "不能用 \\*"),
        ('portal_origins = ["https://a.example; script-src *"]', "应写成"),
        ('portal_origins = ["https://a.example/path"]', "不带路径"),
        ('root_path = "tiaowen"', "应以 / 开头"),
        ('contact = "一\\n二"', "应为一行文字"),
        ('host = ""', "不能为空"),
        ("feedback = 3", "true 或 false"),
        ("port = ", "不是正确的 TOML，读到第 1 行第 8 列"),
        ("portal_origins = [", "不是正确的 TOML，读到末尾"),
        ('root_path = "/a/../b"', "应以 / 开头"),
        ('title = "一\\n二"', "应为一行文字"),
        ('access = "token"', "TIAOWEN_TOKEN_SECRET.*access 为 token 时必须设置.*python -m app secret"),
        ('access = "header"', "TIAOWEN_USER_HEADER.*access 为 header 时必须设置"),
        ('access = "header"\nuser_header = "X-User"\ntrusted_proxies = []', "access 为 header 时不能为空"),
        ('access = "all"', "可选：'open'、'token'、'header'"),
        ('token_secret = "太短"', "至少 32 个字符.*python -m app secret"),
        (f'token_secret = "{"a" * 40}"', "应为随机的一行字符"),
        (f'token_secret = " {SECRET}"', "首尾没有空格"),
        (f'token_secret = "-----BEGIN RSA {SECRET}"', "不是证书或公私钥"),
        (f'token_secret_old = "{SECRET}"', "只在更换密钥期间使用"),
        (f'token_secret = "{SECRET}"\ntoken_secret_old = "{SECRET}"', "只在更换密钥期间使用"),
        ('user_header = "Authorization"', "应为反向代理专门用来写用户名的请求头"),
        ('user_header = "X-Forwarded-For"', "应为反向代理专门用来写用户名的请求头"),
        ('user_header = "X User"', "应为反向代理专门用来写用户名的请求头"),
        ('trusted_proxies = ["10.0.0.300"]', "“10.0.0.300”应写成地址或网段"),
        ('trusted_proxies = ["nginx"]', "应写成地址或网段"),
        ('trusted_proxies = ["0.0.0.0/0"]', "包括所有地址"),
        ('trusted_proxies = ["::/0"]', "包括所有地址"),
        (f'api_keys = ["{KEY}"]', "应写作 名称:密钥，例如"),
        (f'api_keys = [":{KEY}"]', "应写作 名称:密钥，例如"),
        ('api_keys = ["办公:short"]', "密钥应为至少 24 个"),
        (f'api_keys = ["办公:{"a" * 30}"]', "密钥应为至少 24 个"),
        (f'api_keys = ["办公:{KEY} x"]', "不含空格"),
        (f'api_keys = ["办公:{KEY}", "办公:{KEY}x"]', "不能重复"),
        (f'api_keys = ["办公:{KEY}", "人事:{KEY}"]', "不能重复"),
        ('admin_password = "secret123"', "应为密码的散列而不是密码本身.*python -m app password"),
        ('admin_password = "scrypt.10.8.1.aaaaaaaaaaaaaaaaaaaaaa.b"', "应为密码的散列"),
        ("rate_per_minute = -1", "应不小于 0"),
        ("token_minutes = 61", "应不大于 60"),
    ],
)
def test_a_bad_value_is_explained(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        _load(_file(tmp_path, text + "\n"))


def test_where_the_bad_value_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="参数 --port"):
        _load(port=99999)
    monkeypatch.setenv("TIAOWEN_PORT", "abc")
    with pytest.raises(SettingsError, match="环境变量 TIAOWEN_PORT（监听端口）：应为整数"):
        _load()


def test_an_absent_file_and_a_file_of_other_encoding(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="没有找到设置文件"):
        _load(tmp_path / "none.toml")
    other = tmp_path / "gbk.toml"
    other.write_bytes('contact = "办公室"'.encode("gbk"))
    with pytest.raises(SettingsError, match="UTF-8"):
        _load(other)


def test_who_may_ask(tmp_path: Path) -> None:
    settings = _load(
        _file(
            tmp_path,
            f'access = "token"\ntoken_secret = "{SECRET}"\ntoken_secret_old = "{SECRET}x"\nuser_header = "X-User"\n'
            f'trusted_proxies = ["10.0.0.5", "10.1.0.7/16", "fd00::/8"]\napi_keys = ["办公：{KEY}", "人事:{KEY}:x"]\n'
            f'admin_password = "{hashed("correct horse")}"\n',
        )
    )
    assert settings.token_secret is not None and settings.token_secret.get_secret_value() == SECRET
    assert [key.get_secret_value() for key in settings.api_keys] == [f"办公:{KEY}", f"人事:{KEY}:x"]
    assert settings.trusted_proxies == ("10.0.0.5", "10.1.0.7/16", "fd00::/8")


def test_lists_and_empty_values_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOWEN_API_KEYS", f"办公:{KEY}，人事:{KEY}x")
    monkeypatch.setenv("TIAOWEN_TRUSTED_PROXIES", "10.0.0.5 10.0.1.0/24")
    monkeypatch.setenv("TIAOWEN_TOKEN_SECRET", "")
    settings = _load()
    assert len(settings.api_keys) == 2 and settings.trusted_proxies == ("10.0.0.5", "10.0.1.0/24")
    assert settings.token_secret is None


def test_a_bad_secret_is_not_blamed_on_the_old_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        _load(_file(tmp_path, f'token_secret = "short"\ntoken_secret_old = "{SECRET}"\n'))
    assert "只在更换密钥期间" not in str(caught.value)


def test_no_message_holds_a_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        _load(_file(tmp_path, 'token_secret = "hush"\napi_keys = ["a:hush"]\nadmin_password = "hush"\nport = "x"\n'))
    assert "hush" not in str(caught.value)


def test_the_key_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOWEN_LLM_BASE_URL", "http://127.0.0.1:8000/v1")
    monkeypatch.setenv("TIAOWEN_LLM_MODEL", "qwen3:8b")
    monkeypatch.setenv("TIAOWEN_LLM_KEY", "do-not-print")
    monkeypatch.setenv("TIAOWEN_API_KEYS", f"办公:{KEY}")
    monkeypatch.setenv("TIAOWEN_TOKEN_SECRET", SECRET)
    monkeypatch.setenv("TIAOWEN_ADMIN_PASSWORD", hashed("correct horse"))
    shown = repr(_load())
    assert not [kept for kept in ("do-not-print", KEY, SECRET, "scrypt") if kept in shown]
    assert _load(root_path="/tiaowen/").root_path == "/tiaowen"
