from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import eval.report.html as page_module
from eval.evaluation import Evaluation
from eval.report.examined import examined
from eval.report.html import as_html
from eval.run import Run

VOID = {"meta", "input"}


class Page(HTMLParser):
    """What a browser would find: elements with their attributes, text, and whether everything is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.inside: dict[str, str] = {}
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            self.inside[self.open[-1]] = self.inside.get(self.open[-1], "") + data
        else:
            self.text += data

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def html(evaluation: Evaluation) -> str:
    return as_html(evaluation, [examined(run) for run in evaluation.runs])


def test_the_page_is_whole_and_says_what_matters(evaluation: Evaluation) -> None:
    page = Page(html(evaluation))
    assert page.open == []
    assert page.of("html")[0]["lang"] == "zh-CN"
    assert "条问：6 题中 2 题全对" in page.text
    assert "没有设置端点" in page.text and "要求不低于 0.9" in page.text
    assert len(page.of("svg")) == 4 and len(page.of("article")) == 6
    assert "服务返回 500" in page.text and "改过的引文" in page.text and "分数低于阈值" in page.text
    for word in ("引文不符", "误拒", "无依据却作答", "出错", "由错变对", "由对变错"):
        assert word in page.text


def test_one_system_is_not_put_beside_itself(made: Run) -> None:
    page = Page(html(Evaluation(made.question_set, (made,), made.started)))
    assert "系统并列" not in page.text and "与基线相比" not in page.text
    assert [select["id"] for select in page.of("select")] == ["kind", "outcome", "change"]


def test_nothing_is_fetched_and_only_our_script_may_run(evaluation: Evaluation) -> None:
    text = html(evaluation)
    page = Page(text)
    policy = next(m["content"] for m in page.of("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    digest = base64.b64encode(hashlib.sha256(page.inside["script"].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert not re.findall(r"https?:|url\(\s*['\"]?(?!#)|@import|<link|<base", text)
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action")]
        assert attributes.get("href", "#").startswith("#")


def test_hostile_strings_are_only_text(hostile: Evaluation, evaluation: Evaluation) -> None:
    page, plain = Page(html(hostile)), Page(html(evaluation))
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in plain.elements}
    assert len(page.of("script")) == 1 and page.inside["script"] == plain.inside["script"]
    assert page.inside["style"] == plain.inside["style"]
    assert "<script>window.hacked=1</script>" in page.text
    assert "{{7*7}}" in page.text
    known = {name for _, attributes in plain.elements for name in attributes}
    assert {name for _, attributes in page.elements for name in attributes} <= known


def test_ids_are_unique_and_every_reference_has_its_id(evaluation: Evaluation) -> None:
    page = Page(html(evaluation))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        named = attributes.get("aria-labelledby", "").split()
        named += [attributes["href"][1:]] if attributes.get("href", "").startswith("#") else []
        assert set(named) <= set(ids)


def test_headings_and_controls_have_names_and_order(evaluation: Evaluation) -> None:
    text = html(evaluation)
    page = Page(text)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    controls = len(page.of("select")) + len(page.of("input"))
    assert len(re.findall(r"<label[^>]*>[^<]+<(?:select|input)", text)) == controls
    assert all(table["scope"] in ("col", "row") for table in page.of("th"))
    assert len(page.of("caption")) == len(page.of("table"))


def test_an_opinion_is_called_one(made: Run) -> None:
    judged = tuple(replace(r, scores={**r.scores, "faithfulness": 0.5}, opinion="某模型") for r in made.results)
    run = replace(made, results=judged)
    assert "模型意见，不是测量" in html(Evaluation(made.question_set, (run,), made.started))
    assert "模型意见，不是测量" not in html(Evaluation(made.question_set, (made,), made.started))


def test_long_quotations_and_many_are_cut_and_said_to_be(made: Run) -> None:
    first = made.results[0]
    cited = tuple(replace(first.cited[0], quote="字" * 1000) for _ in range(8))
    run = replace(made, results=(replace(first, cited=cited), *made.results[1:]))
    text = html(Evaluation(made.question_set, (run,), made.started))
    assert "还有 600 字" in text and "还有 3 段引文" in text
    assert "字" * 401 not in text


def test_all_right_says_that_there_is_nothing_to_show(made: Run) -> None:
    run = replace(made, results=(made.results[0], made.results[2]))
    text = html(Evaluation(made.question_set, (run,), made.started))
    assert '<p id="none" class="none">没有这样的题。</p>' in text


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_contrast_is_that_of_wcag_aa(theme: int) -> None:
    style = Path(page_module.__file__).with_name("page.css").read_text("utf-8")
    palettes = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", palettes[theme]))
    for text, grounds in {
        "ink": ("page", "sheet"),
        "soft": ("page", "sheet"),
        "brand": ("page", "sheet"),
        "good": ("page", "sheet", "good-tint"),
        "warn": ("page", "sheet", "warn-tint"),
        "bad": ("page", "sheet", "bad-tint"),
    }.items():
        for ground in grounds:
            assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for number in range(6):
        assert _contrast(colours[f"series-{number}"], colours["sheet"]) >= 3
        assert _contrast(colours[f"series-{number}"], colours["page"]) >= 3
    assert _contrast(colours["edge"], colours["sheet"]) >= 3  # borders of what is filled in
