"""A server in a process of its own, and a page in headless Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.embedded import framing
from tests.browser.expecting import expect
from tests.browser.portal_page import visiting_portal

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def serving(command: list[str], log: Path, seconds: int, port: int = 0, **settings: str) -> Iterator[str]:
    """The address of ``command PORT`` once it answers; its output is shown where it does not.

    ``port`` is the one to use again after a restart; ``settings`` are environment variables."""
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "GRADIO_ANALYTICS_ENABLED": "False"}
    environment |= settings
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, str(port)], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        for _ in range(seconds * 5):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except urllib.error.HTTPError:
                break  # it answers, if only that somebody has to sign in
            except (urllib.error.URLError, OSError):
                if process.poll() is not None:
                    break
                time.sleep(0.2)
        else:
            process.kill()
            process.wait()
        if process.poll() is not None:
            pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
        yield address
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Iterator[str]:
    """The page over the samples and a hostile document, without a model."""
    script = Path(__file__).with_name("invented_server.py")
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with serving([sys.executable, str(script), str(samples_dir)], log, 180) as address:
        yield address


@pytest.fixture(scope="session")
def prefixed_server(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Iterator[str]:
    """The same below the public prefix ``/tiaowen``, as it stands behind a reverse proxy."""
    script = Path(__file__).with_name("invented_server.py")
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with serving([sys.executable, str(script), str(samples_dir)], log, 180, TIAOWEN_ROOT_PATH="/tiaowen") as address:
        yield address


class OtherSite:
    """A web site of another origin (``localhost``, where the service is ``127.0.0.1``) whose pages a test writes.

    ``pages`` maps paths to HTML, or to a function that gives ``(status, media type, body)`` at each visit."""

    def __init__(self) -> None:
        self.pages: dict[str, str | Callable[[], tuple[int, str, str]]] = {}
        self.policy = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.pages.get(urlsplit(self.path).path, lambda: (404, "text/plain", ""))
                status, kind, body = (200, "text/html", page) if isinstance(page, str) else page()
                self.send_response(status)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                if site.policy:
                    self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def allowed_site() -> Iterator[OtherSite]:
    """The portal that ``embedding`` and ``embedding_with_tokens`` know."""
    site = OtherSite()
    yield site
    site.close()


@pytest.fixture
def portal(allowed_site: OtherSite) -> OtherSite:
    """The allowed portal, without pages yet."""
    allowed_site.pages = {"/favicon.ico": lambda: (200, "image/x-icon", "")}
    allowed_site.policy = ""
    return allowed_site


@pytest.fixture
def stranger() -> Iterator[OtherSite]:
    """A site that the service does not know."""
    site = OtherSite()
    site.pages = {"/favicon.ico": lambda: (200, "image/x-icon", "")}
    yield site
    site.close()


@pytest.fixture
def framed(chromium: Any, portal: OtherSite, embedding: str) -> Callable[..., Any]:
    """See ``framing``."""
    return framing(chromium, portal, embedding)


@pytest.fixture
def visit_portal(chromium: Any, portal: OtherSite, embedding: str) -> Callable[..., Any]:
    """See ``visiting_portal``."""
    return visiting_portal(chromium, portal, embedding)


TOKEN_SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="session")
def embedding(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path, allowed_site: OtherSite) -> Iterator[str]:
    """The address (no slash at its end) of a service below a prefix that lets the portal embed it."""
    yield from _embedding(tmp_path_factory, samples_dir, allowed_site)


@pytest.fixture(scope="session")
def embedding_with_tokens(
    tmp_path_factory: pytest.TempPathFactory, samples_dir: Path, allowed_site: OtherSite
) -> Iterator[str]:
    """The same for visitors with a token signed with ``TOKEN_SECRET``."""
    secret = {"TIAOWEN_ACCESS": "token", "TIAOWEN_TOKEN_SECRET": TOKEN_SECRET}
    yield from _embedding(tmp_path_factory, samples_dir, allowed_site, **secret)


def _embedding(folders: pytest.TempPathFactory, samples: Path, portal: OtherSite, **settings: str) -> Iterator[str]:
    script = Path(__file__).with_name("invented_server.py")
    known = {"TIAOWEN_PORTAL_ORIGINS": portal.origin, "TIAOWEN_ROOT_PATH": "/tw", "TIAOWEN_RATE_PER_MINUTE": "0"}
    log = folders.mktemp("embedding") / "log.txt"
    with serving([sys.executable, str(script), str(samples)], log, 180, **known, **settings) as address:
        yield f"{address}tw"


@pytest.fixture
def open_server(tmp_path: Path) -> Any:
    """``serving`` with a log of its own."""
    return lambda command, **more: serving(command, tmp_path / "log.txt", 180, **more)


@pytest.fixture
def visiting_page(chromium: Any) -> Any:
    """``visiting`` with the browser filled in."""
    return lambda address, **options: visiting(chromium, address, **options)


def _executable() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: no browser tests (Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Headless Chromium; the tests are skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: no browser tests")
    executable = _executable()
    sync_api.expect.set_options(timeout=30_000)  # a service that has just started is slow on a busy machine
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def strict_chromium(chromium: Any) -> Iterator[Any]:
    """Chromium that gives pages in foreign frames no cookies."""
    arguments = ["--no-sandbox", "--test-third-party-cookie-phaseout"]
    browser = chromium.browser_type.launch(executable_path=_executable(), args=arguments)
    yield browser
    browser.close()


@dataclass
class Visit:
    """An open page and what happened on it."""

    page: Any
    address: str
    requested: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> Any:
        """Ask as a person does; the finished turn."""
        turn = self.page.locator(f"#tw-turn-{self.page.locator('.tw-turn').count() + 1}")
        box = self.page.locator("#tw-box textarea")
        box.fill(question)
        box.press("Enter")
        turn.wait_for()
        expect(box).not_to_have_value(question)  # taken: what is typed from now on is the next question
        return turn

    @property
    def foreign(self) -> list[str]:
        """Requests to another origin."""
        own = urlsplit(self.address).netloc
        fetched = [url for url in self.requested if urlsplit(url).scheme not in ("data", "blob")]
        return [url for url in fetched if urlsplit(url).netloc != own]


@contextmanager
def visiting(browser: Any, address: str, **options: Any) -> Iterator[Visit]:
    """A page that is ready to be asked; afterwards it must have asked no other origin and shown no script error."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, "locale": "zh-CN", **options})
    visit = Visit(context.new_page(), address)
    visit.page.on("request", lambda request: visit.requested.append(request.url))
    # gradio reports the stream it closes itself when a page is left while loading; that is no fault of the page
    left = "AbortError: signal is aborted without reason"
    visit.page.on("pageerror", lambda error: None if left in str(error) else visit.errors.append(str(error)))
    visit.page.on("console", lambda line: visit.errors.append(line.text) if line.type == "error" else None)
    try:
        visit.page.goto(address)
        visit.page.wait_for_selector("#tw-box textarea")
        visit.page.wait_for_selector(".tw-example")
        yield visit
        assert visit.foreign == []
        assert visit.errors == []
        assert visit.page.evaluate("window.hacked") is None
    finally:
        context.close()


@pytest.fixture
def visit(chromium: Any, server: str) -> Iterator[Visit]:
    with visiting(chromium, server) as opened:
        yield opened


@pytest.fixture
def narrow_visit(chromium: Any, server: str) -> Iterator[Visit]:
    with visiting(chromium, server, viewport={"width": 360, "height": 740}, has_touch=True) as opened:
        yield opened


@pytest.fixture
def dark_visit(chromium: Any, server: str) -> Iterator[Visit]:
    with visiting(chromium, server, color_scheme="dark") as opened:
        yield opened
