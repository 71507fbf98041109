from __future__ import annotations

from dataclasses import replace

from ingest.editions.dedupe import merge, similarity
from ingest.model import Article, Paragraph, Regulation, Segment, Source

NOUNS = ("设备", "公章", "车辆", "票据", "档案", "钥匙", "图书", "会议室", "仪器", "服装", "食材", "药品")
VERBS = (
    "登记入册并定期盘点",
    "由专人保管不得转借",
    "凭审批单领取使用",
    "损坏后三日内报告",
    "每半年清查一次",
    "归还时当面验收",
)


def _rule(number: int, offset: int = 0) -> str:
    noun, verb = NOUNS[number % 12], VERBS[(number + offset) % 6]
    last = NOUNS[(number * 5 + offset + 1) % 12]
    return f"第{number}条 {noun}应当{verb}；涉及{last}的，同时报{noun}管理小组备案第{number * 37 + offset}号台账。"


def _copy(
    file: str,
    rules: list[str],
    *,
    title: str = "物品借用办法",
    inferred: bool = False,
    front: str = "",
    **more: object,
) -> Regulation:
    text, articles = front, []
    for rule in rules:
        start = len(text)
        text += rule + "\n"
        address = rule.split(" ")[0]
        paragraph = Paragraph(1, start + len(address) + 1, len(text) - 1, len(text) - 1)
        articles.append(Article(address, "article", None, 0, "", (), start, len(text) - 1, (paragraph,)))
    # The file carries a line of debris before the text.
    source = Source(file, "sha-" + file, (Segment(0, len(text), 5, 5 + len(text)),))
    return Regulation("id-" + file, title, inferred, text, (), tuple(articles), (source,), **more)  # type: ignore[arg-type]


RULES = [_rule(number) for number in range(1, 13)]
OTHER = [_rule(number, 3) for number in range(1, 13)]


def test_copies_become_one_regulation_with_every_source() -> None:
    slip = [rule.replace("第3条 票据应当损坏后三日内", "第3条 票据应当损坏后九日内") for rule in RULES]
    assert slip != RULES
    first = _copy("甲.txt", RULES, published="2031-01-02")
    second = _copy("乙.txt", [rule.replace("，", ",") for rule in slip], title="物品借用办法", issuer="资产处")
    third = _copy("丙.txt", RULES, title="丙", inferred=True, document_number="资〔2031〕2号")
    result = merge((second, third, first))
    (kept,) = result.regulations
    assert kept.id == first.id
    assert kept.text == first.text
    assert (kept.title, kept.title_inferred) == ("物品借用办法", False)
    assert (kept.published, kept.issuer, kept.document_number) == ("2031-01-02", "资产处", "资〔2031〕2号")
    assert [source.file for source in kept.sources] == ["甲.txt", "乙.txt", "丙.txt"]
    assert [(each.canonical, each.variant) for each in kept.sources[1].differences] == [("后三日", "后九日")]
    assert kept.sources[2].differences == ()
    assert kept.sources[0] == first.sources[0]
    assert [(each.kept_file, each.merged_file, each.filled) for each in result.merges] == [
        ("甲.txt", "乙.txt", ("issuer",)),
        ("甲.txt", "丙.txt", ("document_number",)),
    ]
    assert {each.kept_id for each in result.merges} == {kept.id}
    assert result.merges[0].differences == kept.sources[1].differences
    assert 0.9 < result.merges[0].similarity < 1.0 == result.merges[1].similarity


def test_segments_lead_to_the_characters_of_each_file() -> None:
    front = "现将办法印发给你们，请遵照执行，并将执行中的情况按季度汇总后反馈。\n"
    longer = _copy("乙.txt", [rule.replace("；", ";\n") for rule in RULES], front=front)
    kept = merge((_copy("甲.txt", RULES, published="2031-01-02"), longer)).regulations[0]
    other = next(source for source in kept.sources if source.file != kept.sources[0].file)
    files = {"甲.txt": "##垃圾\n" + _copy("甲.txt", RULES).text, "乙.txt": "##垃圾\n" + longer.text}
    assert len(other.segments) > 10
    end = 0
    for each in other.segments:
        assert each.start >= end
        end = each.end
        mine = kept.text[each.start : each.end]
        assert files[other.file][each.source_start : each.source_end].replace(";", "；") == mine.replace(";", "；")


def test_a_printed_title_comes_with_its_id() -> None:
    # The untitled copy is complete, the titled one lacks its last two articles.
    whole = _copy("甲.txt", RULES, title="甲", inferred=True)
    part = _copy("乙.txt", RULES[:10], effective="2031-02-01")
    result = merge((whole, part))
    (kept,) = result.regulations
    assert kept.text == whole.text
    assert (kept.id, kept.title, kept.title_inferred) == (part.id, "物品借用办法", False)
    assert kept.effective == "2031-02-01"
    assert kept.aliases == ("甲",)
    assert result.merges[0].filled == ("title", "effective")
    assert result.merges[0].kept_file == "甲.txt"
    assert result.merges[0].missing_articles == ()


def test_an_article_only_in_the_copy_is_reported() -> None:
    # One article of 40 is missing in the copy with the title and the dates, which stays the canonical one.
    rules = [_rule(number) for number in range(1, 41)]
    titled = _copy("甲.txt", rules[:19] + rules[20:], published="2031-01-02")
    untitled = _copy("乙.txt", rules, title="乙", inferred=True)
    result = merge((untitled, titled))
    (kept,) = result.regulations
    assert kept.text == titled.text
    (report,) = result.merges
    assert report.missing_articles == ("第20条",)
    assert any("第20条" in each.variant or rules[19][5:] in each.variant for each in report.differences)


def test_editions_stay_apart() -> None:
    old = _copy("甲.txt", RULES, effective="2025-01-01")
    new = _copy("乙.txt", RULES[:6] + OTHER[6:], effective="2031-01-01")
    assert len(merge((old, new)).regulations) == 2
    # An amendment may change a single number.
    changed = _copy("乙.txt", [RULES[0].replace("37号", "39号"), *RULES[1:]], effective="2031-01-01")
    assert changed.text != old.text
    assert len(merge((old, changed)).regulations) == 2
    # One amended article of forty is an edition too, where the dates say so, and a slip of the copy where they do not.
    rules = [_rule(number) for number in range(1, 41)]
    amended = [*rules[:5], _rule(6, 3), *rules[6:]]
    assert similarity("\n".join(rules), "\n".join(amended)) > 0.9
    one, two = _copy("甲.txt", rules, effective="2025-01-01"), _copy("乙.txt", amended, effective="2031-01-01")
    assert len(merge((one, two)).regulations) == 2
    assert len(merge((one, replace(two, effective="2025-01-01"))).regulations) == 1
    assert len(merge((one, replace(two, effective=None))).regulations) == 1


def test_a_copy_without_the_title_note_is_no_other_edition() -> None:
    note = "（2020年1月2日院务会议通过 2030年3月4日修订）\n"
    bare = _copy("甲.txt", RULES, effective="2020-02-01")
    noted = _copy("乙.txt", RULES, front=note, effective="2030-03-04", published="2030-03-04", title_note=note.strip())
    result = merge((bare, noted))
    assert [each.file for each in result.regulations[0].sources] == ["乙.txt", "甲.txt"]
    assert result.regulations[0].effective == "2030-03-04"
    assert result.merges[0].disagreements == (("effective", "2030-03-04", "2020-02-01"),)
    revised = [RULES[0].replace("37号", "39号"), *RULES[1:]]
    assert len(merge((_copy("甲.txt", revised, effective="2020-02-01"), noted)).regulations) == 2


def test_a_revision_keeps_the_number_of_its_order() -> None:
    first, number = "2020年1月2日 砚禾研究院令第3号公布", "砚禾研究院令第3号"
    old = _copy(
        "甲.txt", RULES, title_note=first, document_number=number, published="2020-01-02", effective="2020-02-01"
    )
    slip = [RULES[0].replace("37号", "39号"), *RULES[1:]]
    new = _copy(
        "乙.txt",
        slip,
        title_note=f"{first}\n2030年3月4日 第一次修订",
        document_number=number,
        published="2030-03-04",
        effective="2030-03-04",
    )
    assert len(merge((old, new)).regulations) == 2
    assert len(merge((replace(old, title_note=new.title_note, published="2030-04-01"), new)).regulations) == 1


def test_a_common_day_of_signature_settles_it() -> None:
    one = _copy("甲.txt", RULES, published="2031-01-02", signed="2031-01-01")
    slip = [RULES[0].replace("37号", "39号"), *RULES[1:]]
    two = _copy("乙.txt", slip, published="2031-03-04", signed="2031-01-01")
    assert len(merge((one, two)).regulations) == 1
    assert len(merge((one, replace(two, signed="2031-03-01"))).regulations) == 2


def test_punctuation_alone_is_counted() -> None:
    marks = [rule.replace("；", "，") for rule in RULES[:5]] + [RULES[5][:-1], *RULES[6:]]
    result = merge((_copy("甲.txt", RULES, published="2031-01-02"), _copy("乙.txt", marks)))
    (report,) = result.merges
    assert (report.differences, report.punctuation) == ((), (("；", "，", 5), ("。", "", 1)))
    same = _copy("乙.txt", [rule.replace("，", ",") for rule in RULES])
    assert merge((_copy("甲.txt", RULES, published="2031-01-02"), same)).merges[0].punctuation == ()


def test_a_draft_is_no_copy_of_what_became_of_it() -> None:
    draft = _copy("甲.txt", RULES, title="物品借用办法（征求意见稿）")
    revision = _copy("丙.txt", RULES, title="物品借用办法（修订草案）")
    assert len(merge((draft, _copy("乙.txt", RULES), revision)).regulations) == 3


def test_a_persons_word_goes_with_the_regulation() -> None:
    stated = _copy("乙.txt", RULES, status="已废止", status_stated=True)
    result = merge((_copy("甲.txt", RULES, published="2031-01-02"), stated))
    assert [(kept.status, kept.status_stated) for kept in result.regulations] == [("已废止", True)]
    assert (result.merges[0].kept_file, result.merges[0].filled) == ("甲.txt", ("status",))


def test_the_day_of_a_web_page_makes_no_edition() -> None:
    one = _copy("甲.txt", RULES, published="2031-01-02")
    assert len(merge((one, _copy("乙.txt", RULES, published="2031-03-04"))).regulations) == 1
    slip = [RULES[0].replace("凭审批单", "由专人"), *RULES[1:-1], RULES[-1].replace("备案", "存查")]
    two = _copy("乙.txt", slip, published="2031-03-04", document_number="资(2031)2号")
    assert len(merge((one, two)).regulations) == 2
    assert len(merge((replace(one, document_number="资〔2031〕2号"), two)).regulations) == 1


def test_the_same_text_under_another_printed_title_is_another_regulation() -> None:
    one, two = _copy("甲.txt", RULES, title="甲市借用办法"), _copy("乙.txt", RULES, title="乙市借用办法")
    assert len(merge((one, two)).regulations) == 2
    assert len(merge((one, replace(two, title_inferred=True))).regulations) == 1
    kept = merge((one, replace(two, title="甲市人民政府 甲市借用办法"))).regulations
    assert len(kept) == 1
    assert {kept[0].title, *kept[0].aliases} == {"甲市借用办法", "甲市人民政府 甲市借用办法"}


def test_a_news_item_that_quotes_is_no_copy() -> None:
    one = _copy("甲.txt", RULES)
    news = _copy("乙.txt", RULES[:2], title="借用新规", inferred=True)
    assert similarity(one.text, news.text) == 1.0
    assert len(merge((one, news)).regulations) == 2


def test_equal_ids_of_two_editions_are_told_apart() -> None:
    old = replace(_copy("甲.txt", RULES, effective="2025-01-01"), id="x")
    new = replace(_copy("乙.txt", OTHER, effective="2031-01-01"), id="x")
    assert [each.id for each in merge((old, new)).regulations] == ["x", "x-2"]


def test_order_of_the_input_changes_order_only() -> None:
    copies = [_copy("甲.txt", RULES), _copy("乙.txt", RULES[:11]), _copy("丙.txt", OTHER, title="别的办法")]
    forwards, backwards = merge(copies), merge(copies[::-1])
    assert set(forwards.regulations) == set(backwards.regulations)
    assert [each.title for each in forwards.regulations] == ["物品借用办法", "别的办法"]
    assert merge(()).regulations == ()


def test_texts_without_words() -> None:
    assert similarity("", "甲") == 0.0
    empty = _copy("甲.txt", [])
    assert len(merge((empty, replace(empty, id="y"))).regulations) == 2
