"""The administration page in a real browser: signing in, uploading, confirming, words; hostile strings stay text."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.expecting import expect

from .admin_page import LONG, PASSWORD, RULES, opened, send, sign_in, tab
from .conftest import serving

pytestmark = pytest.mark.browser

EVIL = '"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>{{7*7}}'


@pytest.fixture(scope="module")
def kept() -> str:
    """The hash of the password."""
    from app.access.password import hashed

    return hashed(PASSWORD)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path, kept: str) -> Iterator[str]:
    """The whole service over the samples, below a prefix; its index cannot be built, for want of the model."""
    script = Path(__file__).with_name("invented_server.py")
    settings = {"TIAOWEN_ADMIN_PASSWORD": kept, "TIAOWEN_ROOT_PATH": "/tw", "TIAOWEN_MODEL": "/没有这个模型"}
    log = tmp_path_factory.mktemp("admin") / "log.txt"
    with serving([sys.executable, str(script), str(samples_dir)], log, 180, **settings) as address:
        yield f"{address}tw/"


@pytest.fixture
def page(chromium: Any, service: str) -> Iterator[Any]:
    """Signed in."""
    with opened(chromium, f"{service}admin") as at:
        sign_in(at)
        yield at


def serious(page: Any) -> list[str]:
    """What axe finds wrong."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


def test_a_wrong_password_is_told_and_the_right_one_opens(chromium: Any, service: str) -> None:
    with opened(chromium, f"{service}admin", "401") as page:
        page.fill("#ad-name", EVIL)
        page.fill("#ad-password", "猜的密码猜的密码猜的")
        page.press("#ad-password", "Enter")
        expect(page.locator("#ad-login-said")).to_contain_text("密码不对")
        expect(page.locator("#ad-password")).to_be_focused()
        sign_in(page, EVIL[:40])
        expect(page.locator(".ad-who")).to_contain_text("<img src=x")
        [cookie] = page.context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/tw/admin")
        page.click("#ad-logout")
        expect(page.locator("#ad-password")).to_be_visible()


def test_upload_preview_confirm_and_why_it_failed(page: Any) -> None:
    tab(page, "导入")
    send(page, "<img src=x onerror=window.hacked=1>快递.txt", RULES + EVIL)
    expect(page.locator("#ad-staged .ad-item-head")).to_have_text("_img src=x onerror=window.hacked=1_快递.txt")
    page.click("#ad-preview")
    job = page.locator("#ad-job")
    expect(job.locator("h2")).to_have_text("导入的预演：完成", timeout=LONG)
    expect(job.locator(".ad-plan-steps")).to_contain_text("新增：《云岫市砚禾研究院快递收发办法》")
    page.reload()  # it is still there
    expect(job.locator(".ad-plan-steps")).to_contain_text("新增：", timeout=LONG)
    job.locator("text=确认并发布").click()
    expect(job.locator("h2")).to_have_text("导入：没有成功", timeout=LONG)
    expect(job.locator(".ad-error")).to_contain_text("没有这个模型")
    tab(page, "制度")
    page.fill("#ad-filter", "快递")
    expect(page.locator("#ad-found")).to_have_text("找到 1 部。")
    expect(page.locator("#ad-library")).to_contain_text("快递.txt")
    page.click("#ad-list >> text=替换文件")
    expect(page.locator("#ad-replacing")).to_contain_text("将替换")
    send(page, "快递.txt", RULES.replace("三个工作日", "五个工作日"))
    expect(page.locator("#ad-staged li")).to_have_count(2)
    page.click("#ad-preview")
    expect(job.locator("h2")).to_have_text("导入的预演：完成", timeout=LONG)
    job.locator("text=逐条看变化").click()
    expect(job.locator("del", has_text="三")).to_be_visible()
    expect(job.locator("ins", has_text="五")).to_be_visible()
    page.click("#ad-discard")
    page.click("dialog >> text=继续")
    expect(page.locator("#ad-staged .tw-empty")).to_be_visible()


def test_too_large_a_file_is_not_even_sent(page: Any) -> None:
    tab(page, "导入")
    page.set_input_files("#ad-files", {"name": "大.txt", "mimeType": "text/plain", "buffer": b"x" * (20 * 2**20 + 1)})
    expect(page.locator("#ad-sending .tw-trouble")).to_contain_text("超过 20 MB")


def test_withdrawing_is_asked_and_shown_first(page: Any) -> None:
    tab(page, "制度")
    page.fill("#ad-filter", "会议管理规定")
    page.click("#ad-list >> text=撤下")
    page.keyboard.press("Escape")
    expect(page.locator("#ad-job")).not_to_contain_text("撤下")
    page.click("#ad-list >> text=撤下")
    page.fill("#ad-reason", EVIL[:50])
    page.keyboard.press("Enter")
    job = page.locator("#ad-job")
    expect(job.locator("h2")).to_have_text("撤下制度的预演：完成", timeout=LONG)
    expect(job.locator(".ad-plan-steps")).to_contain_text("撤下：《云岫市砚禾研究院会议管理规定》")
    job.locator("text=收起").click()
    expect(job).to_be_hidden()


def test_words(page: Any) -> None:
    tab(page, "词语与咨询")
    page.fill("#ad-synonyms", "# 说明\n丢丢币 → 快递\n坏 →")
    page.click("#ad-synonyms-form .tw-primary")
    expect(page.locator("#ad-faults")).to_contain_text("第 3 行")
    box = page.locator("#ad-synonyms")
    expect(box).to_be_focused()
    assert box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)") == "坏 →"
    page.fill("#ad-synonyms", "丢丢币 → 快递")
    page.click("#ad-synonyms-form .tw-primary")
    expect(page.locator("#ad-synonyms-said")).to_contain_text("已保存")
    page.click("#ad-synonyms-undo")
    expect(box).to_have_value("")
    page.fill("#ad-contact", EVIL)
    page.press("#ad-contact", "Enter")
    expect(page.locator("#ad-contact-said")).to_contain_text("已保存")
    page.click("#ad-contact-default")
    expect(page.locator("#ad-contact")).to_have_value("综合办公室（内线8000）")


def fulfilling(answer: Any) -> Callable[[Any], None]:
    return lambda route: route.fulfill(body=json.dumps(answer), content_type="application/json")


def test_strings_of_documents_and_users_stay_text(page: Any) -> None:
    regulation = dict.fromkeys(("id", "title", "number", "issuer", "published", "effective", "status"), EVIL)
    entry = dict.fromkeys(("id", "title", "when", "who", "reason"), EVIL)
    file = {"name": EVIL, "bytes": 1, "sidecar": True}
    answers = {
        "regulations": {
            "regulations": [{**regulation, "articles": 1, "files": [EVIL], "library": [EVIL]}],
            "withdrawn": [entry],
            "sources": [{"path": EVIL, "files": 1}],
            "library": [file],
        },
        "unanswered": {
            "audit": True,
            "kept": EVIL,
            "refused": 1,
            "questions": [{"question": EVIL, "times": 1, "last": EVIL}],
        },
        "feedback": {
            "useful": 0,
            "useless": 1,
            "latest": [{"time": EVIL, "verdict": EVIL, "reason": EVIL, "question": EVIL, "article_ids": [EVIL]}],
        },
        "actions": {
            "audit": True,
            "actions": [{"action": EVIL, "visitor": EVIL, "time": EVIL, "file": EVIL, "address": EVIL}],
        },
        "report": {"report": EVIL},
    }
    for name, answer in answers.items():
        page.route(f"**/admin/api/{name}", fulfilling(answer))
    for name, place in (("制度", "#ad-sources"), ("反馈与未答", "#ad-feedback"), ("记录", "#ad-actions")):
        tab(page, name)
        expect(page.locator(place)).to_contain_text("<script>")
    tab(page, "导入")
    page.click("#ad-report summary")
    expect(page.locator("#ad-report-text")).to_contain_text("<script>")
    assert page.locator("main img, main script").count() == 0
    page.unroute_all()


def test_the_keyboard_is_enough(chromium: Any, service: str) -> None:
    with opened(chromium, f"{service}admin") as page:
        page.focus("#ad-name")
        page.keyboard.type("李某")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#ad-index dl, #ad-index .tw-remark").first).to_be_visible()
        page.focus(".ad-tabs a >> nth=0")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#ad-list .ad-item-head").first).to_be_visible()
        page.focus("#ad-list button >> nth=0")
        page.keyboard.press("Enter")
        expect(page.locator("#ad-reason")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#ad-list button >> nth=0")).to_be_focused()


def test_an_ended_session_is_told_not_lost_in_silence(chromium: Any, service: str) -> None:
    with opened(chromium, f"{service}admin", "401") as page:
        sign_in(page)
        page.context.clear_cookies()
        page.click("#ad-verify")
        expect(page.locator("#ad-trouble")).to_contain_text("请重新登录")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Any, service: str, scheme: str) -> None:
    with opened(chromium, f"{service}admin", color_scheme=scheme) as page:
        assert serious(page) == []
        sign_in(page)
        for name in ("总览", "制度", "导入", "词语与咨询", "反馈与未答", "记录"):
            tab(page, name)
            page.wait_for_load_state("networkidle")
            assert serious(page) == [], name
        tab(page, "制度")
        page.click("#ad-list button >> nth=0")
        assert serious(page) == []


def test_360_px_wide_nothing_sticks_out_also_in_large_type(chromium: Any, service: str) -> None:
    with opened(chromium, f"{service}admin", viewport={"width": 360, "height": 740}, has_touch=True) as page:
        sign_in(page)
        page.click("#tw-large")
        for name in ("总览", "制度", "导入", "词语与咨询", "反馈与未答", "记录"):
            tab(page, name)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


def test_off_it_says_so_and_how_to_switch_it_on(chromium: Any, server: str) -> None:
    with opened(chromium, f"{server}admin", "404") as page:
        expect(page.locator("h1")).to_have_text("管理功能没有开放")
        expect(page.locator("main")).to_contain_text("python -m app password")
        assert serious(page) == []
