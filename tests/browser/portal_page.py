"""A page of another origin with the widget in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.browser.expecting import expect

if TYPE_CHECKING:
    from .conftest import OtherSite

QUESTION = "受记过处分当年怎么定档"
LISTEN = (
    "window.told = [];"
    "for (const name of ['loaded', 'open', 'close', 'answer', 'refused', 'height', 'error'])"
    " window.addEventListener('tiaowen:' + name, (event) => window.told.push([name, event.detail]));"
)


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
    still = {"reduced_motion": "reduce"}  # a panel that is still rising has not its place yet
    context = browser.new_context(**{"viewport": {"width": 1200, "height": 820}, "locale": "zh-CN", **still, **options})
    portal = Portal(context.new_page())
    try:
        portal.page.goto(address)
        yield portal
        assert portal.errors == []  # nothing is thrown into the portal's page
        assert portal.page.evaluate("window.hacked") is None
    finally:
        context.close()


def visiting_portal(chromium: Any, portal: OtherSite, embedding: str) -> Callable[..., Any]:
    """Opens a page of the portal with the widget's script in it."""

    def visit(attributes: str = "", head: str = "", body: str = "", **options: Any) -> Any:
        portal.pages["/"] = html(embedding, attributes, head, body)
        return opened(chromium, portal.origin, **options)

    return visit
