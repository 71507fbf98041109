"""What docs/embedding.md tells webmasters to copy is tried out."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import app.embed.portal as portal
from app.access.signed import portal_tokens

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
SECRET = "0123456789abcdef0123456789abcdef"
USERS = ["zhangsan", "张三", 'a"b\\c']


def block(language: str, containing: str) -> str:
    """The code block of the guide in this language that holds these words."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    found = [code for code in blocks if containing in code]
    assert len(found) == 1, f"{len(found)} blocks of {language} with {containing}"
    return str(found[0])


def user_of(token: str) -> str:
    return portal_tokens([SECRET], 10).read(token)


@pytest.mark.parametrize("user", USERS)
def test_python(user: str) -> None:
    names: dict[str, Any] = {}
    exec(block("python", "def tiaowen_token"), names)
    assert user_of(names["tiaowen_token"](SECRET, user)) == user


def test_the_portal_that_runs_uses_the_same_code() -> None:
    folder = Path(str(portal.__file__)).parent
    source = (folder / "mint.py").read_text(encoding="utf-8")
    assert block("python", "def tiaowen_token").partition("def tiaowen_token")[2] in source
    script = (folder / "pages" / "frame.js").read_text(encoding="utf-8")
    assert block("js", "tiaowen:token-request") in script


def test_java(tmp_path: Path) -> None:
    compiler, machine = shutil.which("javac"), shutil.which("java")
    if compiler is None or machine is None:
        pytest.skip("no JDK on this machine (Debian: apt-get install default-jdk-headless)")
    source = tmp_path / "TiaowenToken.java"
    source.write_text(block("java", "class TiaowenToken"), encoding="utf-8")
    subprocess.run(
        [compiler, "--release", "8", "-encoding", "UTF-8", "-nowarn", source.name],
        cwd=tmp_path,
        check=True,
        timeout=300,
    )
    for user in USERS:
        command = [machine, "-Dsun.jnu.encoding=UTF-8", "-cp", str(tmp_path), "TiaowenToken", SECRET, user]
        environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
        run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=300)
        assert user_of(run.stdout.strip()) == user


def test_nginx(tmp_path: Path, free_port: int) -> None:
    nginx, module = shutil.which("nginx"), Path("/usr/lib/nginx/modules/ngx_http_js_module.so")
    if nginx is None or not module.is_file():
        pytest.skip("no nginx with njs on this machine (Debian: apt-get install nginx-light libnginx-mod-http-js)")
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    script = block("nginx-js", "createHmac").replace("/etc/nginx/tiaowen.secret", str(tmp_path / "secret"))
    (tmp_path / "tiaowen.js").write_text(script, encoding="utf-8")
    (tmp_path / "users").write_text("zhangsan:{PLAIN}geheim\n", encoding="utf-8")
    place = block("nginx", "js_content").replace("/etc/nginx/portal.users", str(tmp_path / "users"))
    folders = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"load_module {module}; daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/log;"
        f"events {{}} http {{ access_log off; {folders} js_import tiaowen from {tmp_path}/tiaowen.js;"
        f"server {{ listen 127.0.0.1:{free_port}; {place} }} }}",
        encoding="utf-8",
    )
    process = subprocess.Popen([nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        address = f"http://127.0.0.1:{free_port}/tiaowen-token"
        _wait(address, process)
        request = urllib.request.Request(address, headers={"Authorization": "Basic emhhbmdzYW46Z2VoZWlt"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            found = re.fullmatch(r'\{"token":"([\w.-]+)"\}', answer.read().decode())
        assert found is not None
        assert user_of(found[1]) == "zhangsan"
    finally:
        process.terminate()
        process.wait(15)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until it answers 401 to somebody without a password."""
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError as error:
            assert error.code == 401
            return
        except OSError:
            assert process.poll() is None, process.communicate()[1].decode()
            time.sleep(0.1)
    pytest.fail("nginx did not answer")


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_every_attribute_and_event_of_the_widget_is_described() -> None:
    widget = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "app" / "embed" / "widget").iterdir())
    named = re.findall(r'setting\("(\w+)"\)', widget)
    attributes = {re.sub("[A-Z]", lambda m: "-" + m[0].lower(), name) for name in named}
    assert attributes == set(re.findall(r"^\| `data-([\w-]+)`", GUIDE, re.MULTILINE))
    rows = "".join(re.findall(r"^\| (`tiaowen:.*?) \|", GUIDE, re.MULTILINE))
    assert set(re.findall(r'tell\("(\w+)"', widget)) == set(re.findall(r"tiaowen:(\w+)", rows))
    assert set(re.findall(r"var\((--tiaowen-[\w-]+)", widget)) == set(re.findall(r"`(--tiaowen-[\w-]+)`", GUIDE))


def test_every_word_of_trouble_is_described() -> None:
    """The beginning of each message about tokens stands in the table."""
    script = (ROOT / "app" / "embed" / "static" / "embed-token.js").read_text(encoding="utf-8")
    told = re.findall(r'(?:status_401|status_404|not_a_token|no_source|foreign_source): "([^，。]{4,16})', script)
    assert len(told) == 5
    for words in told:
        known = words.removeprefix("门户页面").removeprefix("门户")
        assert known[:8] in GUIDE, words
