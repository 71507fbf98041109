from __future__ import annotations

from datetime import date

import pytest

from eval.sheets.grid import Cell, Grid, Row, place
from eval.sheets.reading import located, source
from eval.validation import Problem, Source, UnreadableError


def grid(*rows: list[str], about: list[list[str]] | None = None) -> Grid:
    def numbered(texts: list[list[str]]) -> tuple[Row, ...]:
        return tuple(
            Row(n, tuple(Cell(text, place(n, c)) for c, text in enumerate(row, 1))) for n, row in enumerate(texts, 1)
        )

    return Grid(numbered(list(rows)), numbered(about or []))


def read(*rows: list[str]) -> Source:
    return source(grid(*rows), "我的题")


def faults(*rows: list[str]) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.field, problem.message) for problem in read(*rows).problems]


HEAD = ["题号", "问题", "题型", "标准答案", "要点"]


def test_a_few_columns_are_enough() -> None:
    found = read(["问题", "标准答案"], ["借几本", "《借阅办法》第二条"], ["", ""], ["周末开门吗", "无依据"])
    assert found.header == {"set": "我的题", "version": 1, "corpus": "", "written": "", "note": ""}
    assert not found.problems
    assert found.records[0] == (
        2,
        {
            "id": "1",
            "question": "借几本",
            "kind": "direct",
            "gold": [{"regulation": "借阅办法", "article": "第二条", "label": ""}],
            "match": "any",
            "facts": [],
            "unanswerable": False,
        },
    )
    line, record = found.records[1]
    assert (line, record["id"], record["kind"], record["unanswerable"], record["gold"]) == (
        4,
        "2",
        "unanswerable",
        True,
        [],
    )
    assert any("2 题没有题号" in remark for remark in found.remarks)
    assert any("1 题没有选题型" in remark for remark in found.remarks)


def test_every_column_is_read() -> None:
    head = ["题号", "问题", "题型", "标准答案", "任一或全部", "要点"]
    head += ["此前的问", "此前的答", "此前的问2", "此前的答2", "截至日期", "备注"]
    row = ["q1", "那病假呢", "追问", "《甲办法》第一条\n第二条第一款", "全部", "十五日／15日；停借"]
    row += ["事假呢", "按日扣\n发", "年假呢", "", "2024/5/1", "难"]
    assert read(head, row).records[0][1] == {
        "id": "q1",
        "question": "那病假呢",
        "kind": "followup",
        "gold": [
            {"regulation": "甲办法", "article": "第一条", "label": ""},
            {"regulation": "甲办法", "article": "第二条", "label": "第一款"},
        ],
        "match": "all",
        "facts": [["十五日", "15日"], ["停借"]],
        "unanswerable": False,
        "history": [{"question": "事假呢", "answer": "按日扣\n发"}, {"question": "年假呢", "answer": ""}],
        "as_of": "2024-05-01",
        "note": "难",
    }


def test_an_address_may_stand_in_columns_of_its_own() -> None:
    head = ["问题", "制度", "条", "款项目", "任一或全部"]
    found = read(
        head,
        ["甲", "《借阅办法》", "第8条", "第2项", ""],
        ["乙", "借阅办法", "第一条\n第二条", "第一款", "任一"],
        ["丙", "《借阅办法》第八条第（二）项", "", "", ""],
    )
    assert not found.problems
    assert [[tuple(gold.values()) for gold in record["gold"]] for _, record in found.records] == [
        [("借阅办法", "第八条", "第（二）项")],
        [("借阅办法", "第一条", "第一款"), ("借阅办法", "第二条", "")],
        [("借阅办法", "第八条", "第（二）项")],
    ]


@pytest.mark.parametrize(
    ("row", "kind", "match"),
    [
        (["", "《甲》第一条", "", ""], "direct", "any"),
        (["", "《甲》第一条\n第二条", "全部", ""], "multi", "all"),
        (["涉及多条", "《甲》第一条\n第二条", "", ""], "multi", "all"),
        (["涉及多条", "《甲》第一条\n第二条", "任一", ""], "multi", "any"),
        (["", "《甲》第一条\n第二条", "任一", ""], "direct", "any"),
        (["", "《甲》第一条", "", "前面问的"], "followup", "any"),
        (["口语", "《甲》第一条", "", ""], "colloquial", "any"),
    ],
)
def test_the_kind_is_inferred_where_it_is_left_out(row: list[str], kind: str, match: str) -> None:
    found = read(["问题", "题型", "标准答案", "任一或全部", "此前的问"], ["借几本", *row])
    assert not found.problems
    assert (found.records[0][1]["kind"], found.records[0][1]["match"]) == (kind, match)


def test_several_places_ask_whether_all_are_needed() -> None:
    ((line, field, message),) = faults(["问题", "标准答案"], ["借几本", "《甲》第一条\n第二条"])
    assert (line, field) == (2, "任一或全部") and "2 处" in message


def test_a_column_of_its_own_may_say_that_there_is_no_answer() -> None:
    found = read(["问题", "标准答案", "无依据"], ["甲", "", "是"], ["乙", "《甲》第一条", ""])
    assert not found.problems
    assert [record["unanswerable"] for _, record in found.records] == [True, False]


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (["1", "", "直接提问", "《甲》第一条", ""], "问题", "没有写问题"),
        (["1", "借几本", "随便", "《甲》第一条", ""], "题型", "未知的题型“随便”"),
        (["1", "借几本", "", "", ""], "标准答案", "写成“无依据”"),
        (["1", "借几本", "无依据", "《甲》第一条", ""], "标准答案", "不能有"),
        (["1", "借几本", "直接提问", "无依据", ""], "题型", "不一致"),
        (["1", "借几本", "", "第一条", ""], "标准答案", "哪个制度"),
        (["1", "借几本", "追问", "《甲》第一条", ""], "此前的问", "此前"),
    ],
)
def test_each_fault_is_named_once_by_row_and_column(row: list[str], field: str, words: str) -> None:
    ((line, where, message),) = faults(["考核题"], [], HEAD, ["0", "还书", "", "《甲》第一条", ""], row)
    assert (line, where) == (5, field) and words in message


def test_other_columns_are_checked_too() -> None:
    head = ["问题", "标准答案", "条", "截至日期", "任一或全部", "此前的问", "此前的答", "无依据"]
    row = ["借几本", "《甲》第一条", "第二条", "去年", "一半", "", "五本", "也许"]
    assert [field for _, field, _ in faults(head, row)] == [
        "此前的问",
        "标准答案",
        "无依据",
        "任一或全部",
        "截至日期",
    ]
    ((_, field, message),) = faults(["问题", "制度", "条", "款项目"], ["甲", "甲办法", "第一条", "第一款\n第二款"])
    assert field == "条" and "对不上" in message


def test_duplicate_ids_name_both_rows_and_numbers_avoid_them() -> None:
    rows = [["a", "甲", "", "《甲》第一条", ""], ["a", "乙", "", "《甲》第一条", ""]]
    assert faults(HEAD, *rows) == [(3, "题号", "“a”与第 2 行重复")]
    found = read(HEAD, ["2", "甲", "", "《甲》第一条", ""], ["", "乙", "", "《甲》第一条", ""])
    assert [record["id"] for _, record in found.records] == ["2", "2-补"]


def test_the_header_may_stand_below_a_title_and_words_on_the_set() -> None:
    found = read(
        ["2026 年考核问题"],
        ["# 题集", "考核", ""],
        ["版本：", "第3版"],
        ["#编写日期", "2026-11-22"],
        [],
        ["问题", "标准答案"],
        ["借几本", "《甲》第一条"],
    )
    assert (found.header["set"], found.header["version"], found.header["written"]) == ("考核", 3, "2026-11-22")
    assert [line for line, _ in found.records] == [7]


def test_the_words_on_the_set_may_stand_apart() -> None:
    about = [["题集", "考核"], ["版本", "三"], ["题集说明", "两人\n写成"], ["别的", "话"]]
    found = source(grid(["问题", "标准答案"], ["甲", "《甲》第一条"], about=about), "题")
    assert (found.header["set"], found.header["note"]) == ("考核", "两人\n写成")
    assert [(problem.line, problem.field) for problem in found.problems] == [(2, "版本")]


def test_columns_that_mean_nothing_are_faults() -> None:
    found = faults(["问题", "答案", "问题", "标准答案"], ["甲", "乙", "丙", "《甲》第一条"])
    assert [(line, field) for line, field, _ in found] == [(1, "答案"), (1, "问题")]
    assert "B1" in found[0][2] and "备注" in found[0][2] and "重复" in found[1][2]


def test_text_without_a_column_is_a_fault() -> None:
    found = faults(["问题", "标准答案", ""], ["甲", "《甲》第一条", "乙", "丙"])
    assert [(line, field) for line, field, _ in found] == [(2, "C2"), (2, "D2")]


def test_example_rows_are_passed_over() -> None:
    found = read(
        HEAD, ["（示例）", "甲", "没有的题型", "", ""], ["(示例)", "乙", "", "", ""], ["1", "丙", "无依据", "", ""]
    )
    assert [record["question"] for _, record in found.records] == ["丙"] and not found.problems
    assert found.remarks[0].startswith("跳过了 2 行")


def test_flaws_dates_and_merged_questions_are_named_by_their_cell() -> None:
    def cells(question: Cell, facts: Cell, day: Cell) -> Grid:
        head = Row(1, tuple(Cell(name, "") for name in ("问题", "标准答案", "要点", "截至日期")))
        return Grid((head, Row(2, (question, Cell("《甲》第一条", "B2"), facts, day))))

    a_day = date(2024, 5, 1)
    good = source(cells(Cell("甲", "A2"), Cell("", "C2"), Cell("2024-05-01", "D2", day=a_day)), "题")
    assert not good.problems and good.records[0][1]["as_of"] == "2024-05-01"
    bad = source(cells(Cell("", "A2", "是公式"), Cell("2024-05-01", "C2", day=a_day), Cell("", "D2")), "题")
    assert [(p.line, p.field) for p in bad.problems] == [(2, "问题"), (2, "要点")]
    assert bad.problems[0].message == "A2：是公式" and "“文本”" in bad.problems[1].message
    merged = source(cells(Cell("甲", "A2", continued=True), Cell("十日", "C2"), Cell("", "D2")), "题")
    assert [p.message[:10] for p in merged.problems] == ["A2：合并了单元格。"[:10]]


def test_no_question_no_header_nothing_at_all() -> None:
    ((line, field, message),) = faults(["x"], ["问题", "标准答案"])
    assert (line, field) == (2, "问题") and "一道题也没有" in message
    with pytest.raises(UnreadableError, match="没有表头"):
        read(["甲", "乙"], ["丙"])
    with pytest.raises(UnreadableError, match="--template"):
        read([], ["", " "])


def test_a_fault_of_a_record_is_told_by_its_column() -> None:
    assert located(Problem(3, "gold[0].article", "没有", False)) == Problem(3, "标准答案（第 1 处）", "没有", False)
