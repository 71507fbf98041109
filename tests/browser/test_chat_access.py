"""The chat page for everybody: by keyboard alone, with an input method, in large type, in dark, on a narrow screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.expecting import expect

if TYPE_CHECKING:
    from .conftest import Visit

pytestmark = pytest.mark.browser

QUESTION = "受记过处分当年怎么定档"
OUTSIDE = "食堂几点开饭啊？菜单上有什么"

# Wherever the page happens to be scrolled to, the question box that stays in sight covers a part of something.
LOOK = """async tags => {
    const composer = document.getElementById("tw-composer");
    if (composer) composer.style.position = "static";
    await Promise.allSettled(document.getAnimations()
        .filter(a => isFinite(a.effect.getComputedTiming().endTime)).map(a => a.finished));
    try { return await axe.run(document, {runOnly: {type: "tag", values: tags}}); }
    finally { composer?.style.removeProperty("position"); }
}"""


def faults(page: Any) -> list[str]:
    """What axe finds wrong with the page as it is now, by WCAG 2.2 AA and its own good practice."""
    axe = pytest.importorskip("axe_playwright_python")
    script = next(Path(axe.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    page.evaluate(script)
    result = page.evaluate(LOOK, tags)
    assert len(result["passes"]) > 10  # it did look
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:120]}"
        for fault in result["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_the_page(visiting_page: Any, server: str, scheme: str, large: bool) -> None:
    with visiting_page(server, color_scheme=scheme, bypass_csp=True) as visit:
        page = visit.page
        if large:
            page.click("#tw-large")
        assert faults(page) == []
        visit.ask(QUESTION)
        assert faults(page) == []
        turn = visit.ask(OUTSIDE)
        assert faults(page) == []
        turn.get_by_role("button", name="无用").click()
        page.click("#tw-scope .label-wrap")
        page.fill("#tw-day input", "2024-12-31")
        page.click(".tw-privacy summary")
        assert faults(page) == []


def test_axe_finds_nothing_in_the_drawer(visiting_page: Any, server: str) -> None:
    with visiting_page(server, viewport={"width": 360, "height": 740}, has_touch=True, bypass_csp=True) as visit:
        assert faults(visit.page) == []
        visit.ask(QUESTION).locator(".tw-cite").first.tap()
        expect(visit.page.locator("#tw-panel-frame")).to_be_visible()
        assert faults(visit.page) == []


def test_a_composition_ended_with_enter_is_not_sent(visit: Visit) -> None:
    page = visit.page
    page.focus("#tw-box textarea")
    devices = page.context.new_cdp_session(page)
    # as an input method does it: letters being composed, Enter to take them, the committed word
    devices.send("Input.imeSetComposition", {"text": "nianhui", "selectionStart": 7, "selectionEnd": 7})
    for kind in ("rawKeyDown", "keyUp"):
        devices.send("Input.dispatchKeyEvent", {"type": kind, "key": "Enter", "windowsVirtualKeyCode": 229})
    devices.send("Input.insertText", {"text": "年会"})
    assert page.input_value("#tw-box textarea") == "年会"
    page.keyboard.type("考核")
    assert page.input_value("#tw-box textarea") == "年会考核"
    assert page.locator(".tw-question").count() == 0
    page.fill("#tw-box textarea", QUESTION)
    page.keyboard.press("Enter")
    page.locator("#tw-turn-1").wait_for()


def test_everything_is_reached_by_tab_and_every_stop_is_seen_and_named(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    page.focus("#tw-skip")  # the first stop of a fresh page: see the next test
    stops = ["tw-skip"]
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const here = document.activeElement, box = here.getBoundingClientRect();
                const look = getComputedStyle(here);
                return {name: here.id || here.textContent.trim().slice(0, 12) || here.tagName,
                        outline: look.outlineStyle !== "none", body: here === document.body,
                        seen: box.bottom > 0 && box.top < innerHeight && box.width > 0};
            }"""
        )
        if stop["body"]:
            break
        assert stop["outline"], stop
        assert stop["seen"], stop
        stops.append(stop["name"])
    wanted = {"tw-browse", "tw-large", "tw-dark", "tw-cite-1-c1", "tw-copy-1", "有用", "无用", "tw-export", "tw-fresh"}
    assert wanted | {"tw-close", "复制引文", "本条链接"} <= set(stops)


def test_the_first_tab_leads_past_everything_to_the_question_box(visit: Visit) -> None:
    page = visit.page
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    expect(page.locator("#tw-skip")).to_be_focused()
    expect(page.locator("#tw-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#tw-box textarea")).to_be_focused()
    assert page.url == visit.address


def test_the_drawer_keeps_the_focus_and_gives_it_back(narrow_visit: Visit) -> None:
    page = narrow_visit.page
    citation = narrow_visit.ask(QUESTION).locator(".tw-cite").first
    citation.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tw-shown h2")).to_be_focused()
    inside = "document.activeElement.closest('#tw-panel-frame') !== null || document.activeElement === document.body"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    expect(page.locator("#tw-panel-frame")).to_be_hidden()
    expect(citation).to_be_focused()


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
def test_at_360_pixels_every_target_is_large_enough_and_nothing_scrolls_sideways(
    narrow_visit: Visit, large: bool
) -> None:
    page = narrow_visit.page
    if large:
        page.click("#tw-large")
    narrow_visit.ask(QUESTION)
    narrow_visit.ask(OUTSIDE).get_by_role("button", name="无用").click()
    page.click("#tw-scope .label-wrap")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a, summary, input, textarea")]
            .map((target) => [target.id || target.textContent.trim(), target.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
            .map(([name, box]) => `${name} ${box.width} ${box.height}`)"""
    )
    assert small == []


def test_the_words_of_gradio_are_chinese_whatever_the_browser_speaks(visiting_page: Any, server: str) -> None:
    with visiting_page(server, locale="en-US") as visit:
        visit.page.click("#tw-scope .label-wrap")
        visit.page.click("#tw-regulations input")
        visit.page.locator("[role=option]").first.wait_for()
        texts = visit.page.evaluate(
            """() => [document.body.innerText, ...[...document.querySelectorAll("[aria-label], [title], [placeholder]")]
                .filter((named) => named.checkVisibility())
                .flatMap((named) => ["aria-label", "title", "placeholder"].map((name) => named.getAttribute(name)))]"""
        )
        latin = {word for text in texts if text for word in text.split() if word.isascii() and word.isalpha()}
        assert latin <= {"src"}  # of the hostile title
