from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.editions.status import normalised_title, resolve_editions
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


def test_what_two_offices_call_alike_are_no_editions() -> None:
    title = "关于加强节约用纸工作的意见"
    older = _edition("a", title, "2025-01-01", issuer="云岫市砚禾研究院")
    assert _status(older, _edition("b", title, "2026-01-01", issuer="云岫市人民政府")) == ["现行有效", "现行有效"]
    for issuer in ("砚禾研究院", "云岫市砚禾研究院 云岫市财政局", None):
        assert _status(older, _edition("b", title, "2026-01-01", issuer=issuer)) == ["已被修订", "现行有效"]
    renamed = _edition("b", effective="2026-01-01", issuer="云岫市人民政府")
    assert _status(replace(older, title="物品借用办法"), renamed) == ["已被修订", "现行有效"]


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
    kept = _edition("a", effective="2025-01-01", status="现行有效", status_stated=True)
    newer = _edition("b", effective="2026-01-01", repeals=("物品借用办法", "资产办法"))
    assert _status(kept, newer) == ["现行有效", "现行有效"]
    assert _status(replace(kept, title="资产办法"), newer) == ["现行有效", "现行有效"]
    assert _status(replace(kept, effective="2032-01-01")) == ["现行有效"]
    assert _status(_edition("a", effective="2025-01-01", status="尚未施行", status_stated=True)) == ["尚未施行"]


def test_a_term_that_is_over() -> None:
    last = _edition("a", effective="2026-06-02", expires="2031-06-01")
    assert _status(last) == ["现行有效"]
    assert _status(last, today=date(2031, 6, 2)) == ["已废止"]
    older = _edition("b", effective="2020-01-01")
    assert _status(older, last, today=date(2031, 6, 2)) == ["已被修订", "已废止"]


def test_a_draft_is_never_in_force_and_replaces_nothing() -> None:
    for title in ("物品借用办法（征求意见稿）", "物品借用办法(修订草案)"):
        draft = _edition("a", title, "2030-01-01", repeals=("资产办法",))
        assert _status(draft, _edition("b", effective="2025-01-01"), _edition("c", "资产办法", "2025-01-01")) == [
            "尚未施行",
            "现行有效",
            "现行有效",
        ]
    assert _status(replace(draft, status="现行有效", status_stated=True)) == ["现行有效"]


def test_its_own_title_repealed_means_what_its_first_edition_replaced() -> None:
    note = "2026年1月1日 砚禾研究院令第1号发布\n2030年1月1日 第一次修订"
    latest = _edition("c", effective="2030-01-01", title_note=note, repeals=("物品借用办法",))
    revised = _edition("b", effective="2026-03-01", title_note="2026年1月1日 砚禾研究院令第1号发布")
    assert _status(_edition("a", effective="2015-01-01"), revised, latest) == ["已废止", "已被修订", "现行有效"]


@pytest.mark.parametrize(
    "named",
    [
        "关于印发〈物品借用办法〉的通知",
        "砚禾研究院关于印发《物品借用办法》的通知",
        "砚研发[2025]3号",
        "物品借用办法（2025年修订）",
    ],
)
def test_what_is_repealed_may_be_named_otherwise(named: str) -> None:
    old = _edition("a", effective="2025-01-01", document_number="砚研发〔2025〕3号")
    assert _status(old, _edition("n", "资产办法", "2031-01-01", repeals=(named,))) == ["已废止", "现行有效"]


def test_an_issuer_before_the_title_of_what_is_repealed() -> None:
    old = _edition("a", "关于物品借用的规定", "2025-01-01")
    new = _edition("n", "资产办法", "2031-01-01", repeals=("砚禾研究院关于物品借用的规定",))
    assert _status(old, new) == ["已废止", "现行有效"]


def test_the_day_of_signature_orders_editions_too() -> None:
    assert _status(_edition("a", signed="2025-01-01"), _edition("b", signed="2026-01-01")) == ["已被修订", "现行有效"]


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
        ("物品借用办法", "物品借用办法（2031年）", True),
        ("物品借用章程修正案（2030年）", "物品借用章程修正案（2031年）", False),
        ("工作要点（2030年修订）", "工作要点", True),
        ("物品借用办法", "物品借用办法（修订草案）", False),
        ("物品借用办法", "物品借用办法（征求意见稿）", False),
        ("物品借用办法", "物品借用办法（试行）", False),
        ("节能规划（2026—2030年）", "节能规划（2031—2035年）", False),
    ],
)
def test_normalised_title(one: str, other: str, same: bool) -> None:
    assert (normalised_title(one) == normalised_title(other)) is same
