"""The widget in pages of another origin, in headless Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browser.expecting import expect
from tests.browser.portal_page import QUESTION, html, opened

if TYPE_CHECKING:
    from .conftest import OtherSite

pytestmark = pytest.mark.browser

OUTSIDE = "食堂几点开饭啊？菜单上有什么"
RESTING = "document.querySelector('tiaowen-widget').shadowRoot.querySelector('.launcher').getAnimations().length === 0"


def test_a_question_is_answered_in_a_page_of_another_origin(visit_portal: Callable[..., Any], embedding: str) -> None:
    with visit_portal('data-title="问规章"') as portal:
        expect(portal.launcher).to_have_text("问规章")
        portal.launcher.click()
        expect(portal.box).to_be_focused()
        turn = portal.ask(QUESTION)
        expect(turn.locator(".tw-cite").first).to_contain_text("第三十六条第一款第（四）项")
        turn.locator(".tw-cite").first.click()
        expect(portal.frame.locator("#tw-panel-frame mark").first).to_be_in_viewport()
        assert portal.told("answer")[0]["citations"] == 1
        assert len(portal.told("answer")[0]["id"]) == 32
        portal.page.keyboard.press("Escape")  # closes the article
        portal.ask(OUTSIDE)
        portal.page.wait_for_function("window.told.some(([name]) => name === 'refused')")
        assert portal.told("height")
        own = {urlsplit(embedding).netloc, urlsplit(portal.page.url).netloc}
        assert {urlsplit(request.url).netloc for request in portal.requested} <= own


def test_no_cookie_is_set_or_sent_and_third_party_cookies_may_be_blocked(
    strict_chromium: Any, portal: OtherSite, embedding: str
) -> None:
    portal.pages["/"] = html(embedding)
    with opened(strict_chromium, portal.origin) as visit:
        visit.launcher.click()
        expect(visit.ask(QUESTION).locator(".tw-cite").first).to_be_visible()
        assert visit.page.context.cookies() == []
        assert not any("cookie" in request.all_headers() for request in visit.requested)


def test_it_is_used_with_the_keyboard_alone(visit_portal: Callable[..., Any]) -> None:
    with visit_portal(body='<a href="#">链接</a>') as portal:
        keyboard = portal.page.keyboard
        keyboard.press("Tab")
        keyboard.press("Tab")
        expect(portal.launcher).to_be_focused()
        expect(portal.launcher).to_have_attribute("aria-expanded", "false")
        keyboard.press("Enter")
        expect(portal.launcher).to_have_attribute("aria-expanded", "true")
        expect(portal.box).to_be_focused()
        keyboard.type(QUESTION)
        keyboard.press("Enter")
        citation = portal.frame.locator(".tw-turn .tw-cite").first
        expect(citation).to_be_visible()
        for _ in range(12):
            keyboard.press("Shift+Tab")
            if citation.evaluate("(each) => each === document.activeElement"):
                break
        keyboard.press("Enter")
        expect(portal.frame.locator("#tw-panel-frame h2")).to_be_focused()
        keyboard.press("Escape")  # closes the article, not the panel
        expect(citation).to_be_focused()
        expect(portal.panel).to_be_visible()
        keyboard.press("Escape")
        expect(portal.panel).to_be_hidden()
        expect(portal.launcher).to_be_focused()
        keyboard.press("Enter")
        expect(portal.frame.locator(".tw-turn")).to_have_count(1)  # the conversation is still there


def test_on_a_phone_it_fills_the_screen_and_the_page_below_is_out_of_reach(visit_portal: Callable[..., Any]) -> None:
    with visit_portal(viewport={"width": 360, "height": 740}, has_touch=True) as portal:
        portal.launcher.click()
        expect(portal.launcher).to_be_hidden()
        box = portal.panel.bounding_box()
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
        expect(portal.panel).to_have_attribute("aria-modal", "true")
        assert portal.page.evaluate("document.body.inert") is True
        portal.ask(QUESTION)
        wide = portal.frame.locator("html").evaluate("(root) => root.scrollWidth > root.clientWidth")
        assert not wide
        portal.panel.locator(".close").click()
        assert portal.page.evaluate("document.body.inert") is False
        expect(portal.launcher).to_be_focused()


def test_the_portals_script_can_ask_close_and_remove_it(visit_portal: Callable[..., Any]) -> None:
    with visit_portal() as portal:
        portal.page.evaluate("(question) => window.tiaowen.open(question)", QUESTION)
        expect(portal.frame.locator(".tw-turn .tw-asked")).to_have_text(QUESTION)
        portal.page.evaluate("window.tiaowen.close()")
        expect(portal.panel).to_be_hidden()
        assert [len(portal.told(name)) for name in ("loaded", "open", "answer", "close")] == [1, 1, 1, 1]
        portal.page.evaluate("window.tiaowen.destroy()")
        expect(portal.page.locator("tiaowen-widget")).to_have_count(0)
        assert portal.page.evaluate("window.tiaowen") is None


def test_loaded_twice_it_is_there_once(visit_portal: Callable[..., Any], embedding: str) -> None:
    with visit_portal(body=f'<script src="{embedding}/widget.js" async></script>') as portal:
        expect(portal.launcher).to_have_count(1)
        portal.page.add_script_tag(url=f"{embedding}/widget.js")
        expect(portal.page.locator("tiaowen-widget")).to_have_count(1)


def test_what_the_portals_callbacks_throw_stays_in_the_console(visit_portal: Callable[..., Any]) -> None:
    config = "<script>window.tiaowenConfig = { title: '规章', onEvent() { throw new Error('门户的错') } }</script>"
    with visit_portal(head=config) as portal:
        expect(portal.launcher).to_have_text("规章")
        portal.launcher.click()
        expect(portal.frame.locator("#tw-box")).to_be_visible()


def test_an_element_of_the_portal_may_be_called_tiaowen(visit_portal: Callable[..., Any]) -> None:
    with visit_portal(body='<div id="tiaowen"></div>') as portal:
        expect(portal.launcher).to_be_visible()
        assert portal.page.evaluate("typeof window.tiaowen.open") == "function"


def test_it_works_under_a_strict_policy_of_the_portal(chromium: Any, portal: OtherSite, embedding: str) -> None:
    service = "{0.scheme}://{0.netloc}".format(urlsplit(embedding))
    portal.policy = (
        f"default-src 'none'; img-src 'self'; script-src {service}; frame-src {service}; style-src 'self'; "
        "require-trusted-types-for 'script'"
    )
    portal.pages["/"] = f'<!doctype html><meta charset="utf-8"><script src="{embedding}/widget.js" async></script>'
    with opened(chromium, portal.origin) as visit:
        visit.launcher.click()
        expect(visit.ask(QUESTION).locator(".tw-cite").first).to_be_visible()
        assert visit.panel.bounding_box()["width"] == 400  # its style was not refused


def test_a_site_that_is_not_allowed_is_told_what_to_set(chromium: Any, stranger: OtherSite, embedding: str) -> None:
    stranger.pages["/"] = html(embedding)
    with opened(chromium, stranger.origin) as visit:
        visit.launcher.click()
        notice = visit.page.locator("tiaowen-widget .notice")
        expect(notice).to_contain_text("portal_origins")
        expect(notice).to_contain_text(stranger.origin)
        assert visit.told("error")[0]["code"] == "silent"
        notice.locator("button").click()
        expect(notice).to_be_hidden()  # tried again
        expect(notice).to_be_visible()


def test_a_policy_without_frame_src_is_named(chromium: Any, portal: OtherSite, embedding: str) -> None:
    portal.policy = "frame-src 'self'"
    portal.pages["/"] = html(embedding)
    with opened(chromium, portal.origin) as visit:
        visit.launcher.click()
        expect(visit.page.locator("tiaowen-widget .notice")).to_contain_text("frame-src")
        assert visit.told("error")[0]["code"] == "forbidden"
