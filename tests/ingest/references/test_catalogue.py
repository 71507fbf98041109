from __future__ import annotations

from ingest.model import Regulation
from ingest.references.catalogue import Catalogue


def _regulation(title: str, status: str = "现行有效", effective: str | None = None, *aliases: str) -> Regulation:
    return Regulation(
        f"{title}@{effective}", title, False, "", (), (), (), effective=effective, status=status, aliases=aliases
    )


def _found(catalogue: Catalogue, title: str) -> list[str]:
    return [regulation.id for regulation in catalogue.find(title)]


def test_a_title_is_found_however_it_is_written() -> None:
    catalogue = Catalogue(
        [_regulation("中华人民共和国档案法", "现行有效", None, "档案基本法"), _regulation("关于用车的规定（试行）")]
    )
    for title in ("中华人民共和国档案法", "档案法", "《档案法》", "档案法（2020年修订）", "档案基本法"):
        assert _found(catalogue, title) == ["中华人民共和国档案法@None"], title
    for title in ("关于用车的规定", "砚禾研究院关于用车的规定（试行）"):
        assert _found(catalogue, title) == ["关于用车的规定（试行）@None"], title
    assert _found(catalogue, "保密法") == []


def test_the_title_to_the_letter_wins() -> None:
    catalogue = Catalogue([_regulation("用车规定（试行）"), _regulation("用车规定")])
    assert _found(catalogue, "用车规定（试行）") == ["用车规定（试行）@None"]
    assert _found(catalogue, "用车规定") == ["用车规定@None"]


def test_editions_in_force_come_first_then_the_newest() -> None:
    catalogue = Catalogue(
        [
            _regulation("用车规定", "尚未施行", "2030-01-01"),
            _regulation("用车规定", "已被修订", "2015-01-01"),
            _regulation("用车规定", "现行有效", "2020-01-01"),
            _regulation("用车规定", "已废止", "2018-01-01"),
        ]
    )
    assert _found(catalogue, "用车规定") == [f"用车规定@{day}-01-01" for day in (2020, 2018, 2015, 2030)]
