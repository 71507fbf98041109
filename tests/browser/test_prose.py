"""The chat page of a site with a language model: quotations at once, checked prose above them claim by claim."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.app.llm.scripted import silent, status
from tests.browser.dictated import FALSE, FIRST, MADE, QUESTION, SECOND, Dictated, dictated
from tests.browser.expecting import expect
from tests.browser.test_chat_access import faults

from .conftest import serving

if TYPE_CHECKING:
    from .conftest import Visit

pytestmark = pytest.mark.browser

WRITTEN = "AI改写并附原文"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Iterator[Dictated]:
    with dictated(serving, tmp_path_factory.mktemp("dictated") / "log.txt", samples_dir) as running:
        yield running


@pytest.fixture
def writing(service: Dictated, visiting_page: Any) -> Any:
    """Opens the page with ``AI改写并附原文`` chosen."""

    @contextmanager
    def opened(**options: Any) -> Iterator[Visit]:
        with visiting_page(service.address, **options) as visit:
            visit.page.get_by_label(WRITTEN).check()
            yield visit

    return opened


def finished(visit: Visit, number: int = 1) -> Any:
    turn = visit.page.locator(f"#tw-turn-{number}")
    turn.wait_for()
    expect(turn.locator(".tw-waiting")).to_have_count(0)
    expect(visit.page.locator("#tw-send")).to_be_visible()
    return turn


def test_a_site_without_a_model_shows_nothing_of_one(visit: Visit) -> None:
    turn = visit.ask(QUESTION)
    expect(turn.locator(".tw-badge").first).to_have_text("原文摘录")
    assert visit.page.locator("#tw-mode").count() == 0
    assert "AI" not in visit.page.inner_text("body")
    assert visit.page.evaluate("window.tiaowen.writing") is None


def test_quotations_come_at_once_and_prose_claim_by_claim_once_it_is_checked(service: Dictated, writing: Any) -> None:
    dictation = service.dictate(FIRST, FALSE, SECOND)
    with writing() as visit:
        turn = visit.ask(QUESTION)
        expect(turn.locator("blockquote")).to_contain_text("受到记过处分的")
        expect(turn.locator(".tw-prose")).to_contain_text(MADE)
        expect(turn.locator(".tw-progress")).to_have_text("语言模型正在改写，逐句核对…")
        expect(turn.locator(".tw-claim")).to_have_count(0)
        expect(visit.page.locator("#tw-panel-frame mark").first).to_be_in_viewport()
        dictation.go()
        expect(turn.locator(".tw-claim")).to_have_count(1)
        dictation.go(2)
        expect(turn.locator(".tw-claim")).to_have_count(2)
        expect(turn.locator(".tw-progress")).to_be_visible()
        assert "可以评为优秀［1］" not in visit.page.content()
        dictation.go()
        turn = finished(visit)
        expect(turn.locator(".tw-withheld")).to_have_text("另有 1 句未通过核对，已略去。")
        expect(turn.locator(".tw-claim").first).to_contain_text("处分当年照常参加年度考核，只出具评语，不评定档次")
        assert [*turn.locator(".tw-badge:visible").all_inner_texts()] == [MADE, "原文摘录"]
        above = turn.locator(".tw-prose").bounding_box()["y"]
        assert above < turn.locator("blockquote").bounding_box()["y"]
        assert "可以评为优秀［1］" not in visit.page.content()


def test_a_mark_opens_its_article_and_the_focus_comes_back_to_it(service: Dictated, writing: Any) -> None:
    service.dictate(FIRST, SECOND).go(3)
    with writing() as visit:
        visit.ask(QUESTION)
        turn = finished(visit)
        visit.page.click("#tw-close")
        mark = turn.locator(".tw-ref").nth(1)
        expect(mark).to_have_accessible_name("查看原文 ①")
        mark.press("Enter")
        expect(visit.page.locator("#tw-shown h2")).to_be_focused()
        expect(visit.page.locator("#tw-shown mark").first).to_contain_text("受到党纪处分")
        expect(mark).to_have_attribute("aria-expanded", "true")
        visit.page.keyboard.press("Escape")
        expect(mark).to_be_focused()


def test_the_choice_is_made_with_the_keyboard_and_holds_for_every_question(
    service: Dictated, visiting_page: Any
) -> None:
    service.dictate(FIRST).go(20)
    with visiting_page(service.address) as visit:
        expect(visit.page.get_by_role("group", name="回答方式")).to_be_visible()
        expect(visit.page.get_by_label("原文摘录", exact=True)).to_be_checked()
        visit.page.locator(".tw-example").first.click()
        finished(visit)
        assert service.model.calls == []  # quotation mode does not trouble the model
        visit.page.get_by_label("原文摘录", exact=True).focus()
        visit.page.keyboard.press("ArrowRight")
        expect(visit.page.get_by_label(WRITTEN)).to_be_checked()
        visit.ask(QUESTION)
        expect(finished(visit, 2).locator(".tw-claim")).to_have_count(1)
        visit.ask("那受到记大过处分的呢")
        expect(finished(visit, 3).locator(".tw-understood")).to_contain_text(QUESTION)
        assert len(service.model.calls) == 2
        visit.page.click("#tw-fresh")
        expect(visit.page.locator(".tw-turn")).to_have_count(0)
        visit.page.locator(".tw-example").first.click()
        finished(visit)
        assert len(service.model.calls) == 3
        expect(visit.page.get_by_label(WRITTEN)).to_be_checked()


def test_stopping_keeps_the_quotations_and_what_was_checked_and_hangs_up(service: Dictated, writing: Any) -> None:
    dictation = service.dictate(FIRST, SECOND)
    with writing() as visit:
        turn = visit.ask(QUESTION)
        dictation.go()
        expect(turn.locator(".tw-claim")).to_have_count(1)
        visit.page.click("#tw-stop")
        turn = finished(visit)
        expect(turn.locator(".tw-withheld")).to_have_text("已停止改写，以上改写可能不完整。")
        expect(turn.locator("blockquote")).to_be_visible()
        expect(turn.locator(".tw-verdict").first).to_be_visible()
        expect(visit.page.locator("#tw-box textarea")).to_have_value("")
        assert service.model.calls[0].hung_up.wait(20)
        service.dictate(SECOND).go(2)
        visit.ask("那受到记大过处分的呢")
        expect(finished(visit, 2).locator(".tw-understood")).to_contain_text(QUESTION)
        expect(visit.page.locator("#tw-earlier #tw-turn-1 .tw-claim")).to_have_count(1)


def test_stopping_a_silent_model_leaves_an_answer_of_quotations(service: Dictated, writing: Any) -> None:
    service.play(silent)
    with writing() as visit:
        turn = visit.ask(QUESTION)
        expect(turn.locator(".tw-progress")).to_be_visible()
        visit.page.click("#tw-stop")
        turn = finished(visit)
        expect(turn.locator(".tw-badge:visible")).to_have_text(["原文摘录（已停止改写）"])
        expect(turn.locator(".tw-prose")).to_have_count(0)
        assert service.model.calls[0].hung_up.wait(20)
        turn.get_by_role("button", name="有用", exact=True).click()
        expect(turn.locator(".tw-said")).to_have_text("已记录，谢谢。")


def test_a_model_that_is_down_leaves_an_answer_of_quotations_and_a_word_of_it(service: Dictated, writing: Any) -> None:
    service.play(status(500))
    with writing() as visit:
        visit.ask(QUESTION)
        turn = finished(visit)
        expect(turn.locator(".tw-badge:visible")).to_have_text(["原文摘录（语言模型暂时没有应答）"])
        expect(turn.locator(".tw-prose")).to_have_count(0)
        expect(turn.locator("blockquote")).to_contain_text("受到记过处分的")
        expect(visit.page.locator("#tw-status")).to_contain_text("语言模型暂时没有应答")
        service.dictate(FIRST).go(2)
        visit.ask("那受到记过处分的呢")
        expect(finished(visit, 2).locator(".tw-claim")).to_have_count(1)


def test_reader_and_typist_are_not_disturbed_while_it_grows(service: Dictated, writing: Any) -> None:
    dictation = service.dictate(FIRST, SECOND)
    with writing() as visit:
        turn = visit.ask(QUESTION)
        visit.page.locator("#tw-box textarea").press_sequentially("下一个问题")
        dictation.go()
        expect(turn.locator(".tw-claim")).to_have_count(1)
        turn.locator(".tw-cite").first.focus()
        dictation.go()
        expect(turn.locator(".tw-claim")).to_have_count(2)
        expect(turn.locator(".tw-cite").first).to_be_focused()
        expect(turn.locator(".tw-cite").first).to_have_attribute("aria-expanded", "true")
        dictation.go()
        finished(visit)
        expect(visit.page.locator("#tw-box textarea")).to_have_value("下一个问题")
        expect(turn.locator(".tw-cite").first).to_be_focused()


def test_what_is_copied_and_exported_carries_the_mark(service: Dictated, writing: Any) -> None:
    docx = pytest.importorskip("docx")
    service.dictate(FIRST).go(2)
    with writing() as visit:
        visit.ask(QUESTION)
        turn = finished(visit)
        copied = turn.locator(".tw-after .tw-clipboard").text_content().split("\n")
        assert copied[:3] == [f"{MADE}：", FIRST, "原文摘录："]
        assert copied[3].startswith("［1］《云岫市砚禾研究院工作人员考核办法》第三十六条第一款第（四）项：")
        with visit.page.expect_download() as download:
            visit.page.click("#tw-export")
        content = download.value.path().read_bytes()
        written = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
        assert any(MADE in line for line in written)
        assert any("处分当年照常参加年度考核，只出具评语，不评定档次" in line for line in written)


def test_a_screen_reader_hears_the_quotations_at_once_and_the_prose_when_it_is_complete(
    service: Dictated, writing: Any
) -> None:
    dictation = service.dictate(FIRST)
    with writing() as visit:
        told = visit.page.locator("#tw-status")
        visit.ask(QUESTION)
        expect(told).to_contain_text("已找到依据")
        dictation.go(2)
        finished(visit)
        expect(told).to_have_text(f"{MADE}：{FIRST.replace('［1］', '')}")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"color_scheme": "dark"},
        {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
        {"viewport": {"width": 360, "height": 740}},
    ],
    ids=["light", "dark", "narrow and dark", "narrow and large"],
)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    service: Dictated, writing: Any, options: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    dictation = service.dictate(FIRST, FALSE)
    with writing(bypass_csp=True, **options) as visit:
        page = visit.page
        if "large" in request.node.callspec.id:
            page.click("#tw-large")
        assert faults(page) == []
        turn = visit.ask(QUESTION)
        dictation.go()
        expect(turn.locator(".tw-claim")).to_have_count(1)
        assert faults(page) == []
        dictation.go(2)
        finished(visit)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(turn.locator(".tw-made .tw-badge")).to_be_in_viewport()
