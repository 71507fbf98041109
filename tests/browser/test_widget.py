"""The widget in pages of another origin, in headless Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from .conftest import OtherSite

pytestmark = pytest.mark.browser

QUESTION = "受记过处分当年怎么定档"
OUTSIDE = "食堂几点开饭啊？菜单上有什么"
LISTEN = (
    "window.told = [];"
    "for (const name of ['loaded', 'open', 'close', 'answer', 'refused', 'height', 'error'])"
    " window.addEventListener('tiaowen:' + name, (event) => window.told.push([name, event.detail]));"
)


RESTING = "document.querySelector('tiaowen-widget').shadowRoot.querySelector('.launcher').getAnimations().length === 0"


def expect(locator: Any) -> Any:
    from playwright.sync_api import expect as playwright_expect

    return playwright_expect(locator)


def html(service: str, attributes: str = "", head: str = "", body: str = "") -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">{head}</head><body><h1>门户</h1>{body}'
        f'<script>{LISTEN}</script><script src="{service}/widget.js" {attributes}></script></body></html>'
    )


class Portal:
    """The page open in a browser, and the parts of the widget in it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.launcher = page.locator("tiaowen-widget .launcher")
        self.panel = page.locator("tiaowen-widget .panel")
        self.frame = page.frame_locator("tiaowen-widget iframe")
        self.box = self.frame.locator("#tw-box textarea")
        self.requested: list[Any] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requested.append(request))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def ask(self, question: str) -> Any:
        self.frame.locator(".tw-example").first.wait_for(state="attached")  # the page's scripts have run
        self.box.fill(question)
        self.box.press("Enter")
        turn = self.frame.locator("#tw-current .tw-turn")
        expect(turn.locator(".tw-asked")).to_have_text(question)
        return turn

    def told(self, name: str) -> list[Any]:
        return [detail for kind, detail in self.page.evaluate("window.told") if kind == name]


@contextmanager
def opened(browser: Any, address: str, **options: Any) -> Iterator[Portal]:
    context = browser.new_context(**{"viewport": {"width": 1200, "height": 820}, "locale": "zh-CN", **options})
    portal = Portal(context.new_page())
    try:
        portal.page.goto(address)
        yield portal
        assert portal.errors == []  # nothing is thrown into the portal's page
        assert portal.page.evaluate("window.hacked") is None
    finally:
        context.close()


@pytest.fixture
def visit_portal(chromium: Any, portal: OtherSite, embedding: str) -> Callable[..., Any]:
    """Opens a page of the portal with the widget's script in it."""

    def visit(attributes: str = "", head: str = "", body: str = "", **options: Any) -> Any:
        portal.pages["/"] = html(embedding, attributes, head, body)
        return opened(chromium, portal.origin, **options)

    return visit


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


HOSTILE_STYLES = [
    "div, section, button, p, span, iframe, svg { display: none !important }",
    "* { all: unset }",
    "* { all: unset !important }",
    "tiaowen-widget { display: none !important; opacity: 0 !important; transform: scale(0) !important }",
    "body { transform: translateX(-4000px); filter: blur(2px) } * { color: red !important; font-size: 2px !important }",
    "* { position: relative !important; z-index: 1 !important; width: 3px !important; visibility: hidden !important }",
]


@pytest.mark.parametrize("style", HOSTILE_STYLES)
def test_the_portals_style_does_not_reach_the_widget(visit_portal: Callable[..., Any], style: str) -> None:
    with visit_portal(head=f"<style>{style}</style>") as portal:
        portal.launcher.click()
        expect(portal.panel).to_be_visible()
        box = portal.panel.bounding_box()
        assert (round(box["width"]), round(box["height"])) == (400, 640)
        assert portal.launcher.bounding_box()["height"] >= 44
        expect(portal.ask(QUESTION).locator(".tw-cite").first).to_be_visible()


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


def test_it_takes_colour_place_size_and_layer_from_its_attributes(visit_portal: Callable[..., Any]) -> None:
    chosen = 'data-color="#ffd400" data-position="left" data-size="480x560" data-offset="40 60" data-z-index="77"'
    with visit_portal(chosen) as portal:
        portal.launcher.click()
        portal.page.mouse.move(0, 0)  # hovered, the button rises
        portal.page.wait_for_function(RESTING)
        box = portal.launcher.bounding_box()
        assert box["x"] == 40
        assert 820 - box["y"] - box["height"] == 60
        panel = portal.panel.bounding_box()
        assert (panel["x"], panel["width"], panel["height"]) == (40, 480, 560)
        style = portal.launcher.evaluate(
            "(e) => { const s = getComputedStyle(e); return [s.backgroundColor, s.color, s.zIndex] }"
        )
        assert style == ["rgb(255, 212, 0)", "rgb(16, 21, 28)", "77"]  # dark writing on yellow
        brand = portal.frame.locator("html").evaluate(
            "(e) => getComputedStyle(e).getPropertyValue('--tw-brand').trim()"
        )
        assert brand not in ("#1d4f91", "#ffd400")  # the portal's colour, made dark enough to be read


def test_it_takes_them_from_custom_properties_too(visit_portal: Callable[..., Any]) -> None:
    head = (
        "<style>:root { --tiaowen-color: rgb(0, 96, 80); --tiaowen-width: 500px; --tiaowen-height: 420px;"
        " --tiaowen-offset-x: 10px; --tiaowen-offset-y: 12px; --tiaowen-z-index: 5 }</style>"
    )
    with visit_portal(head=head) as portal:
        portal.launcher.click()
        assert portal.launcher.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(0, 96, 80)"
        assert portal.panel.bounding_box()["width"] == 500
        assert 1200 - portal.launcher.bounding_box()["x"] - portal.launcher.bounding_box()["width"] == 10
        assert "color=006050" in portal.page.locator("tiaowen-widget iframe").get_attribute("src")


@pytest.mark.parametrize(
    "attributes",
    [
        'data-title="&lt;img src=x onerror=window.hacked=1&gt;" data-color="red;} * {display:none" data-size="9x9"',
        'data-color="url(//evil.invalid)" data-z-index="1;x" data-offset="-1" data-position="&quot;&gt;&lt;script&gt;"',
        'data-color="expression(window.hacked=1)" data-size="constructor"',
    ],
)
def test_attributes_are_only_words(visit_portal: Callable[..., Any], attributes: str) -> None:
    with visit_portal(attributes) as portal:
        portal.launcher.click()
        expect(portal.box).to_be_visible()
        assert portal.panel.bounding_box()["width"] == 400
        assert portal.launcher.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(29, 79, 145)"


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


def test_it_is_not_printed_and_moves_only_for_those_who_like_it(visit_portal: Callable[..., Any]) -> None:
    with visit_portal(reduced_motion="reduce") as portal:
        portal.launcher.click()
        assert portal.panel.evaluate("(e) => getComputedStyle(e).animationName") == "none"
        portal.page.emulate_media(media="print")
        expect(portal.launcher).to_be_hidden()
        expect(portal.panel).to_be_hidden()


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
