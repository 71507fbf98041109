"""The vocabulary file: its three forms, and what is said about a line that is none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.synonyms import DEFAULT_FILE, VocabularyError, load


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "synonyms.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_three_forms(tmp_path: Path) -> None:
    found = load(_file(tmp_path, "# 说明\n\n涨薪，加薪 → 增加工资、调高工资\n甲等 ≠ 乙等 ≠ 丙等\n停职期\n"))
    assert found.official("加薪") == ("增加工资", "调高工资")
    assert found.official("增加工资") == ()  # one way only
    assert found.rivals("乙等") == {"甲等", "丙等"}
    assert {"涨薪", "甲等", "停职期"} <= found.words


def test_a_word_on_both_sides_is_official_itself(tmp_path: Path) -> None:
    found = load(_file(tmp_path, "借调，借人 → 借调，抽调\n"))
    assert found.formal == {"借调"}
    assert found.official("借调") == ("抽调",) and found.official("借人") == ("借调", "抽调")


def test_a_word_said_twice_has_the_meanings_of_both_lines_in_order(tmp_path: Path) -> None:
    assert load(_file(tmp_path, "病了 → 病假\n病了 → 就医，病假\n")).official("病了") == ("病假", "就医")


@pytest.mark.parametrize("line", ["涨薪 →", "→ 工资", "甲 ≠", "一 → 二 → 三", "字" * 31])
def test_a_line_that_is_none_of_them_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(VocabularyError, match="第 2 行"):
        load(_file(tmp_path, f"# 说明\n{line}\n"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="没有\\.txt"):
        load(tmp_path / "没有.txt")


def test_the_file_that_comes_with_the_project() -> None:
    found = load(DEFAULT_FILE)
    assert "确定档次" in found.official("定档")
    assert "合格" in found.rivals("不合格") and "合格" not in found.rivals("合格")
    assert all(word not in official for word, official in found.synonyms.items())


OFFICIAL = [
    "定档:确定档次",
    "评优:优秀",
    "涨薪:薪级工资",
    "请病假:病假",
    "炒鱿鱼:解除聘用合同",
    "五险一金:社会保险",
    "编外:编制外",
    "双开:开除党籍",
    "年终奖:绩效",
    "评职称:职称",
    "交党费:党费",
    "公车:公务用车",
    "三公:公务接待",
    "出差补助:伙食补助费",
    "调休:补休",
    "退居二线:退出领导岗位",
    "内退:提前退休",
    "吃空饷:在编不在岗",
    "临时工:编制外",
    "打卡:考勤",
    "副业:兼职",
    "红包:礼金",
    "请客吃饭:宴请",
    "亲戚:近亲属",
    "炒股:证券",
    "抽烟:吸烟",
    "酒驾:酒后驾驶",
    "政审:政治审查",
    "脱党:自行脱党",
    "上访:信访",
    "投诉:举报",
    "停职:停职检查",
    "降薪:降低工资",
    "背锅:问责",
    "摸鱼:工作纪律",
    "泄密:泄露",
    "公章:印章",
    "招投标:采购",
    "住店:住宿费",
    "打车:出租车",
    "护照:因私出国",
    "二胎:生育",
    "劳模:劳动模范",
    "忘打卡:补登",
    "转组织关系:转接组织关系",
    "离职:辞职",
    "返聘:退休后聘用",
    "带娃:育儿假",
    "奔丧:丧假",
    "车补:交通补贴",
    "红头文件:公文",
]


@pytest.mark.parametrize("pair", OFFICIAL)
def test_the_official_words_for_what_people_say(pair: str) -> None:
    said, _, official = pair.partition(":")
    assert any(official in word for word in load(DEFAULT_FILE).official(said))
