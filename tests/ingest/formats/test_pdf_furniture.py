"""What recurs at the ends of the pages is furniture; what merely stands there is not."""

from __future__ import annotations

from ingest.formats.pdf_furniture import FURNITURE, WATERMARK, set_apart
from ingest.formats.pdf_page import Page, VisualLine

BODY = 12.0


def _line(text: str, page: int, y: float, size: float = BODY, x: float = 80) -> VisualLine:
    return VisualLine(text, page, x, y - size, x + size * len(text), y, size)


def _pages(*heads: str, foot: str = "", size: float = 9, count: int = 0) -> list[Page]:
    """Pages with the given running heads (empty: none), their text beginning at the same height."""
    pages = []
    for number in range(1, (count or len(heads)) + 1):
        page = Page(number, 595, 842)
        if heads and heads[number - 1]:
            page.lines.append(_line(heads[number - 1], number, 50, size))
        word = "甲乙丙丁戊己庚辛壬"[number - 1]
        page.lines += [_line(f"{word}处应当办理的第{n}件事项写在这里，", number, 100 + 20 * n) for n in range(30)]
        if foot:
            page.lines.append(_line(foot.format(number), number, 800, 10, x=290))
        pages.append(page)
    return pages


def _removed(pages: list[Page]) -> list[str]:
    set_apart(pages, BODY)
    assert all(reason == FURNITURE for page in pages for _, reason in page.removed)
    return [line.text for page in pages for line, _ in page.removed]


def test_a_recurring_head() -> None:
    assert _removed(_pages("规章汇编", "规章汇编", "规章汇编")) == ["规章汇编"] * 3


def test_heads_of_left_and_right_pages_and_a_first_page_without() -> None:
    assert _removed(_pages("", "规章汇编", "综合管理", "规章汇编", "综合管理")) == ["规章汇编", "综合管理"] * 2


def test_numbers_in_a_head_may_differ() -> None:
    heads = ("公报 2023年第3期 1", "公报 2023年第3期 2", "公报 2023年第3期 3")
    assert _removed(_pages(*heads)) == list(heads)


def test_a_chapter_of_one_page_among_running_heads() -> None:
    heads = ["第一编 总则"] * 4 + ["第二编 附则"] + ["第三编 附件"] * 4
    assert _removed(_pages(*heads)) == heads


def test_one_page_has_none() -> None:
    assert _removed(_pages("规章汇编")) == []


def test_page_numbers_in_every_dress() -> None:
    for foot in ("— {} —", "-{}-", "第{}页", "第 {} 页 共 9 页", "{}/9", "·{}·", "Page {} of 9", "第{}页/共9页"):
        pages = _pages(foot=foot, count=1)
        assert _removed(pages) == [foot.format(1)], foot


def test_a_bare_number_counts_with_the_pages() -> None:
    assert _removed(_pages(foot="{}", count=3)) == ["1", "2", "3"]
    odd = _pages(count=3)
    for page, text in zip(odd, ("60", "75", "12"), strict=True):
        page.lines.append(_line(text, page.number, 800))
    assert _removed(odd) == []


def test_text_that_recurs_where_every_page_begins_is_no_head() -> None:
    """Two documents of a pack begin with the same masthead, at the height where the other pages' text begins."""
    pages = _pages(count=8)
    for page in (pages[0], pages[4]):
        page.lines[0] = _line("砚禾研究院办公室", page.number, 100)
    assert _removed(pages) == []


def test_numbers_of_annexes_are_no_page_numbers() -> None:
    assert _removed(_pages("附件1", "附件2", "附件3")) == []


def test_large_type_and_sentences_are_no_furniture() -> None:
    assert _removed(_pages("年度考核登记表", "年度考核登记表", size=18)) == []
    assert _removed(_pages("各部门：请遵照执行。", "各部门：请遵照执行。")) == []


def test_what_is_outside_decides_first() -> None:
    """A line below something that is no furniture is never taken, whatever it looks like."""
    pages = _pages("规章汇编", "规章汇编", "规章汇编")
    for page in pages:
        page.lines.append(_line(f"只在第{'一二三'[page.number - 1]}页有的一行正文", page.number, 20))
    assert _removed(pages) == []


def test_a_watermark_lies_over_the_text() -> None:
    pages = _pages(count=3)
    for page in pages:
        page.lines.append(_line("内部资料", page.number, 425, 40))
        page.lines.append(_line("姓名：", page.number, 250, x=400))
    set_apart(pages, BODY)
    assert [(line.text, reason) for page in pages for line, reason in page.removed] == [("内部资料", WATERMARK)] * 3
