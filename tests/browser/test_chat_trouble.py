"""What the chat page says and keeps when the service is away, busy, or does not want the question."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browser.expecting import expect

if TYPE_CHECKING:
    from .conftest import Visit

pytestmark = pytest.mark.browser

QUESTION = "受记过处分当年怎么定档"
SLOW = "年度考核慢慢查"


@pytest.fixture
def own_server(open_server: Any, samples_dir: Path) -> Any:
    """A service of the test's own, with settings of its own."""
    command = [sys.executable, str(Path(__file__).with_name("invented_server.py")), str(samples_dir)]
    return lambda **settings: open_server(command, **settings)


@contextmanager
def excused(visit: Visit) -> Iterator[None]:
    """The browser's own lines about requests that were meant to fail are no faults of the page."""
    yield
    visit.errors[:] = [
        line
        for line in visit.errors
        if not any(each in line for each in ("Failed to load resource", "ERR_", "Unexpected error"))
    ]


def send(visit: Visit, question: str) -> None:
    visit.page.fill("#tw-box textarea", question)
    visit.page.press("#tw-box textarea", "Enter")


def test_a_restart_loses_neither_the_question_nor_the_conversation(
    own_server: Callable[..., Any], visiting_page: Any
) -> None:
    running = own_server()
    address = running.__enter__()
    port = urlsplit(address).port
    with visiting_page(address) as visit, excused(visit):
        page = visit.page
        page.click("#tw-scope .label-wrap")
        page.click("#tw-regulations input")
        page.locator("[role=option]", has_text="工作人员考核办法").last.click()
        page.keyboard.press("Escape")
        visit.ask(QUESTION)
        running.__exit__(None, None, None)
        send(visit, "那受到警告处分的呢")
        expect(page.locator("#tw-trouble")).to_contain_text("与服务的连接断了，正在重新连接")
        expect(page.locator("#tw-box textarea")).to_have_value("那受到警告处分的呢")
        expect(page.locator("#tw-turn-1 blockquote")).to_be_visible()
        with own_server(port=port):
            expect(page.locator("#tw-trouble")).to_have_text("已重新连接，请再按一次“提问”。")
            page.click("#tw-send")
            turn = page.locator("#tw-turn-2")
            expect(turn.locator(".tw-understood")).to_contain_text(QUESTION)  # a follow-up still
            expect(turn.locator(".tw-limits")).to_contain_text("工作人员考核办法")
            expect(page.locator("#tw-trouble")).to_be_hidden()
            expect(page.locator("#tw-turn-1")).to_have_count(1)


def test_a_question_broken_off_half_way_comes_back_into_the_box(
    own_server: Callable[..., Any], visiting_page: Any
) -> None:
    running = own_server()
    with visiting_page(running.__enter__()) as visit, excused(visit):
        page = visit.page
        send(visit, SLOW)
        expect(page.locator("#tw-current .tw-waiting")).to_be_visible()
        expect(page.locator("#tw-box textarea")).to_have_value("")
        running.__exit__(None, None, None)
        expect(page.locator("#tw-trouble")).to_contain_text("正在重新连接")
        expect(page.locator("#tw-box textarea")).to_have_value(SLOW)
        expect(page.locator("#tw-current")).to_contain_text("没有得到答案")
        expect(page.locator("#tw-send")).to_be_visible()


def test_a_question_that_takes_long_is_stopped_and_can_be_asked_again(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    expect(page.locator("#tw-stop")).to_be_hidden()
    send(visit, SLOW)
    page.click("#tw-stop")
    expect(page.locator("#tw-current")).to_contain_text("已停止")
    expect(page.locator("#tw-box textarea")).to_have_value(SLOW)
    expect(page.locator("#tw-stop")).to_be_hidden()
    assert visit.ask("旷工怎么处理").get_attribute("id") == "tw-turn-2"
    expect(page.locator("#tw-turn-1")).to_have_count(1)


def test_too_many_questions_are_told_when_to_go_on(own_server: Callable[..., Any], visiting_page: Any) -> None:
    with own_server(TIAOWEN_RATE_PER_MINUTE="3") as address, visiting_page(address) as visit, excused(visit):
        trouble, box = visit.page.locator("#tw-trouble:visible"), visit.page.locator("#tw-box textarea")
        for turn in range(1, 6):
            send(visit, QUESTION)
            visit.page.locator(f"#tw-trouble:visible, #tw-turn-{turn}").first.wait_for()
            if trouble.count():
                break
            expect(box).to_have_value("")
        expect(trouble).to_contain_text("秒")
        expect(box).to_have_value(QUESTION)


def test_the_same_question_asked_again_and_not_taken_stays_when_the_first_shows_late(visit: Visit) -> None:
    visit.ask(QUESTION)
    with excused(visit):
        visit.page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={}))
        send(visit, QUESTION)
        visit.page.locator("#tw-trouble:visible").wait_for()
        visit.page.evaluate("""() => {
            const shown = document.querySelector("#tw-current .tw-turn");
            const late = shown.cloneNode(true);
            late.id = "tw-turn-2";
            shown.replaceWith(late);
        }""")
        visit.page.locator("#tw-earlier #tw-turn-1").wait_for()
        expect(visit.page.locator("#tw-box textarea")).to_have_value(QUESTION)


@pytest.mark.parametrize(
    ("status", "message"), [(401, "登录已过期，请从门户重新进入。"), (503, "正在处理的提问较多，请稍后再试。")]
)
def test_what_the_service_says_is_shown_and_the_question_stays(visit: Visit, status: int, message: str) -> None:
    with excused(visit):
        told = {"error": {"code": "any", "message": message}}
        visit.page.route("**/queue/join*", lambda route: route.fulfill(status=status, json=told))
        send(visit, QUESTION)
        expect(visit.page.locator("#tw-trouble")).to_have_text(message)
        expect(visit.page.locator("#tw-box textarea")).to_have_value(QUESTION)
        visit.page.unroute("**/queue/join*")
        visit.page.click("#tw-send")
        expect(visit.page.locator("#tw-turn-1 blockquote")).to_be_visible()


def test_a_proxy_s_own_page_is_not_shown(visit: Visit) -> None:
    with excused(visit):
        visit.page.route("**/queue/join*", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
        send(visit, QUESTION)
        expect(visit.page.locator("#tw-trouble")).to_have_text("服务没有完成这次请求（502），请稍后再试。")
