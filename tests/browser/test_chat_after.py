"""What is done with an answer: reading on, judging it, taking it along; and the display that suits the reader."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.expecting import expect

if TYPE_CHECKING:
    from .conftest import Visit

pytestmark = pytest.mark.browser

QUESTION = "受记过处分当年怎么定档"
OUTSIDE = "食堂几点开饭啊？菜单上有什么"


def sent(visit: Visit, path: str) -> list[Any]:
    """What the page posts to ``path`` from now on."""
    bodies: list[Any] = []

    def note(request: Any) -> None:
        if request.url.endswith(path) and request.method == "POST":
            bodies.append(json.loads(request.post_data))

    visit.page.on("request", note)
    return bodies


def test_the_articles_before_and_after_are_read_in_the_panel(visit: Visit) -> None:
    visit.ask(QUESTION)
    panel = visit.page.locator("#tw-panel-frame")
    expect(panel.locator(".tw-article")).to_contain_text("第三十六条")
    panel.locator(".tw-neighbour", has_text="下一条").click()
    expect(panel.locator(".tw-article")).to_contain_text("第三十七条")
    expect(panel.locator("h2")).to_be_focused()
    expect(panel.locator("mark")).to_have_count(0)
    panel.locator(".tw-neighbour", has_text="下一条").click()
    expect(panel.locator(".tw-article")).to_contain_text("第三十八条")
    panel.locator("#tw-return").click()
    expect(panel.locator("mark").first).to_be_in_viewport()
    expect(panel.locator("#tw-return")).to_be_hidden()
    assert visit.page.url == visit.address  # the conversation is still there


def test_a_neighbour_that_cannot_be_had_is_said_and_the_article_stays(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.route("**/panel?*", lambda route: route.abort())
    panel = visit.page.locator("#tw-panel-frame")
    panel.locator(".tw-neighbour").first.click()
    expect(panel.locator(".tw-trouble")).to_contain_text("连不上服务")
    expect(panel.locator(".tw-article")).to_contain_text("第三十六条")
    visit.errors.clear()  # the browser's own line about the request that we broke


def test_earlier_turns_stay_and_a_new_conversation_starts_empty(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.ask(OUTSIDE)
    visit.ask("旷工怎么处理")
    assert visit.page.locator(".tw-turn").evaluate_all("turns => turns.map((turn) => turn.id)") == [
        "tw-turn-1",
        "tw-turn-2",
        "tw-turn-3",
    ]
    visit.page.locator("#tw-turn-1 .tw-cite").click()
    expect(visit.page.locator("#tw-shown .tw-article")).to_contain_text("第三十六条")
    visit.page.click("#tw-fresh")
    expect(visit.page.locator(".tw-turn")).to_have_count(0)
    expect(visit.page.locator("#tw-export")).to_be_hidden()
    assert visit.ask(QUESTION).get_attribute("id") == "tw-turn-1"


def test_the_article_of_an_answer_does_not_stand_beside_a_refusal(visit: Visit) -> None:
    visit.ask(QUESTION)
    expect(visit.page.locator("#tw-shown")).to_be_visible()
    visit.ask(OUTSIDE)
    expect(visit.page.locator("#tw-shown")).to_have_count(0)


def test_a_useful_answer_is_said_to_be_so_by_one_press(visit: Visit) -> None:
    bodies = sent(visit, "/api/feedback")
    turn = visit.ask(QUESTION)
    useful = turn.get_by_role("button", name="有用")
    useful.click()
    expect(turn.locator(".tw-said")).to_have_text("已记录，谢谢。")
    expect(useful).to_have_attribute("aria-pressed", "true")
    expect(visit.page.locator("#tw-live")).to_have_text("已记录，谢谢。")
    assert bodies[0]["verdict"] == "有用"
    assert bodies[0]["question"] == QUESTION
    assert len(bodies[0]["answer_id"]) == 32
    assert [cited.rpartition("#")[2] for cited in bodies[0]["article_ids"]] == ["第三十六条"]
    visit.ask(OUTSIDE)
    expect(visit.page.locator("#tw-turn-1 .tw-verdict").first).to_have_attribute("aria-pressed", "true")


def test_why_an_answer_was_of_no_use_is_written_with_the_keyboard_alone(visit: Visit) -> None:
    bodies = sent(visit, "/api/feedback")
    turn = visit.ask(QUESTION)
    useless = turn.get_by_role("button", name="无用")
    useless.press("Enter")
    reason = turn.get_by_label("哪里不对")
    expect(reason).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(reason).to_have_count(0)
    expect(useless).to_be_focused()
    expect(visit.page.locator("#tw-shown")).to_be_visible()  # only the form has closed
    useless.press("Enter")
    visit.page.keyboard.type("问的是聘用人员")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    expect(turn.locator(".tw-said")).to_have_text("已记录，谢谢。")
    expect(useless).to_be_focused()
    assert [(body["verdict"], body["reason"]) for body in bodies] == [("无用", "问的是聘用人员")]


def test_feedback_that_does_not_arrive_is_told_and_what_was_written_stays(visit: Visit) -> None:
    told = {"error": {"code": "feedback_failed", "message": "反馈没有保存，请通知管理员。"}}
    visit.page.route("**/api/feedback", lambda route: route.fulfill(status=503, json=told))
    turn = visit.ask(QUESTION)
    turn.get_by_role("button", name="无用").click()
    turn.get_by_label("哪里不对").fill("引错了条款")
    turn.get_by_role("button", name="提交").click()
    expect(turn.locator(".tw-said")).to_have_text("反馈没有保存，请通知管理员。")
    expect(turn.get_by_label("哪里不对")).to_have_value("引错了条款")
    visit.errors.clear()


def test_the_conversation_is_exported_with_its_sources(visit: Visit) -> None:
    docx = pytest.importorskip("docx")
    visit.ask(QUESTION)
    visit.ask(OUTSIDE)
    with visit.page.expect_download() as download:
        visit.page.click("#tw-export")
    assert download.value.suggested_filename.endswith(".docx")
    content = download.value.path().read_bytes()
    written = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    for words in (QUESTION, "受到记过处分的", "第三十六条第一款第（四）项", OUTSIDE, "未找到依据"):
        assert words in written


def test_an_export_that_fails_is_told_above_the_question_box(visit: Visit) -> None:
    told = {"error": {"code": "changed", "message": "第 1 轮的引文与现行制度不符。"}}
    visit.page.route("**/api/export", lambda route: route.fulfill(status=422, json=told))
    visit.ask(QUESTION)
    visit.page.click("#tw-export")
    expect(visit.page.locator("#tw-trouble")).to_have_text("第 1 轮的引文与现行制度不符。")
    expect(visit.page.locator("#tw-export")).to_have_text("导出对话")
    visit.errors.clear()
    visit.ask(OUTSIDE)
    expect(visit.page.locator("#tw-trouble")).to_be_hidden()


def test_what_is_recorded_is_stated_on_the_page(visit: Visit) -> None:
    privacy = visit.page.locator(".tw-privacy")
    expect(privacy.locator("summary")).to_contain_text("对话只保存在本页")
    privacy.locator("summary").click()
    expect(privacy).to_contain_text("日志中不写提问的内容")
    expect(privacy).to_contain_text("保留 180 天")


def test_large_type_and_the_dark_theme_are_remembered(visit: Visit) -> None:
    page = visit.page
    size = "parseFloat(getComputedStyle(document.querySelector('#tw-intro p')).fontSize)"
    before = page.evaluate(size)
    page.click("#tw-large")
    page.click("#tw-dark")
    assert page.evaluate(size) == before * 1.25
    page.reload()
    page.wait_for_selector(".tw-example")
    assert page.evaluate(size) == before * 1.25
    assert page.evaluate("document.body.classList.contains('dark')") is True
    expect(page.locator("#tw-dark")).to_have_attribute("aria-pressed", "true")
    page.click("#tw-dark")
    page.click("#tw-large")
    assert page.evaluate(size) == before
    assert page.evaluate("document.body.classList.contains('dark')") is False
