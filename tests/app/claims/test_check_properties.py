"""Whatever the text: its own sentences are claims, and with one word that matters exchanged they are none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.claims import Passage, Sentences, check

WHO = ("借阅人", "值班员", "采购小组", "学术委员会", "设备管理员", "课题负责人")
WHEN = (
    "连续{n}{u}测评优秀的，",
    "累计缺勤超过{n}{u}的，",
    "未经批准离岗不满{n}{u}的，",
    "需要延期{n}{u}以上的，",
    "在{n}{u}以内提出异议的，",
    "",
)
MODALS = ("应当", "可以", "不得", "必须", "一般不")
WHAT = (
    "参加当年的岗位竞聘",
    "领取{m}元奖励",
    "在{m}{v}内提交书面说明",
    "使用百分之{m}的公共机时",
    "由第{m}评审组重新核定",
    "单独列支交通费",
)
NUMBERS = ("三", "五", "七", "十二", "十五", "二十")
UNITS = ("天", "年", "个月", "个工作日", "次")
REPLACED = {
    "应当": ("可以", "必须", "不得", "不应当"),
    "可以": ("应当", "不得", "不可以"),
    "不得": ("可以", "应当", "得"),
    "必须": ("可以", "应当", "不必"),
    "一般不": ("一般", "不", "一律不"),
    "超过": ("不超过", "满", "达到"),
    "不满": ("满", "超过"),
    "以上": ("以下", "以内"),
    "以内": ("以上", "以外"),
    "连续": ("累计", "单独"),
    "累计": ("连续", "单次"),
    "未经": ("经", "凡经"),
    "百分之": ("千分之",),
    "个工作日": ("日", "个月"),
    "个月": ("月", "年", "周"),
    "天": ("个工作日", "周", "年"),
    "年": ("个月", "天"),
    "次": ("天", "人"),
    "第": ("",),
}


@st.composite
def sentences(draw: st.DrawFn) -> str:
    def amount() -> str:
        return draw(st.sampled_from(NUMBERS))

    condition = draw(st.sampled_from(WHEN)).format(n=amount(), u=draw(st.sampled_from(UNITS)))
    modal, what = draw(st.sampled_from(MODALS)), draw(st.sampled_from(WHAT))
    what = what.format(m=amount(), v=draw(st.sampled_from(UNITS)))
    return f"{condition}{draw(st.sampled_from(WHO))}{modal}{what}"


def passage(texts: list[str]) -> Passage:
    return Passage(1, "砚禾研究院岗位管理办法", (), "第九条", (), "。".join(texts) + "。")


@given(st.lists(sentences(), min_size=1, max_size=4, unique_by=lambda text: text[:6]), st.integers(0, 3))
def test_the_sentences_of_the_text_are_claims(texts: list[str], chosen: int) -> None:
    sentence = texts[chosen % len(texts)]
    [cut] = Sentences().feed(f"{sentence}[1]。\n")
    verdict = check(cut, {1: passage(texts)})
    assert verdict.claim is not None, verdict.reason
    assert verdict.claim.text == f"{sentence}［1］。"


@given(sentences(), st.data())
def test_with_another_number_they_are_none(sentence: str, data: st.DataObject) -> None:
    places = [place for place, char in enumerate(sentence) if char in "三五七十"]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    changed = sentence[:place] + data.draw(st.sampled_from("二四六八九1９百")) + sentence[place + 1 :]
    assert check(f"{changed}[1]。", {1: passage([sentence])}).claim is None


@given(sentences(), st.data())
def test_with_another_word_that_matters_they_are_none(sentence: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([word for word in REPLACED if word in sentence] or [""]))
    if not word:
        return
    changed = sentence.replace(word, data.draw(st.sampled_from(REPLACED[word])), 1)
    assert check(f"{changed}[1]。", {1: passage([sentence])}).claim is None


@given(st.lists(sentences(), min_size=2, max_size=2, unique_by=lambda text: text.partition("，")[0]), st.data())
def test_halves_of_two_sentences_make_none(texts: list[str], data: st.DataObject) -> None:
    first, second = (text.partition("，") for text in texts)
    if not first[1] or not second[1] or first[2] == second[2]:
        return
    mixed = data.draw(st.sampled_from([f"{first[0]}，{second[2]}", f"{second[0]}，{first[2]}"]))
    assert check(f"{mixed}[1]。", {1: passage(texts)}).claim is None


@given(sentences(), sentences())
def test_an_address_that_is_not_the_passages_own_is_none(sentence: str, other: str) -> None:
    passages = {1: passage([sentence, other])}
    assert check(f"根据第九条，{sentence}[1]。", passages).claim is not None
    for address in ("第八条", "第九条之一", "第十九条", "第九条第三款", "第九条第（七）项", "第九十九条"):
        assert check(f"根据{address}，{sentence}[1]。", passages).claim is None


@given(st.text(max_size=120))
def test_no_sentence_makes_it_fail(text: str) -> None:
    check(text, {1: passage(["借阅人应当按期归还"])})
    check(f"{text}[1]。", {1: passage([text.replace("\n", "") or "甲", "借阅人应当按期归还"])})
