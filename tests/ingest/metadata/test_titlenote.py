"""题注: what happened on which day."""

from __future__ import annotations

import pytest

from ingest.metadata.titlenote import note_lines, read_note


def test_each_date_goes_with_its_verb() -> None:
    found = read_note(
        [
            "2020年1月2日 院务会议通过",
            "2020年2月3日 砚禾研究院令第5号发布",
            "2022年3月4日 《砚禾研究院关于修改部分制度的决定》第一次修订",
            "2024年5月6日 砚禾研究院令第9号第二次修订",
            "2024年7月1日 施行",
        ]
    )
    assert (found.adopted, found.published) == (("2020-01-02",), ("2020-02-03",))
    assert (found.revised, found.effective) == (("2022-03-04", "2024-05-06"), ("2024-07-01",))
    assert (found.issuer, found.document_number) == ("砚禾研究院", "砚禾研究院令第9号")
    assert (found.edition, found.silent) == ("2024-05-06", ())


def test_one_bracket_holds_it_all() -> None:
    found = read_note(["（2020年1月2日镇长办公会议通过 2020年2月3日青石镇政府发布 自2020年3月1日起施行）"])
    assert (found.adopted, found.published, found.effective) == (("2020-01-02",), ("2020-02-03",), ("2020-03-01",))
    assert (found.issuer, found.edition) == ("青石镇政府", None)


def test_two_assemblies_adopt_it_once() -> None:
    found = read_note(
        ["2001年9月18日 最高人民法院审判委员会第9次会议、2001年6月18日最高人民检察院第九届检察委员会第3次会议通过"]
    )
    assert (found.adopted, found.edition) == (("2001-09-18",), None)
    assert found.issuer == "最高人民法院 最高人民检察院"


def test_a_second_adoption_is_a_revision() -> None:
    found = read_note(["2004年11月30日 院务会议通过", "2020年12月23日 院务会议通过"])
    assert found.edition == "2020-12-23"


def test_a_revision_whose_verb_stands_in_the_title_only() -> None:
    found = read_note(["2020年1月2日 院务会议通过", "2021年3月4日 院务会议《关于修改〈用纸办法〉的决定》"])
    assert (found.adopted, found.revised) == (("2020-01-02",), ("2021-03-04",))


def test_dates_in_titles_are_no_events() -> None:
    found = read_note(["2020年1月2日 《关于2019年3月4日会议纪要的决定》修正"])
    assert found.revised == ("2020-01-02",)
    assert found.adopted == found.published == found.silent == ()


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("2020年1月2日 甲部、乙局发布", "甲部 乙局"),
        ("2020年1月2日 中华人民共和国甲部令第3号公布", "甲部"),
        ("2020年1月2日 甲部、乙局公告公布", "甲部 乙局"),
        ("2020年1月2日 第十三届全国人民代表大会常务委员会第三次会议通过", "全国人民代表大会常务委员会"),
        ("2020年1月2日 砚禾市第五届人民代表大会第三次会议通过", "砚禾市人民代表大会"),
        ("2020年1月2日 国务院批准", None),
        ("2020年1月2日 中华人民共和国主席令第三号公布", None),
        ("2020年1月2日 院务会议通过", None),
    ],
)
def test_the_issuer(line: str, issuer: str | None) -> None:
    assert read_note([line]).issuer == issuer


def test_a_day_without_a_verb_is_kept_as_silent() -> None:
    found = read_note(["（2023年4月5日）"])
    assert (found.silent, found.published) == (("2023-04-05",), ())


def test_at_once() -> None:
    found = read_note(["1991年4月22日 甲局令第6号发布  自发布之日施行"])
    assert (found.published, found.at_once, found.effective) == (("1991-04-22",), True, ())


def test_nothing() -> None:
    assert read_note([]) == read_note(["没有日期"])


def test_the_first_paragraph_is_no_note() -> None:
    assert note_lines(["（2024年3月28日）", "加强队伍建设，事关全局。为此提出如下意见。"]) == [True, False]
    assert note_lines(["1984年4月4日 甲部", "乙部发布"]) == [True, True]


def test_which_lines_belong_to_it() -> None:
    lines = [
        "砚研发〔2024〕3号",
        "2020年1月2日 院务会议通过",
        "2021年3月4日 院务会议《关于修改〈用纸办法〉",
        "〈复印办法〉的决定》修正",
        "为了节约用纸，根据上级规定，制定本办法。",
        "（2020年1月2日通过，",
        "2021年3月4日修正）",
    ]
    assert note_lines(lines) == [False, True, True, True, False, True, True]
