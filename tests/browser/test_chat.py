"""The chat page as a person uses it, in headless Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.expecting import expect

if TYPE_CHECKING:
    from .conftest import Visit

pytestmark = pytest.mark.browser

QUESTION = "受记过处分当年怎么定档"
OUTSIDE = "食堂几点开饭啊？菜单上有什么"


def test_ask_read_the_citation_open_the_article_see_the_highlight(visit: Visit) -> None:
    turn = visit.ask(QUESTION)
    expect(turn.locator("blockquote")).to_contain_text("受到记过处分的")
    expect(turn.locator(".tw-badge").first).to_have_text("原文摘录")
    citation = turn.locator(".tw-cite").first
    expect(citation).to_contain_text("①《云岫市砚禾研究院工作人员考核办法》第三十六条第一款第（四）项")

    citation.click()
    panel = visit.page.locator("#tw-panel-frame")
    expect(panel.locator("h2")).to_have_text("《云岫市砚禾研究院工作人员考核办法》")
    expect(panel.locator(".tw-article")).to_contain_text("（一）")  # the whole article, not only what is quoted
    expect(panel).to_contain_text("工作人员考核办法-2024.md")
    expect(panel).to_contain_text("2024年7月1日")
    marked = "".join(panel.locator("mark").all_inner_texts())
    quoted = "".join(turn.locator("blockquote p").all_inner_texts())
    assert marked == quoted
    expect(panel.locator("mark").first).to_be_in_viewport()


def test_the_article_of_a_new_answer_stands_beside_it_and_the_question_box_keeps_the_focus(visit: Visit) -> None:
    visit.ask(QUESTION)
    expect(visit.page.locator("#tw-panel-frame mark").first).to_be_in_viewport()
    expect(visit.page.locator("#tw-box textarea")).to_be_focused()


def test_no_basis_is_said_and_what_is_near_is_no_answer(visit: Visit) -> None:
    turn = visit.ask(OUTSIDE)
    expect(turn.locator(".tw-refusal")).to_have_text("未找到依据")
    expect(turn).to_contain_text("综合办公室（内线8000）")
    expect(turn.locator(".tw-caution").first).to_contain_text("不是答案，仅供参考")
    expect(turn.locator("blockquote")).to_have_count(0)
    turn.locator(".tw-related .tw-cite").first.click()
    expect(visit.page.locator("#tw-panel-frame .tw-caution")).to_have_text("不是答案，仅供参考")


def test_example_questions_come_from_the_corpus_and_are_answered(visit: Visit) -> None:
    examples = visit.page.locator(".tw-example")
    assert examples.count() >= 4
    asked = examples.first.inner_text()
    examples.first.click()
    turn = visit.page.locator("#tw-turn-1")
    expect(turn.locator(".tw-question")).to_contain_text(asked)
    expect(turn.locator(".tw-cite").first).to_be_visible()
    expect(visit.page.locator("#tw-welcome")).to_be_hidden()


def test_a_follow_up_is_understood_from_the_turn_before(visit: Visit) -> None:
    visit.ask(QUESTION)
    turn = visit.ask("那受到警告处分的呢")
    expect(turn.locator(".tw-understood")).to_contain_text(QUESTION)
    assert visit.page.locator(".tw-turn").count() == 2
    visit.page.click("#tw-fresh")
    expect(visit.page.locator(".tw-turn")).to_have_count(0)
    expect(visit.page.locator("#tw-welcome")).to_be_visible()


def test_a_hostile_document_and_question_are_only_text(visit: Visit) -> None:
    hostile = "粗体强调链接代码<img src=x onerror=window.hacked=1> **甲** $$y$$ [乙](javascript:window.hacked=1)"
    turn = visit.ask(hostile)
    expect(turn.locator(".tw-question")).to_contain_text(hostile)
    expect(turn.locator("blockquote")).to_contain_text("<script>window.hacked=1</script><b>粗体</b> $$x^2$$ **强调**")
    turn.locator(".tw-cite").first.click()
    panel = visit.page.locator("#tw-panel-frame")
    expect(panel.locator("h2")).to_have_text("《敌意<img src=x onerror=window.hacked=1>办法》")
    expect(panel).to_contain_text("${window.hacked=1} {{window.hacked}}")
    expect(panel).to_contain_text("<u>附件缺失</u>")
    strange = "img, script, form, input, iframe, u, i, b, strong, code, .katex, a:not(.tw-permalink, .tw-neighbour)"
    assert visit.page.locator("#tw-talk .prose, #tw-panel").locator(strange).count() == 0
    assert "&#" not in panel.inner_text()


@pytest.mark.parametrize(("question", "told"), [("   ", "问题是空的"), ("考" * 10_000, "超过上限")])
def test_an_empty_and_an_overlong_question_get_a_message_and_the_page_goes_on(
    visit: Visit, question: str, told: str
) -> None:
    visit.page.fill("#tw-box textarea", question)
    visit.page.press("#tw-box textarea", "Enter")
    message = visit.page.locator("#tw-message")
    expect(message).to_contain_text(told)
    assert visit.page.input_value("#tw-box textarea") == question  # nothing typed is lost
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(visit.ask(QUESTION).locator("blockquote")).to_be_visible()
    expect(message).to_be_empty()


def test_enter_of_an_input_method_does_not_send_and_shift_enter_is_a_new_line(visit: Visit) -> None:
    box = visit.page.locator("#tw-box textarea")
    box.fill("年度")
    for kind in ("keydown", "keypress"):
        box.dispatch_event(kind, {"key": "Enter", "code": "Enter", "isComposing": True, "bubbles": True})
        box.dispatch_event(kind, {"key": "Enter", "keyCode": 229, "bubbles": True})
    box.press("Shift+Enter")
    box.press_sequentially("考核")
    assert box.input_value() == "年度\n考核"
    assert visit.page.locator(".tw-question").count() == 0
    box.press("Enter")
    visit.page.locator("#tw-turn-1").wait_for()


def test_the_answer_is_copied_with_its_address(visit: Visit) -> None:
    # an intranet page without https has no clipboard interface
    visit.page.evaluate("Object.defineProperty(window, 'isSecureContext', {value: false})")
    visit.page.evaluate(
        "document.execCommand = (old => function (...rest) {"
        " window.copied = document.activeElement.value; return old.apply(document, rest) })(document.execCommand)"
    )
    turn = visit.ask(QUESTION)
    button = turn.locator(".tw-after .tw-copy")
    button.click()
    expect(button).to_have_text("已复制")
    copied = visit.page.evaluate("window.copied")
    assert copied.startswith("《云岫市砚禾研究院工作人员考核办法》第三十六条第一款第（四）项：")
    assert "受到记过处分的" in copied


def test_the_keyboard_reaches_everything_and_comes_back(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.locator("#tw-turn-1 .tw-cite").focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#tw-shown h2")).to_be_focused()
    outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("#tw-turn-1 .tw-cite")).to_be_focused()
    expect(visit.page.locator("#tw-shown")).to_have_count(0)


def test_a_screen_reader_is_told_in_chinese(visit: Visit) -> None:
    assert visit.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert visit.page.title() == "条问"
    status = visit.page.locator("#tw-status")
    expect(status).to_have_attribute("aria-live", "polite")
    visit.ask(QUESTION)
    expect(status).to_contain_text("已找到依据")
    visit.ask(OUTSIDE)
    expect(status).to_contain_text("未找到依据")


def test_the_scope_can_be_limited(visit: Visit) -> None:
    page = visit.page
    page.click("#tw-scope .label-wrap")
    page.fill("#tw-day input[type=date]", "2019-07-01")
    page.click("#tw-regulations input")
    page.locator("[role=option]", has_text="考勤").first.click()
    page.keyboard.press("Escape")
    page.click("#tw-scope .label-wrap")
    marked = "getComputedStyle(document.querySelector('#tw-scope .label-wrap'), '::after').content"
    assert page.evaluate(marked) == '"已限定"'  # said even while the fields are folded away
    turn = visit.ask("旷工怎么处理")
    expect(turn.locator(".tw-cite").first).to_contain_text("考勤与请休假管理办法")
    expect(turn.locator(".tw-limits")).to_contain_text("按2019年7月1日有效的规定，只在《")


def test_what_is_filled_in_before_the_page_has_loaded_all_stays(visit: Visit) -> None:
    page = visit.page
    held: list[Any] = []
    page.route("**/gradio_api/queue/join*", lambda request: held.append(request))
    page.reload()
    page.click("#tw-scope .label-wrap")
    page.fill("#tw-day input[type=date]", "2019-07-01")
    for request in held:
        request.continue_()
    page.click("#tw-regulations input")
    expect(page.locator("[role=option]", has_text="考勤").first).to_be_visible()  # what loads has come
    expect(page.locator("#tw-day input")).to_have_value("2019-07-01")
    expect(page.locator("#tw-day input")).to_be_visible()


def test_a_date_that_does_not_exist_is_not_taken_for_today(visit: Visit) -> None:
    page = visit.page
    page.click("#tw-scope .label-wrap")
    day = page.locator("#tw-day input[type=date]")
    day.press_sequentially("02312023")  # month, day, year: the headless browser's order
    assert day.evaluate("field => field.validity.badInput")
    page.fill("#tw-box textarea", QUESTION)
    page.press("#tw-box textarea", "Enter")
    expect(page.locator("#tw-trouble")).to_contain_text("没有这一天")
    expect(page.locator("#tw-box textarea")).to_have_value(QUESTION)
    expect(page.locator(".tw-question")).to_have_count(0)
    day.fill("")
    page.click("#tw-send")
    expect(page.locator("#tw-turn-1 .tw-cite").first).to_be_visible()
    expect(page.locator("#tw-trouble")).to_be_hidden()


def test_a_permanent_link_opens_its_article(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.locator("#tw-turn-1 .tw-cite").click()
    target = visit.page.locator("#tw-shown .tw-permalink").get_attribute("href")
    visit.page.goto(visit.address + target)
    expect(visit.page.locator("#tw-shown .tw-article")).to_contain_text("受到记过处分的")
    expect(visit.page.locator("#tw-shown mark")).to_have_count(0)


def test_at_360_pixels_nothing_is_cut_off_and_the_article_covers_the_page(narrow_visit: Visit) -> None:
    page = narrow_visit.page
    turn = narrow_visit.ask(QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.locator("#tw-panel-frame")).to_be_hidden()
    turn.locator(".tw-cite").first.tap()
    panel = page.locator("#tw-panel-frame")
    expect(panel).to_be_visible()
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    expect(panel).to_have_attribute("role", "dialog")
    assert page.evaluate("document.getElementById('tw-talk').inert") is True
    page.locator("#tw-close").tap()
    expect(panel).to_be_hidden()
    expect(page.locator("#tw-box textarea")).to_be_in_viewport()


def test_dark_pages_stay_readable(dark_visit: Visit) -> None:
    dark_visit.ask(QUESTION)
    colours = dark_visit.page.evaluate(
        "[getComputedStyle(document.querySelector('.tw-answer')).backgroundColor,"
        " getComputedStyle(document.querySelector('blockquote')).color]"
    )
    background, ink = (sum(int(part) for part in colour[4:-1].split(",")[:3]) / 3 for colour in colours)
    assert background < 70
    assert ink > 180


def test_every_request_goes_to_its_own_origin(visit: Visit) -> None:
    visit.ask(QUESTION)
    assert any("queue/join" in url for url in visit.requested)  # requests were seen at all
    assert visit.foreign == []
