"""The browsing pages as a person uses them, in headless Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.browser.expecting import expect

pytestmark = pytest.mark.browser

REGULATION = "云岫市砚禾研究院工作人员考核办法"


@contextmanager
def reading(browser: Any, address: str, *faults: str, **options: Any) -> Iterator[Any]:
    """A browsing page; afterwards nothing may have come from elsewhere, nothing have run that is not ours, and nothing
    be written in the console but ``faults``."""
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


@pytest.fixture
def page(chromium: Any, server: str) -> Iterator[Any]:
    with reading(chromium, server + "browse") as opened:
        yield opened


def serious(page: Any) -> list[str]:
    """What axe finds wrong."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


def to_regulation(page: Any) -> None:
    """Follow the link in the list, and wait for the page: a click does not."""
    page.click(f"text={REGULATION}")
    expect(page.locator("h1")).to_have_text(REGULATION)


def search(page: Any, words: str) -> None:
    """Search, and wait for what is found."""
    page.fill("#tw-q", words)
    page.press("#tw-q", "Enter")
    page.wait_for_selector(".tw-hits")


def test_from_the_list_to_a_regulation_to_an_article_and_on_to_a_question(page: Any) -> None:
    page.fill("#tw-title", "考核")
    page.click(".tw-filter button")
    expect(page.locator(".tw-count")).to_contain_text("符合条件的有")
    to_regulation(page)
    page.click(".tw-contents >> text=第三十六条")
    article = page.locator("[id='第三十六条']")
    expect(article).to_be_in_viewport()
    expect(article).to_contain_text("受到记过处分的")
    assert page.url.endswith("#" + quote("第三十六条"))
    page.click("text=就这部制度提问")
    page.wait_for_selector("#tw-box textarea")
    expect(page.locator("#tw-scope")).to_contain_text(REGULATION)


def test_a_search_leads_to_the_article_itself(page: Any) -> None:
    page.fill("#tw-q", "受到记过处分")
    page.press("#tw-q", "Enter")
    first = page.locator(".tw-hits li").first
    expect(first.locator("mark").first).to_be_visible()
    first.locator("a").click()
    target = page.locator(".tw-unit:target")
    expect(target).to_be_in_viewport()
    expect(target).to_contain_text("记过处分")


def test_a_search_within_one_regulation_finds_nothing_else(page: Any) -> None:
    to_regulation(page)
    search(page, "考核")
    names = page.locator(".tw-hits .tw-name").all_inner_texts()
    assert names and all(REGULATION in name for name in names)


def test_without_scripts_the_pages_are_the_same(chromium: Any, server: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + "browse")
    page.fill("#tw-title", "考核")
    page.click(".tw-filter button")
    to_regulation(page)
    search(page, "考核")
    assert page.locator(".tw-hits li").count()
    context.close()


@pytest.mark.parametrize("path", ["browse", "browse?q=考核", f"browse?title={REGULATION}", "browse/nothing"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Any, server: str, path: str, scheme: str) -> None:
    with reading(chromium, server + path, "404", color_scheme=scheme) as page:
        assert serious(page) == []
        if "title=" in path:
            to_regulation(page)
            assert serious(page) == []


def test_360_px_wide_nothing_sticks_out_also_in_large_type(chromium: Any, server: str) -> None:
    with reading(chromium, server + "browse", viewport={"width": 360, "height": 740}, has_touch=True) as page:
        page.click("#tw-large")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        for step in ("list", "regulation", "results"):
            if step == "regulation":
                to_regulation(page)
                # the choice is remembered
                assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
            elif step == "results":
                search(page, "考核")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, step


def test_dark_is_chosen_here_and_kept_on_the_chat_page(page: Any, server: str) -> None:
    page.click("#tw-dark")
    expect(page.locator("#tw-dark")).to_have_attribute("aria-pressed", "true")
    page.click("text=提问")
    page.wait_for_selector("#tw-box textarea")
    assert page.evaluate("document.documentElement.classList.contains('dark')")


def test_by_keyboard_the_text_is_one_step_away(page: Any) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".tw-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#tw-content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#tw-q")).to_be_focused()


def test_hostile_titles_texts_and_file_names_stay_text(page: Any) -> None:
    page.click("text=敌意<img")
    expect(page.locator("h1")).to_contain_text("<img src=x onerror=window.hacked=1>")
    expect(page.locator(".tw-text")).to_contain_text("<script>window.hacked=1</script>")
    expect(page.locator(".tw-facts")).to_contain_text('a"><script>window.hacked=1</script>.txt')
    assert page.locator("main img, main script, main iframe").count() == 0
    page.fill("#tw-q", "<script>window.hacked=1</script>")
    page.press("#tw-q", "Enter")
    expect(page.locator("#tw-q")).to_have_value("<script>window.hacked=1</script>")


def test_on_paper_only_the_regulation_is_left(page: Any) -> None:
    to_regulation(page)
    page.emulate_media(media="print")
    for hidden in (".tw-bar", ".tw-search", ".tw-contents", ".tw-anchor >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("[id='第一条']")).to_be_visible()
