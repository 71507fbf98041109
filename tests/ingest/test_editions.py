from __future__ import annotations

from datetime import date

import pytest

from ingest.editions import normalised_title, resolve_editions
from ingest.model import Regulation

TODAY = date(2031, 6, 1)


def _edition(identifier: str, title: str = "物品借用办法", effective: str | None = None, **more: object) -> Regulation:
    return Regulation(identifier, title, False, "文", (), (), (), effective=effective, **more)  # type: ignore[arg-type]


def _status(*regulations: Regulation, today: date = TODAY) -> list[str]:
    resolved = resolve_editions(regulations, today)
    assert [each.id for each in resolved] == [each.id for each in regulations]
    return [each.status for each in resolved]


def test_the_newest_in_force_replaces_the_older_ones() -> None:
    assert _status(
        _edition("b", "物品借用办法（2030年修订）", "2030-01-01"),
        _edition("a", "物品 借用办法", "2025-01-01"),
        _edition("c", effective="2031-07-01"),
        _edition("d", "车辆使用办法", "2020-01-01"),
        _edition("e", effective=None),
    ) == ["现行有效", "已被修订", "尚未施行", "现行有效", "现行有效"]


def test_the_day_it_takes_effect_counts() -> None:
    both = (_edition("a", effective="2025-01-01"), _edition("b", effective="2031-06-01"))
    assert _status(*both) == ["已被修订", "现行有效"]
    assert _status(*both, today=date(2031, 5, 31)) == ["现行有效", "尚未施行"]


def test_a_stored_not_yet_is_settled_once_the_day_has_come() -> None:
    before = resolve_editions(
        (_edition("a", effective="2025-01-01"), _edition("b", effective="2031-06-01")), date(2031, 1, 1)
    )
    assert _status(*before) == ["已被修订", "现行有效"]


def test_other_dates_order_editions_too_and_equal_ones_do_not() -> None:
    assert _status(_edition("a", published="2025-01-01"), _edition("b", adopted="2026-01-01")) == [
        "已被修订",
        "现行有效",
    ]
    assert _status(_edition("a", effective="2025-01-01"), _edition("b", effective="2025-01-01")) == ["现行有效"] * 2


def test_a_sidecar_keeps_its_word() -> None:
    assert _status(
        _edition("a", effective="2025-01-01", status="已废止"), _edition("b", effective="2026-01-01", status="已废止")
    ) == ["已废止", "已废止"]


def test_repeals() -> None:
    new = _edition("n", "资产办法", "2031-01-01", repeals=("《物品借用办法(试行)》", "《资产办法》", "《车辆办法》"))
    assert _status(
        new,
        _edition("a", "物品借用办法（试行）", "2025-01-01"),
        _edition("b", "资产办法", "2020-01-01"),
        _edition("c", "物品借用办法", "2025-01-01"),
        _edition("d", "旧称", "2025-01-01", aliases=("车辆办法",)),
        _edition("e", "车辆办法", "2031-05-01"),
        _edition("f", "车辆办法"),
    ) == ["现行有效", "已废止", "已废止", "现行有效", "已废止", "现行有效", "已废止"]


def test_a_repeal_waits_for_its_day_and_needs_an_order() -> None:
    assert _status(_edition("n", "资产办法", "2032-01-01", repeals=("物品借用办法",)), _edition("a")) == [
        "尚未施行",
        "现行有效",
    ]
    assert _status(_edition("n", "资产办法", repeals=("资产办法",)), _edition("o", "资产办法")) == ["现行有效"] * 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("物品借用办法（试行）", "物品借用办法(试行)", True),
        ("物品借用办法", "《物品借用办法》（2031年1月2日通过）", True),
        ("物品借用办法", "物品借用办法（2031年修订）", True),
        ("物品借用办法", "物品借用办法（试行）", False),
        ("节能规划（2026—2030年）", "节能规划（2031—2035年）", False),
    ],
)
def test_normalised_title(one: str, other: str, same: bool) -> None:
    assert (normalised_title(one) == normalised_title(other)) is same
