"""The embedded page in a frame of another origin, in headless Chromium: asking, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser.embedded import QUESTION
from tests.browser.expecting import expect

pytestmark = pytest.mark.browser

HOSTILE = "粗体强调链接代码<img src=x onerror=window.hacked=1> **甲** $$y$$ [乙](javascript:window.hacked=1)"


def test_ask_follow_up_read_on_and_begin_anew(framed: Callable[..., Any]) -> None:
    with framed() as visit:
        turn = visit.ask(QUESTION)
        expect(turn.locator("blockquote")).to_contain_text("受到记过处分的")
        panel = visit.locator("#tw-panel-frame")
        expect(panel.locator("mark").first).to_be_in_viewport()  # beside the answer, as there is room
        expect(visit.box).to_be_focused()
        panel.locator("a.tw-neighbour").first.click()
        expect(panel.locator("#tw-return")).to_be_visible()
        panel.locator("#tw-return").click()
        expect(panel.locator("mark").first).to_be_visible()

        follow_up = visit.ask("那受到警告处分的呢")
        expect(follow_up.locator(".tw-understood")).to_contain_text(QUESTION)
        expect(visit.locator("#tw-earlier .tw-turn")).to_have_count(1)
        visit.locator("#tw-earlier .tw-cite").first.click()  # the earlier turn still works
        expect(panel.locator("mark").first).to_be_visible()

        visit.locator("#tw-fresh").click()
        expect(visit.locator(".tw-turn")).to_have_count(0)
        expect(visit.locator("#tw-welcome")).to_be_visible()
        expect(visit.ask("那受到警告处分的呢").locator(".tw-understood")).to_have_count(0)  # forgotten


def test_an_example_is_a_question(framed: Callable[..., Any]) -> None:
    with framed() as visit:
        example = visit.locator(".tw-example").first
        words = example.inner_text()
        example.click()
        expect(visit.locator(".tw-turn .tw-asked")).to_have_text(words)
        expect(visit.locator("#tw-welcome")).to_be_hidden()


def test_the_search_is_limited_to_a_regulation(framed: Callable[..., Any]) -> None:
    with framed() as visit:
        visit.locator("#tw-scope summary").click()
        visit.locator("#tw-filter").fill("会议管理")
        expect(visit.locator(".tw-choice:visible")).to_have_count(1)
        visit.locator(".tw-choice:visible input").check()
        expect(visit.locator("#tw-scope summary")).to_contain_text("1 部制度")
        turn = visit.ask(QUESTION)
        expect(turn.locator(".tw-limits")).to_contain_text("会议管理规定")
        expect(turn).not_to_contain_text("第三十六条第一款第（四）项")


def test_copy_judge_and_export(framed: Callable[..., Any], tmp_path: Path) -> None:
    with framed(permissions=["clipboard-read", "clipboard-write"]) as visit:
        turn = visit.ask(QUESTION)
        copy = turn.locator(".tw-after .tw-copy")
        copy.click()
        expect(copy).to_have_text("已复制")
        turn.locator(".tw-verdict").first.click()
        expect(turn.locator(".tw-said")).to_contain_text("已记录")
        with visit.page.expect_download() as started:
            visit.locator("#tw-export").click()
        saved = tmp_path / "conversation.docx"
        started.value.save_as(saved)
        assert saved.read_bytes().startswith(b"PK")


def test_hostile_words_stay_words(framed: Callable[..., Any]) -> None:
    title = quote("<b>甲</b>")
    with framed(f"?title={title}&color=red;}}*{{display:none&theme=%22onload=1&compact=%3Cscript%3E") as visit:
        expect(visit.locator("h1")).to_have_text("<b>甲</b>")
        turn = visit.ask(HOSTILE)
        expect(turn.locator("blockquote")).to_contain_text("<script>window.hacked=1</script><b>粗体</b>")
        turn.locator(".tw-cite").first.click()
        expect(visit.locator("#tw-panel-frame h2")).to_have_text("《敌意<img src=x onerror=window.hacked=1>办法》")
        visit.ask("那" + HOSTILE)  # the first question is history now
        assert visit.locator("#tw-talk, #tw-panel").locator("img, script, iframe, u, i, b, strong, code").count() == 0
        visit.locator("#tw-scope summary").click()
        choices = visit.locator(".tw-choice").filter(has_text="<img src=x onerror=window.hacked=1>")
        expect(choices).to_have_count(1)


@pytest.mark.parametrize("words", ['考核<img src=x onerror="window.hacked=1">', '考核{"type": 1}'])
def test_messages_of_the_portal_are_only_words(framed: Callable[..., Any], words: str) -> None:
    with framed() as visit:
        asked: tuple[Any, ...] = ({"a": 1}, None, words)
        for message in (words, *({"type": "tiaowen:ask", "question": question} for question in asked)):
            visit.page.evaluate("(message) => frames[0].postMessage(message, '*')", message)
        visit.page.evaluate("frames[0].postMessage(null, '*')")
        expect(visit.locator("#tw-current .tw-turn .tw-asked")).to_have_text(words)
        assert [url.rpartition("/")[2] for url in visit.requested].count("turn") == 1


def test_the_enter_of_an_input_method_sends_nothing(framed: Callable[..., Any]) -> None:
    with framed() as visit:
        visit.box.fill("shoujiguo")
        visit.box.evaluate(
            "(box) => { for (const more of [{ isComposing: true }, { keyCode: 229 }]) box.dispatchEvent("
            "new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more })) }"
        )
        visit.box.press("Shift+Enter")
        expect(visit.box).to_have_value("shoujiguo\n")
        assert not any(url.endswith("/embed/turn") for url in visit.requested)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (429, '{"error": {"code": "rate_limited", "message": "提问太频繁，请一分钟后再试。"}}', "提问太频繁"),
        (503, '{"error": {"code": "busy", "message": "正在处理的提问较多，请稍后再试。"}}', "请稍后再试"),
        (502, "<html><h1>Bad Gateway</h1></html>", "（502）"),
        (200, '{"asked": true, "message": "", "current": "<p class=\\"tw-waiting\\">…</p>"}\n', "连接中断了"),
        (200, "<html>not ours</html>", "连接中断了"),
    ],
)
def test_a_question_that_got_no_answer_is_explained_and_kept(
    framed: Callable[..., Any], status: int, body: str, told: str
) -> None:
    with framed(errors=True) as visit:
        visit.page.route("**/embed/turn", lambda route: route.fulfill(status=status, body=body))
        visit.box.fill(QUESTION)
        visit.box.press("Enter")
        expect(visit.locator("#tw-trouble")).to_contain_text(told)
        expect(visit.box).to_have_value(QUESTION)
        expect(visit.locator(".tw-waiting")).to_have_count(0)
        assert visit.told("error")
        visit.page.unroute("**/embed/turn")
        visit.box.press("Enter")
        expect(visit.locator(".tw-turn .tw-cite").first).to_be_visible()
        expect(visit.locator("#tw-trouble")).to_be_hidden()


def test_without_a_connection_it_says_so(framed: Callable[..., Any]) -> None:
    with framed(errors=True) as visit:
        visit.page.context.set_offline(True)
        visit.box.fill(QUESTION)
        visit.locator("#tw-send").click()
        expect(visit.locator("#tw-trouble")).to_contain_text("连不上服务")
        expect(visit.box).to_have_value(QUESTION)


def test_a_question_may_be_stopped(framed: Callable[..., Any]) -> None:
    with framed(errors=True) as visit:
        visit.frame.evaluate(
            "() => { const plain = window.tiaowenFetch; window.tiaowenFetch = async (path, options) => {"
            " if (path !== '/embed/turn') return plain(path, options);"
            " const first = JSON.stringify({ asked: true, message: '', current: '<p class=tw-waiting>…</p>' }) + '\\n';"
            " return new Response(new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode(first));"
            " options.signal.addEventListener('abort', () => c.error(new DOMException('', 'AbortError'))) } })) } }"
        )
        visit.box.fill(QUESTION)
        visit.box.press("Enter")
        visit.locator("#tw-stop").click()
        expect(visit.locator("#tw-send")).to_be_visible()
        expect(visit.box).to_have_value(QUESTION)
        expect(visit.locator("#tw-trouble")).to_have_count(0)
