"""How the embedded page looks, and how it gets on with the page around it, in headless Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.embedded import QUESTION
from tests.browser.expecting import expect

if TYPE_CHECKING:
    from .conftest import OtherSite

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1200, "height": 820}},
        {"viewport": {"width": 360, "height": 740}},
        {"viewport": {"width": 400, "height": 592}, "color_scheme": "dark"},
    ],
)
@pytest.mark.parametrize("query", ["", "?compact=1&color=ffd400&title=%E9%97%AE%E8%A7%84%E7%AB%A0"])
def test_axe_finds_nothing_serious(framed: Callable[..., Any], options: dict[str, Any], query: str) -> None:
    axe = pytest.importorskip("axe_playwright_python")
    script = Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    with framed(query, **options) as visit:

        def serious() -> list[str]:
            visit.frame.evaluate(script)  # as the browser's own: the page's policy forbids adding scripts
            found = visit.frame.evaluate("async () => (await axe.run(document)).violations")
            return [
                f"{each['id']}: {each['nodes'][0]['html'][:200]} {each['nodes'][0]['failureSummary']}"
                for each in found
                if each["impact"] in ("serious", "critical")
            ]

        assert serious() == []
        turn = visit.ask(QUESTION)
        assert serious() == []
        turn.locator(".tw-cite").first.click()
        assert serious() == []
        if options["viewport"]["width"] < 768:
            visit.page.keyboard.press("Escape")
        visit.ask("食堂几点开饭啊？菜单上有什么")
        visit.locator("#tw-scope summary").click()
        expect(visit.locator(".tw-choice").first).to_be_visible()
        assert serious() == []


def test_on_360_pixels_in_large_type_nothing_is_cut_off(framed: Callable[..., Any]) -> None:
    with framed("?compact=1", viewport={"width": 360, "height": 740}) as visit:
        visit.locator("#tw-large").click()
        expect(visit.locator("#tw-large")).to_have_attribute("aria-pressed", "true")
        visit.ask(QUESTION)
        visit.locator("#tw-scope summary").click()
        expect(visit.locator(".tw-choice").first).to_be_visible()
        assert not visit.frame.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert visit.frame.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 20


def test_the_portal_decides_light_or_dark_until_the_reader_does(framed: Callable[..., Any]) -> None:
    with framed("?theme=dark", color_scheme="light") as visit:
        expect(visit.locator("html")).to_have_class("dark")
        visit.locator("#tw-dark").click()
        expect(visit.locator("html")).not_to_have_class("dark")


def test_it_tells_the_portal_how_high_it_would_like_to_be(framed: Callable[..., Any]) -> None:
    with framed() as visit:
        visit.page.wait_for_function("told.some((said) => said.type === 'tiaowen:height')")
        before = visit.told("height")[-1]["height"]
        visit.ask(QUESTION)
        visit.ask("那受到警告处分的呢")
        visit.page.wait_for_function("(least) => told.some((said) => said.height > least)", arg=before)


def test_an_answer_does_not_move_the_portals_page(framed: Callable[..., Any]) -> None:
    with framed() as visit:
        visit.page.evaluate("document.body.style.padding = '900px 0'; scrollTo(0, 700)")
        submit = "(box, question) => { box.value = question; box.form.requestSubmit() }"
        visit.box.evaluate(submit, QUESTION)  # typing would bring the frame into sight, as it should
        expect(visit.locator("#tw-panel-frame mark").first).to_be_attached()
        assert visit.page.evaluate("scrollY") == 700


def test_links_lead_out_of_the_frame(framed: Callable[..., Any], embedding: str) -> None:
    with framed() as visit:
        with visit.page.context.expect_page() as opened:
            visit.locator("#tw-leave").click()
        opened.value.wait_for_load_state("domcontentloaded")
        assert opened.value.url == f"{embedding}/"
        assert visit.frame.url == f"{embedding}/embed"


def test_another_site_gets_no_frame(chromium: Any, stranger: OtherSite, embedding: str) -> None:
    stranger.pages["/"] = f'<!doctype html><iframe src="{embedding}/embed"></iframe>'
    context = chromium.new_context()
    try:
        page = context.new_page()
        with page.expect_console_message(lambda line: "frame-ancestors" in line.text):
            page.goto(stranger.origin)
        assert page.frame_locator("iframe").locator("#tw-box").count() == 0
    finally:
        context.close()
