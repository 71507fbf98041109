"""How the widget looks in pages of another origin, in headless Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.expecting import expect
from tests.browser.portal_page import QUESTION

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.browser

RESTING = "document.querySelector('tiaowen-widget').shadowRoot.querySelector('.launcher').getAnimations().length === 0"

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


def test_it_is_not_printed_and_moves_only_for_those_who_like_it(visit_portal: Callable[..., Any]) -> None:
    with visit_portal(reduced_motion="reduce") as portal:
        portal.launcher.click()
        assert portal.panel.evaluate("(e) => getComputedStyle(e).animationName") == "none"
        portal.page.emulate_media(media="print")
        expect(portal.launcher).to_be_hidden()
        expect(portal.panel).to_be_hidden()
