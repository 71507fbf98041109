"""What a text says of itself."""

from __future__ import annotations

from ingest.metadata import read_metadata


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
