from __future__ import annotations

import pytest

from ingest.references.lawnames import all_starts, is_name, strong_starts


def _likeliest(run: str) -> str:
    return run[strong_starts(run)[-1] :]


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("依照档案刑法", "档案刑法"),
        ("人民法院适用档案刑法", "档案刑法"),
        ("不符合专利法", "专利法"),
        ("将档案刑法", "档案刑法"),
        ("档案刑法和民法典", "民法典"),
        ("当事人仅以档案法", "当事人仅以档案法"),
        ("单位犯档案刑法", "档案刑法"),
        ("依照对外贸易法", "对外贸易法"),
        ("按照档案法实施条例", "档案法实施条例"),
        ("修改后的档案法", "档案法"),
        ("修正前档案刑法", "档案刑法"),
        ("中华人民共和国档案法", "中华人民共和国档案法"),
        ("依照法律适用法", "法律适用法"),
        ("依照政务处分法", "政务处分法"),
    ],
)
def test_a_name_begins_after_its_verb(run: str, name: str) -> None:
    assert _likeliest(run) == name


def test_where_a_known_name_may_begin() -> None:
    assert "档案法" in [("当事人仅以档案法")[start:] for start in all_starts("当事人仅以档案法")]
    assert all(start < 4 for start in all_starts("以和在法"))


@pytest.mark.parametrize("name", ["刑法", "民法典", "档案管理办法", "公司法", "某市若干规定"])
def test_a_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name", ["违法", "方法", "国际法", "税法", "自治条例", "本法", "该条例", "办法", "事实和本法", "档案", "严格执法"]
)
def test_no_name(name: str) -> None:
    assert not is_name(name)
