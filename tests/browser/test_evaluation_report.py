"""The report of an evaluation as a person reads it, in headless Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from eval.dataset import Gold, Question, QuestionSet
from eval.evaluation import Evaluation
from eval.report import write_report
from eval.run import Cited, QuestionResult, Run

pytestmark = pytest.mark.browser

HOSTILE = "恶意</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
KINDS = ("direct", "colloquial", "numeric", "lookup", "multi", "followup", "unanswerable")
_PATIENCE_MS = 180_000
"""A busy machine is slow to open a page of some megabytes; that is no fault of the page."""
SYSTEMS = ("tiaowen", "bm25", "dense", "naive", "http://portal.yanhe.example:7860/tiaowen")


def expect(locator: Any) -> Any:
    from playwright.sync_api import expect as playwright_expect

    playwright_expect.set_options(timeout=_PATIENCE_MS)
    return playwright_expect(locator)


def result(number: int, system: int) -> QuestionResult:
    """A question of each kind in turn. Of system 0 every fifth is wrong, of system 1 every fourth, and so on."""
    kind = KINDS[number % len(KINDS)]
    outside = kind == "unanswerable"
    place = Gold("砚禾研究院差旅办法", f"第{number + 1}条")
    question = Question(
        f"砚禾-{number:03}",
        f"第 {number} 问：{HOSTILE if number == 5 else '出差回来几天内报销'}",
        kind,  # type: ignore[arg-type]
        () if outside else (place,),
        unanswerable=outside,
    )
    right = number % (5 - system) != 0
    refused = outside == right
    cited = (
        () if refused else (Cited(place.regulation, place.article, place.article, "自返回之日起。" * 8, True, True),)
    )
    part = float(right and not outside)
    scores: dict[str, float | None] = {"correct": float(right), "crag": 1.0 if right else -1.0}
    if outside:
        scores["refusal"] = float(refused)
    else:
        scores |= {"citation_recall": part, "P@1": part, "Success@1": part, "false_refusal": float(refused)}
    confidence = (0.35 + 0.6 * right - 0.3 * outside * right) if system == 0 else None
    return QuestionResult(
        question,
        refused,
        cited,
        ("《砚禾研究院差旅办法》第一条",),
        (),
        scores,
        5.0 * 3**system + number,
        "",
        HOSTILE,
        confidence,
    )


def evaluation(systems: int, questions: int) -> Evaluation:
    names = [[result(number, system) for number in range(questions)] for system in range(systems)]
    asked = tuple(made.question for made in names[0])
    chosen = QuestionSet("砚禾研究院", 2, "", Path("砚禾.jsonl"), "0" * 64, asked)
    runs = tuple(
        Run(chosen, SYSTEMS[at], {"索引": "b1"}, tuple(results), "2026-11-22 10:00:00")
        for at, results in enumerate(names)
    )
    return Evaluation(chosen, runs, "2026-11-22 10:00:00")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """The page of one system and of five, by the number of systems."""
    pages = {}
    for systems in (1, 5):
        folder = tmp_path_factory.mktemp(f"report{systems}")
        write_report(folder, evaluation(systems, 42))
        pages[systems] = (folder / "report.html").as_uri()
    return pages


@contextmanager
def opened(chromium: Any, address: str, **options: Any) -> Iterator[Any]:
    """The page; afterwards nothing must have been fetched, no script of others run and no error shown."""
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN", **options})
    context.set_default_timeout(_PATIENCE_MS)
    page, fetched, errors = context.new_page(), [], []
    page.on("request", lambda request: fetched.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text))
    try:
        page.goto(address)
        yield page
        assert {url.partition("#")[0] for url in fetched} == {address.partition("#")[0]}
        assert errors == []
        assert page.evaluate("window.hacked") is None
    finally:
        context.close()


def visible(page: Any) -> int:
    return int(page.locator("#failed .question:visible").count())


def test_failed_questions_are_filtered_and_searched(chromium: Any, reports: dict[int, str]) -> None:
    with opened(chromium, reports[1]) as page:
        assert visible(page) == 9
        expect(page.locator("#shown")).to_have_text("未全对 9 题，全对 33 题")
        page.select_option("#kind", "unanswerable")
        page.select_option("#outcome", "baseless")
        assert visible(page) == 1
        page.select_option("#outcome", "refused")
        assert visible(page) == 0
        expect(page.locator("#none")).to_be_visible()
        page.select_option("#kind", "")
        assert visible(page) == 8
        page.fill("#text", "砚禾-010")
        assert visible(page) == 1
        expect(page.locator("#failed .question:visible .asked")).to_contain_text("第 10 问")


def test_what_is_searched_and_right_is_shown_too(chromium: Any, reports: dict[int, str]) -> None:
    with opened(chromium, reports[1]) as page:
        expect(page.locator("#right .question").first).to_be_hidden()
        page.fill("#text", "砚禾-011")
        expect(page.locator("#right .question:visible")).to_have_count(1)


def test_another_system_has_other_failures(chromium: Any, reports: dict[int, str]) -> None:
    with opened(chromium, reports[5]) as page:
        assert visible(page) == 9
        page.select_option("#system", "1")
        assert visible(page) == 11
        first = page.locator("#failed .question").nth(1)
        expect(first.locator(".tag:visible")).to_have_count(1)
        first.locator("summary").click()
        expect(first.locator(".answer")).to_have_count(5)


def test_a_question_opens_by_keyboard_and_by_its_address(chromium: Any, reports: dict[int, str]) -> None:
    with opened(chromium, f"{reports[1]}#q2") as page:
        expect(page.locator("#q2 dl").first).to_be_visible()  # a right one: its group is opened as well
        page.focus("#q1 summary")
        page.keyboard.press("Enter")
        expect(page.locator("#q1 dl").first).to_be_visible()
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


@pytest.mark.parametrize("systems", [1, 5])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_cut_off_or_covered(chromium: Any, reports: dict[int, str], systems: int, width: int) -> None:
    with opened(chromium, reports[systems], viewport={"width": width, "height": 900}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        drawings = page.evaluate(
            """() => [...document.querySelectorAll("figure svg")].map((svg) => {
                const frame = svg.getBoundingClientRect();
                const size = (text) => parseFloat(getComputedStyle(text).fontSize);
                return {frame: [frame.left, frame.top, frame.right, frame.bottom],
                        size: frame.width / svg.viewBox.baseVal.width * Math.min(
                            ...[...svg.querySelectorAll("text")].map(size)
                        ),
                        words: [...svg.querySelectorAll("text")].map((text) => {
                            const box = text.getBoundingClientRect();
                            return [text.textContent, box.left, box.top, box.right, box.bottom];
                        })};
            })"""
        )
        assert len(drawings) == 4
        for drawing in drawings:
            left, top, right, bottom = drawing["frame"]
            assert drawing["size"] >= 9
            for at, (text, *box) in enumerate(drawing["words"]):
                assert left - 1 <= box[0] and top - 1 <= box[1] and box[2] <= right + 1 and box[3] <= bottom + 1, text
                for other, *taken in drawing["words"][at + 1 :]:
                    apart = box[2] <= taken[0] + 1 or taken[2] <= box[0] + 1
                    # line boxes are taller than the letters: they may touch, not lie on each other
                    apart = apart or box[3] <= taken[1] + 5 or taken[3] <= box[1] + 5
                    assert apart, (text, other)


def test_the_drawings_follow_the_theme(chromium: Any, reports: dict[int, str]) -> None:
    colours = []
    for scheme in ("light", "dark"):
        with opened(chromium, reports[1], color_scheme=scheme) as page:
            colours.append(
                page.evaluate(
                    "[getComputedStyle(document.querySelector('figure svg text')).fill,"
                    " getComputedStyle(document.body).backgroundColor]"
                )
            )
    (light_text, light_ground), (dark_text, dark_ground) = colours
    assert light_text != dark_text and light_ground != dark_ground


def test_it_can_be_read_without_script(chromium: Any, reports: dict[int, str]) -> None:
    with opened(chromium, reports[5], java_script_enabled=False) as page:
        expect(page.locator("#filters")).to_be_hidden()
        assert visible(page) == 9
        expect(page.locator(".lead")).to_contain_text("42 题中 33 题全对")


def test_a_large_report_is_small_enough_to_send_and_opens(chromium: Any, tmp_path: Path) -> None:
    write_report(tmp_path, evaluation(5, 500))
    path = tmp_path / "report.html"
    assert path.stat().st_size < 6_000_000
    with opened(chromium, path.as_uri()) as page:
        expect(page.locator("#shown")).to_have_text("未全对 100 题，全对 400 题")
        page.fill("#text", "砚禾-499")
        expect(page.locator(".question:visible")).to_have_count(1)
