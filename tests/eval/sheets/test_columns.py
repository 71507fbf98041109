from __future__ import annotations

import pytest

from eval.sheets.columns import COLUMNS, column_of, field_of, name_of


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("问题", "question"),
        (" 问 题（必填）*", "question"),
        ("Question", "question"),
        ("此前的问", "asked"),
        ("此前的问1", "asked"),
        ("此前的答 ２", "told2"),
        ("此前的问12", "asked12"),
        ("款项目", "label"),
        ("问题2", None),
        ("答案是什么", None),
        ("", None),
    ],
)
def test_a_column_is_known_by_its_name(name: str, field: str | None) -> None:
    assert field_of(name) == field


def test_what_is_written_is_read() -> None:
    assert [field_of(column.name) for column in COLUMNS] == [column.field for column in COLUMNS]
    assert field_of(name_of("told12")) == "told12"


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("gold[1].label", "标准答案（第 2 处）"),
        ("gold", "标准答案"),
        ("facts[0]", "要点（第 1 个）"),
        ("history[0].question", "此前的问"),
        ("history[1].answer", "此前的答2"),
        ("as_of", "截至日期"),
        ("id", "题号"),
    ],
)
def test_a_field_of_a_record_leads_to_its_column(path: str, column: str) -> None:
    assert column_of(path) == column


def test_hints_fit_into_what_excel_shows() -> None:
    assert all(len(column.hint) <= 255 and len(",".join(column.choices)) <= 255 for column in COLUMNS)
