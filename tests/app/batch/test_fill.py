"""A table in, the same table with answers out; what fails stays in its row."""

from __future__ import annotations

import csv
import io

import pytest

from app.answer import Answer
from app.batch.answers import COLUMNS, FAILED, REFUSED, SETTLED
from app.batch.fill import fill, read
from app.batch.sheet import BatchError
from app.chain import AskRequest, RegulationChain

TABLE = "题目,部门\n工具书能外借吗,办公室\n,\n食堂几点开饭,\n" + "长" * 1001 + ",\n逾期不还怎么办,办公室\n"


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_question_is_asked(chain: RegulationChain) -> None:
    seen: list[tuple[int, int]] = []
    task = read(TABLE.encode(), 10, "")
    made, outcome = fill(task, lambda q: chain.ask(AskRequest(q)), lambda done, total: seen.append((done, total)))
    rows = _rows(made)
    assert rows[0] == ["题目", "部门", *COLUMNS]
    assert [row[2] if len(row) > 2 else "" for row in rows[1:]] == [SETTLED, "", REFUSED, FAILED, SETTLED]
    assert "超过上限 1000 个字" in rows[4][3]
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert (outcome.answered, outcome.refused, outcome.failed, outcome.interrupted) == (2, 1, 1, False)


def test_a_fault_stays_in_its_row(chain: RegulationChain) -> None:
    def ask(question: str) -> Answer:
        if "食堂" in question:
            raise RuntimeError("secret")
        return chain.ask(AskRequest(question))

    made, outcome = fill(read(TABLE.encode(), 10, ""), ask)
    assert outcome.failed == 2 and outcome.answered == 2
    assert "secret" not in made.decode() and "告诉管理员" in _rows(made)[3][3]


def test_interrupted_it_keeps_what_is_done(chain: RegulationChain) -> None:
    def ask(question: str) -> Answer:
        if "食堂" in question:
            raise KeyboardInterrupt
        return chain.ask(AskRequest(question))

    made, outcome = fill(read(TABLE.encode(), 10, ""), ask)
    assert outcome.interrupted and outcome.done == 1
    rows = _rows(made)
    assert rows[1][2] == SETTLED and rows[3] == ["食堂几点开饭", ""]


def test_too_many_questions() -> None:
    with pytest.raises(BatchError) as caught:
        read(TABLE.encode(), 3, "请拆成几个文件。")
    assert caught.value.code == "too_many"
    assert caught.value.message == "有 4 个问题，超过一次 3 个的上限。请拆成几个文件。"


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_an_empty_file(data: bytes) -> None:
    with pytest.raises(BatchError) as caught:
        read(data, 3, "")
    assert caught.value.code == "empty"
