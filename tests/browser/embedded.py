"""The embedded page in a frame of another origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.browser.expecting import expect

if TYPE_CHECKING:
    from .conftest import OtherSite

QUESTION = "受记过处分当年怎么定档"


class Framed:
    """The portal's page and the embedded page in its only frame."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requested: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)

    @property
    def frame(self) -> Any:
        """The frame itself, for scripts; ``locator`` finds things in it."""
        return self.page.frames[1]

    def locator(self, selector: str) -> Any:
        return self.page.frame_locator("iframe").locator(selector)

    @property
    def box(self) -> Any:
        return self.locator("#tw-box textarea")

    def ask(self, question: str) -> Any:
        self.box.fill(question)
        self.box.press("Enter")
        turn = self.locator("#tw-current .tw-turn")
        expect(turn.locator(".tw-asked")).to_have_text(question)
        return turn

    def told(self, name: str) -> list[Any]:
        return [said for said in self.page.evaluate("window.told") if said["type"] == f"tiaowen:{name}"]


def framing(chromium: Any, portal: OtherSite, embedding: str) -> Callable[..., Any]:
    """Opens the embedded page with these query parameters in a page of the portal."""

    @contextmanager
    def open_frame(query: str = "", errors: bool = False, **options: Any) -> Iterator[Framed]:
        portal.pages["/"] = (
            '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>门户</title><body style="margin:0">'
            "<script>window.told = []; addEventListener('message', (event) => told.push(event.data))</script>"
            f'<iframe title="规章" src="{embedding}/embed{query}" allow="clipboard-write"'
            ' style="border:0;width:100vw;height:100vh;display:block"></iframe>'
        )
        context = chromium.new_context(**{"viewport": {"width": 1200, "height": 820}, "locale": "zh-CN", **options})
        visit = Framed(context.new_page())
        try:
            visit.page.goto(portal.origin)
            visit.locator(".tw-example").first.wait_for(state="attached")
            yield visit
            known = {urlsplit(portal.origin).netloc, urlsplit(embedding).netloc, ""}
            assert {urlsplit(url).netloc for url in visit.requested} <= known
            assert visit.page.context.cookies() == []
            assert visit.frame.evaluate("window.hacked") is None
            if not errors:
                assert visit.errors == []  # a violated policy is one
        except Exception as error:
            error.add_note(f"requested: {visit.requested}; on the console: {visit.errors}")
            raise
        finally:
            context.close()

    return open_frame
