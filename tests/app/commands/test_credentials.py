"""Passwords, secrets and tokens on the command line: the value alone on standard output."""

from __future__ import annotations

import getpass
import io
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.access.password import verify
from app.access.signed import portal_tokens
from app.settings import Settings

SECRET = "0123456789abcdefghijklmnopqrstuv"
pytestmark = pytest.mark.usefixtures("elsewhere")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    answers = iter(lines)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))


def test_a_password_typed_twice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _types(monkeypatch, "蓝色的山 四十二 马蹄莲", "蓝色的山 四十二 马蹄莲")
    assert main(["password"]) == 0
    shown = capsys.readouterr()
    assert verify("蓝色的山 四十二 马蹄莲", shown.out.strip()) and "admin_password" in shown.err
    assert Settings(admin_password=shown.out.strip()).admin_password == shown.out.strip()


def test_a_password_from_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse battery\r\nmore\n"))
    assert main(["password"]) == 0
    assert verify("correct horse battery", capsys.readouterr().out.strip())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("correct horse battery", "correct horse batery"), "两次输入的密码不同"),
        (("short", "short"), "至少 12 个字符"),
        (("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"), "不要只重复"),
        (("", ""), "至少 12 个字符"),
    ],
)
def test_a_password_that_will_not_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: tuple[str, str], words: str
) -> None:
    _types(monkeypatch, *typed)
    with pytest.raises(SystemExit) as left:
        main(["password"])
    shown = capsys.readouterr()
    assert left.value.code == 1 and words in shown.err and shown.out == ""


def test_an_interrupted_password(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", interrupted)
    with pytest.raises(SystemExit):
        main(["password"])
    assert "已中断" in capsys.readouterr().err


def test_a_secret_is_one_that_settings_take(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["secret"]) == 0
    secret = capsys.readouterr().out.strip()
    Settings(access="token", token_secret=secret, api_keys=[f"办公:{secret}"])
    assert main(["secret"]) == 0
    assert capsys.readouterr().out.strip() != secret


def test_a_token(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "tiaowen.toml"
    config.write_text(f'access = "token"\ntoken_secret = "{SECRET}"\ntoken_minutes = 5\n', encoding="utf-8")
    assert main(["token", "--user", "张三"]) == 0
    shown = capsys.readouterr()
    assert portal_tokens([SECRET], 5).read(shown.out.strip()) == "张三"
    assert "5 分钟内有效" in shown.err and "不要求令牌" not in shown.err
    config.rename(tmp_path / "other.toml")
    (tmp_path / "other.toml").write_text(f'token_secret = "{SECRET}"\n', encoding="utf-8")
    assert main(["token", "--user", "张三", "--config", "other.toml"]) == 0
    assert "access 现为 open，不要求令牌" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "user", "words"),
    [("", "张三", "还没有设置 token_secret"), (f'token_secret = "{SECRET}"\n', "a\nb", "应为一行文字")],
)
def test_no_token(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, user: str, words: str) -> None:
    (tmp_path / "tiaowen.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["token", "--user", user])
    shown = capsys.readouterr()
    assert left.value.code == 1 and words in shown.err and shown.out == ""
