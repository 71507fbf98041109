"""What the tests of the administration page do on it: open it, sign in, turn to a tab, send a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.browser.expecting import expect

PASSWORD = "一个够长的管理密码呀呀"
RULES = (
    "云岫市砚禾研究院快递收发办法\n第一条 快递由传达室签收。\n第二条 快递到后，收件人三个工作日内领取。\n"
    "第三条 本办法自2025年3月1日起施行。"
)
LONG = 120_000


@contextmanager
def opened(browser: Any, address: str, *faults: str, **options: Any) -> Iterator[Any]:
    """The page; nothing may come from elsewhere, nothing hostile run, nothing be written in the console but
    ``faults``."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, "locale": "zh-CN", **options})
    page = context.new_page()
    requested: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    try:
        page.goto(address)
        yield page
        assert {urlsplit(url).netloc for url in requested} == {urlsplit(address).netloc}
        assert [error for error in errors if not any(fault in error for fault in faults)] == []
        assert page.evaluate("window.hacked") is None
    finally:
        context.close()


def sign_in(page: Any, name: str = "王某") -> None:
    page.fill("#ad-name", name)
    page.fill("#ad-password", PASSWORD)
    page.press("#ad-password", "Enter")
    expect(page.locator("#ad-index dl, #ad-index .tw-remark").first).to_be_visible()


def tab(page: Any, name: str) -> None:
    page.click(f".ad-tabs >> text={name}")
    expect(page.locator(".ad-part:not([hidden]) h2", has_text=name)).to_be_visible()


def send(page: Any, name: str, text: str) -> None:
    page.set_input_files("#ad-files", {"name": name, "mimeType": "text/plain", "buffer": text.encode()})
    expect(page.locator("#ad-sending li")).to_have_count(0)
