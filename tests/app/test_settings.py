"""Settings come from the right place in the right order, and a slip is an error that names the key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, load_settings


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
        ("port = ", "不是正确的 TOML"),
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


def test_the_key_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOWEN_LLM_KEY", "do-not-print")
    assert "do-not-print" not in repr(_load())
    assert _load(root_path="/tiaowen/").root_path == "/tiaowen"
