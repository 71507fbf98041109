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
            _regulation("cf", "云岫市公职人员处分暂行规定"),
            _regulation("bw", "云岫市委编办关于规范编外聘用人员管理的通知"),
            _regulation("gc", "砚禾研究院公务用车使用管理规定"),
            _regulation("zz", "云岫市基层组织工作条例"),
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
        ("处分规定第五条", {"cf"}),
        ("公职人员处分规定第四条", {"cf"}),
        ("编办那个通知怎么说", {"bw"}),
        ("请假办法最多几天", {"kq"}),
        ("公车规定里周末能用车吗", {"gc"}),
        ("《考核办法》第十条", {"kh"}),
        ("“考勤与请休假管理办法”第十条", {"kq"}),
        ("考核制度是怎么规定优秀的", {"kh"}),
        ("哪个考核办法规定了优秀比例", {"kh"}),
        ("基层组织条例第九条", {"zz"}),
        ("信访工作条例第九条", set()),
        ("隔壁水利局的考勤办法怎么规定", set()),
        ("有什么办法能补考勤吗", set()),
        ("这样规定合理吗", set()),
        ("想办法调个岗", set()),
        ("处理意见是什么", set()),
        ("会议通知要提前几天", set()),
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
        ("按照信访工作条例要多少天答复", ("信访工作条例",)),
        ("党章第三条", ("党章",)),
        ("刑法第三百八十五条", ("刑法",)),
        ("民法典怎么规定试用期", ("民法典",)),
        ("北京市的考核办法是怎么规定的", ("北京市考核办法",)),
        ("隔壁水利局的考勤办法怎么规定", ("水利局考勤办法",)),
        ("考核办法第三条", ()),
        ("这样合法吗", ()),
        ("领导的说法怎么规定", ()),
        ("按哪些规定办理", ()),
        ("依据哪部条例处理", ()),
        ("按照上述规定能请假吗", ()),
        ("按上级规定怎么算", ()),
        ("国家赔偿法怎么规定", ("国家赔偿法",)),
        ("上级考核办法怎么规定", ("上级考核办法",)),
        ("为学习《渔业捞捕法》办的培训几天", ()),
    ],
)
def test_regulations_that_are_not_here(titles: Titles, question: str, foreign: tuple[str, ...]) -> None:
    assert titles.find(question).foreign == foreign


def test_the_rest_of_the_question(titles: Titles) -> None:
    found = titles.find("云岫市砚禾研究院工作人员考核办法里病假怎么算")
    assert found.exact and found.rest == "里病假怎么算"
    assert "考核" not in titles.find("考核办法什么时候施行").rest


EVERY = ("kh", "kq", "xx", "yq", "cf", "bw", "gc", "zz")


@pytest.mark.parametrize(
    ("question", "closest"),
    [
        ("仪器第二段说什么", {"yq"}),
        ("处分的第三条", {"cf"}),
        ("第三条怎么规定的", set()),  # the verb is no part of a title
        ("这份文件第三条", set()),
        ("第三条", set()),
    ],
)
def test_the_title_that_shares_most_with_an_address_question(titles: Titles, question: str, closest: set[str]) -> None:
    assert titles.closest(question, EVERY) == closest
    assert titles.closest(question, ("bw",)) == frozenset()
