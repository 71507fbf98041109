"""A portal whose users are known: the widget's tokens, good, expired, forged and missing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from app.access.signed import portal_tokens
from app.embed.portal.mint import tiaowen_token
from tests.browser.expecting import expect

if TYPE_CHECKING:
    from .conftest import OtherSite

pytestmark = pytest.mark.browser

SECRET = "0123456789abcdef0123456789abcdef"
QUESTION = "受记过处分当年怎么定档"
AN_HOUR_AGO = portal_tokens([SECRET], 5, lambda: time.time() - 3600)


@contextmanager
def visiting(browser: Any, portal: OtherSite, service: str, attributes: str, head: str = "") -> Iterator[Any]:
    portal.pages["/"] = (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8">{head}<h1>门户</h1>'
        "<script>window.told = []; addEventListener('tiaowen:error', (event) => told.push(event.detail))</script>"
        f'<script src="{service}/widget.js" {attributes}></script>'
    )
    context = browser.new_context(viewport={"width": 1200, "height": 820}, locale="zh-CN")
    page = context.new_page()
    page.requested = []
    page.on("request", lambda request: page.requested.append(request))
    try:
        page.goto(portal.origin)
        page.click("tiaowen-widget .launcher")
        yield page
    finally:
        context.close()


@pytest.fixture
def visit(chromium: Any, portal: OtherSite, embedding_with_tokens: str) -> Callable[..., Any]:
    """Opens the widget with the portal's answers to its requests for a token, the last one for all that follow."""

    def open_widget(*tokens: str | tuple[int, str, str], attributes: str = 'data-token-url="/token"') -> Any:
        answers = list(tokens)

        def given() -> tuple[int, str, str]:
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            return (200, "application/json", json.dumps({"token": answer})) if isinstance(answer, str) else answer

        if tokens:
            portal.pages["/token"] = given
        return visiting(chromium, portal, embedding_with_tokens, attributes)

    return open_widget


def ask(page: Any) -> Any:
    frame = page.frame_locator("tiaowen-widget iframe")
    box = frame.locator("#tw-box textarea")
    expect(box).to_be_focused()
    box.fill(QUESTION)
    box.press("Enter")
    return frame


def trouble(page: Any) -> Any:
    return page.frame_locator("tiaowen-widget iframe").locator("#tw-trouble")


def asked_for(page: Any) -> int:
    return sum(request.url.endswith("/token") for request in page.requested)


def test_a_good_token_is_used_for_everything_and_stands_in_no_address(visit: Callable[..., Any]) -> None:
    token = tiaowen_token(SECRET, "张三")
    with visit(token) as page:
        frame = ask(page)
        expect(frame.locator(".tw-turn .tw-cite").first).to_be_visible()
        frame.locator(".tw-turn .tw-cite").first.click()
        frame.locator("#tw-panel-body a.tw-neighbour").first.click()
        expect(frame.locator("#tw-return")).to_be_visible()
        assert asked_for(page) == 1
        assert not any(token in request.url for request in page.requested)
        assert page.context.cookies() == []


def test_an_expired_token_is_renewed_without_a_word(visit: Callable[..., Any]) -> None:
    with visit(AN_HOUR_AGO.mint("张三"), tiaowen_token(SECRET, "张三")) as page:
        expect(ask(page).locator(".tw-turn .tw-cite").first).to_be_visible()
        assert asked_for(page) == 2
        assert page.evaluate("told") == []


def test_a_token_that_stays_expired_is_said_to_be_and_asked_for_once_more_only(visit: Callable[..., Any]) -> None:
    with visit(AN_HOUR_AGO.mint("张三")) as page:
        expect(trouble(page)).to_contain_text("令牌已过期，请刷新页面")
        assert asked_for(page) == 2


def test_a_forged_token_is_refused_in_chinese(visit: Callable[..., Any]) -> None:
    with visit(tiaowen_token("f" * 32, "张三")) as page:
        frame = ask(page)
        expect(trouble(page)).to_contain_text("签名不符")
        expect(frame.locator(".tw-turn")).to_have_count(0)
        expect(frame.locator("#tw-box textarea")).to_have_value(QUESTION)  # not lost
        assert asked_for(page) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((401, "application/json", "{}"), "门户那边没有登录"),
        ((200, "text/html", "<html>请登录</html>"), "不是令牌"),
        ((200, "application/json", "{"), "不是令牌"),
        ((404, "text/plain", ""), "检查 data-token-url"),
        ((500, "text/plain", ""), "访问不了"),
        ((200, "application/json", '{"token": {"toString": 1}}'), "不是令牌"),
    ],
)
def test_what_the_portal_answers_instead_of_a_token_is_explained(
    visit: Callable[..., Any], answer: tuple[int, str, str], told: str
) -> None:
    with visit(answer) as page:
        expect(trouble(page)).to_contain_text(told)
        page.wait_for_function("told.length > 0")


@pytest.mark.parametrize(
    ("attributes", "told"), [("", "没有写 data-token-url"), ('data-token-url="//evil.invalid/t"', "不是门户自己的地址")]
)
def test_a_portal_without_a_proper_address_for_tokens_is_told(
    visit: Callable[..., Any], attributes: str, told: str
) -> None:
    with visit(attributes=attributes) as page:
        expect(trouble(page)).to_contain_text(told)
        assert not any("evil.invalid" in request.url for request in page.requested)


def test_a_callback_of_the_portal_may_give_the_token(
    chromium: Any, portal: OtherSite, embedding_with_tokens: str
) -> None:
    given = json.dumps(tiaowen_token(SECRET, "张三"))
    head = f"<script>window.tiaowenConfig = {{ getToken: async () => {given} }}</script>"
    with visiting(chromium, portal, embedding_with_tokens, "", head) as page:
        expect(ask(page).locator(".tw-turn .tw-cite").first).to_be_visible()


def test_a_window_of_its_own_is_entered_by_a_form(visit: Callable[..., Any]) -> None:
    token = tiaowen_token(SECRET, "张三")
    with visit(token) as page:
        frame = ask(page)
        frame.locator(".tw-turn .tw-cite").first.click()
        with page.context.expect_page() as opened:
            frame.locator("#tw-panel-body .tw-permalink").click()
        window = opened.value
        window.wait_for_selector("#tw-box textarea")  # the chat page, entered
        assert "article=" in window.url
        assert token not in window.url
        (cookie,) = page.context.cookies()
        assert cookie["name"] == "tiaowen_session"
        assert cookie["httpOnly"]
        assert window.evaluate("window.opener") is None


def test_a_frame_whose_page_does_not_answer_says_so(
    chromium: Any, portal: OtherSite, embedding_with_tokens: str
) -> None:
    portal.pages["/"] = f'<!doctype html><iframe src="{embedding_with_tokens}/embed"></iframe>'
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.clock.install()
    try:
        page.goto(portal.origin)
        frame = page.frame_locator("iframe")
        expect(frame.locator("#tw-box textarea")).to_be_visible()
        page.clock.fast_forward(11_000)
        expect(frame.locator("#tw-trouble")).to_contain_text("10 秒")
    finally:
        context.close()


def test_only_the_embedding_page_can_give_a_token(
    chromium: Any, portal: OtherSite, stranger: OtherSite, embedding_with_tokens: str
) -> None:
    """A frame of another site in the same page posts a token for somebody else; it must not be taken."""
    token = tiaowen_token(SECRET, "李四")
    stranger.pages["/"] = (
        "<script>setInterval(() => { for (let i = 0; i < parent.length; i++)"
        f"parent[i].postMessage({{ type: 'tiaowen:token', token: '{token}' }}, '*') }}, 50)</script>"
    )
    portal.pages["/"] = (
        f'<!doctype html><iframe id="own" src="{embedding_with_tokens}/embed"></iframe>'
        f'<iframe src="{stranger.origin}"></iframe>'
    )
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    sent = []
    page.on("request", lambda request: sent.append(request) if "/embed/start" in request.url else None)
    try:
        page.goto(portal.origin)
        expect(page.frame_locator("#own").locator("#tw-box textarea")).to_be_visible()
        page.wait_for_timeout(1500)
        assert sent == []  # still waiting for the portal's own answer
    finally:
        context.close()
