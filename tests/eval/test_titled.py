"""Which regulations the words of an option mean."""

from __future__ import annotations

import pytest

from eval.titled import titled
from ingest.model import Regulation


def named(identity: str, title: str, *aliases: str) -> Regulation:
    return Regulation(identity, title, False, "", (), (), (), aliases=aliases)


BOTH = [named("a", "图书借阅办法"), named("b", "借书证管理规定", "证件规定"), named("c", "图书采购办法")]


@pytest.mark.parametrize(("name", "found"), [("图书", ["a", "c"]), ("证件规定", ["b"]), ("图书借阅办法", ["a"])])
def test_part_of_a_title_or_of_another_name(name: str, found: list[str]) -> None:
    assert [regulation.id for regulation in titled(name, BOTH)] == found


def test_a_wrong_name_is_told_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        titled("图书借越办法", BOTH)
    assert ended.value.code == 2 and "最接近的是《图书借阅办法》" in capsys.readouterr().err


def test_nothing_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        titled("图书", [])
    assert "还没有导入任何制度" in capsys.readouterr().err
