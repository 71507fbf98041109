"""What a text says of itself."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.metadata.collect import read_metadata
from ingest.metadata.sidecar import Stated


def test_an_issuing_notice() -> None:
    found = read_metadata(
        "打印办法",
        None,
        ["青政办〔2023〕4号", "各科室：", "现印发你们，请照办。", "青石镇办公室", "2023年4月5日"],
        [],
        ["第一条 省纸。", "第二条 本办法自印发之日起施行。"],
    )
    assert (found.document_number, found.issuer) == ("青政办〔2023〕4号", "青石镇办公室")
    assert (found.published, found.effective) == ("2023-04-05", "2023-04-05")


def test_notes_under_the_title() -> None:
    found = read_metadata(
        "打印办法", None, [], ["（2020年1月2日镇长办公会议通过 2020年2月3日青石镇政府发布 2022年3月4日修订）"], []
    )
    assert (found.adopted, found.published, found.issuer) == ("2022-03-04", "2022-03-04", "青石镇政府")


def test_a_stated_effective_day_wins() -> None:
    found = read_metadata("打印办法", None, [], ["（2023年4月5日）"], ["第九条 本办法自2023年6月1日起施行。"])
    assert (found.published, found.effective) == ("2023-04-05", "2023-06-01")


def test_what_it_repeals() -> None:
    found = read_metadata(
        "打印办法",
        None,
        [],
        [],
        ["第九条 本办法自2023年6月1日起施行。《用纸规定》（青政〔2010〕3号）、《复印规定》同时废止。"],
    )
    assert found.repeals == ("用纸规定", "复印规定")


def test_how_it_abbreviates_itself() -> None:
    found = read_metadata("打印条例", None, ["近日印发《打印条例》（以下简称《条例》），请照办。"], [], [])
    assert found.aliases == ("条例",)


def test_nothing_is_made_up() -> None:
    found = read_metadata("打印办法", None, [], [], ["第一条 省纸。", "第二条 本办法自印发之日起施行。"])
    assert (found.document_number, found.issuer, found.published, found.effective) == (None, None, None, None)
    assert (found.repeals, found.aliases) == ((), ())


def test_a_page_table_and_a_term() -> None:
    found = read_metadata(
        "打印办法（试行）",
        None,
        ["青石镇办公室关于印发《打印办法（试行）》的通知", "各科室：", "请照办。", "青石镇办公室", "2023年4月5日"],
        [],
        ["第九条 本办法自印发之日起30日后施行，有效期2年。"],
        facts=[
            "发文机关： | 青石镇人民政府 | 成文日期： | 2023-04-05",
            "发文字号： | 青政发[2023]4号 | 发布日期： | 2023-04-09",
        ],
    )
    assert (found.document_number, found.issuer) == ("青政发〔2023〕4号", "青石镇人民政府")
    assert (found.signed, found.published) == ("2023-04-05", "2023-04-09")
    assert (found.effective, found.expires, found.trial) == ("2023-05-05", "2025-05-04", "试行")
    assert found.notices == ("有效期至2025-05-04",)


def test_an_order() -> None:
    found = read_metadata(
        "打印规定",
        None,
        [
            "青石镇人民政府令",
            "第12号",
            "《打印规定》已经2023年3月2日镇长办公会议通过，现予公布，自2023年6月1日起施行。",
            "镇长 李砚",
            "2023年4月5日",
        ],
        [],
        ["第一条 省纸。", "第二条 完。"],
    )
    assert (found.document_number, found.issuer) == ("青石镇人民政府令第12号", "青石镇人民政府")
    assert (found.adopted, found.signed, found.effective) == ("2023-03-02", "2023-04-05", "2023-06-01")


def test_a_text_signed_at_its_end() -> None:
    body = ["一、双面打印。", "二、本通知自印发之日起执行。", "青石镇教育局　青石镇财政局", "2023年4月5日"]
    found = read_metadata("关于打印的通知", None, [], ["青教发〔2023〕4号"], body)
    assert (found.document_number, found.issuer) == ("青教发〔2023〕4号", "青石镇教育局 青石镇财政局")
    assert (found.signed, found.effective) == ("2023-04-05", "2023-04-05")
    assert found.title_note is None


def test_a_revision_later_than_the_day_the_text_prints() -> None:
    notes = ["2020年1月2日 青石镇政府令第3号发布", "2022年3月4日 第一次修订", "为省纸，制定本办法。"]
    found = read_metadata("打印办法", None, [], notes, ["第九条 本办法自2020年3月1日起施行。"])
    assert (found.published, found.effective, found.adopted) == ("2022-03-04", "2022-03-04", None)
    assert found.title_note == "2020年1月2日 青石镇政府令第3号发布\n2022年3月4日 第一次修订"
    assert found.notices == ("原文写明自2020-03-01起施行；本版经2022-03-04修改，自该日起计",)
    later = read_metadata("打印办法", None, [], notes, ["第九条 本办法自2022年5月1日起施行。"])
    assert (later.effective, later.notices) == ("2022-05-01", ())


def test_the_title_note_and_the_text_disagree() -> None:
    notes = ["2020年1月2日 镇长办公会议通过", "2020年6月1日 施行"]
    found = read_metadata("打印办法", None, [], notes, ["第九条 本办法自2020年3月1日起施行。"])
    assert found.effective == "2020-06-01"


def test_parts_that_take_effect_apart_are_said() -> None:
    found = read_metadata("打印办法", None, [], [], ["第三条自2024年1月1日起施行，其他条款自2024年5月1日起施行。"])
    assert found.effective == "2024-05-01"
    assert found.notices == ("各部分分别自2024-01-01、2024-05-01起施行，以原文为准",)


def test_a_draft() -> None:
    found = read_metadata("打印办法（征求意见稿）", None, [], [], ["第九条 本办法自2020年3月1日起施行。"])
    assert (found.status, found.status_stated) == ("尚未施行", False)
    assert found.notices[0].startswith("征求意见稿，不是生效文件")


def test_what_a_page_says_of_the_status() -> None:
    body = ["第九条 本办法自2020年3月1日起施行。"]
    over = read_metadata("打印办法", None, [], [], body, facts=["有效性：已废止"])
    assert (over.status, over.status_stated) == ("已废止", True)
    valid = read_metadata("打印办法", None, [], [], body, facts=["有效性：有效"])
    assert (valid.status, valid.status_stated) == ("现行有效", False)


def test_what_a_person_states_wins() -> None:
    stated = Stated(
        {"published": "2023-04-05", "issuer": None, "status": "现行有效", "title_note": "（试印本）"},
        {"repeals": ("用纸规定",), "supersedes": ("旧办法",), "aliases": ("省纸办法",)},
    )
    found = read_metadata(
        "打印办法", "青石镇", [], [], ["第九条 本办法自发布之日起施行，《复印规定》同时废止。"], sidecar=stated
    )
    assert (found.issuer, found.published, found.effective) == (None, "2023-04-05", "2023-04-05")
    assert (found.status, found.status_stated, found.title_note) == ("现行有效", True, "（试印本）")
    assert (found.repeals, found.aliases) == (("用纸规定", "旧办法"), ("省纸办法",))
    day = read_metadata("打印办法", None, [], [], [], sidecar=Stated({"effective": "2024-01-01"}))
    assert day.effective == "2024-01-01"


def test_a_decision_that_repeals_what_its_annex_lists() -> None:
    found = read_metadata(
        "关于宣布失效部分文件的决定",
        None,
        [],
        [],
        ["经研究，决定宣布附件所列文件失效。"],
        annexes=["附件：宣布失效的文件目录", "1.《打印办法》", "2.《复印规定》（青政发〔2010〕1号）"],
    )
    assert found.repeals == ("打印办法", "复印规定")


def test_a_notice_may_repeal_too() -> None:
    front = ["现印发你们。《用纸规定》（青政〔2010〕3号）同时废止。", "青石镇办公室", "2023年4月5日"]
    assert read_metadata("打印办法", None, front, [], ["第九条 完。"]).repeals == ("用纸规定",)


def test_a_line_without_end_takes_no_time() -> None:
    endless = ["2024年1月1日" * 100_000, "废止《" * 100_000]
    assert read_metadata("打印办法", None, endless, [], endless).repeals == ()


LINES = st.lists(
    st.text(alphabet="第一二条自起施行2024年1月日〔〕号令《》“”（）废止同时，。 |：有效期甲", max_size=40), max_size=6
)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(LINES, LINES, LINES)
def test_any_text_can_be_read(front: list[str], notes: list[str], body: list[str]) -> None:
    found = read_metadata("打印办法", None, front, notes, body, facts=front, annexes=notes)
    for day in (found.signed, found.adopted, found.published, found.effective, found.expires):
        assert day is None or dt.date.fromisoformat(day)
