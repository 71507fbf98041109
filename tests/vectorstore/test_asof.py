"""The day whose law a question asks for."""

from __future__ import annotations

from datetime import date

import pytest

from vectorstore.asof import asked_day

TODAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("2020年时优秀占多少", date(2020, 12, 31)),
        ("２０２０年时优秀占多少", date(2020, 12, 31)),
        ("二〇二〇年时优秀占多少", date(2020, 12, 31)),
        ("2020年那会儿病假怎么算", date(2020, 12, 31)),
        ("2020年的规定怎么说", date(2020, 12, 31)),
        ("2019年版的考核办法", date(2019, 12, 31)),
        ("2019版考核办法", date(2019, 12, 31)),
        ("2019年印发的考核办法怎么说", date(2019, 12, 31)),
        ("20年那时候的考核办法", date(2020, 12, 31)),
        ("去年考核的规定是什么", date(2025, 12, 31)),
        ("前年那时候事假最多几天", date(2024, 12, 31)),
        ("2020年以前怎么算", date(2019, 12, 31)),
        ("2024年7月1日前的规定怎么说", date(2024, 6, 30)),
        ("2021/3/5那时候病假怎么算", date(2021, 3, 5)),
        ("2021年3月5日时有效的规定", date(2021, 3, 5)),
    ],
)
def test_the_law_of_a_time(question: str, day: date) -> None:
    assert asked_day(question, TODAY) == day


@pytest.mark.parametrize(
    "question",
    [
        "去年记过今年能评优吗",
        "现在的规定是什么",
        "2020年受了记过处分，现在怎么定档",
        "2014年10月1日以前参加工作的怎么算工龄",
        "2014年前入职的有什么待遇",
        "到2025年要达到什么目标",
        "2024年3月15日完成什么任务",
        "2021年13月45日时怎么算",
        "2023年时间节点是什么",
        "工龄20年有几天年假",
    ],
)
def test_a_date_that_only_tells_when_something_happened(question: str) -> None:
    assert asked_day(question, TODAY) is None
