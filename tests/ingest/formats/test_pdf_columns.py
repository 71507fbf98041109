"""The order of reading: columns where running text is set in columns, else from above."""

from __future__ import annotations

from ingest.formats.pdf_columns import blocks, gutters
from ingest.formats.pdf_page import Page, Table, VisualLine


def _line(text: str, x0: float, y: float, x1: float) -> VisualLine:
    return VisualLine(text, 1, x0, y, x1, y + 10, 10)


def _page(*lines: VisualLine, number: int = 1) -> Page:
    return Page(number, 500, 700, list(lines))


def _column(name: str, x: float, count: int, y: float = 100, width: float = 180) -> list[VisualLine]:
    return [_line(f"{name}{n}", x, y + 16 * n, x + width) for n in range(count)]


def _read(page: Page, gutter: float | None) -> list[str]:
    return [part.text for block in blocks(page, gutter) for part in block.parts if isinstance(part, VisualLine)]


def test_two_columns() -> None:
    page = _page(*_column("左", 50, 5), *_column("右", 260, 5))
    at = gutters([page])
    assert 230 < at[1] < 260
    assert _read(page, at[1]) == [f"左{n}" for n in range(5)] + [f"右{n}" for n in range(5)]
    assert [block.column for block in blocks(page, at[1])] == ["0", "1"]


def test_columns_whose_lines_are_not_level() -> None:
    page = _page(*_column("左", 50, 8), *_column("右", 260, 8, y=108))
    assert _read(page, gutters([page])[1]) == [f"左{n}" for n in range(8)] + [f"右{n}" for n in range(8)]


def test_full_width_above_between_and_below() -> None:
    wide = [_line("题", 50, 60, 440), _line("间", 50, 200, 440), _line("末", 50, 400, 440)]
    page = _page(
        *wide, *_column("甲", 50, 4), *_column("乙", 260, 4), *_column("丙", 50, 4, 230), *_column("丁", 260, 4, 230)
    )
    order = "".join(text[0] for text in _read(page, gutters([page])[1]))
    assert order == "题甲甲甲甲乙乙乙乙间丙丙丙丙丁丁丁丁末"


def test_three_columns() -> None:
    page = _page(*_column("左", 50, 6, width=120), *_column("中", 190, 6, width=120), *_column("右", 330, 6, width=120))
    assert "".join(t[0] for t in _read(page, gutters([page])[1])) == "左" * 6 + "中" * 6 + "右" * 6


def test_a_table_without_rules_is_read_line_by_line() -> None:
    lines = []
    for n, width in enumerate((40, 90, 60, 30, 75, 50)):
        lines += [_line(f"项{n}", 50, 100 + 16 * n, 50 + width), _line(f"值{n}", 260, 100 + 16 * n, 290)]
    page = _page(*lines)
    assert gutters([page]) == {}
    assert _read(page, None) == [f"项{n} 值{n}" for n in range(6)]


def test_signatures_beside_each_other_are_no_columns() -> None:
    page = _page(*_column("正", 50, 6, width=400), _line("甲方", 60, 220, 100), _line("乙方", 300, 220, 340))
    assert gutters([page]) == {}


def test_a_page_with_little_in_the_second_column_follows_the_others() -> None:
    full = _page(*_column("左", 50, 9), *_column("右", 260, 9))
    last = _page(*_column("左", 50, 9), *_column("右", 260, 1), number=2)
    only = _page(*_column("左", 50, 3), number=3)
    at = gutters([full, last, only])
    assert set(at) == {1, 2, 3}
    assert _read(last, at[2])[-1] == "右0"


def test_a_table_stands_in_its_place() -> None:
    page = _page(_line("前", 50, 100, 400), _line("后", 50, 300, 400))
    page.tables.append(Table(1, 50, 150, 400, 280, (50, 400), ()))
    parts = [part for block in blocks(page, None) for part in block.parts]
    assert [type(part).__name__ for part in parts] == ["VisualLine", "Table", "VisualLine"]
