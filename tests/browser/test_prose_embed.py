"""The embedded page of a site with a language model, in a frame of another origin."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.ui import render
from tests.app.llm.scripted import silent
from tests.browser.dictated import FALSE, FIRST, MADE, QUESTION, SECOND, Dictated, dictated
from tests.browser.embedded import framing
from tests.browser.expecting import expect
from tests.browser.portal_page import html, opened
from tests.browser.test_chat_access import faults

from .conftest import serving

if TYPE_CHECKING:
    from .conftest import OtherSite

pytestmark = pytest.mark.browser

WRITTEN = "AI改写并附原文"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path, allowed_site: OtherSite) -> Iterator[Dictated]:
    settings = {
        "TIAOWEN_PORTAL_ORIGINS": allowed_site.origin,
        "TIAOWEN_ROOT_PATH": "/tw",
        "TIAOWEN_LLM_DEFAULT": "true",
    }
    log = tmp_path_factory.mktemp("dictated") / "log.txt"
    with dictated(serving, log, samples_dir, **settings) as running:
        yield running


@pytest.fixture
def written(chromium: Any, portal: OtherSite, service: Dictated) -> Callable[..., Any]:
    return framing(chromium, portal, f"{service.address}tw")


def test_a_site_without_a_model_loads_and_shows_nothing_of_one(framed: Callable[..., Any]) -> None:
    with framed("?mode=llm") as visit:
        expect(visit.ask(QUESTION).locator(".tw-badge").first).to_have_text("原文摘录")
        assert visit.locator("#tw-mode").count() == 0
        assert not any("prose.css" in url or "writing.js" in url for url in visit.requested)


def test_prose_comes_claim_by_claim_above_the_quotations(service: Dictated, written: Callable[..., Any]) -> None:
    dictation = service.dictate(FIRST, FALSE, SECOND)
    with written() as visit:
        expect(visit.locator("#tw-mode").get_by_label(WRITTEN)).to_be_checked()  # as the site has set it
        turn = visit.ask(QUESTION)
        expect(turn.locator("blockquote")).to_contain_text("受到记过处分的")
        expect(turn.locator(".tw-prose")).to_contain_text(MADE)
        expect(turn.locator(".tw-claim")).to_have_count(0)
        dictation.go()
        expect(turn.locator(".tw-claim")).to_have_count(1)
        visit.box.press_sequentially("下一个")
        dictation.go(3)
        expect(turn.locator(".tw-claim")).to_have_count(2)
        expect(turn.locator(".tw-withheld")).to_have_text("另有 1 句未通过核对，已略去。")
        expect(visit.box).to_have_value("下一个")
        turn.locator(".tw-ref").first.click()
        expect(visit.locator("#tw-panel-frame mark").first).to_be_in_viewport()
        (told,) = visit.told("answer")
        assert told["citations"] == 1 and len(told["id"]) == 32


def test_the_choice_goes_with_the_question(service: Dictated, written: Callable[..., Any]) -> None:
    service.dictate(FIRST).go(2)
    with written("?mode=extractive") as visit:
        visit.locator(".tw-example").first.click()
        expect(visit.locator("#tw-current .tw-badge").first).to_have_text("原文摘录")
        assert service.model.calls == []
        visit.locator("#tw-mode").get_by_label("原文摘录").focus()
        visit.page.keyboard.press("ArrowRight")
        expect(visit.locator("#tw-mode").get_by_label(WRITTEN)).to_be_checked()
        expect(visit.ask(QUESTION).locator(".tw-claim")).to_be_visible()
        assert len(service.model.calls) == 1


def test_stopping_keeps_what_is_there_and_hangs_up(service: Dictated, written: Callable[..., Any]) -> None:
    dictation = service.dictate(FIRST, SECOND)
    with written() as visit:
        turn = visit.ask(QUESTION)
        dictation.go()
        expect(turn.locator(".tw-claim")).to_have_count(1)
        visit.locator("#tw-stop").click()
        expect(turn.locator(".tw-withheld")).to_have_text("已停止改写，以上改写可能不完整。")
        expect(visit.locator("#tw-send")).to_be_visible()
        expect(visit.box).to_have_value("")
        assert service.model.calls[0].hung_up.wait(20)
        assert len(visit.told("answer")) == 1 and visit.told("error") == []
        service.dictate(SECOND).go(2)
        follow_up = visit.ask("那受到记大过处分的呢")
        expect(follow_up.locator(".tw-understood")).to_contain_text(QUESTION)
        expect(visit.locator("#tw-earlier .tw-claim")).to_have_count(1)


def test_a_reader_who_leaves_hangs_up_on_a_silent_model(service: Dictated, written: Callable[..., Any]) -> None:
    service.play(silent)
    with written() as visit:
        expect(visit.ask(QUESTION).locator(".tw-progress")).to_be_visible()
    assert service.model.calls[0].hung_up.wait(20)


def test_a_connection_that_breaks_off_leaves_the_quotations(written: Callable[..., Any]) -> None:
    with written() as visit:
        visit.page.route("**/embed/turn", lambda route: route.fulfill(body=forged(progress="正在改写…")))
        turn = visit.ask(QUESTION)
        expect(visit.locator("#tw-trouble")).to_contain_text("连接中断了")
        expect(turn.locator(".tw-withheld")).to_have_text("改写中断了，以上改写可能不完整。")
        expect(turn.locator(".tw-waiting")).to_have_count(0)
        expect(turn.locator("blockquote")).to_be_visible()


def test_prose_that_got_past_every_check_is_still_only_text(written: Callable[..., Any]) -> None:
    with written() as visit:
        visit.page.route("**/embed/turn", lambda route: route.fulfill(body=forged()))
        turn = visit.ask(QUESTION)
        expect(turn.locator(".tw-claim")).to_contain_text("<img src=x onerror=window.hacked=1> **甲** $$y$$")
        assert turn.locator("img, script, b, strong, code").count() == 0


def test_the_widget_says_how_it_is_to_be_answered(chromium: Any, portal: OtherSite, service: Dictated) -> None:
    portal.pages["/"] = html(f"{service.address}tw", 'data-mode="extractive"')
    with opened(chromium, portal.origin) as visit:
        visit.launcher.click()
        expect(visit.frame.locator("#tw-mode").get_by_label("原文摘录")).to_be_checked()


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1200, "height": 820}},
        {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
    ],
    ids=["wide", "narrow and dark"],
)
@pytest.mark.parametrize("large", [False, True])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    service: Dictated, written: Callable[..., Any], options: dict[str, Any], large: bool
) -> None:
    dictation = service.dictate(FIRST, FALSE)
    with written("?compact=1", **options) as visit:
        if large:
            visit.locator("#tw-large").click()
        assert faults(visit.frame) == []
        turn = visit.ask(QUESTION)
        dictation.go()
        expect(turn.locator(".tw-claim")).to_have_count(1)
        assert faults(visit.frame) == []
        dictation.go(2)
        expect(turn.locator(".tw-withheld")).to_be_visible()
        assert faults(visit.frame) == []
        assert visit.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def forged(**more: Any) -> str:
    """A line of the service with a sentence that no check would have let through."""
    citation = {
        "number": 1,
        "regulation": "借阅办法",
        "title_inferred": False,
        "label": "第二条",
        "article": "第二条",
        "path": [],
        "quote": "工具书不外借。",
        "spans": [[0, 3]],
        "article_text": "工具书不外借。",
        "regulation_id": "r1",
        "article_id": "r1#第二条",
        "sources": [],
        "document_number": None,
        "issuer": None,
        "published": None,
        "effective": None,
        "status": "现行有效",
        "url": "/?article=r1",
    }
    claim = {"text": "<img src=x onerror=window.hacked=1> **甲** $$y$$ ［1］", "citations": [1]}
    answer = {
        "id": "1" * 32,
        "answer": "",
        "refused": False,
        "mode": "llm",
        "question_used": QUESTION,
        "citations": [citation],
        "related": [],
        "notice": MADE,
        "generated": {"claims": [claim], "withheld": 0, "note": ""},
    }
    page = render.turn(QUESTION, answer, 1, {}, **more)
    line = {"asked": True, "message": "", "current": page, "conversation": {"turns": [], "count": 1}}
    return json.dumps(line, ensure_ascii=False) + "\n"
