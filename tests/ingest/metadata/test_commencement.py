"""When a text takes effect and when it ends."""

from __future__ import annotations

import pytest

from ingest.metadata.commencement import Starts, commencement

STARTS = Starts(published="2024-03-08", issued="2024-03-05", adopted="2024-02-28")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("第九条 本办法自2024年5月1日起施行。", "2024-05-01"),
        ("第九条 本办法自二〇二四年五月一日起施行。", "2024-05-01"),
        ("第九条 本办法于2024年5月1日起生效。", "2024-05-01"),
        ("第九条 本办法由人事处解释，自发布之日起施行。", "2024-03-08"),
        ("本通知自印发之日起执行。", "2024-03-05"),
        ("本规定自公布之日起30日后施行。", "2024-04-07"),
        ("本细则自发布之日起满三十日施行。", "2024-04-07"),
        ("本办法自上级批准之日起施行。", "2024-02-28"),
        ("《用纸办法》已经院务会议通过，现予公布，自2024年5月1日起施行。", "2024-05-01"),
        ("本法（原称《用纸规定》）自2024年5月1日起施行。", "2024-05-01"),
        ("自2024年5月1日起施行。", "2024-05-01"),
        ("《用纸办法》自2020年1月1日起施行后，各处应当照办。", None),
        ("许可证自2020年1月1日起生效。", None),
        ("将第九条修改为：“本办法自2020年1月1日起施行。”", None),
        ("各处应当自2020年1月1日起执行。", None),
        ("本办法施行前已经办理的，继续有效。", None),
    ],
)
def test_the_day(text: str, day: str | None) -> None:
    assert commencement([text], STARTS).effective == day


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("本办法自2024年5月1日起施行，有效期5年。", "2029-04-30"),
        ("第九条 本办法自2024年5月1日起施行。有效期为五年。", "2029-04-30"),
        ("本办法自印发之日起30日后施行，有效期5年。", "2029-04-03"),
        ("本办法自2024年5月1日起施行，有效期至2026年12月31日。", "2026-12-31"),
        ("本办法自公布之日起施行，有效期自2024年5月1日至2026年4月30日。", "2026-04-30"),
        ("本办法自2024年7月1日起执行，执行至2025年12月31日。", "2025-12-31"),
        ("本办法自2024年5月1日起试行，试行期一年。", "2025-04-30"),
        ("本办法自2024年5月1日起试行两年。", "2026-04-30"),
        ("本办法自2024年5月1日起施行，试行期6个月。", "2024-10-31"),
        ("本办法有效期为自发布之日起5年。", "2029-03-07"),
        ("本办法自2024年5月1日起施行。许可证有效期5年。", None),
        ("第八条 许可证有效期至2026年12月31日。", None),
        ("本办法自2024年5月1日起施行。", None),
    ],
)
def test_the_term(text: str, last: str | None) -> None:
    assert commencement([text], STARTS).expires == last


def test_parts_that_take_effect_apart() -> None:
    found = commencement(["第三条自2024年1月1日起施行，其他条款自2024年5月1日起施行。"], STARTS)
    assert (found.effective, found.several) == ("2024-05-01", ("2024-01-01", "2024-05-01"))
    assert commencement(["本办法自2024年5月1日起施行。"], STARTS).several == ()


def test_the_clause_need_not_be_the_last_line() -> None:
    lines = ["第一条 甲。", "第九条 本办法自2024年5月1日起施行。", *("（一）某项" for _ in range(60))]
    assert commencement(lines, STARTS).effective == "2024-05-01"


def test_a_day_that_is_not_known_is_not_made_up() -> None:
    found = commencement(["本办法自发布之日起施行，有效期5年。"], Starts())
    assert (found.effective, found.expires, found.waits) == (None, None, True)
