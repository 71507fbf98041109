"""From the administration page to the answers, with the model: what is published, withdrawn, brought back."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.expecting import expect

from .admin_page import LONG, PASSWORD, RULES, opened, send, sign_in, tab
from .conftest import serving

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_from_an_upload_to_an_answer_and_back(chromium: Any, tmp_path: Path) -> None:
    """With the model: a confirmed upload is answered from, a withdrawn one no longer, a rollback brings it back."""
    from app.access.password import hashed

    source = tmp_path / "来源"
    source.mkdir()
    (source / "打印.txt").write_text(
        "打印办法\n第一条 打印应当双面。\n第二条 废纸回收。\n第三条 完。", encoding="utf-8"
    )
    data = tmp_path / "数据"
    for command in (["ingest", "run", str(source)], ["vectorstore", "build"]):
        subprocess.run([sys.executable, "-m", *command, "--data", str(data)], check=True, timeout=600)
    command = [sys.executable, "-m", "app", "serve", "--data", str(data), "--port"]
    with serving(command, tmp_path / "log.txt", 180, TIAOWEN_ADMIN_PASSWORD=hashed(PASSWORD)) as address:

        def until(refused: bool) -> None:
            wait(lambda: asked(address, "快递几个工作日内领取")["refused"] is refused)

        with opened(chromium, f"{address}admin") as page:
            sign_in(page)
            until(True)
            tab(page, "导入")
            send(page, "快递.txt", RULES)
            page.click("#ad-preview")
            confirm(page, "导入")
            until(False)
            tab(page, "制度")
            page.fill("#ad-filter", "快递")
            page.click("#ad-list >> text=撤下")
            page.keyboard.press("Enter")
            confirm(page, "撤下制度")
            until(True)
            tab(page, "总览")
            page.click("#ad-rollback")
            page.click("dialog >> text=继续")
            expect(page.locator("#ad-job h2")).to_have_text("退回上一个索引：完成", timeout=LONG)
            until(False)


def confirm(page: Any, title: str) -> None:
    page.click("#ad-job >> text=确认并发布", timeout=LONG)
    expect(page.locator("#ad-job h2")).to_have_text(f"{title}：完成", timeout=3 * LONG)


def asked(address: str, question: str) -> Any:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}api/ask", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def wait(what: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG / 1000
    while not what():
        assert time.monotonic() < end
        time.sleep(0.5)
