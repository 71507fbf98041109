"""Regulations named by title, alias or short form; names of regulations that are not here."""

from __future__ import annotations

import pytest

from ingest.model import Regulation
from vectorstore.titles import Titles
from vectorstore.words import Segmenter


def _regulation(identity: str, title: str, aliases: tuple[str, ...] = ()) -> Regulation:
    return Regulation(identity, title, False, "", (), (), (), aliases=aliases)


@pytest.fixture(scope="module")
def titles(segmenter: Segmenter) -> Titles:
    return Titles(
        [
            _regulation("kh", "云岫市砚禾研究院工作人员考核办法"),
            _regulation("kq", "云岫市砚禾研究院考勤与请休假管理办法"),
            _regulation("xx", "关于办好党支部学习日的意见（试行）"),
            _regulation("yq", "大型仪器设备开放共享管理规定", ("仪器共享规定",)),
        ],
        segmenter,
    )


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("《云岫市砚禾研究院工作人员考核办法》第三条", {"kh"}),
        ("云岫市砚禾研究院考勤与请休假管理办法第7条", {"kq"}),
        ("《关于办好党支部学习日的意见》是哪天印发的", {"xx"}),
        ("考核办法第十四条讲的是啥", {"kh"}),
        ("考勤办法第七条规定了什么", {"kq"}),
        ("管理办法第三条", {"kq"}),
        ("学习日的意见什么时候通过的", {"xx"}),
        ("仪器共享规定谁来解释", {"yq"}),
        ("有什么办法能补考勤吗", set()),
        ("忘打卡了怎么办", set()),
    ],
)
def test_what_is_named(titles: Titles, question: str, named: set[str]) -> None:
    assert titles.find(question).named == named


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("《渔业捞捕法》第二条怎么说", ("渔业捞捕法",)),
        ("按工伤保险条例能赔多少", ("工伤保险条例",)),
        ("劳动合同法第二条怎么说", ("劳动合同法",)),
        ("考核办法第三条", ()),
        ("为学习《渔业捞捕法》办的培训几天", ()),
    ],
)
def test_regulations_that_are_not_here(titles: Titles, question: str, foreign: tuple[str, ...]) -> None:
    assert titles.find(question).foreign == foreign


def test_the_rest_of_the_question(titles: Titles) -> None:
    found = titles.find("云岫市砚禾研究院工作人员考核办法里病假怎么算")
    assert found.exact and found.rest == "里病假怎么算"
    assert "考核" not in titles.find("考核办法什么时候施行").rest
