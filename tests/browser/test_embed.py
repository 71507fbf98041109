"""The embedded page in a frame of another origin, in headless Chromium: everything but the widget around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

if TYPE_CHECKING:
    from .conftest import OtherSite

pytestmark = pytest.mark.browser

QUESTION = "受记过处分当年怎么定档"
HOSTILE = "粗体强调链接代码<img src=x onerror=window.hacked=1> **甲** $$y$$ [乙](javascript:window.hacked=1)"


def expect(locator: Any) -> Any:
    from playwright.sync_api import expect as playwright_expect

    return playwright_expect(locator)


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


@pytest.fixture
def framed(chromium: Any, portal: OtherSite, embedding: str) -> Callable[..., Any]:
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
        told: list[str] = []
        page.on("console", lambda line: told.append(line.text))
        page.goto(stranger.origin)
        assert "chrome-error" in page.frames[1].url
        assert any("frame-ancestors" in line for line in told)
    finally:
        context.close()
