from __future__ import annotations

from app.claims.tables import rows

TABLE = [["地区", "院领导", "其他人员"], ["省会城市", "每天五百元", "每天四百元"], ["县", "每天三百元", ""]]


def test_a_row_with_its_heads_and_what_the_table_is_about() -> None:
    made = [
        "".join(each.text + each.sign for each in unit.clauses)
        for unit in rows(TABLE, "住宿费在下列限额内报销：", None)
    ]
    assert "省会城市院领导：每天五百元其他人员：每天四百元" in made
    assert "住宿费限额：省会城市院领导：每天五百元其他人员：每天四百元" in made
    assert "省会城市住宿费限额：院领导：每天五百元其他人员：每天四百元" in made


def test_any_pair_may_be_left_out_but_no_half_of_one() -> None:
    [first, *_] = rows(TABLE, "", None)
    assert first.groups == (0, 1, 1, 2, 2)


def test_rows_that_do_not_fit_their_head_are_none() -> None:
    assert list(rows([["甲", "乙"], ["丙"], ["", "丁"]], "", None)) == []
